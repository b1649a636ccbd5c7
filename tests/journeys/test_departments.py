"""Departments and the office: passing on, working together, and being reminded until it is answered."""

from datetime import date

from tests.journeys.reminding import at, reminded, task
from tests.journeys.steps import CONCERN, file_concern
from tests.world import World


async def test_a_case_finds_its_department_and_two_work_on_it(every_world: World) -> None:
    """Bounced on and bounced back, routed again, supported by a second department, answered once."""
    world = every_world
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    economy, society, own = await world.officer("KT"), await world.officer("VHXH"), await world.officer("VP")
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("phong kinh te")
    await economy.tap("Trả lại")
    await economy.say("Máy tính không thuộc phòng kinh tế.")
    await economy.say("nội vụ")
    society.expect(ref, "Máy tính không thuộc phòng kinh tế.")
    await society.tap("Trả lại")
    await society.say("Văn phòng quản lý máy tính.")
    office.expect(ref, "Văn phòng quản lý máy tính.")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await office.tap("Thêm đơn vị phối hợp")
    await office.say("KT")
    await economy.tap("Gửi phần phối hợp")
    await economy.say("Kinh phí đã có.")
    own.expect(ref, "Kinh phí đã có.")
    await own.tap("Soạn trả lời")
    await own.say("Kinh phí đã có, Văn phòng cấp máy trước 30/11/2026.")
    await own.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(ref, "cấp máy trước 30/11/2026")
    assert len([text for text in author.new if "trả lời ý kiến" in text]) == 1


