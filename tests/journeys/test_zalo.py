"""What people do on Zalo, over real HTTP, to a simulator of its servers."""

import io
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from aiohttp import ClientSession, FormData
from PIL import Image

from bot.channels.render import units
from bot.exporting import COLUMNS, rows
from bot.simulators.zalo_faults import Fault, MediaFault, UpdateFault
from handlers.texts.catalog import say
from storage.domain.conversation import Account
from storage.domain.permissions import Post, Role
from tests.bench.bench_burst import PEOPLE, texts_of
from tests.journeys.steps import CONCERN, file_concern, ref_in, reply_code_in
from tests.journeys.test_anonymity import as_bytes, tables
from tests.journeys.test_burst import everybody
from tests.talk import Talk
from tests.world import World, open_world
from tests.zalo_office import zalo_office
from tests.zalo_world import ZaloPhone

words = partial(say, "vi")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An office whose people have Zalo, behind a firewall."""
    async with open_world("sqlite", tmp_path, zalo=True) as world:
        yield world


@pytest.fixture
async def reachable(tmp_path: Path) -> AsyncIterator[World]:
    """An office that Zalo can reach, and calls."""
    async with zalo_office(tmp_path, webhook=True) as world:
        yield world


def phone_of(talk: Talk) -> ZaloPhone:
    assert isinstance(talk.phone, ZaloPhone)
    return talk.phone


async def bodies(world: World) -> list[str]:
    return [row[COLUMNS.index("body")] for row in await rows(world.app.base.store)]


def photo(colour: str = "teal") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(content, "JPEG")
    return content.getvalue()


async def preview(author: Talk) -> str:
    """On from the question how to send it, without a name."""
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư, nguyện vọng")
    return author.expect("xem lại trước khi gửi")


async def test_a_concern_goes_all_the_way_by_webhook(reachable: World) -> None:
    """Filed by typing, routed by a number and a code, told to its author."""
    author, office = await reachable.staff(), await reachable.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("van phong")
    author.expect(ref, "chuyển đến")
    assert await bodies(reachable) == [CONCERN]


@pytest.mark.parametrize("fault", [UpdateFault.DUPLICATE, UpdateFault.UNKNOWN_EVENT])
async def test_updates_in_odd_shapes_file_once(world: World, fault: UpdateFault) -> None:
    """Twice, or after one nobody knows: one case, and nothing is said twice."""
    author = await world.staff()
    assert world.zalo is not None
    await author.say(CONCERN)
    await preview(author)
    world.zalo.faults.order_update(fault)
    await author.say("Gửi")
    assert ["Đã gửi" in text for text in author.new] == [True]
    assert await bodies(world) == [CONCERN]


@pytest.mark.parametrize(("field", "wrapped"), [("photo", True), ("photo_url", False)])
async def test_both_shapes_of_a_picture_are_taken(tmp_path: Path, field: str, wrapped: bool) -> None:
    """As documented and as seen: by webhook, bare and wrapped, under both names."""
    async with zalo_office(tmp_path, webhook=True) as world:
        assert world.zalo is not None
        world.zalo.behaviour.wrapped, world.zalo.behaviour.photo_field = wrapped, field
        author = await world.staff()
        await author.say(CONCERN, files=[photo()])
        assert "1 tệp" in await preview(author)


async def test_an_update_that_comes_for_ever_is_answered_once(world: World) -> None:
    """Some say that Zalo repeats what was read: it is known again, and Zalo is not asked without end."""
    assert world.zalo is not None
    world.zalo.behaviour.replays_for = 30.0
    author = world.zalo.person("Người 1")
    await author.say("Chào.")
    await author.until(1)
    before = len(world.zalo.calls)
    await world.zalo.clock.sleep(1.2)
    assert len(author.messages) == 1
    assert len([call for call in world.zalo.calls[before:] if call.method == "getUpdates"]) <= 3


async def test_every_word_of_a_crowd_is_kept(world: World) -> None:
    """Twenty people send three messages each at the same moment: twenty cases hold all sixty texts, in order."""
    assert world.zalo is not None
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=PEOPLE)
    crowd = [ZaloPhone(world.zalo.person(f"Người {n}"), world.zalo, world.app.sessions) for n in range(PEOPLE)]
    for one in crowd:
        await one.person.say(f"start {code}")
    await crowd[0].heard()
    for n in range(3):
        for number, one in enumerate(crowd, 1):
            await one.person.say(texts_of(number)[n])
    await crowd[0].heard()
    for typed in ("1", "tâm tư, nguyện vọng", "gui"):
        for one in crowd:
            await one.person.say(typed)
        await crowd[0].heard()
    assert everybody(await bodies(world)) == [texts_of(person) for person in range(1, PEOPLE + 1)]


async def test_the_first_words_of_a_stranger_are_kept(world: World) -> None:
    """Who writes before having a code is asked for it, and then sends those very words."""
    stranger = await world.stranger()
    await stranger.say(CONCERN)
    stranger.expect("Đã giữ nội dung")
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=1)
    await stranger.say(f"start {code.lower().replace('-', ' ')}")
    await stranger.tap("Viết tiếp")
    await preview(stranger)
    await stranger.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_zero_leads_home_and_the_draft_stays(world: World) -> None:
    """At any point "0" shows the start page; what was written can be gone on with."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("0")
    assert "Viết tiếp" in author.labels
    await author.tap("Viết tiếp")
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_number_that_is_not_in_the_menu_changes_nothing(world: World) -> None:
    """The menu is shown again with a kind word; the number is no part of the concern."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("7")
    assert words("zalo-no-such-number", number=7) in author.new[-1] and "1. Không ghi tên" in author.new[-1]
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_number_without_a_menu_says_so(world: World) -> None:
    """After a day the conversation is forgotten; a number then begins nothing."""
    author = await world.staff()
    await author.say(CONCERN)
    world.clock.advance(days=2)
    world.app.sessions.expire()
    await author.say("1")
    assert author.new == [words("zalo-no-menu")]


async def test_an_old_notice_is_reached_by_its_code(world: World) -> None:
    """A notice of last week cannot be answered by its numbers any more: the words are kept, and the way is told."""
    office = await world.office()
    ref = await file_concern(await world.staff())
    world.clock.advance(days=2)
    world.app.sessions.expire()
    await office.say(f"1 {ref[-2:]}")
    assert words("zalo-old-notice") in office.new[-1]
    await office.say("0")
    await office.say(ref)
    office.expect(ref, CONCERN)


async def test_a_text_longer_than_zalo_bears_is_parted(world: World) -> None:
    """The author reads all of it again, in numbered messages under 2,000 units; the desk gets all of it."""
    office, author = await world.office(), await world.staff()
    long = "\n\n".join(f"Đoạn {n}: {'máy hỏng 🙂 ' * 60}".strip() for n in range(6))
    ref = await file_concern(author, long)
    await office.say(ref)
    assert office.new[0].startswith("(1/")
    everything = "".join(" ".join(office.new).split())
    assert all("".join(part.split()) in everything for part in long.split("\n\n"))
    assert world.zalo is not None
    assert max(units(sent.text) for sent in world.zalo.sent) <= 2000


async def test_photos_travel_from_the_author_to_the_desk(reachable: World) -> None:
    """The desk sees the cleaned picture by an address of ours, fetched twice; it expires, and no other one opens."""
    world = reachable
    assert world.zalo is not None
    world.zalo.behaviour.photo_fetches = 2
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN, files=[photo()])
    await preview(author)
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    await office.say(ref)
    (sent,) = [each for each in world.zalo.sent if each.photo]
    assert sent.picture is not None and sent.picture.startswith(b"\xff\xd8\xff")
    assert sent.photo is not None and sent.photo.startswith(f"{world.base}/zalo/tep/")
    world.clock.advance(minutes=61)
    async with ClientSession() as http:
        for url in (sent.photo, sent.photo[:-1] + ("0" if sent.photo[-1] != "0" else "1"), f"{world.base}/zalo/tep/x"):
            async with http.get(url) as answer:
                assert answer.status == 404


async def test_without_a_public_address_files_are_told_of(world: World) -> None:
    """Behind a firewall no picture can be fetched from us: a line says where to look."""
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN, files=[photo(), photo("red")])
    await preview(author)
    await author.tap("Gửi")
    await office.say(ref_in(author.expect("Đã gửi")))
    assert office.new[-1] == words("zalo-files-elsewhere", count=2)


async def test_a_file_comes_by_the_upload_page(reachable: World) -> None:
    """Zalo passes on no file: the link takes it into the same draft; after half an hour it opens nothing."""
    world = reachable
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    await phone_of(author).person.send_file("don.pdf")
    await phone_of(author).heard()
    await world.settle()
    link = author.expect(world.base).split()[-1]
    async with ClientSession() as http:
        async with http.get(link) as page:
            assert page.status == 200 and words("page-upload-label") in await page.text()
        for _ in range(2):  # an impatient press
            form = FormData()
            form.add_field("file", photo(), filename="ten-that.jpg")
            async with http.post(link, data=form) as done:
                assert done.status == 200 and words("page-upload-done") in await done.text()
        await world.settle()
        assert "1 tệp" in await preview(author)
        world.clock.advance(minutes=31)
        async with http.get(link) as late:
            assert late.status == 404


@pytest.mark.parametrize("send", ["send_sticker", "send_unsupported"])
async def test_what_cannot_be_taken_leaves_the_draft_alone(world: World, send: str) -> None:
    """A sticker, a file, a place: refused in kind words, and the concern is filed as it was written."""
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    person = phone_of(author).person
    if send == "send_sticker":
        await person.send_sticker()
    else:
        person.send_unsupported()
    await phone_of(author).heard()
    await world.settle()
    assert author.new == [words("zalo-not-taken")]
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_voice_is_refused_and_the_draft_is_kept(world: World) -> None:
    """The cleaner does not take voices yet, and says so."""
    author = await world.staff()
    await author.say(CONCERN)
    author.listen()
    await phone_of(author).person.send_voice(b"\xff\xf1 raw aac")
    await phone_of(author).heard()
    await world.settle()
    author.expect(words("error-file-kind"))
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_photo_that_is_gone_costs_no_words(world: World) -> None:
    """Its address has died: the person is asked to send it again, the caption goes into the concern."""
    author = await world.staff()
    assert world.zalo is not None
    world.zalo.faults.order_media(MediaFault.GONE)
    await author.say(CONCERN, files=[photo()])
    author.expect(words("zalo-media-lost"))
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_group_is_told_once_a_day(world: World) -> None:
    """What is said there goes nowhere."""
    assert world.zalo is not None
    group, person = world.zalo.group("Phòng mình"), world.zalo.person("Người 1")
    for _ in range(2):
        await group.say(person, CONCERN)
        await group.until(1)
    world.clock.advance(days=1)
    await group.say(person, CONCERN)
    assert [sent.text for sent in await group.until(2)] == [words("zalo-group")] * 2
    assert not await bodies(world)


async def test_an_anonymous_author_on_zalo_leaves_no_trace(world: World) -> None:
    """Neither the chat nor the name on Zalo stands in the database, nor the account's key beside any case."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    author.expect(ref, "chuyển đến")
    await world.app.zalo.sweep()
    chat = phone_of(author).person.chat
    held = tables(world)
    everything = as_bytes(value for found in held.values() for row in found for value in row)
    assert ref.encode() in everything
    assert [trace for trace in (chat.chat_id, chat.name) if trace.encode() in everything] == []
    key = world.app.base.seals.account_key(Account("zalo", chat.chat_id))
    assert [name for name, found in held.items() if any(key in row for row in found)] == ["account"]
    others = "\n".join(event["text"] for event in office.phone.events)
    assert [trace for trace in (chat.chat_id, chat.name) if trace in others] == []


