"""How updates reach a bot by polling, and what can go wrong on the way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_clock import SteppedClock
from bot.simulators.telegram_faults import UpdateFault
from tests.bot.test_telegram_simulator import LIBRARIES, TOKEN, Scene, scene_of, until


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(params=LIBRARIES)
async def still(request: pytest.FixtureRequest, clock: SteppedClock) -> AsyncIterator[Scene]:
    """A scene whose time stands until it is moved."""
    async with scene_of(request.param, clock=clock) as made:
        yield made


@pytest.fixture
async def simulator(clock: SteppedClock) -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(clock=clock, limits=None) as running:
        running.add_bot(TOKEN)
        yield running


async def ask(simulator: TelegramSimulator, method: str, **params: Any) -> Any:
    """One call without any library; the whole answer."""
    async with ClientSession() as http, http.post(f"{simulator.url}/bot{TOKEN}/{method}", json=params) as response:
        return await response.json()


async def test_a_long_poll_ends_with_the_first_news(still: Scene) -> None:
    """A poll that found nothing waits, and answers as soon as somebody writes."""
    lan = still.simulator.person("Lan")
    poll = asyncio.create_task(still.call.get_updates(timeout=50))
    await until(lambda: still.simulator.bot.updates.polled)
    assert not poll.done()

    lan.write("Chào")

    [update] = await poll
    assert update.message.text == "Chào"


async def test_a_long_poll_ends_empty_after_its_time(still: Scene, clock: SteppedClock) -> None:
    """However long a poll wants to wait, 50 seconds are the most."""
    poll = asyncio.create_task(still.call.get_updates(timeout=300))
    await until(lambda: still.simulator.bot.updates.polled)

    clock.advance(49)
    await asyncio.sleep(0)
    assert not poll.done()
    clock.advance(1)

    assert not list(await poll)


async def test_an_update_comes_until_its_offset_is_passed(still: Scene) -> None:
    """An update that nobody has confirmed comes again; numbers follow one another; a batch has at most 100."""
    lan = still.simulator.person("Lan")
    for number in range(120):
        lan.write(str(number))

    first = await still.updates()
    again = await still.updates()
    rest = await still.updates(offset=first[-1].update_id + 1)
    few = await still.call.get_updates(offset=rest[0].update_id, limit=3)
    newest = await still.call.get_updates(offset=-1)

    numbers = [update.update_id for update in first + rest]
    assert numbers == list(range(numbers[0], numbers[0] + 120))
    assert [update.update_id for update in again] == numbers[:100]
    assert [update.message.text for update in few] == ["100", "101", "102"]
    assert [update.message.text for update in newest] == ["119"]


async def test_only_allowed_kinds_of_updates_arise(still: Scene) -> None:
    """What is not in allowed_updates never comes; an empty list restores the default."""
    lan = still.simulator.person("Lan")
    await still.call.get_updates(allowed_updates=["callback_query"])
    lan.write("Chào")
    assert not await still.updates()

    assert (await ask(still.simulator, "getUpdates", allowed_updates=[]))["result"] == []
    lan.write("Chào lại")
    assert [update.message.text for update in await still.updates()] == ["Chào lại"]


async def test_a_second_poller_ends_the_first(still: Scene) -> None:
    """Two programs with one token: the older poll gets 409, the newer goes on."""
    older = asyncio.create_task(still.call.get_updates(timeout=50))
    await until(lambda: still.simulator.bot.updates.polled)
    newer = asyncio.create_task(ask(still.simulator, "getUpdates", timeout=50))

    with still.refused("409", "terminated by other getUpdates request"):
        await older
    still.simulator.person("Lan").write("Chào")
    assert len((await newer)["result"]) == 1


async def test_polling_and_webhook_exclude_each_other(still: Scene) -> None:
    """With a webhook set getUpdates gets 409; setting one ends the poll that waits."""
    poll = asyncio.create_task(still.call.get_updates(timeout=50))
    await until(lambda: still.simulator.bot.updates.polled)

    assert await still.call.set_webhook("http://127.0.0.1:1/hook")

    with still.refused("409", "terminated by setWebhook request"):
        await poll
    with still.refused("409", "can't use getUpdates method while webhook is active"):
        await still.updates()
    assert await still.call.delete_webhook()
    assert not await still.updates()


async def test_old_updates_are_forgotten(still: Scene, clock: SteppedClock) -> None:
    """A press that nobody fetched is gone after 150 seconds, a message after a day."""
    lan = still.simulator.person("Lan")
    lan.start()
    await still.call.send_message(chat_id=lan.chat_id, text="?", reply_markup=still.client.keyboard([[("Có", "1")]]))
    lan.press("Có")
    assert len(await still.updates()) == 2

    clock.advance(151)
    assert [update.message.text for update in await still.updates()] == ["/start"]
    clock.advance(86_400)
    assert not await still.updates()


@pytest.mark.parametrize(
    ("fault", "texts"),
    [
        # Each batch has two at most.
        (UpdateFault.DUPLICATE, ["1", "2", "1", "3"]),
        (UpdateFault.REORDER, ["2", "1", "2", "3"]),  # the offset after 1 asks for 2 once more
        (UpdateFault.DROP, ["2", "3"]),
    ],
)
async def test_updates_go_wrong_on_order(simulator: TelegramSimulator, fault: UpdateFault, texts: list[str]) -> None:
    """One update comes twice, after its successor, or never, with the numbers that it had."""
    lan = simulator.person("Lan")
    simulator.faults.order_update(fault)
    for text in ("1", "2", "3"):
        lan.write(text)

    seen, offset = [], 0
    while found := (await ask(simulator, "getUpdates", offset=offset, limit=2))["result"]:
        seen += [update["message"]["text"] for update in found]
        offset = found[-1]["update_id"] + 1

    assert seen == texts