async def test_reminders_come_when_the_day_is_near_then_daily_until_the_answer(world: World) -> None:
    """At half time, the day before, on the day, each working day after; never on a day off or early; then no more."""
    officer, leader = await world.officer("KT"), await world.leader()
    _, _, ref = await task(world, officer)
    assert len(await reminded(world, officer, date(2026, 11, 5))) == 1
    assert await reminded(world, officer, date(2026, 11, 9)) == []
    assert await reminded(world, officer, date(2026, 11, 10), hour=7) == []
    assert await reminded(world, officer, date(2026, 11, 10)) == [
        f"⏰ Việc cần trả lời: 1.\nTuần này:\n• {ref}, hạn thứ Tư, 11/11/2026: “{CONCERN}”"
        "\nAnh/Chị có thể nhắn luôn câu trả lời vào đây."
    ]
    assert officer.labels == ["Trả lời", "Xin gia hạn", "Không phải việc của đơn vị"]
    (today,) = await reminded(world, officer, date(2026, 11, 11))
    assert f"Hôm nay:\n• {ref}" in today
    for day, days in ((12, 1), (13, 2), (16, 3)):
        (late,) = await reminded(world, officer, date(2026, 11, day))
        assert f"Quá hạn:\n• {ref}, quá hạn {days} ngày làm việc (hạn thứ Tư, 11/11/2026)" in late
        if day == 13:  # a Saturday and a Sunday follow
            assert await reminded(world, officer, date(2026, 11, 14)) == []
            assert await reminded(world, officer, date(2026, 11, 15)) == []
    await officer.tap("Trả lời")  # a button of the reminder itself
    await officer.say("Phòng Kinh tế cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    assert await reminded(world, officer, date(2026, 11, 17)) == []
    (waiting,) = await reminded(world, leader, date(2026, 11, 18))
    assert ref in waiting
    await leader.tap("Duyệt")
    for person in (officer, leader):
        assert await reminded(world, person, date(2026, 11, 19)) == []


async def test_a_reminder_is_answered_by_simply_writing(world: World) -> None:
    """What is written after a reminder is taken for the answer's draft, after asking."""
    officer, leader = await world.officer("KT"), await world.leader()
    _, _, ref = await task(world, officer, accept=False)
    await reminded(world, officer, date(2026, 11, 3))
    assert officer.labels == ["Trả lời", "Nhận việc", "Không phải việc của đơn vị"]
    await officer.say("Phòng Kinh tế cấp máy mới trước ngày 30/11/2026.")
    assert officer.labels == [f"Trả lời {ref}", "Gửi thành ý kiến mới", "Hủy"]
    await officer.tap(f"Trả lời {ref}")
    await officer.tap("Dùng làm trả lời")
    await officer.tap("Trình lãnh đạo")
    leader.expect(ref, "Phòng Kinh tế cấp máy mới trước ngày 30/11/2026.")
    await officer.say("Nhà xe của cơ quan bị dột, mong được sửa.")  # nothing is owed any more: a concern of one's own
    officer.expect("Anh/Chị muốn gửi thế nào?")


async def test_after_a_reminder_a_concern_can_still_be_sent(world: World) -> None:
    """An officer is staff too: with one press, what was written is a concern and no answer."""
    officer = await world.officer("KT")
    await task(world, officer)
    await reminded(world, officer, date(2026, 11, 10))
    await officer.say("Nhà xe của cơ quan bị dột.")
    await officer.say("Mong được sửa trước mùa mưa.")
    officer.expect("Nhà xe của cơ quan bị dột. Mong được sửa trước mùa mưa.")
    await officer.tap("Gửi thành ý kiến mới")
    officer.expect("Anh/Chị muốn gửi thế nào?")


async def test_a_public_holiday_is_a_day_off_for_reminders(world: World) -> None:
    """On 24 November nobody is reminded of what is overdue."""
    officer = await world.officer("KT")
    await task(world, officer)
    assert len(await reminded(world, officer, date(2026, 11, 23))) == 1
    assert await reminded(world, officer, date(2026, 11, 24)) == []
    assert len(await reminded(world, officer, date(2026, 11, 25))) == 1


async def test_whoever_waits_for_the_author_is_not_reminded(world: World) -> None:
    """A question to the author stops the time, five working days at most; the reply, or a new date, goes on."""
    officer = await world.officer("KT")
    author, _, ref = await task(world, officer)
    await officer.tap("Hỏi thêm")
    await officer.say("Máy nào ạ?")
    assert await reminded(world, officer, date(2026, 11, 5)) == []
    world.clock.move_to(at(world, date(2026, 11, 6), 10))
    await author.tap("Trả lời")
    await author.say("Máy số 3")
    author.expect(ref, "hạn trả lời mới thứ Ba, 17/11/2026")
    assert len(await reminded(world, officer, date(2026, 11, 17))) == 1
    await officer.tap("Xin gia hạn")
    await officer.say("20/11")
    await officer.say("Chờ báo giá.")
    author.expect(ref, "hạn mới thứ Sáu, 20/11/2026", "Chờ báo giá.")
    (soon,) = await reminded(world, officer, date(2026, 11, 19))
    assert f"{ref}, hạn thứ Sáu, 20/11/2026" in soon


async def test_a_task_nobody_took_on_comes_back_to_the_office(world: World) -> None:
    """After a working day it is the office's again, with the button to send it elsewhere; then it counts anew."""
    officer, other = await world.officer("KT"), await world.officer("VHXH")
    author, office, ref = await task(world, officer, accept=False)
    assert await reminded(world, office, date(2026, 11, 3)) == []
    (back,) = await reminded(world, office, date(2026, 11, 4))
    assert f"{ref} (Phòng Kinh tế, Hạ tầng và Đô thị), không ai nhận, đã trở lại văn phòng" in back
    author.expect(ref, "chưa có đơn vị nào nhận", "trở lại văn phòng")
    await office.tap("Chọn đơn vị")
    await office.say("VHXH")
    assert await reminded(world, office, date(2026, 11, 5)) == []
    (again,) = await reminded(world, office, date(2026, 11, 6))
    assert ref in again
    await office.tap("Chọn đơn vị")
    await office.say("VHXH")
    await other.tap("Nhận việc")
    assert await reminded(world, office, date(2026, 11, 10)) == []


async def test_the_office_is_reminded_of_what_it_has_not_read_and_of_what_nobody_can_answer(world: World) -> None:
    """A concern still in triage, and one of a department without people, are the office's to answer for."""
    author, office = await world.staff(), await world.office()
    unread = await file_concern(author)
    orphan = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("TYT")
    office.expect("Việc mới")
    (told,) = await reminded(world, office, date(2026, 11, 12))
    assert unread in told
    assert orphan in told


async def test_where_nobody_approves_the_department_is_reminded(world: World) -> None:
    """A draft that waits and a ward without leaders: those who wrote it hear that it is late."""
    officer = await world.officer("KT")
    _, _, ref = await task(world, officer)
    await officer.tap("Soạn trả lời")
    await officer.say("Phòng Kinh tế cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    (late,) = await reminded(world, officer, date(2026, 11, 12))
    assert f"{ref}, quá hạn 1 ngày làm việc" in late
