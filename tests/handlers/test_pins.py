"""The PIN before a grave act: what waits for it, who may guess, and that it is kept nowhere."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from storage.domain.staff_rules import StaffRules
from storage.sessions import session_key
from tests.handlers.steps import ANSWER, routed_case, stored, submit
from tests.journeys.steps import file_concern
from tests.talk import HttpPhone, Talk
from tests.telegram_world import TelegramPhone
from tests.world import World, open_world

PIN = "482913"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with open_world("sqlite", tmp_path, staff=StaffRules(pin=True, idle_hours=0)) as world:
        yield world


async def waiting_case(world: World) -> tuple[str, Talk, Talk]:
    """A case whose answer waits for the leader; its reference, the author and the leader."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer = await world.officer("VHXH")
    ref = await routed_case(author, office, "VHXH")
    await submit(officer)
    return ref, author, leader


async def set_pin(leader: Talk, pin: str = PIN) -> None:
    await leader.say(pin)
    leader.expect("nhập lại mã PIN")
    await leader.say(pin)


async def test_the_act_waits_for_the_pin_and_goes_on_after_it(world: World) -> None:
    """The first time a PIN is chosen, twice; then what was about to be done is done, without another press."""
    ref, author, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    leader.expect("duyệt và gửi trả lời", ref, "đặt mã PIN")
    assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL
    author.expect_no(ANSWER)
    await set_pin(leader)
    leader.expect("Mã PIN đúng")
    assert (await stored(world, ref)).status is Status.ANSWERED
    author.expect(ref)


async def test_it_is_not_asked_for_again_for_a_while(world: World) -> None:
    """A quarter of an hour is free; after that the PIN, no longer to be set, is asked for again."""
    _, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await set_pin(leader)
    await leader.say("gửi thông báo")
    await leader.say("Chiều thứ Sáu họp giao ban.")
    await leader.tap("Mọi người")
    world.clock.advance(minutes=15, seconds=1)
    await leader.tap("Gửi")
    leader.expect("gửi thông báo đến", "nhập mã PIN")
    await leader.say(f" {PIN[:3]} {PIN[3:]} ")
    leader.expect("Mã PIN đúng")
    await leader.say("tiến độ")
    leader.expect("họp giao ban", "Đã gửi")


async def test_ringing_everybody_at_night_asks_for_it_too(world: World) -> None:
    """A notice that waits for the morning, sent at once by whoever holds the phone later: not without the PIN."""
    staff, leader = await world.staff(), await world.leader()
    world.clock.advance(hours=12)  # nine in the evening
    await leader.say("gửi thông báo")
    await leader.say("Mưa lớn, sáng mai nghỉ.")
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    await set_pin(leader)
    world.clock.advance(minutes=15, seconds=1)
    await leader.tap("Gửi ngay (khẩn)")
    await leader.tap("Vẫn gửi ngay")
    leader.expect("gửi ngay thông báo trong giờ yên tĩnh", "nhập mã PIN")
    staff.expect_silence()
    await leader.say(PIN)
    staff.expect("Mưa lớn")


async def test_wrong_tries_are_few_and_told(world: World) -> None:
    """Five wrong ones lock the PIN, even for the right one; the office hears of it; after the lock it works again."""
    _, _, leader = await waiting_case(world)
    office = await world.office()
    await leader.tap("Duyệt")
    await set_pin(leader)
    world.clock.advance(minutes=15, seconds=1)
    await leader.say("gửi thông báo")
    await leader.say("Họp lúc 14 giờ.")
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    for left in (4, 3, 2, 1):
        await leader.say("482914")
        leader.expect("chưa đúng", str(left))
    office.listen()
    await leader.say("482914")
    leader.expect("bị khóa 15 phút")
    office.expect("nhập sai mã PIN")
    await leader.say(PIN)
    leader.expect("bị khóa 15 phút")
    world.clock.advance(minutes=15, seconds=1)
    await leader.say(PIN)
    leader.expect("Mã PIN đúng")


async def test_another_word_puts_the_act_off(world: World) -> None:
    """Hủy leaves everything as it was; another button simply does what it says; the act can be begun again."""
    ref, _, leader = await waiting_case(world)
    approve = leader.value_of("Duyệt")
    await leader.tap("Duyệt")
    await leader.say("hủy")
    leader.expect("Chưa có gì được gửi đi")
    await leader.tap("Duyệt")
    await leader.say("tôi duyệt")
    leader.expect("Đang chờ mã PIN")
    await leader.say("menu")
    leader.expect("chọn một việc")
    await leader.say(PIN)
    assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL
    await leader.phone.post(key="again", choice=approve)
    await set_pin(leader)
    assert (await stored(world, ref)).status is Status.ANSWERED


