"""Before sending: what may give the author away is pointed out, and taken out, left or written anew."""

import asyncio

import pytest

from tests.handlers.steps import photo, press, routed_case, stored
from tests.journeys.steps import ref_in
from tests.talk import Talk
from tests.world import World

TELLING = "Máy in hỏng từ tháng 9, cần thì gọi em 0912 345 678. Chị Trần Thị Mẫu phòng bên cũng biết."
FOUND = "có thể cho biết ai viết"


async def to_guard(author: Talk, text: str = TELLING, *, mode: str = "Không ghi tên") -> None:
    await author.say(text)
    await author.tap(mode)
    await author.tap("Câu hỏi")


async def test_what_tells_who_wrote_it_is_shown_with_its_place(world: World) -> None:
    """Each place is quoted with its kind, before the preview; nothing has been sent."""
    author, office = await world.staff(), await world.office()
    await to_guard(author)
    author.expect(FOUND, "Số điện thoại: “0912 345 678”", "Tên người: “Trần Thị Mẫu”")
    assert author.labels == ["Bỏ giúp tôi", "Để nguyên", "Tự sửa", "Hủy"]
    office.expect_silence()


async def test_it_is_taken_out_on_request(world: World) -> None:
    """ "Bỏ giúp tôi", typed without diacritics: gaps stand there in what is stored, and nowhere the words."""
    author = await world.staff()
    await to_guard(author)
    await author.say("bo giup toi")
    author.expect("xem lại trước khi gửi", "gọi em […]. Chị […] phòng bên")
    await author.tap("Gửi")
    case = await stored(world, ref_in(author.expect("Đã gửi")))
    assert case.body == "Máy in hỏng từ tháng 9, cần thì gọi em […]. Chị […] phòng bên cũng biết."


async def test_it_may_stay(world: World) -> None:
    """ "Để nguyên" leads to the preview with the text as it was; it is not asked for again."""
    author = await world.staff()
    await to_guard(author)
    await author.say("2")
    author.expect("xem lại trước khi gửi", "0912 345 678")
    await author.tap("Gửi")
    assert (await stored(world, ref_in(author.expect("Đã gửi")))).body == TELLING


async def test_more_words_are_looked_at_too(world: World) -> None:
    """What was left stays decided; only the new place is asked about."""
    author = await world.staff()
    await to_guard(author)
    await author.tap("Để nguyên")
    await author.say("Thư gửi vào mau.thu@example.vn nhé.")
    shown = author.expect(FOUND, "mau.thu@example.vn")
    assert "0912" not in shown


async def test_an_old_gui_sends_nothing_undecided(world: World) -> None:
    """Pressed after telling words were added, it asks first."""
    author, office = await world.staff(), await world.office()
    await to_guard(author, "Xin cấp thêm ghế cho phòng họp.")
    send = author.value_of("Gửi")
    await author.say("Số em 0912345678")
    await press(world, author, send)
    author.expect(FOUND)
    office.expect_silence()


async def test_it_is_written_anew(world: World) -> None:
    """ "Tự sửa" asks for the whole text, and looks at that one again."""
    author = await world.staff()
    await to_guard(author)
    await author.tap("Tự sửa")
    author.expect("viết lại toàn bộ")
    author.expect("0912 345 678")
    await author.say("Máy in hỏng, gọi 0987654321.")
    author.expect(FOUND, "0987654321")
    await author.tap("Bỏ giúp tôi")
    author.expect("xem lại trước khi gửi", "Máy in hỏng, gọi […].")


async def test_a_text_that_lies_in_a_file_is_looked_at_to_its_end(world: World) -> None:
    """What is too long for a chat goes along as a file: nothing is promised to be taken out there; written anew,
    the old text does not go along."""
    author = await world.staff()
    await author.say("Máy tính hỏng. " * 700 + "Gọi số 0912 345 678.")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    author.expect("0912 345 678")
    assert author.labels == ["Để nguyên", "Tự sửa", "Hủy"]

    await author.tap("Tự sửa")
    await author.say("Máy tính hỏng từ lâu.")

    assert "tệp" not in author.expect("xem lại trước khi gửi", "Máy tính hỏng từ lâu.")


