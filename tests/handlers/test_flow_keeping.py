"""The office sees at triage, or later, whom a concern is about: from then on it is kept from that unit."""

import pytest

from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from tests.handlers.steps import ANSWER, NOT_FOUND, press, routed_case, stored, submit
from tests.handlers.test_flow_about import everywhere, file_about
from tests.journeys.steps import CONCERN, file_concern
from tests.talk import Talk
from tests.world import World

ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"
KEEP = "Giữ kín với đơn vị"


async def keep(talk: Talk, unit: str) -> None:
    await talk.tap(KEEP)
    await talk.say(unit)


async def test_before_it_is_sent_anywhere(world: World) -> None:
    """One button and the unit: it cannot be sent there, its people find nothing, and the author is told."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    ref = await file_concern(author)
    await keep(office, "phong kinh te")
    office.expect("Đã giữ kín", ref, ECONOMY)
    author.expect(ref, ECONOMY, "không để nơi đó nhận, đọc")
    case = await stored(world, ref)
    assert (case.excluded, case.department, case.status) == (("KT",), "VP", Status.SUBMITTED)
    await office.tap("Chọn đơn vị khác")
    assert ECONOMY not in office.labels
    await office.say("KT")
    office.expect("nói về đơn vị đó nên không chuyển tới đó được")
    await everywhere(world, officer, ref)
    officer.expect_no(CONCERN)


@pytest.mark.parametrize("far", ["routed", "accepted", "asked", "drafted"])
async def test_the_department_that_held_it_loses_it(world: World, far: str) -> None:
    """However far it has come: back to the office, which sends it elsewhere; the one before finds nothing."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    other = await world.officer("VHXH")
    ref = await routed_case(author, office, "KT")
    match far:
        case "accepted":
            await officer.tap("Nhận việc")
        case "asked":
            await officer.tap("Hỏi thêm")
            await officer.say("Phòng nào?")
        case "drafted":
            await submit(officer)
    await office.say(ref)
    await keep(office, "KT")
    office.expect("chờ chọn nơi xử lý", ref)
    case = await stored(world, ref)
    assert (case.excluded, case.department, case.status, case.owner) == (("KT",), "VP", Status.RECEIVED, None)
    await everywhere(world, officer, ref)
    await press(world, officer, "c.work")
    assert ref not in str(officer.phone.events[-1])
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    other.expect(ref)


async def test_a_supporting_unit_loses_it_and_the_lead_goes_on(world: World) -> None:
    """Only the unit it is about is left out."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VHXH")
    helper = await world.officer("KT")
    ref = await routed_case(author, office, "VHXH")
    await office.tap("Thêm đơn vị phối hợp")
    await office.say("KT")
    helper.expect(ref)
    await office.say(ref)
    await keep(office, "KT")
    case = await stored(world, ref)
    assert (case.department, case.supporting, case.status) == ("VHXH", (), Status.ROUTED)
    await everywhere(world, helper, ref)
    await submit(officer)


async def test_about_the_office_itself_a_leader_has_it(world: World) -> None:
    """The office is asked once more, since it loses the concern itself; then the chairman sends it on."""
    author, office, leader = await world.staff(), await world.office(), await world.leader("UBND")
    ref = await file_concern(author)
    await keep(office, "VP")
    office.expect("chính Anh/Chị cũng không đọc được")
    assert (await stored(world, ref)).excluded == ()
    await office.tap("Giữ kín, tôi không đọc nữa")
    office.expect("Đã giữ kín", ref)
    assert (await stored(world, ref)).department == "UBND"
    await office.say(ref)
    office.expect(NOT_FOUND)
    leader.expect(ref, "chờ chọn nơi xử lý")
    await leader.tap("Chọn đơn vị khác")
    await leader.say("KT")
    assert (await stored(world, ref)).department == "KT"


async def test_the_other_leader_approves_what_waited_for_this_one(world: World) -> None:
    """A draft that lay with a leader whom it is about does not wait for ever."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    chairman, secretary = await world.leader("UBND"), await world.leader("TTDU")
    ref = await routed_case(author, office, "KT")
    await submit(officer)
    chairman.expect(ref)
    await office.say(ref)
    await keep(office, "UBND")
    secretary.expect(ref, "thay lãnh đạo không được đọc")
    await everywhere(world, chairman, ref)
    await secretary.tap("Xem")
    await secretary.tap("Duyệt")
    author.expect(ref, ANSWER)


async def test_somebody_must_be_left(world: World) -> None:
    """Both leaders cannot be left out: nothing is done."""
    author, office = await world.staff(), await world.office()
    await world.leader("UBND"), await world.leader("TTDU")
    ref = await file_concern(author)
    await keep(office, "UBND")
    await keep(office, "TTDU")
    office.expect("không còn ai nhận ý kiến")
    assert (await stored(world, ref)).excluded == ("UBND",)


async def test_a_mistake_is_put_right_but_not_what_the_author_chose(world: World) -> None:
    """The office lets in whom it kept out; the author's own choice is not offered, and typed it is refused."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VHXH")
    ref = await file_about(author, "KT")
    await keep(office, "VHXH")
    await office.tap("Bỏ giữ kín")
    assert ECONOMY not in office.labels
    await office.say("KT")
    office.expect("do chính người gửi chọn")
    await office.say("VHXH")
    author.expect(ref, "lại nhận và đọc được")
    assert (await stored(world, ref)).excluded == ("KT",)
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    officer.expect(ref)


async def test_what_is_answered_together_is_kept_together(world: World) -> None:
    """Whoever answers one of several merged concerns reads all: each is kept from the unit, each author told."""
    first, second, office = await world.staff(), await world.staff(), await world.office()
    merged, lead = await file_concern(first), await file_concern(second, "Máy in phòng bên cũng hỏng từ tháng 10.")
    await press(world, office, f"a.merge.{merged}")
    await office.say(lead)
    await office.say(lead)
    await keep(office, "KT")
    assert [(await stored(world, ref)).excluded for ref in (merged, lead)] == [("KT",), ("KT",)]
    first.expect(merged, ECONOMY)
    second.expect(lead, ECONOMY)


async def test_who_may_and_that_the_log_has_it(world: World) -> None:
    """The office and leaders, nobody of a department; who did it is in the log."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer, auditor = await world.officer("KT"), await world.person(Post(Role.AUDITOR))
    ref = await routed_case(author, office, "KT")
    await press(world, officer, f"a.keepfrom.{ref}")
    officer.expect("chưa được giao quyền")
    assert (await stored(world, ref)).excluded == ()
    await leader.say(ref)
    await keep(leader, "KT")
    await auditor.say("nhật ký")
    auditor.expect("giữ kín với đơn vị", ref)
