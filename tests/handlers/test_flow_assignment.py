"""A leader's order: this department, by that day."""

from datetime import date

import pytest

from storage.domain.lifecycle import Status
from tests.handlers.steps import press, routed_case, stored, submit
from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World

KT = "Phòng Kinh tế, Hạ tầng và Đô thị"


async def open_case(world: World) -> tuple[Talk, Talk, Talk, str]:
    """A concern that waits for triage, open before a leader: author, officer, leader and reference."""
    author, officer, leader = await world.staff(), await world.officer("KT"), await world.leader()
    ref = await file_concern(author)
    await leader.say(ref)
    leader.expect(ref, "Đã gửi, văn phòng đang xem")
    return author, officer, leader, ref


async def test_an_order_by_buttons(world: World) -> None:
    """Department and number of working days, two presses; officer, author and case know the order at once."""
    author, officer, leader, ref = await open_case(world)
    await leader.tap("Giao việc")
    leader.expect("Giao đơn vị nào?")
    await leader.tap(KT)
    leader.expect(f"Giao {KT}, hạn đến ngày nào?")
    await leader.tap("năm ngày làm việc")
    leader.expect(f"Đã giao {ref} cho {KT}, hạn thứ Hai, 09/11/2026.")
    officer.expect(f"Lãnh đạo Ủy ban nhân dân phường giao việc {ref}", "Hạn thứ Hai, 09/11/2026")
    assert "Nhận việc" in officer.labels
    author.expect(f"Ý kiến {ref} đã được chuyển đến {KT}, hạn trả lời thứ Hai, 09/11/2026")
    case = await stored(world, ref)
    assert (case.status, case.department, case.due_on) == (Status.ROUTED, "KT", date(2026, 11, 9))


async def test_an_order_by_words_asked_one_by_one(world: World) -> None:
    """The department by a name people use, the day as a date; what cannot be read is asked for again."""
    _, _, leader, ref = await open_case(world)
    await leader.tap("Giao việc")
    await leader.say("Phòng Vũ trụ")
    leader.expect("Không tìm thấy đơn vị")
    await leader.say("phong kinh te")
    await leader.say("cuối tháng")
    leader.expect("Ngày chưa hợp lệ")
    await leader.say("01/10/2026")
    leader.expect("Hạn phải từ hôm nay trở đi")
    assert "ba ngày làm việc" in leader.labels
    await leader.say("30/11")
    leader.expect(f"Đã giao {ref} cho {KT}, hạn thứ Hai, 30/11/2026.")


@pytest.mark.parametrize(
    "order",
    ["giao Phòng Kinh tế, hạn 30/11", "Giao cho phong kinh te truoc ngay 30/11/2026", "giao KT, hạn ngày 30-11-2026"],
)
@pytest.mark.parametrize("under_the_card", [True, False])
async def test_an_order_in_one_line(world: World, order: str, *, under_the_card: bool) -> None:
    """With and without diacritics, under the open case or after "Giao việc", the line is carried out at once."""
    author, officer, leader, ref = await open_case(world)
    if not under_the_card:
        await leader.tap("Giao việc")
    await leader.say(order)
    leader.expect(f"Đã giao {ref} cho {KT}, hạn thứ Hai, 30/11/2026.")
    officer.expect(f"giao việc {ref}")
    author.expect(ref, "30/11/2026")


async def test_an_order_in_english(world: World) -> None:
    """An English-speaking leader gives it in English."""
    _, officer, leader, ref = await open_case(world)
    await leader.say("english")
    await leader.say("assign to Economy, Infrastructure and Urban Division by 30/11/2026")
    leader.expect(ref, "Monday, 30/11/2026")
    officer.expect(f"giao việc {ref}")


async def test_an_officers_line_that_reads_as_an_order_is_none(world: World) -> None:
    """Whoever may not assign is asked whether the words shall be the answer."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await officer.say(ref)
    await officer.say("giao Phòng Kinh tế, hạn 30/11")
    officer.expect("làm câu trả lời")
    assert (await stored(world, ref)).department == "VP"


async def test_an_order_takes_the_case_from_where_it_is(world: World) -> None:
    """Also from the middle of an approval: the new department gets it, the old one can answer no more."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    old, new = await world.officer("VP"), await world.officer("KT")
    ref = await routed_case(author, office, "VP")
    await submit(old)
    await press(world, leader, f"a.assign.{ref}")
    await leader.say("giao Phòng Kinh tế, hạn 30/11")
    new.expect(f"giao việc {ref}")
    await press(world, old, f"a.draft.{ref}")
    old.expect("Không tìm thấy mã này")
