"""Listening to Telegram goes on after whatever ended it, and what was not shown at first is shown later."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, closing
from pathlib import Path

import pytest

from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.telegram_menu import commands
from bot.channels.telegram_shelf import Shelf
from bot.simulators.telegram_faults import Fault
from handlers import registry
from storage.sessions import Sessions
from tests.bot.telegram_line import Line, line_to
from tests.bot.telegram_scene import PATIENCE
from tests.clock import FakeClock
from tests.telegram_world import TelegramPhone
from tests.world import open_world

registry.load_flows()


class Unreadable(Sessions):
    """Sessions that cannot be read for a while."""

    is_broken = True

    def accounts(self) -> Sequence[str]:
        if self.is_broken:
            raise sqlite3.OperationalError("disk I/O error")
        return super().accounts()


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """Nobody listens yet."""
    async with AsyncExitStack() as stack, line_to(stack, tmp_path, sessions=tmp_path / "sessions.db") as line:
        yield line


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.002)


async def test_listening_begins_again_after_an_error_nobody_expected(
    line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    """It is tried again and again, health knows meanwhile, the log has one line; then everybody is heard."""
    line.scene.sessions.close()
    line.scene.sessions = broken = Unreadable(None, FakeClock().now)
    line.person.write("nghe thấy")
    listener = line.listen()
    await until(lambda: listener.trouble == "listening-failed")
    await asyncio.sleep(0.05)  # some five tries
    assert caplog.text.count("listening to Telegram has ended") == 1
    broken.is_broken = False
    await line.all_confirmed()
    assert line.scene.texts == ["nghe thấy"]
    await until(lambda: not listener.trouble)


async def test_the_menu_comes_when_telegram_answers_again(line: Line) -> None:
    """Refused at the start, it is shown later; meanwhile people are heard."""
    line.simulator.faults.order(Fault.DELAY, "setMyCommands", seconds=1)
    line.simulator.faults.order(Fault.SERVER_ERROR, "setMyCommands", times=3)
    line.listen()
    line.person.write("nghe thấy")
    await line.all_confirmed()
    assert not line.simulator.bot.commands
    await until(lambda: len(line.simulator.bot.commands) == 3)
    assert line.person.commands == [name for name, _ in commands("vi")]


async def test_the_menu_of_a_post_comes_with_the_next_word(tmp_path: Path) -> None:
    """Telegram would not show it to whoever enrolled just then."""
    async with open_world("sqlite", tmp_path, telegram=True) as world:
        assert world.telegram is not None
        shown = world.telegram.bot.commands
        await until(lambda: len(shown) == 3)
        world.telegram.faults.order(Fault.SERVER_ERROR, "setMyCommands")
        officer = await world.officer("VP")
        assert isinstance(officer.phone, TelegramPhone)
        assert "donvi" not in officer.phone.person.commands
        await officer.say("menu")
        assert "donvi" in officer.phone.person.commands


async def test_one_that_takes_long_hides_nobody(line: Line) -> None:
    """However many others write while one chat is not dealt with, they are heard, and Telegram keeps none of it."""
    listener = line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("chậm")
    line.person.write("cũng chậm")
    await asyncio.sleep(0.1)
    for number in range(150):
        other.write(f"nhanh {number}")
    await line.scene.until(150)
    await line.all_confirmed()
    over.set()
    await line.scene.until(152)
    assert line.scene.texts[150:] == ["chậm", "cũng chậm"]
    await listener.stop()
    line.listeners.clear()
    assert Shelf(line.scene.sessions).waiting() == []


async def test_one_that_sends_very_much_hides_nobody(line: Line) -> None:
    """Hundreds of photos of one chat take minutes: what others write meanwhile is heard meanwhile."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    for number in range(350):
        line.person.write(f"chậm {number}")
    other.write("nhanh")
    await line.scene.until(1)
    assert line.scene.texts == ["nhanh"]
    over.set()
    await line.scene.until(351)
    assert line.scene.texts[1:] == [f"chậm {number}" for number in range(350)]


async def test_what_took_too_long_is_heard_after_a_restart(line: Line) -> None:
    """Telegram has forgotten it by then; a press is as safe as a text, and no name is kept."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("chậm")
    bot = line.simulator.bot
    message = bot.add_message(line.person.chat, bot.user, text="Chọn")
    bot.hear_press(line.person.user, message, ButtonMarks(bot.token).marked("c.new", line.person.chat_id))
    await asyncio.sleep(0.1)
    for number in range(100):
        other.write(f"nhanh {number}")
    await line.all_confirmed()
    assert "Ai Đó" not in str(Shelf(line.scene.sessions).waiting())
    await line.stop()
    over.set()
    line.listen()
    await line.scene.until(102)
    assert [message.text or message.choice for message, _ in line.scene.received[100:]] == ["chậm", "c.new"]


async def test_what_a_kill_would_forget_is_left_to_telegram(tmp_path: Path) -> None:
    """Where conversations lie in the process only, nothing is confirmed before it is dealt with, however long."""
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
        line.listen()
        over, other = line.hold(), line.simulator.person("Người Khác")
        line.person.write("chậm")
        await asyncio.sleep(0.1)
        for number in range(100):
            other.write(f"nhanh {number}")
        await line.scene.until(99)
        await asyncio.sleep(0.3)
        assert line.pending == 101
        over.set()
        await line.all_confirmed()


async def test_a_damaged_row_of_the_shelf_stops_nobody(line: Line, tmp_path: Path) -> None:
    """What else is on it is heard after a restart, and so is what is written then."""
    shelf, chat = Shelf(line.scene.sessions), {"id": line.person.chat_id, "type": "private"}
    for number, text in ((1, "hỏng"), (2, "lành")):
        shelf.keep({"update_id": number, "message": {"message_id": number, "date": 1, "chat": chat, "text": text}})
    with closing(sqlite3.connect(tmp_path / "sessions.db", isolation_level=None)) as file:
        file.execute("UPDATE session SET body = '{' WHERE body LIKE '%hỏng%'")
    line.person.write("mới")
    line.listen()
    await line.all_confirmed()
    await line.scene.until(2)
    assert sorted(line.scene.texts) == ["lành", "mới"]
