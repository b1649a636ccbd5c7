"""The gate before an answer, and interim answers."""

from datetime import date
from pathlib import Path

import pytest

from storage.domain.commitment import CommitmentKind
from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind, EventKind
from tests.handlers.answer_steps import RECEIVED, commitments, drafting, events
from tests.handlers.steps import press, routed_case, stored
from tests.journeys.steps import file_concern
from tests.world import World, open_world


async def test_the_writer_is_told_what_is_missing_and_adds_it(world: World) -> None:
    """Before anybody reads it: each further line is judged together with what is there, until nothing is missing."""
    _, officer, _ = await drafting(world)
    await officer.say(RECEIVED)
    officer.expect("chưa phải trả lời", "Còn thiếu: việc sẽ làm; ai làm; hạn nào.", "lý do kèm căn cứ pháp lý")
    assert officer.labels == ["Sửa lại", "Gửi như trả lời tạm", "Vẫn trình lãnh đạo", "Hủy"]
    await officer.say("Tổ quản trị sẽ cấp máy mới.")
    officer.expect("Còn thiếu: hạn nào.")
    await officer.say("Hạn 30/11/2026.")
    officer.expect("Câu trả lời:", "Tổ quản trị", "chậm nhất thứ Hai, 30/11/2026")
    assert officer.labels == ["Trình lãnh đạo", "Viết lại", "Không theo dõi hạn", "Hủy"]


async def test_a_thought_needs_a_human_word_and_no_date(world: World) -> None:
    """The gate follows the kind, and what needs no second answer is not offered an interim one."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    await file_concern(author, "Sau sáp nhập em thấy lo cho chỗ làm của mình.", kind="Tâm tư")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await officer.tap("Soạn trả lời")
    await officer.say("Đã ghi nhận tâm tư của Anh/Chị.")
    officer.expect("Còn thiếu: một lời hồi đáp với người gửi.")
    assert officer.labels == ["Sửa lại", "Vẫn trình lãnh đạo", "Hủy"]
    await officer.tap("Sửa lại")
    await officer.say("Tôi hiểu nỗi lo của Anh/Chị, chiều thứ Sáu mời Anh/Chị ghé phòng 201 nói chuyện.")
    assert officer.labels[0] == "Trình lãnh đạo"


async def test_a_leader_may_overrule_and_it_is_counted(world: World) -> None:
    """The history has what was missing and whose word it was; the author reads nothing of it."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await routed_case(author, office, "VP")
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(RECEIVED)
    assert leader.labels == ["Sửa lại", "Gửi như trả lời tạm", "Vẫn gửi", "Hủy"]
    await leader.tap("Vẫn gửi")
    (overruled,) = events(await stored(world, ref), EventKind.OVERRULED)
    assert (overruled.by, dict(overruled.detail)) == ("UBND", {"missing": "action,owner,date"})
    await author.tap("Xem tình trạng")
    author.expect(RECEIVED)
    author.expect_no("còn thiếu", "Còn thiếu")


async def test_an_approval_of_what_lacks_something_is_counted_too(world: World) -> None:
    """The leader sees what is missing beside "Duyệt"; pressing it is an overruling in the leader's name."""
    leader = await world.leader()
    _, officer, ref = await drafting(world)
    await officer.say(RECEIVED)
    await officer.tap("Vẫn trình lãnh đạo")
    leader.expect("Còn thiếu: việc sẽ làm; ai làm; hạn nào", "được ghi lại")
    assert events(await stored(world, ref), EventKind.OVERRULED) == []
    await leader.tap("Duyệt")
    case = await stored(world, ref)
    assert [event.by for event in events(case, EventKind.OVERRULED)] == ["UBND"]
    assert [event.by for event in events(case, EventKind.ANSWERED)] == ["VP"]


async def test_a_department_that_signs_itself_cannot_overrule(tmp_path: Path) -> None:
    """Where no approval is asked for, an answer that lacks something goes to a leader all the same."""
    async with open_world("sqlite", tmp_path, approval="never") as world:
        leader = await world.leader()
        author, officer, ref = await drafting(world)
        await officer.say(RECEIVED)
        author.listen()
        await officer.tap("Vẫn trình lãnh đạo")
        leader.expect("Còn thiếu", ref)
        author.expect_silence()
        assert (await stored(world, ref)).status is Status.AWAITING_APPROVAL


async def test_an_interim_answer_names_who_and_when_and_moves_the_date(world: World) -> None:
    """It goes out without approval, the case stays open with the new date, and a promise of the answer is kept."""
    author, officer, ref = await drafting(world)
    await officer.say("Đang xin báo giá.")
    await officer.tap("Gửi như trả lời tạm")
    officer.expect("chậm nhất ngày nào?")
    await officer.say("18/11")
    author.expect("trả lời bước đầu", "Đang xin báo giá.", "sẽ trả lời đầy đủ chậm nhất thứ Tư, 18/11/2026")
    case = await stored(world, ref)
    assert (case.status, case.due_on, case.extensions) == (Status.IN_PROGRESS, date(2026, 11, 18), 1)
    assert case.latest(EntryKind.INTERIM) == "Đang xin báo giá."
    (commitment,) = await commitments(world, ref)
    assert (commitment.kind, commitment.unit, commitment.due_on) == (
        CommitmentKind.ANSWER,
        "VP",
        date(2026, 11, 18),
    )


async def test_the_day_an_interim_answer_names_is_offered(world: World) -> None:
    """With one press, instead of typing it again."""
    author, officer, ref = await drafting(world)
    await officer.say("Sẽ trả lời Anh/Chị trước ngày 17/11/2026.")
    await officer.tap("Gửi như trả lời tạm")
    await officer.tap("thứ Ba, 17/11/2026")
    author.expect("chậm nhất thứ Ba, 17/11/2026")
    assert (await stored(world, ref)).due_on == date(2026, 11, 17)


@pytest.mark.parametrize("typed", ["2/11/2026", "1/3/2027", "sớm thôi"])
async def test_an_interim_answer_is_not_put_off_for_ever(world: World, typed: str) -> None:
    """Today, a day farther than an extension may reach, and no day at all are refused; nothing is sent."""
    author, officer, ref = await drafting(world)
    await officer.say("Đang xin báo giá.")
    await officer.tap("Gửi như trả lời tạm")
    author.listen()
    await officer.say(typed)
    officer.expect("Ngày chưa hợp lệ")
    author.expect_silence()
    assert await commitments(world, ref) == []


async def test_a_second_later_date_is_a_leaders_matter(world: World) -> None:
    """An update that keeps the date is welcome; the unit cannot use interim answers to put the answer off again."""
    _, officer, ref = await drafting(world)
    await officer.say("Đang xin báo giá.")
    await officer.tap("Gửi như trả lời tạm")
    await officer.say("18/11/2026")
    await press(world, officer, f"a.interim.{ref}")
    await officer.say("Có một báo giá rồi.")
    await officer.say("20/11/2026")
    officer.expect("đã gia hạn một lần")
    await officer.say("18/11/2026")
    officer.expect("Đã gửi trả lời tạm")
    assert len(await commitments(world, ref)) == 1
