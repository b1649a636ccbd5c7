"""From a draft to the answer the author reads, and everything that may come in between."""

import asyncio
from pathlib import Path

import pytest

from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind
from tests.handlers.steps import ANSWER, NO_LONGER, STALE, photo, press, routed_case, stored, submit
from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World, open_world

VP = "Văn phòng HĐND và UBND"


async def drafted(world: World) -> tuple[Talk, Talk, Talk, str]:
    """A case whose answer waits for a leader: author, officer, leader and reference."""
    author, officer, leader = await world.staff(), await world.officer("VP"), await world.leader()
    ref = await routed_case(author, await world.office(), "VP")
    await submit(officer)
    return author, officer, leader, ref


async def test_a_draft_is_written_looked_at_and_approved(world: World) -> None:
    """Several messages make the answer, the leader reads it whole, and the author gets it from the department."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await routed_case(author, office, "VP", name="Trần Thị Mẫu, Một cửa")
    await officer.tap("Soạn trả lời")
    officer.expect(f"Soạn trả lời {ref} (Trần Thị Mẫu, Một cửa)", "ai làm, hạn nào")
    await officer.say("", files=[photo()])
    officer.expect("Bước này chưa nhận tệp")
    await officer.say("Nhầm rồi.")
    await officer.tap("Sửa lại")
    await officer.say(ANSWER)
    await officer.say("Căn cứ: kế hoạch mua sắm năm 2026.")
    officer.expect("Câu trả lời:", ANSWER, "Căn cứ")
    author.listen()
    await officer.tap("Trình lãnh đạo")
    author.expect_silence()
    leader.expect(f"{VP} trình câu trả lời cho {ref}", ANSWER, "Căn cứ")
    assert leader.labels == ["Duyệt", "Sửa rồi gửi", "Yêu cầu sửa", "Xem chi tiết"]
    await leader.tap("Duyệt")
    leader.expect(f"Đã gửi câu trả lời cho {ref}")
    author.expect(f"{VP} trả lời ý kiến {ref}", ANSWER, "Căn cứ", "Câu trả lời đã rõ chưa ạ?")


async def test_a_leader_words_the_draft_anew(world: World) -> None:
    """ "Sửa rồi gửi" shows the draft, and what the leader writes goes out in the leader's name."""
    author, _, leader, ref = await drafted(world)
    await leader.tap("Sửa rồi gửi")
    assert leader.new[1:] == [ANSWER]
    leader.expect("Bản dự thảo hiện có")
    await leader.say("Văn phòng cấp máy mới ngay trong tuần này.")
    await leader.tap("Gửi trả lời")
    author.expect(f"Lãnh đạo Ủy ban nhân dân phường trả lời ý kiến {ref}", "ngay trong tuần này")


async def test_a_draft_that_was_sent_is_not_proposed_again(world: World) -> None:
    """Sent back by the leader it is there to be changed; refused by the author once it was the answer, it is not."""
    author, officer, leader, _ = await drafted(world)
    await leader.tap("Yêu cầu sửa")
    await leader.say("Ghi rõ ai chịu trách nhiệm.")
    await officer.tap("Soạn trả lời")
    assert officer.new[1:] == [ANSWER]
    await officer.say(ANSWER)
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    await author.tap("Chưa thỏa đáng")
    await officer.tap("Soạn trả lời")
    assert len(officer.new) == 1


async def test_rewriting_an_answer_begins_with_what_was_written(world: World) -> None:
    """ "Viết lại" hands it over alone."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    await routed_case(author, office, "VP")
    await officer.tap("Soạn trả lời")
    await officer.say(ANSWER)
    await officer.tap("Viết lại")
    assert officer.new[1:] == [ANSWER]


async def test_a_draft_is_sent_back_and_comes_again(world: World) -> None:
    """The officer reads what is to be changed; the author reads none of it, and the new draft can be approved."""
    author, officer, leader, ref = await drafted(world)
    await leader.tap("Yêu cầu sửa")
    await leader.say("Ghi rõ ai chịu trách nhiệm.")
    leader.expect(f"Đã chuyển lại {ref}")
    officer.expect("yêu cầu sửa", "Ghi rõ ai chịu trách nhiệm.")
    await submit(officer, "Văn phòng cấp máy mới trước 30/11, do tổ quản trị làm.")
    await leader.tap("Duyệt")
    author.expect("do tổ quản trị làm")
    await author.tap("Xem tình trạng")
    author.expect_no("Ghi rõ ai", ANSWER)


@pytest.mark.parametrize("by_leader", [True, False])
async def test_an_old_approval_publishes_nothing_that_was_refused(world: World, *, by_leader: bool) -> None:
    """ "Duyệt" under a draft that was sent back, or whose answer the author refused, is out of place."""
    author, _, leader, ref = await drafted(world)
    approve = leader.value_of("Duyệt")
    if by_leader:
        await leader.tap("Yêu cầu sửa")
        await leader.say("Ghi rõ ai chịu trách nhiệm.")
    else:
        await leader.tap("Duyệt")
        await author.tap("Chưa thỏa đáng")
        await author.tap("Bỏ qua")
    author.listen()
    await press(world, leader, approve)
    leader.expect(NO_LONGER)
    author.expect_silence()
    assert (await stored(world, ref)).status is Status.IN_PROGRESS


async def test_two_leaders_approve_one_after_the_other(world: World) -> None:
    """The second one hears that the answer is out, and the author gets it once."""
    author, _, leader, ref = await drafted(world)
    other = await world.leader("TTDU")
    await leader.tap("Duyệt")
    await press(world, other, leader.value_of("Duyệt"))
    other.expect(f"Đã gửi câu trả lời cho {ref}")
    assert len([text for text in author.new if ANSWER in text]) == 1


async def test_two_leaders_approve_in_the_same_moment(world: World) -> None:
    """Both get a kind sentence, and there is one answer."""
    author, _, leader, ref = await drafted(world)
    leaders = [leader, await world.leader("TTDU"), await world.leader("UBND")]
    for each in leaders:
        each.listen()
    await asyncio.gather(*(each.phone.post(key="approve", choice=f"a.approve.{ref}") for each in leaders))
    await world.settle()
    for each in leaders:
        each.expect(f"Đã gửi câu trả lời cho {ref}")
    assert len([text for text in author.new if ANSWER in text]) == 1
    assert [e.kind for e in (await stored(world, ref)).entries].count(EntryKind.ANSWER) == 1


async def test_what_was_withdrawn_meanwhile_is_not_answered(world: World) -> None:
    """Leader and officer are told kindly that the case moved on."""
    author, officer, leader, ref = await drafted(world)
    await author.tap("Xem tình trạng")
    await author.tap("Rút")
    await author.tap("Rút ý kiến")
    await leader.tap("Duyệt")
    leader.expect(NO_LONGER)
    await press(world, officer, f"a.draft.{ref}")
    await officer.say(ANSWER)
    await officer.tap("Trình lãnh đạo")
    officer.expect(NO_LONGER)


async def test_a_leader_answers_directly(world: World) -> None:
    """Even before anybody was asked to: the answer goes out at once in the leader's name."""
    author, leader = await world.staff(), await world.leader()
    office = await world.office()
    ref = await routed_case(author, office, "VP")
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    author.expect(f"Lãnh đạo Ủy ban nhân dân phường trả lời ý kiến {ref}", ANSWER)


