"""Whom a concern is about: its author says so, and those people never get, find or answer it."""

from collections.abc import Sequence
from datetime import date

import pytest

from handlers import registry
from storage.domain.ids import CaseId
from storage.domain.permissions import Action, Actor, Post, Role, may
from storage.domain.ports import Absence
from tests.builders import make_case
from tests.handlers.steps import NOT_FOUND, press, stored, submit
from tests.handlers.test_flow_absence import name_stand_in
from tests.journeys.reminding import at
from tests.journeys.steps import ref_in
from tests.talk import Talk
from tests.world import World

RUDE = "Cán bộ phòng Kinh tế hách dịch, quát mắng dân xin giấy phép xây dựng từ tháng 9 ở trụ sở."
ASKED = "Ý kiến này nói về ai?"
ECONOMY = "Phòng Kinh tế, Hạ tầng và Đô thị"


async def to_question(author: Talk, text: str = RUDE) -> None:
    await author.say(text)
    await author.tap("Không ghi tên")
    await author.tap("Phản ánh")
    while author.labels == ["Bỏ qua"]:
        await author.tap("Bỏ qua")


async def file_about(author: Talk, *units: str, text: str = RUDE) -> str:
    """A report kept from these units, said to be so by the author; its reference."""
    await to_question(author, text)
    author.expect(ASKED)
    for unit in units:
        await author.say(unit)
    if "Đủ rồi" in author.labels:
        await author.tap("Đủ rồi")
    await author.tap("Gửi")
    return ref_in(author.expect("Đã gửi"))


async def test_the_author_is_asked_whom_it_is_about(world: World) -> None:
    """The unit found in the text is offered; what is chosen is shown before sending, and the case goes elsewhere."""
    author, office = await world.staff(), await world.office()
    await to_question(author)
    author.expect(ASKED, "sẽ không nhận, không đọc được và không trả lời")
    assert author.labels == [ECONOMY, "Đơn vị khác", "Lãnh đạo", "Không nói về ai"]
    await author.tap(ECONOMY)
    author.expect("→ Văn phòng HĐND và UBND", f"Không gửi tới, không cho đọc: {ECONOMY}.")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert (case.excluded, case.department, case.suggested) == (("KT",), "VP", "VP")
    await office.tap("Chọn đơn vị khác")
    assert ECONOMY not in office.labels
    await office.say("KT")
    office.expect("nói về đơn vị đó nên không chuyển tới đó được")


async def test_about_nobody_goes_the_usual_way(world: World) -> None:
    """ "Không nói về ai" settles it, typed as well: nobody is left out."""
    author = await world.staff()
    await to_question(author)
    await author.say("khong noi ve ai")
    preview = author.expect("xem lại trước khi gửi")
    assert "không cho đọc" not in preview
    await author.tap("Gửi")
    assert (await stored(world, ref_in(author.expect("Đã gửi")))).excluded == ()


@pytest.mark.parametrize(
    "text",
    ["Máy in ở phòng Kinh tế hỏng từ tháng 9, dân chờ lâu.", "Phòng Kinh tế trả lời chậm từ tháng 9, mong nhanh hơn."],
)
async def test_what_is_only_broken_or_slow_is_not_asked_about(world: World, text: str) -> None:
    """Slowness is the unit's own to put right: no question."""
    author = await world.staff()
    await to_question(author, text)
    author.expect("xem lại trước khi gửi")


async def test_an_enrolled_persons_name_leads_to_the_unit(world: World) -> None:
    """A head who is named without the unit: the unit is offered all the same."""
    author = await world.staff()
    await world.person(Post(Role.HEAD, "VHXH"), name="Lý Trần Giả Định")
    await to_question(author, "Ông Lý Trần Giả Định hách dịch với dân ở trụ sở từ tháng 9.")
    await author.tap("Để nguyên")
    author.expect(ASKED)
    assert author.labels[0] == "Phòng Văn hóa - Xã hội"


async def test_any_unit_can_be_kept_out_from_the_preview(world: World) -> None:
    """Where nothing was found, "Chọn đơn vị" leads there; the choice can be taken back."""
    author, _ = await world.staff(), await world.leader()
    await to_question(author, "Xin cấp thêm ghế ở phòng họp từ tháng 12.")
    await author.tap("Chọn đơn vị")
    await author.tap("Ý kiến nói về một đơn vị")
    await author.say("van phong")
    author.expect("xem lại trước khi gửi", "không cho đọc: Văn phòng HĐND và UBND")
    await author.tap("Chọn đơn vị")
    await author.tap("Ý kiến nói về một đơn vị")
    await author.tap("Bỏ chọn hết")
    assert "không cho đọc" not in author.expect("xem lại trước khi gửi")


async def test_a_leader_is_passed_over_for_the_other(world: World) -> None:
    """About the chairman: the secretary is asked to approve, and the chairman hears of nothing."""
    author, office = await world.staff(), await world.office()
    chairman, secretary = await world.leader("UBND"), await world.leader("TTDU")
    officer = await world.officer("VHXH")
    ref = await file_about(author, "Chủ tịch", text="Chủ tịch phường la mắng nhân viên ở cuộc họp từ tháng 9.")
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    await submit(officer)
    secretary.expect("Duyệt" if "Duyệt" in secretary.new[-1] else ref)
    await secretary.tap("Duyệt")
    author.expect(ref)
    chairman.expect_no(ref)
    assert chairman.new == []


