"""Sending a concern: from the first words to the receipt."""

import asyncio
from datetime import UTC, datetime

import pytest

from tests.handlers.steps import photo, stored, to_preview
from tests.journeys.steps import CONCERN, file_concern, ref_in, reply_code_in
from tests.world import World

NAME = "Trần Thị Mẫu, Văn phòng"
VAGUE = "Điện hay bị ngắt, rất khó làm việc."  # says neither where nor since when


async def test_several_messages_and_a_photo_become_one_case(world: World) -> None:
    """Words before, between and after the choices, and a photo, all stand in the one case that is filed."""
    author, office = await world.staff(), await world.office()
    await author.say(CONCERN)
    await author.say("Máy in cũng kẹt giấy.")
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Không ghi tên")
    await author.say("Đây là ảnh", files=[photo()])
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Phản ánh")
    author.expect("(1 tệp)")
    await author.say("Xin sửa giúp trước cuối tháng.")
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Gửi")

    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body.splitlines() == [CONCERN, "Máy in cũng kẹt giấy.", "Đây là ảnh", "Xin sửa giúp trước cuối tháng."]
    assert [(file.name, file.media_type) for file in case.files] == [("1.jpg", "image/jpeg")]
    await office.say(case.ref)
    assert [file["name"] for file in office.phone.events[-1]["files"]] == ["1.jpg"]


async def test_words_where_a_choice_is_expected_are_added_and_the_question_stands(world: World) -> None:
    """At each question that wants a button, a text becomes part of the concern and the buttons come again."""
    author = await world.staff()
    await author.say(CONCERN)
    for question, choice in (
        ("Anh/Chị muốn gửi thế nào?", "Không ghi tên"),
        ("Ý kiến này thuộc loại nào?", "Đề xuất"),
        ("xem lại trước khi gửi", "Gửi"),
    ):
        offered = author.labels
        await author.say(f"Thêm trước {choice}")
        author.expect("Đã thêm vào ý kiến")
        author.expect(question)
        assert author.labels == offered
        await author.tap(choice)
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body.splitlines()[1:] == ["Thêm trước Không ghi tên", "Thêm trước Đề xuất", "Thêm trước Gửi"]


async def test_words_that_name_no_department_are_added_too(world: World) -> None:
    """Where a department is to be chosen, what is no department's name still becomes part of the concern."""
    author = await world.staff()
    await to_preview(author)
    await author.tap("Chọn đơn vị")
    await author.say("Nơi nào sửa được máy thì gửi nơi đó")
    author.expect("Đã thêm vào ý kiến")
    author.expect("xem lại trước khi gửi", "Nơi nào sửa được")


async def test_messages_that_come_at_once_are_all_kept(world: World) -> None:
    """Five messages sent in the same moment stand in the draft, each once."""
    author = await world.staff()
    texts = [f"Ý thứ {n} về chiếc máy in" for n in range(1, 6)]
    await asyncio.gather(*(author.phone.post(key=f"burst-{n}", text=text) for n, text in enumerate(texts)))
    await world.settle()
    await author.tap("Không ghi tên")
    await author.tap("Khen ngợi")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert sorted(case.body.splitlines()) == texts


async def test_a_concern_can_begin_with_its_button(world: World) -> None:
    """ "Gửi ý kiến" says what helps and what can be sent along, and then waits for the words."""
    author = await world.staff()
    await author.say("góp ý")
    author.expect("viết nội dung", "tối đa 10 MB")
    await author.say(CONCERN)
    author.expect("Anh/Chị muốn gửi thế nào?")


async def test_without_a_name_comes_first(world: World) -> None:
    """The way that needs no courage is the first button, and "1" means it."""
    author = await world.staff()
    await author.say(CONCERN)
    assert author.labels == ["Không ghi tên", "Ghi tên tôi", "Hủy"]
    await author.say("1")
    await author.tap("Tâm tư")
    author.expect("xem lại trước khi gửi", "Không ghi tên.")


async def test_the_name_is_asked_once_and_the_way_of_sending_can_be_changed_to_and_fro(world: World) -> None:
    """ "Đổi cách gửi" goes to anonymous and back to named without asking the name a second time."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.tap("Ghi tên tôi")
    author.expect("họ tên và đơn vị")
    await author.say(NAME)
    await author.tap("Khó khăn")
    author.expect(f"Ghi tên: {NAME}.")
    await author.tap("Đổi cách gửi")
    await author.tap("Không ghi tên")
    author.expect("Không ghi tên.")
    await author.tap("Đổi cách gửi")
    await author.tap("Ghi tên tôi")
    author.expect("xem lại trước khi gửi", f"Ghi tên: {NAME}.")
    await author.tap("Gửi")
    receipt = author.expect("Đã gửi. Mã:")
    assert "Mã nhận trả lời" not in receipt
    case = await stored(world, ref_in(receipt))
    assert (case.named, case.signature) == (True, NAME)


async def test_whoever_is_asked_for_the_name_may_still_send_without(world: World) -> None:
    """At the question for the name stands a way out; what is too long to be a name goes to the concern."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.tap("Ghi tên tôi")
    story = "Tên tôi thì ai cũng biết, nhưng chuyện này kéo dài quá lâu rồi nên tôi muốn kể thêm cho rõ đầu đuôi."
    await author.say(story)
    author.expect("Đã thêm vào ý kiến")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi, không ghi tên")))
    assert (case.named, case.signature, case.account) == (False, "", None)
    assert story in case.body


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("1", "Tâm tư, nguyện vọng"), ("3.", "Kiến nghị"), ("Đề xuất", "Đề xuất"), ("phan anh", "Phản ánh"),
     ("KHEN NGOI", "Khen ngợi"), ("hien ke sang kien", "Hiến kế, sáng kiến")],
)  # fmt: skip
async def test_a_kind_is_chosen_by_number_or_word(world: World, typed: str, kind: str) -> None:
    """Its place in the list, its words, and its words without diacritics choose the same as the button."""
    author = await world.staff()
    await author.say(CONCERN)
    await author.say("khong ghi ten")
    await author.say(typed)
    author.expect("xem lại trước khi gửi", f"\n{kind} · ")