@pytest.mark.parametrize(("unit", "button"), [("VP", "Trình lãnh đạo"), ("", "Gửi trả lời")])
async def test_words_under_an_open_case_can_become_its_answer(world: World, unit: str, button: str) -> None:
    """Only after asking: an officer's words become a draft, a leader's the answer."""
    author, office = await world.staff(), await world.office()
    person = await (world.officer(unit) if unit else world.leader())
    ref = await routed_case(author, office, "VP")
    await person.say(ref)
    person.expect(ref, "Hạn")
    await person.say(ANSWER)
    person.expect(f"Dùng nội dung vừa viết làm câu trả lời cho {ref}?")
    await person.say("Do tổ quản trị làm.")
    person.expect("Câu trả lời:", ANSWER, "Do tổ quản trị làm.")
    await person.tap(button)
    person.expect(ref)
    wanted = Status.AWAITING_APPROVAL if unit else Status.ANSWERED
    assert (await stored(world, ref)).status is wanted


async def test_words_under_a_case_that_is_answered_are_no_second_answer(world: World) -> None:
    """They are not even proposed as one, and neither are the office's before a department has the case."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await file_concern(author)
    await office.say(ref)
    await office.say(ANSWER)
    office.expect("Anh/Chị chọn một việc bên dưới")
    await press(world, leader, f"a.answer.{ref}")
    await leader.say(ANSWER)
    await leader.tap("Gửi trả lời")
    await leader.say(ref)
    await leader.say("Thêm một câu nữa.")
    leader.expect("Anh/Chị chọn một việc bên dưới")


async def test_the_button_takes_the_words_as_they_are(world: World) -> None:
    """ "Dùng làm trả lời" shows them as they will go out, before they do."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    ref = await routed_case(author, office, "VP")
    await leader.say(ref)
    await leader.say(ANSWER)
    author.listen()
    await leader.tap("Dùng làm trả lời")
    leader.expect("Câu trả lời:", ANSWER)
    author.expect_silence()
    await leader.tap("Gửi trả lời")
    author.expect(ANSWER)


async def test_a_department_that_signs_itself_answers_at_once(tmp_path: Path) -> None:
    """Where no approval is asked for, the officer's button sends, and no leader is told."""
    async with open_world("sqlite", tmp_path, approval="never") as world:
        author, office = await world.staff(), await world.office()
        officer, leader = await world.officer("VP"), await world.leader()
        ref = await routed_case(author, office, "VP")
        await officer.tap("Soạn trả lời")
        await officer.say(ANSWER)
        await officer.tap("Gửi trả lời")
        officer.expect(f"Đã gửi câu trả lời cho {ref}")
        author.expect(f"{VP} trả lời ý kiến {ref}", ANSWER)
        leader.expect_silence()


async def test_an_answer_too_long_for_a_chat_is_not_cut(world: World) -> None:
    """It is refused with the limit instead, and the officer writes a shorter one."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    await routed_case(author, office, "VP")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng trả lời. " * 600)
    officer.expect("Nội dung quá dài (tối đa 10.000 ký tự)")
    await officer.say(ANSWER)
    officer.expect("Câu trả lời:", ANSWER)


async def test_a_draft_is_laid_before_the_leader_once(world: World) -> None:
    """The same button pressed a second time has become old."""
    _, officer, leader, _ = await drafted(world)
    await officer.tap("Trình lãnh đạo")
    officer.expect(STALE)
    assert len([text for text in leader.new if "trình câu trả lời" in text]) == 1
