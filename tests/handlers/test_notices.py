"""Who is told what: once each, whatever posts they hold."""

from datetime import UTC, datetime
from pathlib import Path

from storage.domain.permissions import Post, Role
from tests.handlers.steps import ANSWER, press, routed_case, submit
from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World, open_world

DANGEROUS = "Trần phòng họp sắp sập, vữa rơi xuống bàn."


def counted(talk: Talk, *parts: str) -> int:
    return sum(all(part in event["text"] for part in parts) for event in talk.phone.events)


async def test_an_alarm_rings_once_where_no_leader_is_enrolled(world: World) -> None:
    """The office gets it in the leaders' place as well, and needs no second copy."""
    author, office = await world.staff(), await world.office()
    ref = await file_concern(author, DANGEROUS)
    assert counted(office, "KHẨN", ref) == 1


async def test_an_alarm_rings_once_where_there_is_no_office(world: World) -> None:
    """Likewise for a leader who stands in for the office."""
    author, leader = await world.staff(), await world.leader()
    ref = await file_concern(author, DANGEROUS)
    assert counted(leader, "KHẨN", ref) == 1


async def test_who_holds_two_posts_is_told_once(world: World) -> None:
    """Of an answer that was refused, both the leaders and the department hear: one person who is both, once."""
    author, office = await world.staff(), await world.office()
    both = await world.person(Post(Role.OFFICER, "VP"), Post(Role.LEADER, "UBND"))
    ref = await routed_case(author, office, "VP")
    await submit(both)
    await both.tap("Duyệt")
    await author.tap("Chưa thỏa đáng")
    await author.tap("Bỏ qua")
    assert counted(both, ref, "được mở lại") == 1
    assert "Giao việc" in both.labels


async def drafted(world: World) -> tuple[Talk, Talk, str]:
    """A draft of the department that waits for its leader: officer, leader, reference."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    leader = await world.leader()
    ref = await routed_case(author, office, "VP")
    await submit(officer)
    officer.listen()
    return officer, leader, ref


async def test_a_department_hears_that_its_draft_was_approved(world: World) -> None:
    """Once, with the promise that it has to keep from now on; others of the department read it as well."""
    officer, leader, ref = await drafted(world)
    head = await world.head("VP")
    await leader.tap("Duyệt")
    for each in (officer, head):
        (told,) = each.new
        assert told.startswith(f"✅ Lãnh đạo đã duyệt câu trả lời cho {ref}")
        assert "30/11/2026" in told


async def test_a_department_hears_that_its_draft_was_reworded(world: World) -> None:
    """And opens what went out in its stead."""
    officer, leader, ref = await drafted(world)
    await leader.tap("Sửa rồi gửi")
    await leader.say("Văn phòng cấp máy mới ngay trong tuần này.")
    await leader.tap("Gửi trả lời")
    (told,) = officer.new
    assert told.startswith(f"✏️ Lãnh đạo đã sửa câu trả lời cho {ref} rồi gửi")
    await officer.tap("Xem chi tiết")
    officer.expect("ngay trong tuần này")


async def test_a_draft_written_over_with_the_same_words_was_approved(world: World) -> None:
    """What counts is what the sender reads."""
    officer, leader, _ = await drafted(world)
    await leader.tap("Sửa rồi gửi")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    officer.expect("đã duyệt")


async def test_a_department_hears_that_a_leader_answered_in_its_stead(world: World) -> None:
    """Before it had drafted anything: there is nothing left to do."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    leader = await world.leader()
    ref = await routed_case(author, office, "VP")
    officer.listen()
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    (told,) = officer.new
    assert told.startswith(f"📨 Lãnh đạo đã trả lời {ref}")


async def test_a_department_that_signs_itself_is_told_nothing_of_it(tmp_path: Path) -> None:
    """It has just done it."""
    async with open_world("sqlite", tmp_path, approval="never") as world:
        author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
        await routed_case(author, office, "VP")
        await officer.tap("Soạn trả lời")
        await officer.say(ANSWER)
        await officer.tap("Gửi trả lời")
        assert len(officer.new) == 1


async def test_what_became_of_a_draft_waits_for_the_morning(world: World) -> None:
    """A leader who approves at nine in the evening wakes nobody; the sender has the answer at once."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    leader = await world.leader()
    ref = await routed_case(author, office, "VP", name="Lê Thị Thử")
    await submit(officer)
    world.clock.move_to(datetime(2026, 11, 3, 14, tzinfo=UTC))  # 21:00 there
    for each in (author, officer):
        each.listen()
    await leader.tap("Duyệt")
    author.expect(ref, ANSWER)
    officer.expect_silence()
    world.clock.move_to(datetime(2026, 11, 4, 0, 1, tzinfo=UTC))
    await world.settle()
    (told,) = officer.new
    assert ref in told


async def test_an_answer_for_a_department_without_people_is_told_to_the_office(world: World) -> None:
    """It got the task in their stead, and is offered no other department for what is answered."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await routed_case(author, office, "KT")
    office.listen()
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    (told,) = office.new
    assert f"Lãnh đạo đã trả lời {ref}" in told
    assert office.labels == ["Xem chi tiết"]


async def test_a_department_hears_that_its_work_went_to_another(world: World) -> None:
    """Also while its draft waited for the leader who gave it away."""
    officer, leader, ref = await drafted(world)
    await press(world, leader, f"a.assign.{ref}")
    await leader.say("giao KT, hạn 30/11")
    (told,) = officer.new
    assert told == f"↪️ {ref} đã được chuyển cho Phòng Kinh tế, Hạ tầng và Đô thị. Đơn vị không cần xử lý nữa."


async def test_work_given_to_the_same_department_again_is_still_its_own(world: World) -> None:
    """It is told of the new due date, and not that it has lost anything."""
    officer, leader, ref = await drafted(world)
    await press(world, leader, f"a.assign.{ref}")
    await leader.say("giao VP, hạn 30/11")
    (told,) = officer.new
    assert "giao việc" in told


async def test_a_department_hears_of_the_later_date_a_leader_gives_it(world: World) -> None:
    """What it has asked for itself it knows; the author hears of both."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("KT")
    leader = await world.leader()
    ref = await routed_case(author, office, "KT")
    await officer.tap("Xin gia hạn")
    await officer.tap("ba ngày làm việc")
    await officer.say("Chờ báo giá.")
    assert len(officer.new) == 1
    await press(world, leader, f"a.extend.{ref}")
    await leader.say("20/11")
    await leader.say("Nhà cung cấp giao chậm.")
    told = officer.expect(f"Lãnh đạo Ủy ban nhân dân phường gia hạn {ref} đến thứ Sáu, 20/11/2026")
    assert "Nhà cung cấp giao chậm." in told


async def test_a_department_hears_that_its_promise_was_moved(world: World) -> None:
    """By a leader: to another day than the one it works towards."""
    officer, leader, ref = await drafted(world)
    await leader.tap("Duyệt")
    await press(world, leader, f"a.move.{ref}")
    await leader.say("15/12/2026")
    await leader.say("Chờ đấu thầu.")
    officer.expect(f"dời hẹn của {ref} đến thứ Ba, 15/12/2026", "Chờ đấu thầu.")
