"""The office's triage: send on, put together, decline, ask a second department."""

from pathlib import Path

import pytest

from storage.domain.lifecycle import Status
from tests.handlers.steps import ANSWER, press, routed_case, stored, submit
from tests.journeys.steps import CONCERN, file_concern, reply_code_in
from tests.talk import Talk
from tests.world import World, open_world

KT = "Phòng Kinh tế, Hạ tầng và Đô thị"
OTHER = "Máy in ở phòng kế bên cũng hỏng từ tháng 10, xin thay cả hai."


async def two_alike(world: World) -> tuple[Talk, Talk, str, str]:
    """Two authors with concerns of one topic, and their references; the first is to be merged into the second."""
    first, second = await world.staff(), await world.staff()
    return first, second, await file_concern(first), await file_concern(second, OTHER)


async def test_a_concern_goes_where_the_office_was_proposed_with_one_press(world: World) -> None:
    """The first button names the department; author and department are told, and the list is empty again."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await file_concern(author)
    office.expect(f"Ý kiến mới {ref}", "(vì có: máy tính)", "Không ghi tên.", "Hạn trả lời thứ Tư, 11/11/2026.")
    assert office.labels == [
        "Chuyển Văn phòng HĐND và UBND",
        "Chọn đơn vị khác",
        "Gộp",
        "Không tiếp nhận",
        "Giữ kín với đơn vị",
    ]
    await office.tap("Chuyển ")
    office.expect(f"Đã chuyển {ref} đến Văn phòng HĐND và UBND")
    officer.expect(f"Việc mới {ref}", CONCERN, "Không ghi tên.")
    author.expect(f"Ý kiến {ref} đã được chuyển đến Văn phòng HĐND và UBND")
    await office.say("phan loai")
    office.expect("Không có ý kiến nào chờ phân loại")


@pytest.mark.parametrize("typed", [f"{KT}", "phong kinh te", "TCKH", "kt"])
async def test_the_office_chooses_another_department(world: World, typed: str) -> None:
    """By its name, by an old or short one, without diacritics; an unknown one is asked for again."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    ref = await file_concern(author)
    await office.tap("Chọn đơn vị khác")
    await office.say("Phòng Vũ trụ")
    office.expect("Không tìm thấy đơn vị có tên như vậy")
    assert KT in office.labels
    await office.say(typed)
    office.expect(f"Đã chuyển {ref} đến {KT}")
    officer.expect(f"Việc mới {ref}")


async def test_a_task_nobody_holds_the_post_for_comes_back_to_the_office(world: World) -> None:
    """Where a department has no people yet, its task reaches the office, which can send it elsewhere."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "TYT")
    office.expect(f"Việc mới {ref}")
    assert "Chọn đơn vị khác" in office.labels and "Nhận việc" not in office.labels
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    office.expect(f"Đã chuyển {ref}")


async def test_what_is_sure_can_skip_the_office(tmp_path: Path) -> None:
    """With triage for unsure cases only, a clear one goes straight on, and an unclear one still waits."""
    async with open_world("sqlite", tmp_path, triage="unsure") as world:
        author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
        ref = await file_concern(author, "Xin cấp máy tính, máy in và bàn ghế cho phòng họp từ tháng 9.")
        officer.expect(f"Việc mới {ref}")
        office.expect_silence()
        assert len([text for text in author.new if ref in text]) == 1  # the receipt has said where it goes
        unclear = await file_concern(author, "Tôi có chuyện này muốn nói từ tháng 9 ở phòng họp.")
        office.expect(f"Ý kiến mới {unclear}")


@pytest.mark.parametrize("by_button", [True, False])
async def test_a_merged_author_gets_the_answer_under_the_own_code(world: World, *, by_button: bool) -> None:
    """Merged by a button or a typed code, both authors get the one answer, each under the code they know."""
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    first, second, own_ref, lead_ref = await two_alike(world)
    code = reply_code_in(first.expect("Mã nhận trả lời"))
    await press(world, office, f"a.merge.{own_ref}")
    office.expect(f"Gộp {own_ref} vào ý kiến nào?")
    await (office.tap(lead_ref) if by_button else office.say(lead_ref.lower().replace("-", " ")))
    office.expect(f"Đã gộp {own_ref} vào {lead_ref}")
    first.expect(own_ref, "được gộp với một ý kiến tương tự")
    await press(world, office, f"a.to.{lead_ref}.VP")
    await submit(officer)
    await leader.tap("Duyệt")
    first.expect(f"trả lời ý kiến {own_ref}", ANSWER)
    second.expect(f"trả lời ý kiến {lead_ref}", ANSWER)
    anywhere = await world.stranger()
    await anywhere.say(code)
    anywhere.expect(own_ref, "Đã trả lời", CONCERN, ANSWER)
    anywhere.expect_no(lead_ref, OTHER)


async def test_a_merged_author_may_push_back_and_learns_nothing_of_the_other(world: World) -> None:
    """The case that was answered opens again; no word and no button speaks of the other author's code."""
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    first, _, own_ref, lead_ref = await two_alike(world)
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(lead_ref)
    await press(world, office, f"a.to.{lead_ref}.VP")
    await submit(officer)
    await leader.tap("Duyệt")
    await first.tap("Chưa thỏa đáng")
    first.expect(f"Đã mở lại ý kiến {own_ref} và chuyển lên cấp cao hơn")
    await first.say("Chưa nói đến phòng của tôi.")
    first.expect(f"Đã thêm vào ý kiến {own_ref}")
    officer.expect(lead_ref, "Chưa nói đến phòng của tôi.")
    assert (await stored(world, lead_ref)).rank == 1
    await first.tap("Xem tình trạng")
    first.expect(own_ref, CONCERN)
    first.expect_no(lead_ref, OTHER)
    assert not [c for event in first.phone.events for c in event["choices"] if lead_ref in c["value"]]


