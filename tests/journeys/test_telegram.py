"""What people do on Telegram, through both libraries and over real HTTP, to a simulator of its servers."""

import re

import pytest

from bot.simulators.telegram_faults import Fault, UpdateFault
from storage.domain.conversation import Account
from storage.domain.permissions import Post, Role
from tests.bench.bench_burst import PEOPLE, texts_of
from tests.bot.telegram_scene import words
from tests.journeys.steps import CONCERN, bodies, file_concern, photo, preview, ref_in
from tests.journeys.test_anonymity import as_bytes, tables
from tests.journeys.test_burst import everybody
from tests.serving import SEND
from tests.talk import Talk
from tests.telegram_world import TelegramPhone
from tests.world import World

pytestmark = pytest.mark.over_telegram


def phone_of(talk: Talk) -> TelegramPhone:
    assert isinstance(talk.phone, TelegramPhone)
    return talk.phone


async def test_every_word_of_a_crowd_is_kept(world: World) -> None:
    """Twenty people send three messages each at the same moment: twenty cases hold all sixty texts, in order."""
    assert world.telegram is not None
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=PEOPLE)
    crowd = [TelegramPhone(world.telegram.person(f"Người {n}"), world.app.telegram.said) for n in range(PEOPLE)]
    for one in crowd:
        one.person.start(code)
    await crowd[0].heard()
    for n in range(3):
        for number, one in enumerate(crowd, 1):
            one.person.write(texts_of(number)[n])
    await crowd[0].heard()
    for choice in ("anonymous", "thought", SEND):
        for one in crowd:
            one.press(choice)
        await crowd[0].heard()
    assert everybody(await bodies(world)) == [texts_of(person) for person in range(1, PEOPLE + 1)]


