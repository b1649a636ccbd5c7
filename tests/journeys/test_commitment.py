"""What was promised is followed until it is done: by the unit, by the author, and before the leader's eyes."""

from datetime import date

from storage.domain.commitment import Ending
from tests.handlers.steps import press, stored
from tests.journeys.reminding import at
from tests.journeys.steps import CONCERN, file_concern
from tests.talk import Talk
from tests.world import World

PROMISE = "Văn phòng cấp máy mới trước ngày 30/11/2026."


async def answered_with_a_promise(world: World, officer: Talk, leader: Talk) -> tuple[Talk, Talk, str, str]:
    """Two unknown authors whose cases were put together and answered with a promise, and their references."""
    author, follower, office = await world.staff(), await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Chuyển ")
    own_ref = await file_concern(follower, f"{CONCERN} Cả tổ đều vậy.")
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(ref)
    await officer.tap("Soạn trả lời")
    await officer.say(PROMISE)
    officer.expect("📌", "chậm nhất thứ Hai, 30/11/2026")
    await officer.tap("Trình lãnh đạo")
    leader.expect("Duyệt là xác nhận hẹn", "30/11/2026")
    await leader.tap("Duyệt")
    for reader in (author, follower):
        reader.expect(PROMISE, "Đến hẹn, hệ thống sẽ hỏi Anh/Chị")
    return author, follower, ref, own_ref


async def day(world: World, on: date) -> None:
    """That morning, with everything it brings."""
    world.clock.move_to(at(world, on, 9))
    await world.app.sweeps.what_is_due()
    await world.settle()


async def test_a_promise_slips_is_asked_about_disputed_and_kept(web_world: World) -> None:
    """Both authors hear every step, also the bad news; the unit's word and theirs meet only at the end."""
    world = web_world
    officer, leader = await world.officer("VP"), await world.leader()
    author, follower, ref, own_ref = await answered_with_a_promise(world, officer, leader)

    await press(world, officer, f"a.promise.{ref}")
    officer.expect("Việc đã hứa", "chưa báo xong", "chưa nói gì")
    await officer.tap("Dời hẹn")
    await officer.say("4/12/2026")
    await officer.say("Nhà thầu giao máy chậm.")
    author.expect(f"Việc đã hứa cho ý kiến {ref} bị dời", "30/11/2026", "04/12/2026", "Nhà thầu giao máy chậm.")
    follower.expect(f"Việc đã hứa cho ý kiến {own_ref} bị dời", "04/12/2026", "Nhà thầu giao máy chậm.")

    for person in (author, follower):
        person.listen()
    await day(world, date(2026, 11, 30))
    author.expect_silence()  # it was moved
    await day(world, date(2026, 12, 4))
    author.expect(f"Hôm nay đến hẹn (thứ Sáu, 04/12/2026) của việc đã hứa cho ý kiến {ref}", PROMISE[:-1])
    follower.expect(own_ref, "Việc này đã làm chưa ạ?")
    officer.listen()
    await follower.tap("Chưa làm")
    follower.expect("chưa làm", own_ref)
    officer.expect(f"Người gửi {ref} nói việc chưa làm", "Văn phòng HĐND và UBND")
    leader.expect(f"Người gửi {ref} nói việc chưa làm")
    await leader.say("cam kết")
    leader.expect("Việc đã hứa chưa xong: 1")
    assert leader.labels[0].startswith(f"‼ {ref}")

    await press(world, officer, f"a.done.{ref}")
    await officer.say("Biên bản bàn giao số 12 ngày 7/12/2026.")
    for reader in (author, follower):
        reader.expect("Biên bản bàn giao số 12", "Theo Anh/Chị, việc đã làm chưa ạ?")
    await author.tap("Đã làm")
    await follower.tap("Đã làm")
    follower.expect(f"người gửi {own_ref} nói việc đã làm")
    await leader.say("việc đã hứa")
    leader.expect("Không còn việc đã hứa nào chưa xong.")


async def test_silence_does_not_speak_for_the_author(world: World) -> None:
    """Ten working days after the unit said done the promise leaves the list, and the author's word is not made up."""
    officer, leader = await world.officer("VP"), await world.leader()
    author, _, ref, _ = await answered_with_a_promise(world, officer, leader)
    await press(world, officer, f"a.done.{ref}")
    await officer.say("Đã bàn giao, biên bản số 12.")
    author.expect("Đã bàn giao, biên bản số 12.")
    author.listen()
    await day(world, date(2026, 11, 30))
    author.expect_silence()  # asked already
    case = await stored(world, ref)
    async with world.app.base.store.reading() as reads:
        (commitment,) = await reads.commitments.of_case(case.id)
    assert (commitment.ending, commitment.words) == (Ending.SILENT, ())
    await press(world, leader, f"a.open.{ref}")
    leader.expect("đơn vị nói đã xong")
    leader.expect_no("người gửi nói đã làm")


async def test_an_interim_answer_is_followed_until_the_full_one(world: World) -> None:
    """It names who and when; the unit is asked for a word every seven working days, and the author hears each."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await file_concern(author)
    await office.tap("Chuyển ")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng đang xin báo giá, sẽ trả lời sau.")
    officer.expect("chưa phải trả lời", "Còn thiếu")
    await officer.tap("Gửi như trả lời tạm")
    await officer.say("18/11/2026")
    officer.expect("Đã gửi trả lời tạm", "18/11/2026")
    author.expect("trả lời bước đầu", "đang xin báo giá", "Văn phòng HĐND và UBND sẽ trả lời đầy đủ", "18/11/2026")
    leader.expect_silence()

    officer.listen()
    await day(world, date(2026, 11, 11))
    officer.expect("7 ngày làm việc từ lần báo tin trước", ref)
    await officer.tap("Báo thêm tình hình")
    await officer.say("Đã có hai báo giá.")
    await officer.say("18/11/2026")
    author.expect("Đã có hai báo giá.")
    await press(world, officer, f"a.draft.{ref}")
    await officer.say(PROMISE)
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(PROMISE)
    officer.listen()
    await day(world, date(2026, 11, 20))
    assert not [text for text in officer.new if "lần báo tin trước" in text]
