"""Standing in: named by the head or the office, for some days; the work and its reminders go to who is there."""

from datetime import date

import pytest

from storage.domain.permissions import Post, Role
from tests.handlers.steps import routed_case
from tests.journeys.reminding import at, reminded
from tests.talk import Talk
from tests.world import World


async def name_stand_in(by: Talk, away: str, instead: str, until: str) -> None:
    await by.say("cử người thay")
    if "đơn vị nào" in by.new[-1]:
        await by.say("KT")
    await by.tap(away)
    await by.tap(instead)
    await by.say(until)


@pytest.mark.parametrize("role", [Role.HEAD, Role.OFFICE])
async def test_who_stands_in_has_the_work_until_the_last_day(world: World, role: Role) -> None:
    """Notices, reminders and the right to act go over, and come back the day after."""
    away = await world.person(Post(Role.OFFICER, "KT"), name="Lê Thị Vắng")
    there = await world.person(Post(Role.HEAD, "KT"), Post(Role.OFFICER, "PVHCC"), name="Trần Văn Thay")
    office = await world.office()
    await name_stand_in(there if role is Role.HEAD else office, "Lê Thị Vắng", "Trần Văn Thay", "10/11")
    away.listen()
    ref = await routed_case(await world.staff(), office, "KT")
    away.expect_silence()
    there.expect("Việc mới", ref)
    await there.tap("Nhận việc")
    world.clock.move_to(at(world, date(2026, 11, 11), 9))
    second = await routed_case(await world.staff(), office, "KT")
    away.expect("Việc mới", second)


async def test_the_owner_who_is_away_is_reminded_through_who_stands_in(world: World) -> None:
    """A case somebody took on does not wait for their return."""
    owner = await world.person(Post(Role.OFFICER, "KT"), name="Lê Thị Vắng")
    other = await world.person(Post(Role.OFFICER, "KT"), name="Trần Văn Thay")
    office = await world.office()
    ref = await routed_case(await world.staff(), office, "KT")
    await owner.tap("Nhận việc")
    await name_stand_in(office, "Lê Thị Vắng", "Trần Văn Thay", "30/11")
    assert await reminded(world, owner, date(2026, 11, 10)) == []
    other.expect("⏰", ref)


async def test_a_head_names_nobody_elsewhere(world: World) -> None:
    """Only in the own unit; an officer in none, and with nobody else there it cannot be done."""
    head = await world.person(Post(Role.HEAD, "KT"), Post(Role.HEAD, "PVHCC"), name="Trần Văn Trưởng")
    await head.say("người thay")
    await head.say("VHXH")
    head.expect("chưa được giao quyền")
    await head.say("PVHCC")
    head.expect("chưa có hai người")
    officer = await world.officer("KT")
    await officer.say("người thay")
    officer.expect("chưa được giao quyền")


async def test_a_day_that_cannot_be_is_asked_for_again(world: World) -> None:
    """Not gone by, not in a year, and a name that is not in the list is refused."""
    head = await world.person(Post(Role.HEAD, "KT"), name="Trần Văn Trưởng")
    await world.officer("KT")
    await head.say("người thay")
    await head.say("ai đó")
    head.expect("chọn một người trong danh sách")
    await head.tap("(chưa ghi tên)")
    await head.tap("Trần Văn Trưởng")
    for answer in ("mai mốt", "1/11/2026", "30/11/2027"):
        await head.say(answer)
        head.expect("đến hết ngày nào")
    await head.say("30/11")
    head.expect("Trần Văn Trưởng làm thay (chưa ghi tên) đến hết thứ Hai, 30/11/2026")
