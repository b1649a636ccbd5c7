"""A leader's message to many: text, audience, count, confirmation, progress."""

import secrets

import pytest

from scheduler import broadcasts
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
    person.expect("Anh/Chị không được giao quyền")
    await press(world, person, leader.value_of("Gửi"))
    person.expect("Anh/Chị không được giao quyền")
    await leader.tap("Gửi")
    person.expect(NOTICE)


async def confirmed(world: World, leader: Talk, text: str = TEXT) -> None:
    """Gửi is pressed, and nothing has been swept or delivered since."""
    await leader.say("gửi thông báo")
    await leader.say(text)
    await leader.tap("Mọi người")
    leader.listen()
    await leader.phone.post(key=secrets.token_hex(8), choice=leader.value_of("Gửi"))
    await leader.phone.refresh()


async def queued(world: World) -> None:
    """One sweep: its notices are in the outbox, none has been sent."""
    app = world.app
    await broadcasts.sweep(app.base.store, app.engine.office, world.clock.now(), delivery_idle=False)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("in_the_outbox", [True, False])
async def test_a_paused_broadcast_waits_for_its_sender(world: World, *, in_the_outbox: bool, typed: bool) -> None:
    """Nothing goes out until the sender goes on, be it written to the outbox or not; then everybody has it once."""
    leader, staff = await world.leader(), await world.staff()
    await confirmed(world, leader)
    assert leader.labels == ["Tạm dừng", "Dừng hẳn", "Xem tiến độ", "Trang chủ"]
    if in_the_outbox:
        await queued(world)
    await (leader.say("tam dung") if typed else leader.tap("Tạm dừng"))
    leader.expect("Đang tạm dừng.", "Đã gửi 0/2. Còn chờ: 2. Không gửi được: 0.")
    assert leader.labels == ["Tiếp tục gửi", "Dừng hẳn", "Xem tiến độ", "Trang chủ"]
    world.clock.advance(days=1)
    await world.settle()
    staff.expect_silence()
    await (leader.say("tiếp tục gửi") if typed else leader.tap("Tiếp tục"))
    leader.expect("Đang gửi.")
    assert staff.new == [NOTICE]
    leader.expect("Đã gửi xong thông báo", "Đã gửi 2/2")


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("in_the_outbox", [True, False])
async def test_a_stopped_broadcast_never_goes_out(world: World, *, in_the_outbox: bool, typed: bool) -> None:
    """Stopped is for good: neither time nor "Tiếp tục gửi" brings it back."""
    leader, staff = await world.leader(), await world.staff()
    await confirmed(world, leader)
    if in_the_outbox:
        await queued(world)
    await (leader.say("dừng hẳn") if typed else leader.tap("Dừng hẳn"))
    leader.expect("Đã dừng hẳn.", "Đã gửi 0/2. Không gửi nữa: 2.")
    for word in ("tiếp tục gửi", "tạm dừng", "gửi ngay"):
        await leader.say(word)
        leader.expect("Đã dừng hẳn.")
    world.clock.advance(days=1)
    await world.settle()
    staff.expect_silence()


async def test_who_has_not_opened_the_page_need_not_get_it_any_more(world: World) -> None:
    """A broadcast that is reported can still be stopped for those who wait; when nobody does, nothing is offered."""
    leader, away = await world.leader(), await world.staff()
    await away.phone.close_page()
    await confirmed(world, leader)
    await world.settle()
    await leader.say("tiến độ")
    leader.expect("Đã gửi.", "Đã gửi 1/2. Còn chờ: 1.")
    await leader.tap("Dừng hẳn")
    leader.expect("Đã dừng hẳn.", "Không gửi nữa: 1.")
    await away.phone.open_page()
    await world.settle()
    away.expect_silence()


async def test_what_everybody_has_cannot_be_stopped(world: World) -> None:
    """It says that it was sent, and offers nothing to press."""
    leader, staff = await world.leader(), await world.staff()
    await confirmed(world, leader)
    await world.settle()
    assert staff.new == [NOTICE]
    for word in ("dừng hẳn", "tạm dừng", "tiếp tục gửi"):
        await leader.say(word)
        leader.expect("Đã gửi.", "Đã gửi 2/2. Còn chờ: 0.")
        assert leader.labels == ["Xem tiến độ", "Trang chủ"]


async def test_an_old_button_acts_on_its_own_broadcast(world: World) -> None:
    """The first one's "Dừng hẳn", pressed after a second was confirmed, leaves the second alone."""
    leader, staff = await world.leader(), await world.staff()
    await confirmed(world, leader, "Thông báo nhầm.")
    stop_first = leader.value_of("Dừng hẳn")
    await leader.tap("Tạm dừng")
    await confirmed(world, leader)
    await press(world, leader, stop_first)
    leader.expect("Thông báo nhầm.", "Đã dừng hẳn.")
    assert staff.new == [NOTICE]