async def test_a_named_author_is_asked_about_identity_numbers_only(world: World) -> None:
    """Who signs may give a telephone number; a number of an identity card does not belong here."""
    author = await world.staff()
    await author.say("Lương ghi sai cccd 079203012345, gọi em 0912345678.")
    await author.tap("Ghi tên tôi")
    await author.say("Trần Thị Mẫu, Văn phòng")
    await author.tap("Câu hỏi")
    shown = author.expect(FOUND, "079203012345")
    assert "0912345678" not in shown


async def test_an_enrolled_persons_name_is_known(world: World) -> None:
    """A name nobody would take for one is found because its bearer is enrolled."""
    from storage.domain.permissions import Post, Role

    author = await world.staff()
    await world.person(Post(Role.OFFICER, "KT"), name="Đoạn Vĩ Thử Nghiệm")
    await to_guard(author, "Hồ sơ của dân nộp cho đoạn vĩ thử nghiệm chưa xong.")
    author.expect(FOUND, "đoạn vĩ thử nghiệm")


async def test_in_a_small_unit_the_own_unit_is_a_name(world: World) -> None:
    """Under twenty people it is pointed out; under five it cannot be left."""
    author = await world.staff()
    await to_guard(author, "Em làm ở Trạm Y tế, tủ thuốc đã cũ.")
    author.expect("Đơn vị ít người của Anh/Chị: “Em làm ở Trạm Y tế”")
    assert "Để nguyên" in author.labels
    await author.tap("Hủy")
    await author.tap("Bỏ ý kiến")
    await to_guard(author, "Em làm ở Thường trực HĐND, tủ hồ sơ đã cũ.")
    author.expect("dưới 5 người")
    assert author.labels == ["Bỏ giúp tôi", "Tự sửa", "Hủy"]
    await author.tap("Bỏ giúp tôi")
    author.expect("xem lại trước khi gửi", "[…], tủ hồ sơ đã cũ.")


async def test_the_preview_warns_where_few_people_work(world: World) -> None:
    """A concern for a small unit: who works there is told to be careful. One with a name is not."""
    author = await world.staff()
    await to_guard(author, "Hồ sơ đảng viên của dân chưa được chuyển, khi nào có thẻ đảng viên?")
    author.expect("Ban Xây dựng Đảng có 9 người")


