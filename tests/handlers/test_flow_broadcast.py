"""A leader's message to many: text, audience, count, confirmation, progress."""

import pytest

from storage.domain.permissions import Post, Role
from tests.handlers.steps import press
from tests.talk import Talk
from tests.world import World

TEXT = "Chiều thứ Sáu cơ quan họp giao ban lúc 14 giờ."
NOTICE = f"📢 Thông báo của Lãnh đạo Ủy ban nhân dân phường:\n{TEXT}"


async def to_audience(leader: Talk) -> None:
    """The text is written, and the audience asked for."""
    await leader.say("gui thong bao")
    leader.expect("viết nội dung thông báo")
    await leader.say(TEXT)
    leader.expect(TEXT, "Gửi đến ai?")


async def test_everyone_gets_it_once_after_a_preview_with_the_count(world: World) -> None:
    """Nothing goes out before "Gửi"; then each person has it once, and the sender hears that it is done."""
    leader = await world.leader()
    others = [await world.staff(), await world.officer("KT"), await world.office(), await world.stranger()]
    await to_audience(leader)
    await leader.tap("Mọi người")
    leader.expect(NOTICE, "Gửi đến mọi người: 4 người.")
    assert leader.labels == ["Gửi", "Sửa nội dung", "Đổi người nhận", "Hủy"]
    others[0].expect_silence()
    await leader.tap("Gửi")
    leader.expect("Đang gửi đến 4 người.")
    leader.expect("Đã gửi xong thông báo", "Đã gửi 4/4. Còn chờ (nhận khi mở trang): 0. Không gửi được: 0.")
    for person in others[:3]:
        assert person.new == [NOTICE]
    others[3].expect_silence()  # a stranger holds no post


@pytest.mark.parametrize("typed", [True, False])
async def test_one_unit_gets_it(world: World, *, typed: bool) -> None:
    """The unit by its button or by the name people use; those of other units hear nothing."""
    leader, officer, other = await world.leader(), await world.officer("KT"), await world.officer("VHXH")
    staff = await world.staff("KT")
    await to_audience(leader)
    await leader.tap("Một đơn vị")
    await leader.say("Phòng Vũ trụ")
    leader.expect("Không tìm thấy đơn vị")
    await (leader.say("kinh te") if typed else leader.tap("Phòng Kinh tế"))
    leader.expect("Gửi đến Phòng Kinh tế, Hạ tầng và Đô thị: 2 người.")
    await leader.tap("Gửi")
    officer.expect(NOTICE)
    staff.expect(NOTICE)
    other.expect_silence()


async def test_one_role_gets_it(world: World) -> None:
    """Case officers of every unit, and nobody else; words instead of a choice ask again."""
    leader, officer, staff = await world.leader(), await world.officer("KT"), await world.staff()
    other = await world.officer("VHXH")
    await to_audience(leader)
    await leader.tap("Một vai trò")
    await leader.say("mấy anh em")
    leader.expect("vai trò nào")
    await leader.say("can bo xu ly")
    leader.expect("Gửi đến Cán bộ xử lý: 2 người.")
    await leader.tap("Gửi")
    officer.expect(NOTICE)
    other.expect(NOTICE)
    staff.expect_silence()


async def test_gui_pressed_twice_sends_nothing_twice(world: World) -> None:
    """The second press shows how far it is."""
    leader, staff = await world.leader(), await world.staff()
    await to_audience(leader)
    await leader.tap("Mọi người")
    send = leader.value_of("Gửi")
    await press(world, leader, send)
    await press(world, leader, send)
    leader.expect("Đã gửi 2/2")
    assert staff.new == [NOTICE]


async def test_text_and_audience_can_be_changed_before_it_goes(world: World) -> None:
    """Words at a choice are added, "Sửa nội dung" replaces them, "Đổi người nhận" asks again; nothing is sent."""
    leader, staff = await world.leader(), await world.staff()
    await to_audience(leader)
    await leader.say("Mời đủ thành phần.")
    leader.expect(f"{TEXT} Mời đủ thành phần.", "Gửi đến ai?")
    await leader.tap("Mọi người")
    await leader.say("Mang theo báo cáo.")
    leader.expect("Mời đủ thành phần.\nMang theo báo cáo.", "2 người")
    await leader.tap("Sửa nội dung")
    await leader.say("")
    leader.expect("viết nội dung thông báo")
    await leader.say("Họp dời sang thứ Hai.")
    await leader.tap("Mọi người")
    await leader.tap("Đổi người nhận")
    await leader.tap("Một vai trò")
    await leader.tap("Lãnh đạo")
    leader.expect("Họp dời sang thứ Hai.", "Gửi đến Lãnh đạo: 1 người.")
    await leader.tap("Hủy")
    staff.expect_silence()
    await leader.say("gửi thông báo")
    leader.expect("viết nội dung thông báo")


async def test_a_broadcast_left_for_the_menu_is_gone_on_with(world: World) -> None:
    """Its text is still there when the leader comes back to it."""
    leader = await world.leader()
    await to_audience(leader)
    await leader.say("menu")
    await leader.tap("Gửi thông báo")
    leader.expect(TEXT, "Gửi đến ai?")


async def test_somebody_whose_page_is_closed_is_waited_for(world: World) -> None:
    """The report counts them; they get it when they come back, and the progress shows it."""
    leader, here, away = await world.leader(), await world.staff(), await world.staff()
    await away.phone.close_page()
    await to_audience(leader)
    await leader.tap("Mọi người")
    await leader.tap("Gửi")
    here.expect(NOTICE)
    away.expect_silence()
    leader.expect("Đã gửi xong thông báo", "Đã gửi 2/3. Còn chờ (nhận khi mở trang): 1. Không gửi được: 0.")
    await away.phone.open_page()
    await world.settle()
    away.expect(NOTICE)
    await leader.say("tien do")
    leader.expect("Đã gửi 3/3. Còn chờ: 0.")


async def test_there_may_be_nothing_to_report(world: World) -> None:
    """Whoever sent none is told so."""
    leader = await world.leader()
    await leader.say("/tiendo")
    leader.expect("chưa gửi thông báo nào")


@pytest.mark.parametrize("post", [Post(Role.STAFF), Post(Role.OFFICER, "KT"), Post(Role.OFFICE, "VP")])
async def test_only_leaders_send_to_many(world: World, post: Post) -> None:
    """Neither the word nor a leader's button works for others."""
    leader, person = await world.leader(), await world.person(post)
    await to_audience(leader)
    await leader.tap("Mọi người")
    await person.say("gửi thông báo")
    person.expect("Anh/Chị chưa được giao quyền")
    await press(world, person, leader.value_of("Gửi"))
    person.expect("Anh/Chị chưa được giao quyền")
    await leader.tap("Gửi")
    person.expect(NOTICE)
