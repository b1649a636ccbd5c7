"""What an author does after "Gửi", known or unknown: look, edit, add, answer, withdraw, judge."""

import pytest

from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind
from tests.handlers.steps import ANSWER, NO_LONGER, NOT_FOUND, photo, press, routed_case, stored, submit
from tests.journeys.steps import CONCERN, file_concern, reply_code_in
from tests.talk import Talk
from tests.world import World

NAME = "Trần Thị Mẫu, Văn phòng"


async def answered(world: World, author: Talk) -> tuple[Talk, Talk, str]:
    """An anonymous case whose answer has come back; its officer and leader, and its reference."""
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await routed_case(author, await world.office(), "VP")
    await submit(officer)
    await leader.tap("Duyệt")
    author.expect(ref, ANSWER)
    return officer, leader, ref


async def test_an_author_looks_at_the_case_and_edits_it(world: World) -> None:
    """The new text is what counts, the old one is kept, and the department is told without learning who wrote."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await author.tap("Xem tình trạng")
    author.expect(ref, "Đã chuyển đơn vị", CONCERN, "02/11 · Gửi ý kiến", "02/11 · Chuyển Văn phòng HĐND và UBND")
    assert author.labels == ["Sửa", "Bổ sung", "Rút", "Trang chủ"]
    await author.tap("Sửa")
    author.expect("Bản cũ vẫn được lưu")
    assert author.new[1:] == [CONCERN]
    await author.say("Cả hai máy tính ở phòng em hỏng từ tháng 9.")
    author.expect("Đã sửa ý kiến", ref)
    officer.expect("đã sửa", ref, "Cả hai máy tính")
    case = await stored(world, ref)
    assert [e.text for e in case.entries] == [CONCERN, "Cả hai máy tính ở phòng em hỏng từ tháng 9."]
    await officer.tap("Xem chi tiết")
    officer.expect("Không ghi tên.", "Bản đã sửa, trước đó: Máy tính ở phòng em")


async def test_an_author_adds_words_and_a_photo(world: World) -> None:
    """Both reach the department, and the photo lies with the case."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    author.expect("Anh/Chị vẫn không lộ tên")
    await author.say("Số máy ghi trong ảnh", files=[photo()])
    author.expect("Đã thêm vào ý kiến", ref)
    officer.expect("bổ sung", ref, "Số máy ghi trong ảnh")
    await officer.tap("Xem chi tiết")
    assert [file["name"] for file in officer.phone.events[-1]["files"]] == ["1.jpg"]
    await author.tap("Xem tình trạng")
    await author.tap("Bổ sung")
    await author.say("", files=[photo()])
    assert (await stored(world, ref)).latest(EntryKind.ADDITION) == "(Chỉ có tệp đính kèm)"


