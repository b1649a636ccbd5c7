"""A department's question, answered in words without pressing anything first."""

import pytest

from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind
from tests.handlers.steps import photo, routed_case, stored
from tests.journeys.steps import reply_code_in
from tests.talk import Talk
from tests.world import World

QUESTION = "Máy nào ạ?"


async def questioned(world: World, *, name: str = "") -> tuple[Talk, Talk, str]:
    """An author whom the department has asked; the officer, and the reference."""
    author, officer = await world.staff(), await world.officer("VP")
    ref = await routed_case(author, await world.office(), "VP", name=name)
    await officer.tap("Hỏi thêm")
    await officer.say(QUESTION)
    author.expect(ref, QUESTION)
    return author, officer, ref


@pytest.mark.parametrize("name", ["", "Trần Thị Mẫu, Văn phòng"])
async def test_what_is_written_after_the_question_is_proposed_as_its_answer(world: World, name: str) -> None:
    """Nobody has to press "Trả lời" first: what was written, its photo too, reaches the officer after one tap."""
    author, officer, ref = await questioned(world, name=name)

    await author.say("Dạ máy số 3 ạ", files=[photo()])
    author.expect("Dạ máy số 3 ạ", ref)
    assert author.labels == [f"Trả lời {ref}", "Gửi thành ý kiến mới", "Hủy"]
    await author.say("kê cạnh cửa sổ")
    await author.tap("Trả lời DT")

    author.expect("Đã thêm vào ý kiến", ref)
    officer.expect("Người gửi trả lời", ref, "Dạ máy số 3 ạ\nkê cạnh cửa sổ")
    case = await stored(world, ref)
    assert case.status is Status.IN_PROGRESS
    assert case.latest(EntryKind.ADDITION) == "Dạ máy số 3 ạ\nkê cạnh cửa sổ"
    await officer.tap("Xem chi tiết")
    assert len(officer.phone.events[-1]["files"]) == 1


async def test_it_may_be_a_concern_of_its_own(world: World) -> None:
    """Then it is one, with its photo, and the question stays open."""
    author, _, ref = await questioned(world)
    await author.say("Ghế phòng họp gãy hết rồi", files=[photo()])

    await author.tap("Gửi thành ý kiến mới")

    author.expect("muốn gửi thế nào")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    author.expect("Ghế phòng họp gãy hết rồi", "(1 tệp)")
    assert (await stored(world, ref)).status is Status.NEEDS_INFO


async def test_after_the_answer_words_begin_a_concern_again(world: World) -> None:
    """The question has been dealt with, even if it is still the newest notice."""
    author, _, _ = await questioned(world)
    await author.tap("Trả lời")
    await author.say("Máy số 3")

    await author.say("Ghế phòng họp gãy hết rồi")

    author.expect("muốn gửi thế nào")


async def test_whoever_opened_the_case_by_its_code_can_simply_write_too(world: World) -> None:
    """The card shows the question: what is written below it is proposed as the answer."""
    author, officer = await world.staff(), await world.officer("VP")
    ref = await routed_case(author, await world.office(), "VP")
    code = reply_code_in(next(e["text"] for e in author.phone.events if "Mã nhận trả lời" in e["text"]))
    await officer.tap("Hỏi thêm")
    await officer.say(QUESTION)
    elsewhere = await world.staff()
    await elsewhere.say(code)
    elsewhere.expect(QUESTION)

    await elsewhere.say("Dạ máy số 3 ạ")
    await elsewhere.tap("Trả lời DT")

    officer.expect("Người gửi trả lời", ref, "Dạ máy số 3 ạ")


async def test_words_that_may_give_the_author_away_are_pointed_out_first(world: World) -> None:
    """The answer goes the way every addition goes."""
    author, officer, ref = await questioned(world)
    await author.say("Dạ gọi em số 0912345678")

    await author.tap("Trả lời DT")
    author.expect("0912345678")
    await author.tap("Bỏ giúp tôi")

    officer.expect("Người gửi trả lời", ref, "Dạ gọi em số […]")