@pytest.mark.parametrize("by_button", [True, False])
async def test_the_author_may_name_the_department(world: World, *, by_button: bool) -> None:
    """The department is chosen by its button or typed by the name people call it; the office is proposed it."""
    author, office = await world.staff(), await world.office()
    await to_preview(author)
    await author.tap("Chọn đơn vị")
    await (author.tap("Công an phường") if by_button else author.say("mot cua"))
    unit = "Công an phường" if by_button else "Trung tâm Phục vụ hành chính công"
    author.expect("xem lại trước khi gửi", f"→ {unit}.")
    await author.tap("Gửi")
    author.expect("Đã gửi", f"{unit} trả lời")
    office.expect(f"Đề xuất chuyển: {unit}.")


async def test_the_choice_of_a_department_can_be_left_to_the_office(world: World) -> None:
    """ "Để văn phòng chọn" takes the named department back."""
    author = await world.staff()
    await to_preview(author)
    await author.tap("Chọn đơn vị")
    await author.say("Công an")
    await author.tap("Chọn đơn vị")
    await author.tap("Để văn phòng chọn")
    author.expect("→ Văn phòng HĐND và UBND.")


async def test_at_most_two_short_questions_are_asked(world: World) -> None:
    """Where and since when are asked if the text does not say, one can be skipped, and the answers join the text."""
    author = await world.staff()
    await author.say(VAGUE)
    await author.tap("Không ghi tên")
    await author.tap("Phản ánh")
    author.expect("ở đâu")
    await author.say("Ở phòng làm việc tầng hai")
    author.expect("từ khi nào")
    assert author.labels == ["Bỏ qua"]
    await author.tap("Bỏ qua")
    author.expect("xem lại trước khi gửi")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body == f"{VAGUE}\nỞ phòng làm việc tầng hai"


@pytest.mark.parametrize(("text", "kind"), [(CONCERN, "Phản ánh"), (VAGUE, "Câu hỏi")])
async def test_nothing_is_asked_that_was_said_or_does_not_matter(world: World, text: str, kind: str) -> None:
    """Whoever wrote where and since when, or only asks a question, goes straight to the preview."""
    author = await world.staff()
    await author.say(text)
    await author.tap("Không ghi tên")
    await author.tap(kind)
    author.expect("xem lại trước khi gửi")


async def test_a_photo_in_answer_to_a_question_is_kept(world: World) -> None:
    """A picture of the place does not count as skipping: it is added, and the question stands."""
    author = await world.staff()
    await author.say(VAGUE)
    await author.tap("Không ghi tên")
    await author.tap("Phản ánh")
    await author.say("", files=[photo()])
    author.expect("Đã thêm vào ý kiến")
    author.expect("ở đâu")
    await author.tap("Bỏ qua")
    await author.tap("Bỏ qua")
    author.expect("(1 tệp)")


async def test_after_hours_the_receipt_says_from_when_the_time_runs(world: World) -> None:
    """What comes in the evening counts from the next working day, and the receipt says so."""
    author = await world.staff()
    world.clock.move_to(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))  # 19:00
    await file_concern(author)
    author.expect("Đã gửi", "hạn thứ Năm, 12/11/2026", "Ngoài giờ làm việc nên thời hạn tính từ thứ Ba, 03/11/2026.")


async def test_during_hours_the_receipt_says_nothing_of_them(world: World) -> None:
    """Code, department, due date and reply code, and no word more."""
    author = await world.staff()
    await file_concern(author)
    receipt = author.expect("Đã gửi, không ghi tên", "Văn phòng HĐND và UBND trả lời, hạn thứ Tư, 11/11/2026.")
    assert ref_in(receipt) and reply_code_in(receipt) and "Ngoài giờ" not in receipt


async def test_a_long_text_is_kept_whole(world: World) -> None:
    """What is too long to be read in a chat lies beside the case as a text file, complete."""
    author = await world.staff()
    text = "Máy tính ở phòng em hỏng từ tháng 9. " * 400
    await to_preview(author, text)
    author.expect("(1 tệp)")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    async with world.app.base.store.reading() as reads:
        _, file = await reads.cases.file(case.files[0].file_id)
    assert (file.name, file.content.decode()) == ("1.txt", text.strip())
