"""From a concern to its answer and back again: the product's spine, on both databases and over HTTP."""

from tests.journeys.steps import CONCERN, file_concern, ref_in, reply_code_in
from tests.world import World


async def test_an_anonymous_concern_is_answered_where_it_was_written(every_world: World) -> None:
    """A concern goes staff → office → department → leader, and the answer comes back to the page that wrote it."""
    world = every_world
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VP"), await world.leader()
    await author.say(CONCERN)
    author.expect("Anh/Chị muốn gửi thế nào?")
    await author.tap("Không ghi tên")
    await author.tap("Khó khăn")
    author.expect("xem lại trước khi gửi", "máy tính", "Văn phòng HĐND và UBND", "Không ghi tên")
    await author.tap("Gửi")
    receipt = author.expect("Đã gửi, không ghi tên", "hạn", "Mã nhận trả lời")
    ref = ref_in(receipt)

    office.expect(ref, "Không ghi tên", "máy tính")
    await office.tap("Chọn đơn vị khác")
    await office.say("van phong")
    office.expect("Đã chuyển", ref)
    author.expect(ref, "chuyển đến")

    await officer.tap("Nhận việc")
    await officer.tap("Soạn trả lời")
    await officer.say("Văn phòng cấp máy mới trước ngày 30/11/2026.")
    await officer.tap("Trình lãnh đạo")
    leader.expect(ref, "cấp máy mới")
    await leader.tap("Duyệt")
    author.expect(ref, "cấp máy mới trước ngày 30/11/2026")
    await author.tap("Đã rõ")
    author.expect("đã hoàn thành")
    officer.expect(ref, "đã rõ")

    for reader in (office, officer, leader):
        reader.expect_no(reply_code_in(receipt))


async def test_a_pushed_back_answer_climbs_one_rank(every_world: World) -> None:
    """ "Chưa thỏa đáng" reopens the case at once, tells the leader of the next rank, and keeps the author's words."""
    world = every_world
    author, office = await world.staff(), await world.office()
    officer, leader = await world.officer("VHXH"), await world.leader("UBND")
    await file_concern(author, "Phần mềm một cửa chạy rất chậm từ tháng 9 ở bộ phận tiếp nhận.")
    await office.tap("Chuyển ")
    await officer.tap("Soạn trả lời")
    await officer.say("Đã ghi nhận.")
    officer.expect("chưa phải trả lời", "Còn thiếu: việc sẽ làm; ai làm; hạn nào")
    await officer.tap("Vẫn trình lãnh đạo")
    leader.expect("Còn thiếu: việc sẽ làm; ai làm; hạn nào")
    await leader.tap("Duyệt")

    await author.say("chua thoa dang")
    author.expect("chuyển lên cấp cao hơn")
    leader.expect("chưa thỏa đáng")
    await author.say("Chưa nêu rõ thời gian.")
    officer.expect("Chưa nêu rõ thời gian.")

    await leader.tap("Trả lời trực tiếp")
    await leader.say("Phần mềm được nâng cấp trước 15/12/2026, do Phòng Văn hóa - Xã hội chủ trì.")
    await leader.tap("Gửi trả lời")
    author.expect("15/12/2026")
    await author.tap("Đã rõ")
    author.expect("đã hoàn thành")
