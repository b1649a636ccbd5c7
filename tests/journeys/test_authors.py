"""Authors, unknown and known, from the first word to the verdict, on both databases and over HTTP."""

from tests.journeys.steps import CONCERN, answered_case, file_concern, ref_in, reply_code_in
from tests.world import World


async def test_an_unknown_author_is_asked_answers_and_judges_on_another_phone(web_world: World) -> None:
    """Several messages, a change before sending, a question back, a correction, the answer by code: never a name."""
    world = web_world
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    await author.say("Máy tính hỏng.")
    await author.say("Hỏng từ tháng 9 ở phòng em.")
    await author.tap("Ghi tên tôi")
    await author.tap("Không ghi tên")
    await author.tap("Khó khăn")
    await author.tap("Gửi")
    receipt = author.expect("Đã gửi, không ghi tên")
    ref, code = ref_in(receipt), reply_code_in(receipt)

    await office.tap("Chuyển ")
    await officer.tap("Hỏi thêm")
    await officer.say("Máy nào ạ?")
    author.expect("Máy nào ạ?")
    await author.tap("Trả lời")
    await author.say("Máy số 3")
    officer.expect("Máy số 3")
    await author.tap("Xem tình trạng")
    await author.tap("Sửa")
    await author.say("Máy tính số 3 và số 4 hỏng từ tháng 9.")
    officer.expect("đã sửa", "số 3 và số 4")
    await author.phone.close_page()

    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp hai máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")
    other_phone = await world.stranger()
    await other_phone.say(code)
    other_phone.expect(ref, "Đã trả lời", "cấp hai máy mới")
    await other_phone.tap("Đã rõ")
    other_phone.expect("Cảm ơn")
    officer.expect("cho biết: đã rõ")
    for reader in (office, officer, leader):
        reader.expect_no(code)


async def test_a_named_author_gets_what_came_while_the_page_was_closed(web_world: World) -> None:
    """The notices wait, come in order on return, and the list of own cases opens the case."""
    world = web_world
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    ref = await file_concern(author, name="Trần Thị Mẫu, Một cửa")
    office.expect(ref, "Người gửi: Trần Thị Mẫu, Một cửa.")
    await author.phone.close_page()
    await office.tap("Chuyển ")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.tap("Duyệt")

    author.listen()
    await author.phone.open_page()
    await world.settle()
    assert ["chuyển đến" in text for text in author.new] == [True, False]
    author.expect(ref, "cấp máy mới")
    await author.say("viec cua toi")
    await author.tap(ref)
    author.expect("Đã trả lời", CONCERN, "cấp máy mới")


async def test_an_answer_is_refused_twice_and_climbs_to_the_top(every_world: World) -> None:
    """Each refusal tells the leader of the next rank; after the top there is no higher, and it still opens again."""
    world = every_world
    author, office, officer = await world.staff(), await world.office(), await world.officer("VP")
    first, top = await world.leader("UBND"), await world.leader("TTDU")
    ref = await answered_case(world, author, office, officer, first)
    for higher, quiet in ((first, top), (top, first), (top, first)):
        quiet.listen()
        await author.tap("Chưa thỏa đáng")
        await author.tap("Bỏ qua")
        higher.expect(ref, "chưa thỏa đáng")
        quiet.expect_silence()
        await higher.tap("Trả lời trực tiếp")
        await higher.say("Máy mới về ngày 20/11/2026, do Văn phòng lắp.")
        await higher.tap("Gửi trả lời")
        author.expect(ref, "20/11/2026")
