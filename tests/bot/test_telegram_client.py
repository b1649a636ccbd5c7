"""What we ask of Telegram beside messages: when it says no for now, it is asked again, when it wants to be."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.channels.telegram_client import Away, TelegramClient
from bot.simulators.telegram_faults import Fault
from tests.bot.telegram_line import PHOTO, Line, line_to
from tests.telegram_world import TOKEN


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
        yield line


async def test_what_telegram_puts_off_is_asked_for_after_the_time_it_named(line: Line) -> None:
    """429 at a file, at messages to be deleted and at the menu: not a moment earlier, and nothing is given up."""
    waits: list[float] = []
    client = waiting_client(line, waits)
    line.person.send_photo(PHOTO, "Ghế gãy")
    photo = line.person.messages[-1]
    assert photo.file is not None
    for method in ("getFile", "deleteMessages", "setMyCommands"):
        line.simulator.faults.order(Fault.TOO_MANY, method, seconds=7)
    assert await client.fetch(photo.file.file_id) == PHOTO
    assert await client.delete(line.person.chat_id, [photo.message_id])
    await client.set_commands([("start", "Bắt đầu")])
    assert waits == [7.0] * 3
    await client.close()


async def test_what_telegram_puts_off_for_long_is_left_to_who_asked(line: Line) -> None:
    """A chat is not held up for minutes; how long it takes is said."""
    client = waiting_client(line, [])
    line.simulator.faults.order(Fault.TOO_MANY, "getFile", seconds=300)
    with pytest.raises(Away) as told:
        await client.fetch("some file")
    assert told.value.wait == 300
    await client.close()


async def test_messages_are_deleted_though_telegram_stumbles(line: Line) -> None:
    """A second press would find their numbers forgotten: 5xx and broken lines are waited out, three times."""
    waits: list[float] = []
    client = waiting_client(line, waits)
    line.person.write("Ghế gãy")
    for kind in (Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.SERVER_ERROR):
        line.simulator.faults.order(kind, "deleteMessages")
    assert await client.delete(line.person.chat_id, [line.person.messages[-1].message_id])
    assert waits == [1.0, 2.0, 4.0]
    line.simulator.faults.order(Fault.SERVER_ERROR, "deleteMessages", times=4)
    with pytest.raises(Away):
        await client.delete(line.person.chat_id, [1])
    await client.close()


def waiting_client(line: Line, waits: list[float]) -> TelegramClient:
    """Whose waits take no time, and are written down."""

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return TelegramClient(TOKEN, line.simulator.url, sleep)
