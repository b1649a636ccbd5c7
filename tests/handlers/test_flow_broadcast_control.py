"""A broadcast after Gửi: paused, gone on with, stopped; in quiet hours it waits, unless it is urgent."""

import secrets

import pytest

from scheduler import broadcasts
from tests.handlers.steps import press
from tests.handlers.test_flow_broadcast import NOTICE, TEXT
from tests.talk import Talk
from tests.world import World


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
    staff.expect("Anh/Chị chưa được giao quyền")
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
