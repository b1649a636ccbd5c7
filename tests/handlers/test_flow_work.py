"""A department at work: take a case on, pass it on, ask for time, add a part; and who may not."""

import pytest

from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from tests.handlers.steps import NO_LONGER, NOT_FOUND, press, routed_case, stored
from tests.journeys.steps import CONCERN, file_concern
from tests.world import World

KT = "Phòng Kinh tế, Hạ tầng và Đô thị"
VP = "Văn phòng HĐND và UBND"


async def test_a_task_is_taken_on_once(world: World) -> None:
    """The author hears who takes care of it; a colleague who presses later is told that somebody did."""
    author, office = await world.staff(), await world.office()
    officer, colleague = await world.officer("KT"), await world.person(Post(Role.HEAD, "KT"))
    ref = await routed_case(author, office, "KT")
    await officer.tap("Nhận việc")
    officer.expect(f"Đã nhận {ref}", "Hạn thứ Tư, 11/11/2026")
    assert officer.labels == ["Soạn trả lời", "Hỏi thêm", "Xin gia hạn", "Xem chi tiết"]
    author.expect(f"{KT} đã nhận xử lý ý kiến {ref}")
    await colleague.tap("Nhận việc")
    colleague.expect(NO_LONGER)
    await colleague.say(ref)
    colleague.expect("Đã có người nhận")


@pytest.mark.parametrize("accepted", [False, True])
async def test_what_is_not_ours_goes_on_to_whom_it_fits(world: World, *, accepted: bool) -> None:
    """With a reason and a department the first time; that department, the author and the history hear of it."""
    author, office = await world.staff(), await world.office()
    officer, other = await world.officer("KT"), await world.officer("VHXH")
    ref = await routed_case(author, office, "KT")
    if accepted:
        await officer.tap("Nhận việc")
    await press(world, officer, f"a.bounce.{ref}")
    officer.expect("lý do trả lại")
    await officer.say(" ")
    officer.expect("lý do trả lại")
    await officer.say("Việc này thuộc mảng xã hội.")
    officer.expect("Đơn vị nào phù hợp hơn?")
    assert KT not in officer.labels and "Văn phòng quyết định" in officer.labels
    await officer.say("Phòng Vũ trụ")
    officer.expect("Không tìm thấy đơn vị")
    await officer.say("noi vu")
    officer.expect(f"Đã trả lại {ref}", "Phòng Văn hóa - Xã hội xem xét")
    other.expect(f"{KT} chuyển việc {ref}", "Lý do chuyển: Việc này thuộc mảng xã hội.")
    author.expect(f"Ý kiến {ref} đã được chuyển đến Phòng Văn hóa - Xã hội")
    case = await stored(world, ref)
    assert (case.status, case.department, case.owner) == (Status.ROUTED, "VHXH", None)


async def test_the_second_bounce_goes_to_the_office_and_not_in_circles(world: World) -> None:
    """The second department is asked for a reason only; the office reads both and decides."""
    author, office = await world.staff(), await world.office()
    officer, other = await world.officer("KT"), await world.officer("VHXH")
    ref = await routed_case(author, office, "KT")
    await officer.tap("Trả lại")
    await officer.say("Việc này thuộc mảng xã hội.")
    await officer.say("VHXH")
    await other.tap("Trả lại")
    await other.say("Chúng tôi không quản lý máy tính.")
    other.expect(f"Đã trả lại {ref}", f"{VP} xem xét")
    office.expect(f"trả lại {ref}", "Lý do: Chúng tôi không quản lý máy tính.")
    assert office.labels == ["Chọn đơn vị khác", "Gộp", "Không tiếp nhận", "Giữ kín với đơn vị"]
    await office.say("chờ phân loại")
    await office.tap(ref)
    await office.say(ref)
    office.expect("Việc này thuộc mảng xã hội.", "Chúng tôi không quản lý máy tính.")


async def test_a_department_may_leave_the_decision_to_the_office(world: World) -> None:
    """ "Văn phòng quyết định" brings the case back for triage at once."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    ref = await routed_case(author, office, "KT")
    await officer.tap("Trả lại")
    await officer.say("Không rõ thuộc đơn vị nào.")
    await officer.tap("Văn phòng quyết định")
    office.expect(f"trả lại {ref}", "Không rõ thuộc đơn vị nào.")
    case = await stored(world, ref)
    assert (case.status, case.department, case.bounces) == (Status.RECEIVED, "VP", 1)


async def test_more_time_is_given_once_with_a_reason_the_author_reads(world: World) -> None:
    """The department gets it once; a second time is a leader's, and the author is told each time."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("KT"), await world.leader()
    ref = await routed_case(author, office, "KT")
    await officer.tap("Xin gia hạn")
    officer.expect("Hạn hiện nay: thứ Tư, 11/11/2026")
    await officer.tap("ba ngày làm việc")
    officer.expect("Hạn mới: thứ Hai, 16/11/2026", "ghi lý do")
    await officer.say("Chờ báo giá.")
    officer.expect(f"Đã gia hạn {ref}")
    author.expect(ref, "hạn mới thứ Hai, 16/11/2026", "Lý do: Chờ báo giá.")
    await press(world, officer, f"a.extend.{ref}")
    officer.expect("đã gia hạn một lần", "lãnh đạo quyết định")
    await press(world, leader, f"a.extend.{ref}")
    await leader.say("20/11")
    leader.expect("Hạn mới: thứ Sáu, 20/11/2026")
    await leader.say("Nhà cung cấp giao chậm.")
    author.expect(ref, "20/11/2026", "Nhà cung cấp giao chậm.")


