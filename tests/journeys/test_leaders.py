"""Leaders: orders, approvals and a message to everybody, on both databases and over HTTP."""

from tests.journeys.steps import CONCERN, file_concern
from tests.world import World


async def test_a_leader_orders_approves_and_hears_that_it_is_clear(every_world: World) -> None:
    """Opened by its code, assigned in one typed line, approved with one press, closed by the author."""
    world = every_world
    author, officer, leader = await world.staff(), await world.officer("KT"), await world.leader()
    ref = await file_concern(author)
    await leader.say(ref)
    leader.expect(ref, CONCERN, "Không ghi tên.")
    await leader.say("giao phong kinh te, han 30/11")
    leader.expect("Đã giao", ref, "thứ Hai, 30/11/2026")
    officer.expect("giao việc", ref)
    author.expect(ref, "30/11/2026")
    await officer.tap("Nhận việc")
    await officer.tap("Soạn trả lời")
    await officer.say("Phòng Kinh tế mua máy mới, lắp ngày 25/11/2026.")
    await officer.tap("Trình lãnh đạo")
    await leader.say("chờ duyệt")
    await leader.tap(ref)
    await leader.say("1")
    leader.expect("Đã gửi câu trả lời", ref)
    author.expect("lắp ngày 25/11/2026")
    await author.say("đã rõ")
    author.expect("đã hoàn thành")
    officer.expect("đã rõ", ref)


async def test_a_leader_writes_to_everybody_and_one_page_is_closed(web_world: World) -> None:
    """Counted before sending, sent once, reported with the one who is away, who gets it on return."""
    world = web_world
    leader, staff, away = await world.leader(), await world.staff(), await world.officer("KT")
    await away.phone.close_page()
    await leader.say("gửi thông báo")
    await leader.say("Chiều thứ Sáu họp lúc 14 giờ.")
    await leader.tap("Mọi người")
    leader.expect("Gửi đến mọi người: 3 người.")
    send = leader.value_of("Gửi")
    await leader.tap("Gửi")
    staff.expect("📢", "họp lúc 14 giờ")
    leader.expect("Đã gửi 2/3. Còn chờ (nhận khi mở trang): 1.")
    await leader.phone.post(key="once-more", choice=send)
    await world.settle()
    assert len([text for text in staff.new if "họp lúc 14 giờ" in text]) == 1
    await away.phone.open_page()
    await world.settle()
    away.expect("📢", "họp lúc 14 giờ")
    await leader.say("xem tiến độ")
    leader.expect("Đã gửi 3/3.")