async def test_about_both_leaders_the_lawful_way_is_shown(world: World) -> None:
    """Nobody here is left to answer: that is said, with where to turn; the draft stays."""
    author = await world.staff()
    await world.leader("UBND"), await world.leader("TTDU")
    await to_question(author, "Chủ tịch và Bí thư la mắng nhân viên ở cuộc họp từ tháng 9.")
    await author.say("Chủ tịch")
    await author.say("Bí thư")
    author.expect("không còn ai nhận ý kiến")
    author.expect("Luật Tố cáo")
    await author.tap("Đủ rồi")
    author.expect("xem lại trước khi gửi", "không cho đọc: Lãnh đạo Ủy ban nhân dân phường.")


async def test_about_the_office_a_leader_gets_it(world: World) -> None:
    """The office is not told, its list is empty, and the chairman routes."""
    author, office, leader = await world.staff(), await world.office(), await world.leader("UBND")
    officer = await world.officer("KT")
    ref = await file_about(author, "VP", text="Văn phòng gây khó dễ khi cấp giấy ở trụ sở từ tháng 9.")
    office.expect_no(ref)
    await office.say("chờ phân loại")
    office.expect_no(ref)
    leader.expect(ref)
    await leader.tap("Chọn đơn vị khác")
    await leader.say("KT")
    officer.expect(ref)
    await officer.tap("Trả lại")
    await officer.say("Không phải việc của phòng.")
    await officer.tap("Văn phòng quyết định")
    assert (await stored(world, ref)).department == "UBND"
    office.expect_no(ref)
    leader.expect(ref)


async def everywhere(world: World, talk: Talk, ref: str) -> None:
    """Every action on the case by its reference, and every command."""
    for name in registry.CASE_ACTIONS:
        await press(world, talk, f"a.{name}.{ref}.VP")
        assert [text[: len(NOT_FOUND)] for text in talk.new] == [NOT_FOUND], name
    await talk.say(ref)
    talk.expect(NOT_FOUND)
    for name in sorted(registry.COMMANDS):
        await press(world, talk, f"c.{name}")


async def look_around(world: World, people: Sequence[Talk]) -> None:
    """Every list somebody may open while the case is where it is now."""
    for talk in people:
        for name in ("work", "triage", "approvals", "promises", "undelivered", "start"):
            await press(world, talk, f"c.{name}")


def shown(talk: Talk) -> Sequence[str]:
    """All a phone ever showed, buttons and what they stand for included."""
    return [str(each) for event in talk.phone.events for each in (event["text"], event["choices"], event["files"])]


async def test_who_it_is_about_never_meets_the_case(world: World) -> None:
    """Through its whole life, late and answered: officer, head, who stands in there, and who works there too."""
    author, office, leader = await world.staff(), await world.office(), await world.leader("UBND")
    there = [
        await world.person(Post(Role.HEAD, "KT"), name="Lê Thị Vắng"),
        await world.person(Post(Role.OFFICER, "KT"), Post(Role.OFFICE, "VP"), name="Trần Văn Thay"),
        await world.person(Post(Role.STAFF, "KT"), Post(Role.LEADER, "TTDU")),
    ]
    await name_stand_in(office, "Lê Thị Vắng", "Trần Văn Thay", "30/12")
    officer = await world.officer("VHXH")
    ref = await file_about(author, "KT")
    await look_around(world, there)
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    await officer.tap("Nhận việc")
    for day in range(3, 28):
        world.clock.move_to(at(world, date(2026, 11, day), 9))
        await world.app.sweeps.what_is_due()
        await world.settle()
    await submit(officer)
    await look_around(world, there)
    await leader.tap("Duyệt")
    author.expect(ref)
    await look_around(world, there)
    await author.tap("Chưa thỏa đáng")
    await author.say("Vẫn còn như cũ.")
    await world.settle()
    for talk in there:
        await everywhere(world, talk, ref)
        mine = [text for text in shown(talk) if "hách dịch" in text or (ref in text and not text.startswith(NOT_FOUND))]
        assert mine == []
    leader.expect(ref)


async def test_who_stands_in_there_is_kept_out_for_these_days_only(world: World) -> None:
    """The office's own person, at the head's desk until the tenth: not there before, there after."""
    author = await world.staff()
    await world.person(Post(Role.HEAD, "KT"), name="Lê Thị Vắng")
    office = await world.person(Post(Role.OFFICE, "VP"), Post(Role.STAFF, "VP"), name="Trần Văn Thay")
    async with world.app.base.store.writing() as uow:
        away, instead = [each.person for unit in ("KT", "VP") for each in await uow.people.colleagues(unit)]
        await uow.people.stand_in(Absence(away, "KT", instead, date(2026, 11, 1), date(2026, 11, 10)))
        await uow.commit()
    await world.leader("UBND")
    ref = await file_about(author, "KT")
    await office.say(ref)
    office.expect(NOT_FOUND)
    world.clock.move_to(at(world, date(2026, 11, 11), 9))
    await office.say(ref)
    office.expect("hách dịch")


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_no_post_in_such_a_unit_allows_anything(action: Action, role: Role) -> None:
    """Whatever else a person is, one post in a unit the case is kept from refuses every action on it."""
    case = make_case(department="VHXH", supporting=("VP",), excluded=("KT", "UBND"))
    posts = frozenset({Post(role, unit) for unit in ("VHXH", "VP", "TTDU")})
    for unit in case.excluded:
        assert not may(Actor(posts | {Post(Role.STAFF, unit)}), action, case)
    as_author = Actor(posts | {Post(role, "KT")}).as_author_of(CaseId(case.id))
    assert may(as_author, Action.JUDGE, case)  # who works there may complain of it, and reads the own case
