"""Departments and the office: passing on, working together, and being reminded until it is answered."""

from datetime import date, datetime

from tests.journeys.steps import CONCERN, file_concern
from tests.talk import Talk
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


async def reminded(world: World, talk: Talk, day: date, *, hour: int = 9) -> list[str]:
    """The reminders this person gets on that day, however often the sweep runs."""
    world.clock.move_to(at(world, day, hour))
    talk.listen()
    for _ in range(2):
        await world.app.sweep()
        await world.settle()
    return [text for text in talk.new if text.startswith("⏰")]


def at(world: World, day: date, hour: int) -> datetime:
    zone = world.app.engine.office.calendar.zone
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


async def task(world: World, officer: Talk, *, accept: bool = True) -> tuple[Talk, Talk, str]:
    """A case of the economic department, due on Wednesday 11 November: author, office and reference."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("KT")
    if accept:
        await officer.tap("Nhận việc")
    return author, office, ref


async def test_reminders_come_when_the_day_is_near_then_daily_until_the_answer(world: World) -> None:
    """Once the working day before, each working day after, never on a day off or before the hour, and then no more."""
    officer, leader = await world.officer("KT"), await world.leader()
    _, _, ref = await task(world, officer)
    assert await reminded(world, officer, date(2026, 11, 9)) == []
    assert await reminded(world, officer, date(2026, 11, 10), hour=7) == []
    soon = await reminded(world, officer, date(2026, 11, 10))
    assert soon == [f"⏰ {ref} sắp đến hạn: thứ Tư, 11/11/2026.\n“{CONCERN}”"]
    assert await reminded(world, officer, date(2026, 11, 11)) == []
    for day, days in ((12, 1), (13, 2), (16, 3)):
        (late,) = await reminded(world, officer, date(2026, 11, day))
        assert late.startswith(f"⏰ {ref} quá hạn {days} ngày làm việc (hạn thứ Tư, 11/11/2026).")
        if day == 13:  # a Saturday and a Sunday follow
            assert await reminded(world, officer, date(2026, 11, 14)) == []
            assert await reminded(world, officer, date(2026, 11, 15)) == []
    await officer.tap("Soạn trả lời")  # a button of the reminder itself
    await officer.say("Cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    assert await reminded(world, officer, date(2026, 11, 17)) == []
    (waiting,) = await reminded(world, leader, date(2026, 11, 18))
    assert ref in waiting
    await leader.tap("Duyệt")
    for person in (officer, leader):
        assert await reminded(world, person, date(2026, 11, 19)) == []


async def test_a_public_holiday_is_a_day_off_for_reminders(world: World) -> None:
    """On 24 November nobody is reminded of what is overdue."""
    officer = await world.officer("KT")
    await task(world, officer)
    assert len(await reminded(world, officer, date(2026, 11, 23))) == 1
    assert await reminded(world, officer, date(2026, 11, 24)) == []
    assert len(await reminded(world, officer, date(2026, 11, 25))) == 1


async def test_whoever_waits_for_the_author_is_not_reminded(world: World) -> None:
    """A question to the author stops the reminders; the answer to it, or a new date, sets them going again."""
    officer = await world.officer("KT")
    author, _, ref = await task(world, officer)
    await officer.tap("Hỏi thêm")
    await officer.say("Máy nào ạ?")
    assert await reminded(world, officer, date(2026, 11, 12)) == []
    await author.tap("Trả lời")
    await author.say("Máy số 3")
    assert len(await reminded(world, officer, date(2026, 11, 13))) == 1
    await officer.tap("Xin gia hạn")
    await officer.say("20/11")
    await officer.say("Chờ báo giá.")
    assert await reminded(world, officer, date(2026, 11, 16)) == []
    assert await reminded(world, officer, date(2026, 11, 19)) == [
        f"⏰ {ref} sắp đến hạn: thứ Sáu, 20/11/2026.\n“{CONCERN}”"
    ]


async def test_the_office_hears_of_a_task_nobody_took_on(world: World) -> None:
    """Once, after a working day, with the button to send it elsewhere; a new hand-over counts anew."""
    officer, other = await world.officer("KT"), await world.officer("VHXH")
    _, office, ref = await task(world, officer, accept=False)
    assert await reminded(world, office, date(2026, 11, 3)) == []
    assert await reminded(world, office, date(2026, 11, 4)) == [
        f"⏰ Phòng Kinh tế, Hạ tầng và Đô thị chưa nhận việc {ref} sau một ngày làm việc."
        f" Hạn thứ Tư, 11/11/2026.\n“{CONCERN}”"
    ]
    assert await reminded(world, office, date(2026, 11, 5)) == []
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    assert await reminded(world, office, date(2026, 11, 6)) == []
    (again,) = await reminded(world, office, date(2026, 11, 9))
    assert "Phòng Văn hóa - Xã hội chưa nhận việc" in again
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
    told = await reminded(world, office, date(2026, 11, 12))
    assert {ref for ref in (unread, orphan) for text in told if f"{ref} quá hạn" in text} == {unread, orphan}


async def test_where_nobody_approves_the_department_is_reminded(world: World) -> None:
    """A draft that waits and a ward without leaders: those who wrote it hear that it is late."""
    officer = await world.officer("KT")
    _, _, ref = await task(world, officer)
    await officer.tap("Soạn trả lời")
    await officer.say("Cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    (late,) = await reminded(world, officer, date(2026, 11, 12))
    assert f"{ref} quá hạn 1 ngày làm việc" in late