async def test_an_anonymous_author_answers_a_question_and_stays_unknown(world: World) -> None:
    """ "Hỏi thêm" reaches the page that wrote, the answer reaches the officer, and neither side sees a name."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await officer.tap("Hỏi thêm")
    officer.expect("xin không hỏi tên")
    await officer.say("Máy nào ạ?")
    officer.expect("Đã gửi câu hỏi")
    author.expect(ref, "Máy nào ạ?")
    await author.tap("Xem tình trạng")
    assert author.labels == ["Trả lời", "Rút", "Trang chủ"]
    await author.tap("Trả lời")
    author.expect("Anh/Chị vẫn không lộ tên")
    await author.say("Máy số 3")
    officer.expect("Người gửi trả lời", ref, "Máy số 3")
    assert (await stored(world, ref)).status is Status.IN_PROGRESS


async def test_a_concern_is_withdrawn_only_after_asking(world: World) -> None:
    """Words are not taken for a yes, "Hủy" keeps the case, and the department is told once it is gone."""
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    ref = await routed_case(author, office, "VP")
    await author.tap("Xem tình trạng")
    await author.tap("Rút")
    author.expect(f"Rút ý kiến {ref}?")
    await author.say("để xem đã")
    author.expect("Rút ý kiến", "Hủy")
    await author.tap("Hủy")
    assert (await stored(world, ref)).status is Status.ROUTED
    await author.say(reply_code_in("\n".join(event["text"] for event in author.phone.events)))
    await author.tap("Rút")
    await author.say("rut y kien")
    author.expect("Đã rút ý kiến", ref)
    officer.expect("Người gửi đã rút", ref)
    await officer.tap("Nhận việc")
    officer.expect(NO_LONGER)


async def test_the_reply_code_opens_on_another_phone_and_judges_there(world: World) -> None:
    """Whoever holds the code is the author: on a stranger's phone, typed carelessly, the answer is read and judged."""
    author, other = await world.staff(), await world.stranger()
    await author.say("menu")
    await file_concern(author)
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    office, officer, leader = await world.office(), await world.officer("VP"), await world.leader()
    await office.say("cho phan loai")
    await office.say("1")
    await office.tap("Chọn đơn vị khác")
    await office.say("VP")
    await submit(officer)
    await leader.tap("Duyệt")
    await other.say(code.lower().replace("-", " ").replace("0", "o"))
    other.expect("Đã trả lời", CONCERN, ANSWER)
    assert other.labels == ["Đã rõ", "Còn chỗ chưa rõ", "Chưa thỏa đáng", "Trang chủ"]
    await other.say("chua thoa dang")
    other.expect("chuyển lên cấp cao hơn")
    await other.say("Chưa nói rõ bao giờ.")
    officer.expect("Chưa nói rõ bao giờ.")
    leader.expect("chưa thỏa đáng")


async def test_a_code_is_asked_for_until_it_can_be_read(world: World) -> None:
    """Behind "Tra cứu bằng mã" what is no code is said to be none, and a code opens the case."""
    author = await world.staff()
    ref = await file_concern(author, name=NAME)
    await author.say("menu")
    await author.tap("Tra cứu bằng mã")
    author.expect("nhập mã")
    await author.say("bảy ba chín")
    author.expect("Mã chưa đúng dạng")
    await author.say(ref.lower())
    author.expect(ref, "Đã gửi, văn phòng đang xem")


async def test_somebody_elses_case_and_no_case_answer_alike(world: World) -> None:
    """Neither sentence nor buttons tell whether a code exists, to staff, to strangers and to another department."""
    author, office = await world.staff(), await world.office()
    refs = [await routed_case(author, office, "VP"), await file_concern(author, name=NAME), "DT-7AAA-8BBB"]
    for curious in (await world.staff(), await world.stranger(), await world.officer("KT")):
        answers = []
        for ref in refs:
            await curious.say("menu")
            await curious.say(ref)
            answers.append((curious.new, curious.labels))
        assert answers[0] == answers[1] == answers[2]
        assert NOT_FOUND in answers[0][0][0]


async def test_named_concerns_are_listed_eight_at_a_time(world: World) -> None:
    """ "việc của tôi" shows the named ones only, the rest behind "Xem thêm", and one tap opens one."""
    author = await world.staff()
    await file_concern(author, "Chuyện không ghi tên từ tháng 9 ở phòng họp.")
    for n in range(1, 11):
        await file_concern(author, f"Chuyện thứ {n} từ tháng 9 ở phòng họp.", kind="Câu hỏi", name=NAME)
    await author.say("viec cua toi")
    author.expect("1–8 trong 10")
    assert len(author.labels) == 9 and all(label.startswith("•") for label in author.labels[:8])
    first_page = author.labels[:8]
    await author.say("xem them")
    author.expect("9–10 trong 10")
    listed = {*first_page, *author.labels}
    assert len(listed) == 10 and not [label for label in listed if "không ghi tên" in label]
    await author.tap(author.labels[1])
    author.expect("Chuyện thứ", "Câu hỏi", "Gửi ý kiến")


async def test_the_list_of_somebody_without_named_concerns_says_so(world: World) -> None:
    """It also says how those without a name are opened."""
    author = await world.staff()
    await author.say("/viec")
    author.expect("chưa gửi ý kiến nào có ghi tên", "chỉ mở bằng mã")


