"""What we ask of Telegram beside messages: when it says no for now, it is asked again, when it wants to be."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.channels.telegram_client import Away, HeardElsewhere, TelegramClient, TokenRefused
from bot.simulators.telegram_faults import Fault
from tests.bot.telegram_line import Line, line_to
from tests.telegram_world import TOKEN


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
        yield line


async def test_what_telegram_puts_off_is_asked_for_after_the_time_it_named(line: Line) -> None:
    """429 at messages to be deleted and at the menu: not a moment earlier, and nothing is given up."""
    waits: list[float] = []
    client = waiting_client(line, waits)
    line.person.write("Ghế gãy")
    for method in ("deleteMessages", "setMyCommands"):
        line.simulator.faults.order(Fault.TOO_MANY, method, seconds=7)
    assert await client.delete(line.person.chat_id, [line.person.messages[-1].message_id])
    await client.set_commands([("start", "Bắt đầu")])
    assert waits == [7.0] * 2
    await client.close()


@pytest.mark.parametrize("seconds", [7, 300])
async def test_a_file_that_telegram_puts_off_is_left_to_who_asked(line: Line, seconds: int) -> None:
    """Nobody is held up; how long it takes is said."""
    waits: list[float] = []
    client = waiting_client(line, waits)
    line.simulator.faults.order(Fault.TOO_MANY, "getFile", seconds=seconds)
    with pytest.raises(Away) as told:
        await client.fetch("some file")
    assert (told.value.wait, waits) == (seconds, [])
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


async def test_it_is_known_why_nothing_is_heard(line: Line) -> None:
    """Another program listens, or Telegram is away for a quarter of an hour; gone with the first answer."""
    seconds = [0.0]
    client = TelegramClient(TOKEN, line.simulator.url, now=lambda: seconds[0])
    seen = [client.trouble]
    for kind, later in ((Fault.SERVER_ERROR, 0.0), (Fault.SERVER_ERROR, 901.0)):
        line.simulator.faults.order(kind, "getUpdates")
        with pytest.raises(Away):
            await client.updates(None, 0)
        seconds[0] += later
        seen.append(client.trouble)
    await client.updates(None, 0)
    seen.append(client.trouble)
    assert seen == ["", "", "no-answer", ""]
    await client.close()


async def test_a_refused_token_is_known_at_once(line: Line) -> None:
    """Nobody hears anything there until somebody has looked."""
    client = TelegramClient("7:nobodys", line.simulator.url)
    with pytest.raises(TokenRefused):
        await client.poll_from_now_on()
    assert client.trouble == "token-refused"
    await client.close()


async def test_another_listener_is_known_at_once(line: Line) -> None:
    """Of two programs with one token each loses what the other hears."""
    ours, theirs = TelegramClient(TOKEN, line.simulator.url), TelegramClient(TOKEN, line.simulator.url)
    poll = asyncio.create_task(ours.updates(None, 25))
    while not line.simulator.bot.updates.polled:
        await asyncio.sleep(0.001)
    await theirs.updates(None, 1)
    with pytest.raises(HeardElsewhere):
        await poll
    assert (ours.trouble, theirs.trouble) == ("heard-elsewhere", "")
    for client in (ours, theirs):
        await client.close()


def waiting_client(line: Line, waits: list[float]) -> TelegramClient:
    """Whose waits take no time, and are written down."""

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    return TelegramClient(TOKEN, line.simulator.url, sleep)