@pytest.mark.parametrize("typed", ["3 ngày", "them 3 ngay lam viec", "3 days"])
async def test_more_time_is_asked_for_in_days_too(world: World, typed: str) -> None:
    """The question is how long: so many days are working days, as on the buttons."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    await routed_case(author, office, "KT")
    await officer.tap("Xin gia hạn")
    await officer.say(typed)
    officer.expect("Hạn mới: thứ Hai, 16/11/2026", "ghi lý do")


@pytest.mark.parametrize("typed", ["sau Tết", "99 ngày", "0 ngày", "11/11", "1/11/2026", "31/12", "31/11"])
async def test_a_date_that_cannot_be_is_asked_for_again(world: World, typed: str) -> None:
    """Unreadable, not later, or too late: the limit is told, and the buttons shown before still work."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    await routed_case(author, office, "KT")
    await officer.tap("Xin gia hạn")
    await officer.say(typed)
    officer.expect("Ngày chưa hợp lệ", "không muộn hơn thứ Năm, 26/11/2026")
    await officer.tap("năm ngày làm việc")
    officer.expect("Hạn mới: thứ Tư, 18/11/2026")


async def test_two_colleagues_do_not_get_more_time_twice(world: World) -> None:
    """Both were asked for the reason; the slower one is told that the time was extended already."""
    author, office = await world.staff(), await world.office()
    quick, slow = await world.officer("KT"), await world.officer("KT")
    ref = await routed_case(author, office, "KT")
    for officer, days in ((slow, "mười ngày"), (quick, "ba ngày")):
        await officer.tap("Xin gia hạn")
        await officer.tap(days)
    await quick.say("Chờ báo giá.")
    await slow.say("Chờ họp.")
    slow.expect("đã gia hạn một lần")
    assert ((await stored(world, ref)).extensions, (await stored(world, ref)).due_on.day) == (1, 16)


async def test_a_supporting_department_adds_its_part(world: World) -> None:
    """Its part reaches the department in charge and stands in the case; the author reads the one answer only."""
    author, office = await world.staff(), await world.office()
    officer, helper = await world.officer("VP"), await world.officer("KT")
    ref = await routed_case(author, office, "VP")
    await office.tap("Thêm đơn vị phối hợp")
    await office.tap(KT)
    await helper.say("viec cua phong")
    assert [label for label in helper.labels if ref in label]
    await helper.tap("Gửi phần phối hợp")
    await helper.say("Còn hai máy trong kho.")
    helper.expect(f"Đã gửi phần phối hợp cho {ref}")
    officer.expect(f"Phần phối hợp của {KT} cho {ref}", "Còn hai máy trong kho.")
    await press(world, helper, f"a.draft.{ref}")
    helper.expect("Anh/Chị chưa được giao quyền làm việc này.")
    await author.tap("Xem tình trạng")
    author.expect_no("trong kho", "phối hợp")


async def test_whoever_loses_the_case_while_writing_writes_no_more_to_it(world: World) -> None:
    """A colleague bounced it meanwhile: the question goes nowhere, and nothing is told of the case."""
    author, office = await world.staff(), await world.office()
    officer, colleague = await world.officer("KT"), await world.officer("KT")
    await routed_case(author, office, "KT")
    await officer.tap("Hỏi thêm")
    await colleague.tap("Trả lại")
    await colleague.say("Việc này thuộc mảng xã hội.")
    await colleague.tap("Phòng Văn hóa - Xã hội")
    author.listen()
    await officer.say("Máy nào ạ?")
    officer.expect(NOT_FOUND)
    author.expect_silence()


async def test_the_list_of_work_shows_the_most_urgent_first(world: World) -> None:
    """What is overdue stands on top with its sign; a department sees its own cases only."""
    author, office = await world.staff(), await world.office()
    officer, other = await world.officer("KT"), await world.officer("VHXH")
    late = await routed_case(author, office, "KT")
    world.clock.advance(days=7)
    near = await file_concern(author, "Bao giờ sửa xong máy ở phòng em?", kind="Câu hỏi")
    await press(world, office, f"a.to.{near}.KT")
    world.clock.advance(days=3)
    await officer.say("việc của đơn vị")
    officer.expect("1–2 trong 2")
    assert [label.partition(" · ")[0] for label in officer.labels] == [f"‼ {late}", f"! {near}"]
    await other.say("việc của đơn vị")
    other.expect("không còn việc nào")


@pytest.mark.parametrize("action", ["accept", "bounce", "draft", "ask", "extend", "open", "part", "to", "approve"])
async def test_a_button_of_a_case_one_may_not_know_finds_nothing(world: World, action: str) -> None:
    """Staff, strangers and officers of another unit get the sentence for an unknown code, letter by letter."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "KT")
    for curious in (await world.staff(), await world.stranger(), await world.officer("VHXH")):
        said = []
        for code in (ref, "DT-7AAA-8BBB"):
            await press(world, curious, f"a.{action}.{code}")
            said.append(curious.new)
        assert said[0] == said[1]
        curious.expect(NOT_FOUND)
    assert (await stored(world, ref)).status is Status.ROUTED


async def test_whoever_may_read_but_not_act_is_told_so(world: World) -> None:
    """A leader does not take tasks on, the office approves nothing: both know the case, and hear the reason."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await routed_case(author, office, "KT", CONCERN)
    for person, action in ((leader, "accept"), (leader, "merge"), (office, "approve"), (office, "accept")):
        await press(world, person, f"a.{action}.{ref}")
        person.expect("Anh/Chị chưa được giao quyền làm việc này.")
