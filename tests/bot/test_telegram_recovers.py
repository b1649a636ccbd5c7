"""Listening to Telegram goes on after whatever ended it, and what was not shown at first is shown later."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from handlers import registry
from storage.sessions import Session, Sessions
from tests.bot.telegram_line import Line, line_to
from tests.bot.telegram_scene import PATIENCE
from tests.clock import FakeClock

registry.load_flows()


class Unreadable(Sessions):
    """Sessions that cannot be read for a while."""

    is_broken = True

    def load(self, account: str) -> Session:
        if self.is_broken:
            raise sqlite3.OperationalError("disk I/O error")
        return super().load(account)


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    """Nobody listens yet."""
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
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