async def test_those_who_were_merged_follow_a_further_merge(world: World) -> None:
    """First into second, second into third: the third's answer reaches all three under their own codes."""
    office, leader, third = await world.office(), await world.leader(), await world.staff()
    first, second, own_ref, middle_ref = await two_alike(world)
    lead_ref = await file_concern(third)
    for ref, into in ((own_ref, middle_ref), (middle_ref, lead_ref)):
        await press(world, office, f"a.merge.{ref}")
        await office.say(into)
        office.expect(f"Đã gộp {ref} vào {into}")
    await press(world, leader, f"a.answer.{lead_ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    for author, ref in ((first, own_ref), (second, middle_ref), (third, lead_ref)):
        author.expect(f"trả lời ý kiến {ref}", ANSWER)


async def test_a_merged_author_who_is_content_is_thanked(world: World) -> None:
    """It closes nothing for the other author, who may still judge otherwise."""
    office, leader = await world.office(), await world.leader()
    first, second, own_ref, lead_ref = await two_alike(world)
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(lead_ref)
    await press(world, leader, f"a.answer.{lead_ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    await first.tap("Đã rõ")
    first.expect("Cảm ơn", own_ref)
    assert (await stored(world, lead_ref)).status is Status.ANSWERED
    await second.tap("Còn chỗ chưa rõ")
    second.expect("Đã mở lại", lead_ref)


async def test_a_case_is_put_together_only_with_one_that_gets_an_answer(world: World) -> None:
    """Not with itself, not with one that is declined, withdrawn or unknown: its author would hear nothing."""
    author, office = await world.staff(), await world.office()
    case, withdrawn, declined = [await file_concern(author) for _ in range(3)]
    await author.say("menu")
    await press(world, author, f"a.withdraw.{withdrawn}.{world.app.base.seals.author_mark(withdrawn)}")
    await author.tap("Rút ý kiến")
    await press(world, office, f"a.decline.{declined}")
    await office.say("Việc của cấp trên.")
    await press(world, office, f"a.merge.{case}")
    office.expect("Gộp")
    for typed, said in (
        (case, "Không gộp được vào ý kiến này"),
        (withdrawn, "Không gộp được vào ý kiến này"),
        (declined, "Không gộp được vào ý kiến này"),
        ("DT-7AAA-8BBB", "Không tìm thấy mã này"),
        ("ý kiến kia", "Mã chưa đúng dạng"),
    ):
        await office.say(typed)
        office.expect(said)
    assert (await stored(world, case)).status is Status.SUBMITTED


async def test_a_declined_author_reads_why(world: World) -> None:
    """The reason must be given and reaches the author, and those whose concerns were merged into it."""
    office = await world.office()
    first, second, own_ref, lead_ref = await two_alike(world)
    await press(world, office, f"a.merge.{own_ref}")
    await office.say(lead_ref)
    await press(world, office, f"a.decline.{lead_ref}")
    office.expect("người gửi sẽ đọc")
    await office.say("  ")
    office.expect("Nội dung đang trống")
    await office.say("Máy này của Sở cấp, xin gửi Sở Tài chính.")
    office.expect("không tiếp nhận", "Hệ thống báo người gửi", lead_ref)
    for author, ref in ((first, own_ref), (second, lead_ref)):
        author.expect(ref, "không thuộc phạm vi", "xin gửi Sở Tài chính")


async def test_a_second_department_is_asked_for_its_part(world: World) -> None:
    """It is told and may read the case; the one in charge and one that takes part already are not asked."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    ref = await routed_case(author, office, "VP")
    await office.tap("Thêm đơn vị phối hợp")
    assert "Văn phòng HĐND và UBND" not in office.labels
    await office.say("Phòng Vũ trụ")
    office.expect("Không tìm thấy đơn vị")
    await office.say("phong kinh te")
    office.expect(f"Đã mời {KT} phối hợp xử lý {ref}")
    officer.expect(f"Mời {KT} phối hợp xử lý {ref}")
    await officer.tap("Xem chi tiết")
    officer.expect(ref, CONCERN, f"phối hợp: {KT}")
    await press(world, office, f"a.support.{ref}")
    await office.tap(KT)
    office.expect("Đơn vị này đã tham gia rồi")
