"""Updates that the Zalo simulator brings to a webhook: their shape, their order, and how often they are tried."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.simulators.telegram_clock import RunningClock
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import UpdateFault
from tests.bot.test_zalo_simulator import Scene, scene_of
from tests.bot.test_zalo_simulator_webhooks import HEADER, SECRET, hooked


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """A thousandfold speed: the fourth retry comes after a third of a second."""
    async with scene_of(clock=RunningClock(speed=1000), behaviour=Behaviour(patience=3600)) as made:
        yield made


async def test_an_update_arrives_with_the_secret(scene: Scene) -> None:
    """In the flat shape that was seen: one JSON object with the event's name and the message."""
    async with hooked(scene) as hook:
        person = scene.simulator.person("Người 1")
        message_id = await person.say("chào")
        await scene.simulator.settled()

        [headers], [body] = hook.headers, hook.bodies
        assert (headers[HEADER], headers["Content-Type"]) == (SECRET, "application/json")
        assert (body["event_name"], body["message"]["message_id"]) == ("message.text.received", message_id)
        assert [(each.message_id, each.status) for each in scene.simulator.attempts] == [(message_id, 200)]


async def test_an_update_may_arrive_wrapped(scene: Scene) -> None:
    """As the documents have it."""
    scene.simulator.behaviour.wrapped = True
    async with hooked(scene) as hook:
        await scene.simulator.person("Người 1").say("chào")
        await scene.simulator.settled()

        assert hook.bodies[0]["ok"] is True
        assert hook.bodies[0]["result"]["message"]["text"] == "chào"


async def test_a_chat_keeps_its_order(scene: Scene) -> None:
    """While the first message is being taken the next one of the chat waits."""
    async with hooked(scene) as hook:
        person = scene.simulator.person("Người 1")
        written = [str(number) for number in range(20)]
        for text in written:
            await person.say(text)
        await scene.simulator.settled()

        assert hook.texts == written


@pytest.mark.parametrize("status", [500, 401, 302, 404])
async def test_what_is_not_taken_comes_again(scene: Scene, status: int) -> None:
    """Until the answer is good; what was written later may overtake it."""
    async with hooked(scene) as hook:
        hook.statuses += [status]
        person = scene.simulator.person("Người 1")
        await person.say("một")
        await person.say("hai")
        await scene.simulator.settled()

        assert hook.texts == ["một", "hai", "một"]
        assert [each.status for each in scene.simulator.attempts] == [status, 200, 200]
        assert scene.simulator.lost == []


async def test_what_is_never_taken_is_lost(scene: Scene) -> None:
    """After the last attempt; how many there are is not known, so it is a switch."""
    scene.simulator.behaviour.retries = (1.0,)
    async with hooked(scene) as hook:
        hook.statuses += [500, 500]
        message_id = await scene.simulator.person("Người 1").say("một")
        await scene.simulator.settled()

        assert hook.texts == ["một", "một"]
        assert [each.message_id for each in scene.simulator.lost] == [message_id]


async def test_no_answer_in_time_is_no_answer() -> None:
    """The delivery counts as failed and is made again."""
    clock = RunningClock(speed=100)
    async with scene_of(clock=clock) as scene, hooked(scene) as hook:
        hook.silent = 1
        await scene.simulator.person("Người 1").say("một")
        await scene.simulator.until(lambda: bool(scene.simulator.attempts))
        scene.simulator.behaviour.patience = 3600
        await scene.simulator.settled()

        assert hook.texts == ["một", "một"]
        assert [each.status for each in scene.simulator.attempts] == [0, 200]


async def test_a_webhook_that_is_down_gets_its_updates_later(scene: Scene) -> None:
    """Nothing is lost while the bot's server starts anew."""
    scene.simulator.behaviour.retries = (100.0,) * 5
    await scene.call("setWebhook", url="http://127.0.0.1:1/zalo", secret_token=SECRET)
    await scene.simulator.person("Người 1").say("một")
    await scene.simulator.until(lambda: bool(scene.simulator.attempts))

    async with hooked(scene) as hook:
        await scene.simulator.settled()

        assert hook.texts == ["một"]


async def test_what_waited_goes_to_the_webhook_and_back(scene: Scene) -> None:
    """Unread updates follow the way of receiving."""
    person = scene.simulator.person("Người 1")
    await person.say("một")
    async with hooked(scene) as hook:
        await scene.simulator.settled()
        assert hook.texts == ["một"]
        hook.statuses += [500] * 9
        await person.say("hai")
        await scene.simulator.until(lambda: len(scene.simulator.attempts) > 1)

        await scene.call("deleteWebhook")

    assert (await scene.poll())["message"]["text"] == "hai"


async def test_a_double_update_goes_back_double(scene: Scene) -> None:
    """Of two copies that the webhook did not take, two can be polled."""
    scene.simulator.behaviour.retries = (3600.0,)
    async with hooked(scene) as hook:
        hook.statuses += [500, 500]
        scene.simulator.faults.order_update(UpdateFault.DUPLICATE)
        await scene.simulator.person("Người 1").say("một")
        await scene.simulator.until(lambda: len(scene.simulator.attempts) == 2)
        await scene.call("deleteWebhook")

    assert [(await scene.poll())["message"]["text"] for _ in range(2)] == ["một", "một"]
    assert (await scene.refused("getUpdates", timeout=0))[0] == 408


async def test_deliveries_end_with_the_simulator() -> None:
    """Nothing goes on trying after it has stopped."""
    before = asyncio.all_tasks()
    async with scene_of(behaviour=Behaviour(verifies=False)) as scene:
        await scene.call("setWebhook", url="http://127.0.0.1:1/zalo", secret_token=SECRET)
        scene.simulator.faults.order_update(UpdateFault.DELAY, seconds=3600)
        person = scene.simulator.person("Người 1")
        await person.say("một")
        await person.say("hai")
        await scene.simulator.until(lambda: bool(scene.simulator.attempts))

    assert asyncio.all_tasks() == before


async def test_deliveries_go_wrong_on_order(scene: Scene) -> None:
    """Twice; with a foreign secret at first; after an empty body; as a list; after an unknown event."""
    orders = (
        UpdateFault.DUPLICATE,
        UpdateFault.WRONG_SECRET,
        UpdateFault.EMPTY_BODY,
        UpdateFault.LIST,
        UpdateFault.UNKNOWN_EVENT,
    )
    async with hooked(scene) as hook:
        hook.statuses += [200, 200, 401]
        person = scene.simulator.person("Người 1")
        for order in orders:
            scene.simulator.faults.order_update(order)
            await person.say(order)
            await scene.simulator.settled()

        assert [body and body[0]["message"]["text"] if isinstance(body, list) else body and body["event_name"]
                for body in hook.bodies] == [
            "message.text.received", "message.text.received",
            "message.text.received", "message.text.received",
            None, "message.text.received",
            "list",
            "message.future.received", "message.text.received",
        ]  # fmt: skip
        assert [headers[HEADER] == SECRET for headers in hook.headers] == [index != 2 for index in range(9)]


async def test_anybody_can_call_the_webhook(scene: Scene) -> None:
    """Whatever body and secret are wanted; the status of the answer comes back."""
    async with hooked(scene) as hook:
        hook.statuses += [401, 200]

        assert await scene.simulator.forge(b"{}") == 401
        assert await scene.simulator.forge(b'{"x": 1}', secret="khac") == 200
        assert [headers.get(HEADER) for headers in hook.headers] == [None, "khac"]
        assert hook.bodies == [{}, {"x": 1}]
