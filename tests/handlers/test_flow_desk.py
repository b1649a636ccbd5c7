"""The desks: their lists, the open case, and notices answered by a button, a number with a tag, or words."""

import pytest

from storage.domain.ids import tag_of
from storage.domain.lifecycle import Status
from tests.handlers.steps import ANSWER, routed_case, stored, submit
from tests.journeys.steps import file_concern
from tests.talk import Talk
from tests.world import World

NOT_YOURS = "Anh/Chị chưa được giao quyền làm việc này."


async def two_tasks(world: World) -> tuple[Talk, list[str]]:
    """An officer with two tasks, both told by notices that bear the same buttons, and their references."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    refs = [await routed_case(author, office, "VP") for _ in range(2)]
    while tag_of(refs[0]) == tag_of(refs[1]):  # one pair in a thousand
        refs[1] = await routed_case(author, office, "VP")
    return officer, refs


@pytest.mark.parametrize(
    ("word", "empty"),
    [
        ("việc của đơn vị", "Đơn vị không còn việc nào"),
        ("chờ phân loại", "Không có ý kiến nào chờ phân loại"),
        ("chờ duyệt", "Không có câu trả lời nào chờ duyệt"),
    ],
)
async def test_each_desk_has_its_list_and_no_other(world: World, word: str, empty: str) -> None:
    """An empty list says so; who does not hold the post is told so, and staff see none of the three."""
    people = [await world.office(), await world.officer("KT"), await world.leader(), await world.staff()]
    said = []
    for person in people:
        await person.say(word)
        said.append(person.new[-1])
    allowed = {"việc của đơn vị": [0, 1], "chờ phân loại": [0], "chờ duyệt": [2]}[word]
    assert [empty in text for text in said] == [n in allowed for n in range(4)]
    assert [NOT_YOURS in text for text in said] == [n not in allowed for n in range(4)]


async def test_a_leader_opens_what_waits_for_approval(world: World) -> None:
    """The list names it, its card shows draft and history, and has the leader's buttons."""
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await routed_case(author, office, "VP")
    await submit(officer)
    await leader.say("chờ duyệt")
    leader.expect("1–1 trong 1 câu trả lời")
    await leader.say("1")
    leader.expect(f"{ref} · Chờ lãnh đạo duyệt", "Văn phòng HĐND và UBND dự thảo", ANSWER, "Trình lãnh đạo duyệt")
    assert leader.labels == ["Duyệt", "Sửa rồi gửi", "Yêu cầu sửa", "Giao việc", "Giữ kín với đơn vị", "Trang chủ"]


async def test_the_office_opens_what_waits_for_triage(world: World) -> None:
    """Nine concerns are two pages; the card offers triage and asking back, and no answering."""
    author, office = await world.staff(), await world.office()
    refs = {await file_concern(author) for _ in range(9)}
    await office.say("chờ phân loại")
    office.expect("1–8 trong 9")
    shown = office.labels[:8]
    await office.tap("Xem thêm")
    office.expect("9–9 trong 9")
    assert {label.split()[1] for label in [*shown, office.labels[0]]} == refs
    await office.say("1")
    assert office.labels == ["Chọn đơn vị khác", "Gộp", "Không tiếp nhận", "Tóm tắt", "Giữ kín với đơn vị", "Trang chủ"]
    await office.say("Chuyển giúp cho tôi")
    office.expect("Anh/Chị chọn một việc bên dưới")


async def test_a_notice_is_answered_by_number_and_tag(world: World) -> None:
    """ "1 K7" is the first button of that case's notice, whichever came last; the tag may be typed in small letters."""
    officer, (first, second) = await two_tasks(world)
    await officer.say(f"1 {tag_of(first).lower()}")
    officer.expect(f"Đã nhận {first}")
    await officer.say(f"2. {tag_of(second)}")
    officer.expect("lý do trả lại")
    await officer.say("menu")
    await officer.say("9 " + tag_of(second))
    officer.expect("Anh/Chị muốn gửi thế nào?")  # no such button: words like any others, and not lost


async def test_a_notice_is_answered_by_words_and_tag(world: World) -> None:
    """The label with the tag, without diacritics, means that notice's button."""
    officer, (first, _) = await two_tasks(world)
    await officer.say(f"nhan viec {tag_of(first)}")
    officer.expect(f"Đã nhận {first}")


async def test_words_alone_answer_a_notice_when_only_one_can_be_meant(world: World) -> None:
    """With one task "nhận việc" takes it on; with two it is not guessed which."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    first = await routed_case(author, office, "VP")
    await officer.say("nhận việc")
    officer.expect(f"Đã nhận {first}")
    second, third = [await routed_case(author, office, "VP") for _ in range(2)]
    await officer.say("menu")
    await officer.say("nhận việc")
    assert {(await stored(world, ref)).status for ref in (second, third)} == {Status.ROUTED}


async def test_a_bare_number_belongs_to_the_last_menu_of_the_conversation(world: World) -> None:
    """A notice that comes in the middle of a question takes no number away from it."""
    officer, (first, _) = await two_tasks(world)
    await officer.say("Máy lạnh phòng em hỏng từ tháng 9.")
    office, author = await world.office(), await world.staff()
    third = await routed_case(author, office, "VP")
    officer.expect(f"Việc mới {third}")
    await officer.say("1")
    officer.expect("Ý kiến này thuộc loại nào?")
    assert (await stored(world, first)).status is Status.ROUTED


async def test_an_author_answers_by_a_tag_too(world: World) -> None:
    """The verdict on an answer that came while another concern was being written: its tag, or its words."""
    author, office, leader = await world.staff(), await world.office(), await world.leader()
    officer = await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await author.say("Chuyện khác: xin thêm ghế cho phòng họp.")
    await submit(officer)
    await leader.tap("Duyệt")
    author.expect(ANSWER)
    await author.say(f"1 {tag_of(ref)}")
    author.expect("Cảm ơn", ref)
    await author.say("khong ghi ten")
    author.expect("Ý kiến này thuộc loại nào?")
