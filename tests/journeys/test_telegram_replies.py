"""A reply on Telegram, to the message that names a case, is taken as that case's answer."""

from datetime import date

import pytest

from tests.journeys.reminding import reminded, task
from tests.journeys.steps import CONCERN, file_concern
from tests.talk import Talk
from tests.telegram_world import TelegramPhone
from tests.world import World

pytestmark = pytest.mark.over_telegram

ANSWER = "Phòng Kinh tế cấp máy mới trước ngày 30/11/2026."


async def reply(talk: Talk, to: str, text: str) -> None:
    """Write in reply to the newest message of the bot that holds these words."""
    phone = talk.phone
    assert isinstance(phone, TelegramPhone)
    talk.listen()
    meant = next(message for message in reversed(phone.person.from_bot) if to in message.text)
    phone.person.write(text, reply_to=meant)
    await phone.heard()
    await talk.settle()


async def test_a_reply_to_a_case_is_its_answer_though_others_came_later(world: World) -> None:
    """No question which case is meant: the one that was replied to, asked once before it is used."""
    officer, leader = await world.officer("KT"), await world.leader()
    author, office, ref = await task(world, officer)
    other = await file_concern(await world.staff())
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    officer.expect(other)
    await reply(officer, ref, ANSWER)
    officer.expect(f"Dùng nội dung vừa viết làm câu trả lời cho {ref}?")
    await officer.tap("Dùng làm trả lời")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(ref, "cấp máy mới trước ngày 30/11/2026")


async def test_a_reply_to_a_digest_of_several_asks_which(world: World) -> None:
    """Each case of the digest is offered, and a concern of its own."""
    officer = await world.officer("KT")
    _, office, ref = await task(world, officer)
    other = await file_concern(await world.staff())
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    await officer.tap("Nhận việc")
    (digest,) = await reminded(world, officer, date(2026, 11, 12))
    assert ref in digest and other in digest
    await reply(officer, "Việc cần trả lời", ANSWER)
    assert {f"Trả lời {ref}", f"Trả lời {other}", "Gửi thành ý kiến mới"} <= set(officer.labels)
    await officer.tap(f"Trả lời {other}")
    officer.expect(f"làm câu trả lời cho {other}?")


async def test_a_reply_in_the_middle_of_something_else_takes_nothing_from_it(world: World) -> None:
    """An officer who is writing a concern of their own answers a case, and finds the concern as it was."""
    officer = await world.officer("KT")
    _, _, ref = await task(world, officer)
    await officer.say("Em xin đổi lịch trực vì con nhỏ.")
    await reply(officer, ref, ANSWER)
    officer.expect(f"làm câu trả lời cho {ref}?")
    await officer.tap("Hủy")
    await officer.say("ý kiến mới")
    officer.expect("đổi lịch trực")
    officer.expect_no("cấp máy mới")


async def test_a_reply_to_our_own_question_is_its_answer(world: World) -> None:
    """Asked for the text of an answer, who replies to the very question has given it: nothing is asked twice."""
    officer = await world.officer("KT")
    _, _, ref = await task(world, officer)
    await officer.tap("Soạn trả lời")
    await reply(officer, ref, ANSWER)
    assert "Trình lãnh đạo" in officer.labels


async def test_who_may_not_answer_is_not_asked_to(world: World) -> None:
    """An author who replies to the receipt has written something new, as without the reply."""
    author = await world.staff()
    ref = await file_concern(author)
    await reply(author, ref, CONCERN.upper())
    author.expect_no("câu trả lời cho")
    assert "Không ghi tên" in author.labels
