"""A case nobody answers: it climbs until somebody does, and its author hears every step."""

from dataclasses import replace
from datetime import date

from tests.journeys.reminding import reminded, task
from tests.journeys.steps import file_concern
from tests.world import World


async def test_a_leader_hears_only_because_the_department_stayed_silent(web_world: World) -> None:
    """Officer, head, office, chairman, each the day after the other; the chairman's order brings the answer."""
    world = web_world
    officer, head, leader = await world.officer("KT"), await world.head("KT"), await world.leader("UBND")
    author, office, ref = await task(world, officer)
    author.expect(ref, "đã nhận xử lý")
    heard = {"author": 0}
    for day, told in ((12, "trưởng đơn vị"), (13, "văn phòng")):
        assert await reminded(world, leader, date(2026, 11, day)) == []
        author.expect(ref, "chưa được trả lời đúng hạn thứ Tư, 11/11/2026", f"đã báo {told}")
        heard["author"] += 1
        author.listen()
    head.expect(ref, "quá hạn 2 ngày làm việc")
    office.expect(ref, "đã báo trưởng đơn vị 12/11", "đơn vị mở xem ngày 02/11")

    assert await reminded(world, leader, date(2026, 11, 16)) == []
    (alarm,) = await reminded(world, leader, date(2026, 11, 17))
    assert ref in alarm
    assert "Phòng Kinh tế, Hạ tầng và Đô thị" in alarm
    assert "đã báo trưởng đơn vị 12/11, văn phòng 13/11" in alarm
    author.expect(ref, "đã báo Chủ tịch")

    await leader.tap("Giao việc")
    await leader.say("giao phong kinh te, han 20/11")
    officer.expect("giao việc", ref)
    author.expect(ref, "thứ Sáu, 20/11/2026")
    await officer.tap("Nhận việc")
    await officer.tap("Soạn trả lời")
    await officer.say("Phòng Kinh tế cấp máy mới trước ngày 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    author.expect(ref, "cấp máy mới trước ngày 30/11/2026")
    assert await reminded(world, leader, date(2026, 11, 18)) == []


async def test_the_head_who_is_silent_too_does_not_stop_it(world: World) -> None:
    """The secretary hears last, of what the chairman left lying."""
    officer, secretary = await world.officer("KT"), await world.leader("TTDU")
    chairman = await world.leader("UBND")
    author, _, ref = await task(world, officer)
    days = (12, 13, 16, 17, 18)
    assert [await reminded(world, secretary, date(2026, 11, day)) for day in days] == [[]] * 5
    (last,) = await reminded(world, secretary, date(2026, 11, 19))
    assert f"{ref}" in last
    assert "Chủ tịch 17/11" in last
    chairman.expect(ref)
    author.expect(ref, "đã báo Bí thư")


async def test_returned_twice_it_goes_up_and_not_round(world: World) -> None:
    """Two departments say "not ours": the office holds it, and the chairman is asked to decide."""
    author, office, chairman = await world.staff(), await world.office(), await world.leader("UBND")
    first, second = await world.officer("KT"), await world.officer("VHXH")
    ref = await file_concern(author)
    for officer, unit in ((first, "KT"), (second, "VHXH")):
        await office.tap("Chọn đơn vị khác")
        await office.say(unit)
        chairman.expect_silence()
        await officer.tap("Trả lại")
        await officer.say("Không phải việc của phòng.")
        if officer is first:
            await officer.tap("Văn phòng quyết định")
        author.expect(ref, "trở lại văn phòng")
    chairman.expect(ref, "đã bị trả lại 2 lần", "Không phải việc của phòng.")
    author.expect(ref, "báo lãnh đạo để quyết định")
    await chairman.tap("Giao việc")
    await chairman.say("giao VHXH, han 20/11")
    second.expect("giao việc", ref)


async def test_the_office_sees_whether_a_department_has_opened_it(world: World) -> None:
    """Not yet, and then on which day: nobody can say they never got it."""
    officer = await world.officer("KT")
    _, office, ref = await task(world, officer, accept=False)
    await office.say(ref)
    office.expect("Phòng Kinh tế, Hạ tầng và Đô thị chưa mở xem")
    await officer.say(ref)
    officer.expect(ref)
    officer.expect_no("mở xem")
    await office.say(ref)
    office.expect("Phòng Kinh tế, Hạ tầng và Đô thị đã mở xem 02/11")


async def test_a_dissolved_department_leaves_no_case_behind(world: World) -> None:
    """Taken out of the organisation's file while the program runs: what it had is the office's next morning."""
    officer = await world.officer("KT")
    author, office, ref = await task(world, officer)
    before = world.app.engine.office.organisation
    units = tuple(unit for unit in before.units if unit.code != "KT")
    topics = tuple(
        replace(topic, lead="VHXH" if topic.lead == "KT" else topic.lead, supporting=()) for topic in before.topics
    )
    await world.app.base.load_organisation(replace(before, units=units, topics=topics))
    await world.app.sweeps.reload_organisation()
    (told,) = await reminded(world, office, date(2026, 11, 3))
    assert f"{ref} (KT), không ai nhận, đã trở lại văn phòng" in told
    author.expect(ref, "trở lại văn phòng")
    await office.tap("Chọn đơn vị")
    await office.say("VHXH")
    office.expect("Đã chuyển", ref)
    await office.say(ref)
    office.expect(ref, "Chuyển KT")  # its history can still be read