async def test_only_the_author_closes_a_case(world: World) -> None:
    """ "Đã rõ" closes it and is told to the department; said twice, it is thanked for twice and told once."""
    author = await world.staff()
    officer, _, ref = await answered(world, author)
    for _ in range(2):
        await author.tap("Đã rõ")
        author.expect("Cảm ơn Anh/Chị", ref)
    await author.say(reply_code_in("\n".join(event["text"] for event in author.phone.events)))
    author.expect(ref, "Đã hoàn thành")
    assert author.labels == ["Còn chỗ chưa rõ", "Chưa thỏa đáng", "Xóa hẳn nội dung", "Trang chủ"]
    assert len([text for text in officer.new if "đã rõ" in text]) == 1


@pytest.mark.parametrize("after_closing", [False, True])
async def test_what_is_partly_unclear_opens_again_at_the_same_rank(world: World, *, after_closing: bool) -> None:
    """The department gets a new due date, also when the case was closed already; why can be skipped."""
    author = await world.staff()
    officer, leader, ref = await answered(world, author)
    if after_closing:
        await author.tap("Đã rõ")
    world.clock.advance(days=1)
    leader.listen()
    await author.tap("Còn chỗ chưa rõ")
    author.expect("Đã mở lại", ref, "hạn mới thứ Năm, 12/11/2026")
    await author.tap("Bỏ qua")
    author.expect("Khi có kết quả")
    officer.expect("được mở lại", ref, "12/11/2026")
    leader.expect_silence()
    assert ((await stored(world, ref)).status, (await stored(world, ref)).rank) == (Status.IN_PROGRESS, 0)


async def test_an_old_verdict_does_not_close_what_was_opened_again(world: World) -> None:
    """ "Đã rõ" under the refused answer is out of place until there is a new one."""
    author = await world.staff()
    _, _, ref = await answered(world, author)
    clear = author.value_of("Đã rõ")
    await author.tap("Chưa thỏa đáng")
    await author.tap("Bỏ qua")
    await press(world, author, clear)
    author.expect(NO_LONGER)
    assert (await stored(world, ref)).status is Status.IN_PROGRESS


async def test_withdrawing_a_case_leaves_nobody_behind(world: World) -> None:
    """Who was to be answered together with a withdrawn case goes back to the office, and is told."""
    first, second, office = await world.staff(), await world.staff(), await world.office()
    lead = await file_concern(first)
    follower = await file_concern(second)
    await office.tap("Gộp")
    await office.say(lead)
    second.expect(follower, "được gộp")

    second.listen()
    await first.tap("Xem tình trạng")
    await first.tap("Rút")
    await first.tap("Rút ý kiến")
    second.expect(follower, "xử lý riêng")
    await office.tap("Chọn đơn vị khác")
    await office.say("VHXH")
    second.expect(follower, "Phòng Văn hóa - Xã hội")


async def test_a_concern_typed_where_a_code_was_asked_for_is_kept(world: World) -> None:
    """A sentence is no code: it begins a concern, so that nothing is written for nothing; a few odd words do not."""
    author = await world.staff()
    await author.say("tra cuu")
    await author.say("không có")
    author.expect("mã")
    await author.say("Máy in tầng hai hỏng từ tháng chín đến nay.")
    author.expect("Đã nhận nội dung", "muốn gửi thế nào")


async def test_a_new_version_can_bring_a_photo(world: World) -> None:
    """With the new words it goes along; without words the text stays as it is, and it is added."""
    author = await world.staff()
    ref = await file_concern(author)
    await author.tap("Xem tình trạng")
    await author.tap("Sửa")
    await author.say("Máy hỏng cả hai chiếc.", files=[photo()])
    author.expect("Đã sửa ý kiến", ref)
    await author.tap("Xem tình trạng")
    await author.tap("Sửa")
    await author.say("", files=[photo()])
    author.expect("Đã thêm vào ý kiến", ref)
    case = await stored(world, ref)
    assert (case.body, len(case.files)) == ("Máy hỏng cả hai chiếc.", 2)