async def test_the_first_words_of_a_stranger_are_kept(world: World) -> None:
    """Who writes before having a code is asked for it, and then sends those very words."""
    stranger = await world.stranger()
    await stranger.say(CONCERN)
    stranger.expect("Đã giữ nội dung")
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=1)
    await stranger.say(f"/start {code}")
    await stranger.tap("Viết tiếp")
    await preview(stranger)
    await stranger.tap("Gửi")
    stranger.expect("Đã gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_repeated_update_files_once(world: World) -> None:
    """Telegram sends every update of a filing twice: one case, and nothing is said twice."""
    author = await world.staff()
    phone = phone_of(author)
    assert world.telegram is not None
    for text_or_choice in (CONCERN, "anonymous", "thought", SEND):
        world.telegram.faults.order_update(UpdateFault.DUPLICATE)
        if text_or_choice == CONCERN:
            phone.person.write(CONCERN)
        else:
            phone.press(text_or_choice)
        await phone.heard()
    await world.settle()
    assert await bodies(world) == [CONCERN]
    assert len(author.new) == 4


@pytest.mark.parametrize("kind", [Fault.TOO_MANY, Fault.SERVER_ERROR, Fault.BAD_GATEWAY])
async def test_a_receipt_arrives_though_telegram_stumbles(world: World, kind: Fault) -> None:
    """429 and 5xx on the receipt: it comes a moment later, once, and the concern is filed once."""
    author = await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.telegram is not None
    world.telegram.faults.order(kind, "sendMessage", seconds=1)
    await author.tap("Gửi")
    author.expect("Đã gửi")
    assert len(author.new) == 1
    assert await bodies(world) == [CONCERN]


@pytest.mark.parametrize("kind", [Fault.TOO_MANY, Fault.SERVER_ERROR])
async def test_a_notice_arrives_though_telegram_stumbles(world: World, kind: Fault) -> None:
    """429 and 500 on the office's notice: it waits as long as it was told to and a tenth more, and comes once."""
    office, author = await world.office(), await world.staff()
    await author.say(CONCERN)
    await preview(author)
    assert world.telegram is not None
    world.telegram.faults.order(Fault.DELAY, "sendMessage")  # the receipt
    world.telegram.faults.order(kind, "sendMessage", seconds=40)
    office.listen()
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    office.expect_silence()
    world.clock.advance(seconds=43 if kind is Fault.TOO_MANY else 1)
    await world.settle()
    office.expect_silence()
    world.clock.advance(seconds=1)
    await world.settle()
    assert [ref in text for text in office.new] == [True]


async def test_who_blocked_the_bot_gets_nothing_and_stops_nobody(world: World) -> None:
    """Of two officers, one has blocked the bot: the other is told, and the outbox is empty."""
    gone, there, office = await world.officer("VP"), await world.officer("VP"), await world.office()
    phone_of(gone).person.block()
    author = await world.staff()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    there.expect(ref)
    async with world.app.base.store.reading() as reads:
        assert await reads.outbox.waiting() == 0


async def test_a_notice_is_answered_by_typing(world: World) -> None:
    """The typed form under its text does what the button does, even when other messages came after it."""
    office = await world.office()
    ref = await file_concern(await world.staff())
    (notice,) = [text for text in office.new if ref in text]
    typed = re.search(r"⌨ (1 \w\w)", notice)
    assert typed is not None
    await office.say("menu")
    await office.say(typed[1])
    office.expect("Đã chuyển", ref)


async def test_a_notice_is_answered_by_replying_to_it(world: World) -> None:
    """A bare number in reply to the very notice means that notice's button."""
    office = await world.office()
    first, second = [await file_concern(await world.staff(), f"{CONCERN} Phòng {n}.") for n in (1, 2)]
    phone = phone_of(office)
    notice = next(message for message in phone.person.from_bot if first in message.text)
    phone.person.write("1", reply_to=notice)
    await phone.heard()
    await world.settle()
    office.expect("Đã chuyển", first)
    assert not [text for text in office.new if "Đã chuyển" in text and second in text]


async def test_photos_travel_from_the_author_to_the_desk(world: World) -> None:
    """An album with a caption is one message; the desk gets the cleaned pictures, sent anew from our store."""
    office, author = await world.office(), await world.staff()
    sent = [photo("teal"), photo("red")]
    await author.say(CONCERN, files=sent)
    assert len(author.new) == 1
    await preview(author)
    await author.tap("Gửi")
    ref = ref_in(author.expect("Đã gửi"))
    await office.say(ref)
    files = [message.file for message in phone_of(office).person.from_bot if message.file is not None]
    assert [file.name for file in files] == [f"{ref}-1.jpg", f"{ref}-2.jpg"]
    known = {message.file.file_id for message in phone_of(author).person.messages if message.file is not None}
    assert not known & {file.file_id for file in files}


async def test_what_cannot_be_taken_leaves_the_draft_alone(world: World) -> None:
    """A sticker, a place, a contact: refused in kind words, and the concern is filed as it was written."""
    author = await world.staff()
    person = phone_of(author).person
    await author.say(CONCERN)
    author.listen()
    for send in (person.send_sticker, person.send_location, person.send_contact):
        send()
    await phone_of(author).heard()
    await world.settle()
    assert author.new == [words("telegram-not-taken")] * 3
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_video_that_cannot_be_opened_is_refused_and_the_words_are_kept(world: World) -> None:
    """The author is told that it was not kept; the caption goes into the concern."""
    author = await world.staff()
    phone_of(author).person.send_video(b"\x00\x00\x00\x18ftypmp42 and so on", CONCERN)
    await phone_of(author).heard()
    await world.settle()
    assert author.new[0] == words("error-file-unreadable")
    await preview(author)
    await author.tap("Gửi")
    assert await bodies(world) == [CONCERN]


async def test_a_press_and_a_message_at_once_do_not_overlap(world: World) -> None:
    """Telegram keeps presses and messages in two queues: both are heard, and no word of them is lost."""
    author = await world.staff()
    phone = phone_of(author)
    await author.say(CONCERN)
    phone.press("anonymous")
    phone.person.write("Thêm một ý.")
    phone.press("anonymous")
    phone.person.write("Thêm ý nữa.")
    await phone.heard()
    await world.settle()
    await author.tap("Tâm tư, nguyện vọng")
    await author.tap("Gửi")
    assert await bodies(world) == [f"{CONCERN}\nThêm một ý.\nThêm ý nữa."]


async def test_an_old_button_is_answered_kindly(world: World) -> None:
    """A button of a conversation that is over does nothing but say so."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("hủy")
    await author.tap("Bỏ ý kiến")
    phone_of(author).press("anonymous")
    await phone_of(author).heard()
    await world.settle()
    author.expect("Lựa chọn này đã cũ")


async def test_an_anonymous_author_on_telegram_leaves_no_trace(world: World) -> None:
    """Neither the chat nor the name in Telegram stands in the database, nor the account's key beside any case."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    author.expect(ref, "chuyển đến")
    user = phone_of(author).person.user
    held = tables(world)
    everything = as_bytes(value for found in held.values() for row in found for value in row)
    assert ref.encode() in everything
    assert [trace for trace in (str(user.user_id), user.first_name) if trace.encode() in everything] == []
    key = world.app.base.seals.account_key(Account("telegram", str(user.user_id)))
    assert [name for name, found in held.items() if any(key in row for row in found)] == ["account"]
    others = "\n".join(event["text"] for event in office.phone.events)
    assert [trace for trace in (str(user.user_id), user.first_name) if trace in others] == []


async def test_what_was_written_can_be_deleted_from_the_chat(world: World) -> None:
    """ "Xóa tin đã nhắn" at the receipt: the words go, also from the preview; receipt, code and case stay."""
    author = await world.staff()
    chat = phone_of(author).person
    ref = await file_concern(author)
    assert any(CONCERN in message.text for message in chat.messages)
    await author.tap("Xóa tin đã nhắn")
    await chat.see("Đã xóa khỏi cuộc trò chuyện này")
    assert not any(CONCERN[:30] in message.text for message in chat.messages)
    assert any(ref in message.text for message in chat.messages)
    assert await bodies(world) == [CONCERN]
