"""getUpdates of the Zalo simulator: one update a call, no acknowledgement, and what the sources disagree on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Final

import httpx
import pytest

from bot.simulators.telegram_clock import RunningClock, SteppedClock
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import Fault, UpdateFault
from tests.bot.test_zalo_simulator import Scene, scene_of

CONFLICT: Final = (400, "You cannot use this API while a webhook is set. Please remove the webhook first")
HOOK: Final = {"url": "http://127.0.0.1:1/zalo", "secret_token": "12345678"}


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


def texts(updates: list[Any]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_a_text_comes_in_the_shape_that_was_seen(scene: Scene) -> None:
    """An object, not a list: the event's name and the message, with the person's name and no other trace of them."""
    person = scene.simulator.person("Người 1")
    message_id = await person.say("Xin chào")

    update = await scene.poll()

    date = update["message"].pop("date")
    assert isinstance(date, int) and date > 1_700_000_000_000
    assert update == {
        "event_name": "message.text.received",
        "message": {
            "chat": {"chat_type": "PRIVATE", "id": person.chat_id},
            "message_id": message_id,
            "from": {"id": person.chat_id, "is_bot": False, "display_name": "Người 1"},
            "text": "Xin chào",
        },
    }
    assert len(person.chat_id) == len(message_id) == 20


async def test_each_update_comes_once_and_in_order(scene: Scene) -> None:
    """One a call, and gone when it was read."""
    person = scene.simulator.person("Người 1")
    for text in ("một", "hai", "ba"):
        await person.say(text)

    assert texts([await scene.poll() for _ in range(3)]) == ["một", "hai", "ba"]
    assert await scene.refused("getUpdates", timeout=0) == (408, "Request timeout")


@pytest.mark.parametrize("timeout", [5, "5", None])
async def test_an_idle_poll_ends_with_a_timeout(timeout: object) -> None:
    """After the seconds asked for, as a number or as text; after 30 if none were."""
    clock = SteppedClock()
    async with scene_of(clock=clock) as scene:
        polling = asyncio.create_task(scene.refused("getUpdates", timeout=timeout))
        await scene.polled()
        clock.advance(29 if timeout is None else 4)
        await asyncio.sleep(0.01)
        assert not polling.done()
        clock.advance(1)
        assert await polling == (408, "Request timeout")


async def test_a_waiting_poll_gets_the_next_update(scene: Scene) -> None:
    """It is answered as soon as somebody writes."""
    polling = asyncio.create_task(scene.poll(30))
    await scene.polled()

    await scene.simulator.person("Người 1").say("chào")

    assert texts([await polling]) == ["chào"]


async def test_an_idle_poll_may_end_with_nothing() -> None:
    """Some code was written for an empty result."""
    async with scene_of(behaviour=Behaviour(idle_is_empty=True)) as scene:
        assert await scene.poll() == {}


async def test_updates_may_come_as_lists() -> None:
    """Other code was written for a list of one."""
    async with scene_of(behaviour=Behaviour(lists_updates=True)) as scene:
        await scene.simulator.person("Người 1").say("chào")

        assert texts(await scene.poll()) == ["chào"]


async def test_updates_may_come_again_and_again() -> None:
    """One source saw what was read at every later poll, for a time; new ones come first."""
    clock = SteppedClock()
    async with scene_of(clock=clock, behaviour=Behaviour(replays_for=60)) as scene:
        person = scene.simulator.person("Người 1")
        await person.say("một")
        await person.say("hai")
        assert texts([await scene.poll(30) for _ in range(6)]) == ["một", "hai"] * 3
        await person.say("ba")
        assert texts([await scene.poll(30) for _ in range(4)]) == ["ba", "một", "hai", "ba"]

        clock.advance(60)

        assert await scene.refused("getUpdates", timeout=0) == (408, "Request timeout")


async def test_two_pollers_split_the_messages(scene: Scene) -> None:
    """An update goes to one of them."""
    person = scene.simulator.person("Người 1")
    polls = [asyncio.create_task(scene.poll(30)) for _ in range(2)]
    await scene.simulator.until(lambda: scene.simulator.polling == 2)
    await person.say("một")
    await person.say("hai")

    assert sorted(texts(await asyncio.gather(*polls))) == ["hai", "một"]


async def abandon_a_poll(scene: Scene) -> None:
    polling = asyncio.create_task(scene.poll(30))
    await scene.polled()
    polling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await polling


async def test_a_poll_whose_client_has_gone_takes_nothing(scene: Scene) -> None:
    """The next poll gets what came meanwhile."""
    await abandon_a_poll(scene)
    await scene.simulator.until(lambda: scene.simulator.polling == 0)
    await scene.simulator.person("Người 1").say("chào")

    assert texts([await scene.poll()]) == ["chào"]


async def test_a_poll_whose_client_has_gone_may_take_an_update_with_it() -> None:
    """The other answer to a question that nobody has asked Zalo."""
    async with scene_of(behaviour=Behaviour(abandoned_polls_take=True)) as scene:
        await abandon_a_poll(scene)
        await scene.simulator.person("Người 1").say("chào")

        assert (await scene.refused("getUpdates", timeout=0))[0] == 408


async def test_an_update_is_lost_with_its_answer(scene: Scene) -> None:
    """There is no acknowledgement: what was read counts as had, even if it never arrived."""
    scene.simulator.faults.order(Fault.LOST_ANSWER, "getUpdates")
    await scene.simulator.person("Người 1").say("chào")

    with pytest.raises(httpx.RemoteProtocolError):
        await scene.poll()

    assert (await scene.refused("getUpdates", timeout=0))[0] == 408


async def test_polling_and_a_webhook_exclude_each_other(scene: Scene) -> None:
    """While a webhook is set getUpdates is refused, also one that is waiting."""
    polling = asyncio.create_task(scene.refused("getUpdates", timeout=30))
    await scene.polled()
    await scene.call("setWebhook", **HOOK)
    assert await polling == CONFLICT
    assert await scene.refused("getUpdates", timeout=0) == CONFLICT

    await scene.call("deleteWebhook")

    assert (await scene.refused("getUpdates", timeout=0))[0] == 408


async def test_hot_polling_meets_the_gateway() -> None:
    """More polls in a second than allowed get its HTML page."""
    clock = SteppedClock()
    async with scene_of(clock=clock, behaviour=Behaviour(polls_per_second=2)) as scene:
        answers = [await scene.ask("getUpdates", timeout=0) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 429, 429]
        assert "<html>" in answers[3].text

        clock.advance(1)

        assert (await scene.ask("getUpdates", timeout=0)).status_code == 200


async def test_a_message_can_be_repeated(scene: Scene) -> None:
    """To the letter, or as the same id with another text."""
    person = scene.simulator.person("Người 1")
    message_id = await person.say("một")
    scene.simulator.repeat(message_id)
    await person.say("hai", message_id=message_id)

    first, second, third = [await scene.poll() for _ in range(3)]

    assert first == second
    assert (third["message"]["message_id"], third["message"]["text"]) == (message_id, "hai")


@pytest.mark.parametrize(
    ("fault", "heard"),
    [
        (UpdateFault.DUPLICATE, ["một", "một", "hai", "ba"]),
        (UpdateFault.REORDER, ["hai", "một", "ba"]),
        (UpdateFault.DROP, ["hai", "ba"]),
        (UpdateFault.DELAY, ["hai", "ba", "một"]),
    ],
)
async def test_updates_go_wrong_on_order(fault: UpdateFault, heard: list[str]) -> None:
    """Twice, after the next one, never, or later."""
    clock = SteppedClock()
    async with scene_of(clock=clock) as scene:
        scene.simulator.faults.order_update(fault, seconds=5)
        person = scene.simulator.person("Người 1")
        for text in ("một", "hai", "ba"):
            await person.say(text)
        await asyncio.sleep(0)
        clock.advance(5)
        await asyncio.sleep(0)

        assert texts([await scene.poll() for _ in heard]) == heard
        assert (await scene.refused("getUpdates", timeout=0))[0] == 408


async def test_unknown_events_and_lists_come_on_order(scene: Scene) -> None:
    """An event of an unknown name comes before the true one; another one comes as a list."""
    scene.simulator.faults.order_update(UpdateFault.UNKNOWN_EVENT)
    scene.simulator.faults.order_update(UpdateFault.LIST)
    person = scene.simulator.person("Người 1")
    await person.say("một")
    await person.say("hai")

    unknown, known, listed = [await scene.poll() for _ in range(3)]

    assert (unknown["event_name"], known["event_name"]) == ("message.future.received", "message.text.received")
    assert texts(listed) == ["hai"]


async def test_anything_can_be_pushed(scene: Scene) -> None:
    """An update of any shape, for readers that must not fall over it."""
    scene.simulator.push({"event_name": "message.link.received", "message": None})

    assert await scene.poll() == {"event_name": "message.link.received", "message": None}


async def test_one_can_wait_until_the_bot_has_had_everything(scene: Scene) -> None:
    """That is, until it asks for more: there is no other sign."""
    await scene.simulator.settled()
    await scene.simulator.person("Người 1").say("chào")
    settled = asyncio.create_task(scene.simulator.settled())
    await scene.poll()
    await asyncio.sleep(0.01)
    assert not settled.done()

    await scene.refused("getUpdates", timeout=0)

    await settled


async def test_time_can_run_faster() -> None:
    """At a thousandfold speed half a minute of waiting is soon over."""
    async with scene_of(clock=RunningClock(speed=1000)) as scene:
        assert (await scene.refused("getUpdates", timeout=30))[0] == 408