async def test_only_its_sender_can_touch_a_broadcast(world: World) -> None:
    """Another leader's press, or a made-up button, changes nothing; staff may not press at all."""
    leader, other, staff = await world.leader(), await world.leader(), await world.staff()
    await confirmed(world, leader)
    stop = leader.value_of("Dừng hẳn")
    for value in (stop, "c.halt.zz", f"c.halt.{'0' * 32}"):
        other.listen()
        await other.phone.post(key=secrets.token_hex(8), choice=value)
        await other.phone.refresh()
        other.expect("Lựa chọn này đã cũ.")
    await press(world, staff, stop)
    staff.expect("Anh/Chị không được giao quyền")
    staff.expect(NOTICE)


async def test_a_broadcast_waits_for_the_quiet_hours_to_end(world: World) -> None:
    """Confirmed in the evening, it says from when on it goes out, and nobody's phone rings before."""
    leader, staff = await world.leader(), await world.staff()
    world.clock.advance(hours=12)  # nine in the evening
    await confirmed(world, leader)
    leader.expect("Đang giờ yên tĩnh", "2 người từ 07:00 thứ Ba, 03/11/2026")
    assert leader.labels == ["Gửi ngay (khẩn)", "Dừng hẳn", "Xem tiến độ", "Trang chủ"]
    await world.settle()
    staff.expect_silence()
    await leader.tap("Xem tiến độ")
    leader.expect("gửi từ 07:00 thứ Ba, 03/11/2026", "Đã gửi 0/2. Còn chờ: 2.")
    world.clock.advance(hours=9, minutes=59)
    await world.settle()
    staff.expect_silence()
    world.clock.advance(minutes=1)
    await world.settle()
    assert staff.new == [NOTICE]


@pytest.mark.parametrize("typed", [True, False])
async def test_an_urgent_one_goes_out_at_night_after_a_second_confirmation(world: World, *, typed: bool) -> None:
    """One press asks, the second sends; that it was urgent is kept with the broadcast."""
    leader, staff = await world.leader(), await world.staff()
    world.clock.advance(hours=12)
    await confirmed(world, leader)
    await (leader.say("gửi ngay") if typed else leader.tap("Gửi ngay (khẩn)"))
    leader.expect("2 người sẽ nhận tin ngay bây giờ", "từ 07:00 thứ Ba")
    await leader.say("chắc vậy")
    leader.expect("2 người sẽ nhận tin ngay bây giờ")
    staff.expect_silence()
    await (leader.say("vẫn gửi ngay") if typed else leader.tap("Vẫn gửi ngay"))
    leader.expect("Đang gửi khẩn.")
    assert staff.new == [NOTICE]
    async with world.app.base.store.reading() as reads:
        sender = world.app.base.seals.account_key(leader.phone.account)  # type: ignore[attr-defined]
        latest = await reads.broadcasts.latest_of(sender)
    assert latest is not None and latest.urgent


async def test_what_is_not_that_urgent_waits(world: World) -> None:
    """ "Để đến giờ" leaves it as it was, and a text in writing is not lost by the question."""
    leader, staff = await world.leader(), await world.staff()
    world.clock.advance(hours=12)
    await confirmed(world, leader)
    urgent = leader.value_of("Gửi ngay")
    await leader.say("gửi thông báo")
    await leader.say("Thông báo thứ hai.")
    await press(world, leader, urgent)
    await leader.tap("Để đến giờ")
    leader.expect("Chờ hết giờ yên tĩnh")
    staff.expect_silence()
    await leader.say("gửi thông báo")
    leader.expect("Thông báo thứ hai.", "Gửi đến ai?")


async def test_what_is_gone_on_with_at_night_waits_for_the_morning(world: World) -> None:
    """A pause is no way around the quiet hours."""
    leader, staff = await world.leader(), await world.staff()
    await confirmed(world, leader)
    await queued(world)
    await leader.tap("Tạm dừng")
    world.clock.advance(hours=12)
    await leader.tap("Tiếp tục")
    leader.expect("Chờ hết giờ yên tĩnh, gửi từ 07:00 thứ Ba, 03/11/2026.")
    staff.expect_silence()
    world.clock.advance(hours=10)
    await world.settle()
    assert staff.new == [NOTICE]


async def test_who_sent_none_has_none_to_pause(world: World) -> None:
    """Each of the words says so."""
    leader = await world.leader()
    for word in ("tạm dừng", "tiếp tục gửi", "dừng hẳn", "gửi ngay"):
        await leader.say(word)
        leader.expect("chưa gửi thông báo nào")