SENTENCE = "Máy in ở phòng một cửa hỏng từ thứ hai."


async def test_a_sentence_while_a_pin_is_awaited_is_the_message_it_is(world: World) -> None:
    """It begins a concern, said to be kept; what waited is not done, is said so, and can be begun again."""
    ref, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await leader.say(SENTENCE)
    leader.expect("Chưa làm", "duyệt và gửi trả lời", ref)
    await leader.say(PIN)
    assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL
    await leader.say("chờ duyệt")
    await leader.say(ref)
    await leader.tap("Duyệt")
    await set_pin(leader)
    assert (await stored(world, ref)).status is Status.ANSWERED
    await leader.say("gửi ý kiến")
    leader.expect(SENTENCE)


async def test_more_of_a_broadcast_is_not_sent_without_being_shown(world: World) -> None:
    """A sentence at the PIN of a broadcast is its next paragraph, as at its preview; the whole is shown anew."""
    _, _, leader = await waiting_case(world)
    await leader.say("gửi thông báo")
    await leader.say("Chiều thứ Sáu họp giao ban.")
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    await leader.say("Mời mọi người mang theo báo cáo tháng.")
    leader.expect("Chưa làm", "gửi thông báo đến")
    leader.expect("họp giao ban", "mang theo báo cáo")


async def test_a_reason_can_come_in_two_messages(world: World) -> None:
    """What is written on at the PIN of a refusal belongs to the reason, which is shown before the PIN."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Không tiếp nhận")
    await office.say("Việc này do trường tự giải quyết.")
    await office.say("Anh/Chị liên hệ ban giám hiệu của trường.")
    office.expect("trường tự giải quyết", "ban giám hiệu", "PIN")
    await set_pin(office)
    author.expect(ref, "trường tự giải quyết", "ban giám hiệu")


async def test_a_few_words_are_kept_and_asked_about(world: World) -> None:
    """They may be meant for the act or be a concern of their own: the person says, and nothing of it is lost."""
    ref, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await leader.say("Máy in hỏng")
    leader.expect("chưa dùng vào đâu", "Máy in hỏng")
    await leader.say("ở một cửa")
    await leader.tap("Là lời nhắn")
    leader.expect("Chưa làm", ref)
    await leader.say("gửi ý kiến")
    leader.expect("Máy in hỏng", "ở một cửa")


async def test_a_pin_with_words_around_it_is_kept_nowhere(world: World) -> None:
    """It is neither a try nor a message, and the person is told that it was not kept."""
    _, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    for typed in (f"mã PIN của tôi là {PIN} nhé", f"{PIN}a"):
        await leader.say(typed)
        leader.expect("không được giữ lại")
    assert PIN not in "\n".join(world.app.sessions._connection.iterdump())


@pytest.mark.parametrize("easy", ["0000", "1234", "77777777"])
async def test_an_easy_one_is_refused(world: World, easy: str) -> None:
    """What anybody would try first cannot be chosen, and two different ones are none."""
    ref, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await leader.say(easy)
    leader.expect("quá dễ đoán")
    await leader.say(PIN)
    await leader.say("482914")
    leader.expect("khác nhau")
    assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL


async def test_a_pin_is_kept_nowhere(world: World) -> None:
    """Neither the session, nor the kept replies, nor the page's events hold it; its reply asks to take it away."""
    _, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await set_pin(leader)
    dump = "\n".join(world.app.sessions._connection.iterdump())
    assert PIN not in dump
    assert "Mã PIN" in dump
    shown = next(event for event in leader.phone.events if "Mã PIN đúng" in event["text"])
    assert shown["conceals"]


async def test_a_repeat_of_the_pin_message_does_nothing_twice(world: World) -> None:
    """The same message again, as a messenger sends it after a lost answer, gets the same replies."""
    ref, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await leader.say(PIN)
    for _ in range(2):
        await leader.say(PIN, key="second")
        leader.expect("Đã gửi câu trả lời")
    assert session_key(leader.phone.account).startswith("web:")  # type: ignore[attr-defined]
    case = await stored(world, ref)
    assert sum(event.kind == "answered" for event in case.events) == 1