@pytest.mark.parametrize("kind", [Fault.SERVER_ERROR, Fault.BAD_GATEWAY])
async def test_a_receipt_arrives_though_zalo_stumbles(world: World, kind: Fault) -> None:
    """An error, or a gateway's page, on the receipt: it comes a moment later, once, and one case is there."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.faults.order(kind, "sendMessage")
    await author.tap("Gửi")
    author.expect("Đã gửi")
    assert len(author.new) == 1
    assert await bodies(world) == [CONCERN]


async def test_a_lost_answer_repeats_a_receipt_at_most_once(world: World) -> None:
    """It was shown, and we do not know: the same receipt once more, which the window of the documents allows."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.faults.order(Fault.LOST_ANSWER, "sendMessage")
    await author.tap("Gửi")
    assert len(author.new) == 2 and len({reply_code_in(text) for text in author.new}) == 1
    assert await bodies(world) == [CONCERN]


async def test_a_receipt_waits_for_the_end_of_a_quota(world: World) -> None:
    """429 on the receipt: nobody hammers, the case is there, and the receipt comes when Zalo takes messages again."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    world.zalo.behaviour.message_limit = 0
    author.listen()
    await author.tap("Gửi")
    before = len(world.zalo.calls)
    for _ in range(5):
        await world.app.zalo.sweep()
    author.expect_silence()
    assert not [call for call in world.zalo.calls[before:] if call.method == "sendMessage"]
    assert await bodies(world) == [CONCERN]
    world.zalo.behaviour.message_limit = None
    world.clock.advance(minutes=2)
    await world.app.zalo.sweep()
    await world.settle()
    author.expect("Đã gửi", "Mã nhận trả lời")


async def test_notices_wait_for_the_end_of_a_quota(world: World) -> None:
    """The office's notice is tried seldom, comes in the end, once; and the author can read all by code meanwhile."""
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.zalo is not None
    office.listen()
    world.zalo.faults.order(Fault.SLOW, "sendMessage")  # the receipt passes
    world.zalo.faults.order(Fault.QUOTA, "sendMessage")
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    office.expect_silence()
    for _ in range(3):
        world.clock.advance(minutes=61)
        await world.settle()
    assert [ref in text for text in office.new] == [True]