async def adding(world: World, name: str = "") -> tuple[Talk, str]:
    """An author about to add to a concern that lies with a department, and its reference."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "VP", name=name)
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    return author, ref


@pytest.mark.parametrize("choice", ["Bỏ giúp tôi", "Để nguyên, gửi"])
async def test_words_added_later_are_looked_at(world: World, choice: str) -> None:
    """The anonymous author adds a word: asked first, and then it goes out as chosen."""
    author, ref = await adding(world)
    await author.say("Gọi em 0912345678 nhé.")
    author.expect(FOUND, "0912345678")
    await author.say(choice)
    author.expect("Đã thêm vào ý kiến", ref)
    said = (await stored(world, ref)).entries[-1].text
    assert said == ("Gọi em […] nhé." if choice == "Bỏ giúp tôi" else "Gọi em 0912345678 nhé.")


async def test_words_added_later_can_be_said_otherwise(world: World) -> None:
    """ "Tự sửa" asks again; other words typed instead are looked at like the first."""
    author, ref = await adding(world)
    await author.say("Gọi em 0912345678 nhé.")
    await author.say("Gọi em 0987654321 nhé.")
    author.expect(FOUND, "0987654321")
    await author.tap("Tự sửa")
    await author.say("Em ở cơ quan cả ngày.")
    author.expect("Đã thêm vào ý kiến")
    assert (await stored(world, ref)).entries[-1].text == "Em ở cơ quan cả ngày."


@pytest.mark.parametrize("again", ["Em ở cơ quan cả ngày.", "Gọi em 0987654321 nhé."])
async def test_what_came_with_the_first_words_stays(world: World, again: str) -> None:
    """A photo sent with words that were then said otherwise goes out with the new ones, once."""
    author, ref = await adding(world)
    await author.say("Gọi em 0912345678 nhé.", files=[photo()])
    author.expect(FOUND)
    await author.tap("Tự sửa")
    await author.say(again)
    if "Bỏ giúp tôi" in author.labels:
        await author.tap("Bỏ giúp tôi")
    author.expect("Đã thêm vào ý kiến")
    assert len((await stored(world, ref)).files) == 1


async def test_more_said_at_the_question_is_added(world: World) -> None:
    """Quick writers, and a photo that follows: the first words are not left out for the later ones."""
    author, ref = await adding(world)
    await author.say("Gọi em 0912345678 nhé.")
    await author.say("Em ở cơ quan cả ngày.")
    await author.say("", files=[photo()])
    author.expect(FOUND, "0912345678")
    await author.tap("Bỏ giúp tôi")
    author.expect("Đã thêm vào ý kiến")
    case = await stored(world, ref)
    assert case.entries[-1].text == "Gọi em […] nhé.\nEm ở cơ quan cả ngày."
    assert len(case.files) == 1


async def test_a_long_addition_is_looked_at_to_its_end(world: World) -> None:
    """What lies in a file is not promised to be taken out; written anew, it does not go along."""
    author, ref = await adding(world)
    await author.say("Máy tính hỏng. " * 700 + "Gọi số 0912 345 678.", files=[photo()])
    author.expect(FOUND, "0912 345 678")
    assert author.labels == ["Để nguyên, gửi", "Tự sửa", "Hủy"]
    await author.tap("Tự sửa")
    await author.say("Máy tính hỏng từ lâu.")
    author.expect("Đã thêm vào ý kiến")
    case = await stored(world, ref)
    assert case.entries[-1].text == "Máy tính hỏng từ lâu."
    assert [file.media_type for file in case.files] == ["image/jpeg"]


async def test_a_file_at_the_question_about_a_new_version_goes_along(world: World) -> None:
    """The photo is kept, and the question stands."""
    author, office = await world.staff(), await world.office()
    ref = await routed_case(author, office, "VP")
    await author.tap("Xem tình trạng")
    await author.tap("Sửa")
    await author.say("Máy hỏng, gọi em 0912345678.")
    await author.say("", files=[photo()])
    author.expect(FOUND, "0912345678")
    await author.tap("Để nguyên, gửi")
    author.expect("Đã sửa ý kiến")
    case = await stored(world, ref)
    assert (case.body, len(case.files)) == ("Máy hỏng, gọi em 0912345678.", 1)


async def test_a_long_text_holds_up_nobody(world: World) -> None:
    """While thirty pages are looked at, somebody else is answered."""
    author, other = await world.staff(), await world.staff()
    await author.say("Chị Trần Thị Mẫu ở phòng gọi 0912345678. " * 1_000)
    await author.tap("Không ghi tên")
    looked_at = asyncio.create_task(author.phone.post(key="kind", choice=author.value_of("Tâm tư")))
    await asyncio.sleep(0)
    await other.phone.post(key="menu", text="menu")
    assert not looked_at.done()
    await looked_at
    await author.phone.refresh()
    assert FOUND in author.phone.events[-1]["text"]


async def test_of_words_under_a_name_only_what_was_pointed_out_is_taken_out(world: World) -> None:
    """Who signs is asked about the identity number; the telephone number they give stays."""
    author, ref = await adding(world, name="Trần Thị Mẫu")
    await author.say("Số căn cước 079203012345, gọi 0912345678 nhé.")
    assert "0912345678" not in author.expect(FOUND, "079203012345")
    await author.tap("Bỏ giúp tôi")
    author.expect("Đã thêm vào ý kiến")
    said = (await stored(world, ref)).entries[-1].text
    assert "0912345678" in said and "079203012345" not in said