async def test_a_pin_counts_for_its_person_only(world: World) -> None:
    """Whoever typed their own, and then comes in on the same page by somebody else's code, is asked for theirs."""
    ref, _, leader = await waiting_case(world)
    other = await world.person(Post(Role.LEADER, "UBND"))
    await other.say("gửi thông báo")
    await other.say("Chiều thứ Sáu họp giao ban.")
    await other.tap("Mọi người")
    await other.tap("Gửi")
    await set_pin(other)
    other.expect("Mã PIN đúng")
    await leader.say("/dangnhap")
    await other.say(leader.expect("Mã đăng nhập").split(": ")[1].split("\n")[0])
    await other.say("chờ duyệt")
    await other.say(ref)
    await other.tap("Duyệt")
    other.expect("đặt mã PIN")
    assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL


async def test_the_ways_out_can_be_typed_by_number(world: World) -> None:
    """On a phone without buttons "2" is the second way out that was shown, and no PIN."""
    _, _, leader = await waiting_case(world)
    await leader.tap("Duyệt")
    await set_pin(leader)
    world.clock.advance(minutes=15, seconds=1)
    await leader.say("gửi thông báo")
    await leader.say("Họp lúc 14 giờ.")
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    leader.expect("nhập mã PIN")
    await leader.say(str(leader.labels.index("Hủy") + 1))
    leader.expect("Chưa có gì được gửi đi")


async def test_authors_are_never_asked(world: World) -> None:
    """Filing, reading and judging ask for no PIN, whoever does it."""
    leader = await world.leader()
    await world.office()
    await file_concern(leader)
    async with world.app.base.store.reading() as reads:
        log = await reads.audit.after(0, 100)
    assert json.dumps([entry.act.action for entry in log]) == "[]"


@pytest.mark.parametrize("act", ["assign", "decline"])
async def test_orders_and_refusals_ask(world: World, act: str) -> None:
    """A leader's order and the office's refusal wait for the PIN as well."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await file_concern(author)
    if act == "decline":
        await office.tap("Không tiếp nhận")
        await office.say("Việc này do trường tự giải quyết.")
        office.expect("không thuộc phạm vi", "PIN")
    else:
        await leader.say(ref)
        await leader.tap("Giao")
        await leader.say("giao VHXH, hạn 30/11")
        leader.expect("giao", ref, "PIN")
    assert (await stored(world, ref)).status is Status.SUBMITTED


async def test_telegram_takes_it_out_of_the_chat(tmp_path: Path) -> None:
    """The messages with the PIN are deleted from the chat, wrong ones too; nothing else of the person is."""
    rules = StaffRules(pin=True, idle_hours=0)
    async with open_world("sqlite", tmp_path, telegram=True, staff=rules) as world:
        leader = await world.leader()
        await leader.say("gửi thông báo")
        await leader.say("Họp lúc 14 giờ.")
        await leader.tap("Mọi người")
        await leader.tap("Gửi")
        leader.expect("đặt mã PIN")
        await set_pin(leader)
        leader.expect("Mã PIN đúng")
        assert isinstance(leader.phone, TelegramPhone)
        texts = [message.text for message in leader.phone.person.messages]
        assert "Họp lúc 14 giờ." in texts
        assert PIN not in texts


async def test_on_both_databases_and_over_http(tmp_path: Path) -> None:
    """The same on PostgreSQL, through the page's interface; signing out there leaves the posts for the next code."""
    rules = StaffRules(pin=True, idle_hours=0)
    async with open_world("postgresql", tmp_path, http=True, staff=rules) as world:
        ref, _, leader = await waiting_case(world)
        await leader.tap("Duyệt")
        await set_pin(leader)
        leader.expect("Mã PIN đúng")
        assert (await stored(world, ref)).status is Status.ANSWERED
        assert [event["conceals"] for event in leader.phone.events if "Mã PIN đúng" in event["text"]] == [True]
        assert isinstance(leader.phone, HttpPhone) and world.http is not None
        async with world.http.delete(f"{world.base}/api/chat", headers=leader.phone.headers) as left:
            assert left.status == 204
        async with world.app.base.store.reading() as reads:
            holders = await reads.accounts.holders()
            assert Post(Role.LEADER, "UBND") in {post for holder in holders for post in holder.posts}
            assert await reads.people.holders([Role.LEADER]) == []
