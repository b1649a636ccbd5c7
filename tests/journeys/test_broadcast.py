"""A notice to many in the hands of its sender: paused over a restart, and what becomes of those it cannot reach."""

import secrets
from pathlib import Path

import pytest

from scheduler import broadcasts
from tests.storage.databases import KINDS, fresh_database
from tests.talk import DirectPhone, Talk
from tests.telegram_world import TelegramPhone
from tests.world import World, open_world, world_on

TEXT = "Chiều thứ Sáu cơ quan họp giao ban lúc 14 giờ."


async def confirm(leader: Talk) -> None:
    """Gửi is pressed; nothing has been swept or delivered yet."""
    await leader.say("gửi thông báo")
    await leader.say(TEXT)
    await leader.tap("Mọi người")
    await leader.phone.post(key=secrets.token_hex(8), choice=leader.value_of("Gửi"))
    await leader.phone.refresh()


def at_the_same_phone(talk: Talk, world: World) -> Talk:
    """The person's page, as it connects to another process."""
    assert isinstance(talk.phone, DirectPhone)
    phone = DirectPhone(world.app)
    phone.account = talk.phone.account
    phone._stream = world.app.streams.opened(phone.account)
    phone._stream.__enter__()
    world.phones.append(phone)
    return Talk(phone, world.settle)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("word", "arrives"), [("tạm dừng", True), ("dừng hẳn", False)])
async def test_a_restart_goes_on_in_the_same_state(tmp_path: Path, kind: str, word: str, arrives: bool) -> None:
    """Paused or stopped with its notices in the outbox, the next process sends nothing; a paused one can go on."""
    async with fresh_database(kind) as database:
        world = await world_on(database, tmp_path)
        leader, staff = await world.leader(), await world.staff()
        await confirm(leader)
        app = world.app
        await broadcasts.sweep(app.base.store, app.engine.office, world.clock.now(), delivery_idle=False)
        await leader.say(word)
        await app.stop()

        world = await world_on(database, tmp_path)
        leader, staff = at_the_same_phone(leader, world), at_the_same_phone(staff, world)
        await world.settle()
        await leader.say("tiến độ")
        leader.expect("Đã gửi 0/2.")
        staff.expect_silence()
        await leader.say("tiếp tục gửi")
        assert [TEXT in text for text in staff.new] == [True] * arrives
        await world.app.stop()


async def test_who_cannot_be_reached_is_seen_and_sent_to_again(tmp_path: Path) -> None:
    """Over Telegram: the report counts who has blocked the bot, the office sees who it is, and later sends again."""
    async with open_world("sqlite", tmp_path, telegram=True) as world:
        leader, office, gone = await world.leader(), await world.office(), await world.officer("KT")
        assert isinstance(gone.phone, TelegramPhone)
        gone.phone.person.block()
        await confirm(leader)
        await leader.say("tiến độ")
        leader.expect("Đang gửi.", "Đã gửi 0/3. Còn chờ: 3. Không gửi được: 0.", "Còn khoảng 1 phút.")
        leader.expect("Đã gửi xong thông báo", "Đã gửi 2/3. Còn chờ (nhận khi mở trang): 0. Không gửi được: 1.")
        await office.say("chưa gửi được")
        await office.tap("Cán bộ xử lý – Phòng Kinh tế")
        office.expect("thông báo chung", "người nhận đã chặn bot")
        gone.phone.person.unblock()
        gone.listen()
        await office.tap("Gửi lại")
        gone.expect(TEXT)
        await leader.say("tiến độ")
        leader.expect("Đã gửi 3/3. Còn chờ: 0. Không gửi được: 0.")
        async with world.app.base.store.reading() as reads:
            lines, failures = await reads.outbox.overview(world.clock.now())
        assert (lines, failures) == ([], [])
