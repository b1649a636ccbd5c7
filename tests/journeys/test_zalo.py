"""What people do on Zalo, over real HTTP, to a simulator of its servers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.render import units
from storage.domain.conversation import Account
from storage.domain.permissions import Post, Role
from tests.bench.bench_burst import PEOPLE, texts_of
from tests.journeys.steps import CONCERN, bodies, file_concern, preview
from tests.journeys.test_anonymity import as_bytes, tables
from tests.journeys.test_burst import everybody
from tests.journeys.zalo_steps import phone_of, words
from tests.world import World, open_world
from tests.zalo_office import zalo_office
from tests.zalo_world import ZaloPhone


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


async def test_a_concern_goes_all_the_way_by_webhook(reachable: World) -> None:
    """Filed by typing, routed by a number and a code, told to its author."""
    author, office = await reachable.staff(), await reachable.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("van phong")
    author.expect(ref, "chuyển đến")
    assert await bodies(reachable) == [CONCERN]


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


async def test_a_word_that_several_notices_bear_is_asked_about(world: World) -> None:
    """With two tasks, "Nhận việc" could mean either: what to type is shown, and no concern is begun by it."""
    office, officer, author = await world.office(), await world.officer("VP"), await world.staff()
    refs = [await file_concern(author, f"{CONCERN} Phòng {n}.") for n in (1, 2)]
    for ref in refs:
        await office.say(f"1 {ref[-2:]}")
    await officer.say("nhan viec")
    forms = [f"1 {ref[-2:]}" for ref in refs]
    assert officer.new == [words("zalo-which", forms="\n".join(forms))]
    await officer.say(forms[1])
    officer.expect(refs[1])
    await officer.say("nhan viec")
    officer.expect(forms[0])


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
