"""Whatever happens in whatever order, the Zalo simulator loses and invents no update but those it was told to."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.simulators.telegram_clock import RunningClock
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import UpdateFault
from bot.simulators.zalo_people import Person
from tests.bot.test_zalo_simulator import TOKEN, Scene
from tests.bot.test_zalo_simulator_webhooks import Hook, hook_server

ORDERS: Final = ("DUPLICATE", "DROP", "DELAY", "WRONG_SECRET", "UNKNOWN_EVENT")
COPIES: Final = {"DUPLICATE": 2, "DROP": 0}
OFTEN: Final = ("write", "write", "write", "poll", "refuse")
STEPS: Final = st.lists(st.sampled_from([*OFTEN, "webhook", "polling", *ORDERS]), max_size=25)


@dataclass
class Listener:
    """A bot that receives both ways, one at a time."""

    scene: Scene
    hook: Hook
    person: Person
    on_webhook: bool = False
    orders: list[str] = field(default_factory=list)
    expected: Counter[str] = field(default_factory=Counter)
    heard: Counter[str] = field(default_factory=Counter)

    async def take(self, number: int, step: str) -> None:
        match step:
            case "write":
                self.expected[str(number)] = COPIES.get(self.orders.pop(0), 1) if self.orders else 1
                await self.person.say(str(number))
            case "poll":
                await self.poll()
            case "refuse":
                self.hook.statuses.append(500)
            case "webhook":
                await self.settle()
                self.on_webhook = True
                await self.hook.set_on(self.scene)
            case "polling":
                await self.end_webhook()
            case order:
                self.orders.append(order)
                self.scene.simulator.faults.order_update(UpdateFault[order], seconds=1)

    async def poll(self) -> bool:
        """Whether there was an update."""
        body = (await self.scene.ask("getUpdates", timeout=0)).json()
        if body["ok"] and body["result"]["event_name"] == "message.text.received":
            self.heard[body["result"]["message"]["text"]] += 1
        return bool(body["ok"])

    async def end_webhook(self) -> None:
        await self.settle()
        await self.scene.call("deleteWebhook")
        self.on_webhook = False

    async def settle(self) -> None:
        """A delivery that is cut short by another webhook comes twice."""
        if self.on_webhook:
            await self.scene.simulator.settled()

    async def finish(self) -> None:
        await self.end_webhook()
        await asyncio.sleep(0.01)  # ten seconds by the simulator's clock: what was delayed has come
        while await self.poll():
            pass
        self.heard.update(self.hook.taken)


@settings(max_examples=25)
@given(STEPS)
async def test_nothing_is_lost_and_nothing_is_invented(steps: Sequence[str]) -> None:
    """Each message is heard as often as was ordered, by webhook or by polling, refused deliveries or not."""
    behaviour = Behaviour(verifies=False, patience=3600, retries=(1.0,) * 30)
    simulator = ZaloSimulator(TOKEN, clock=RunningClock(1000), behaviour=behaviour)
    async with simulator.serving() as base, httpx.AsyncClient(verify=False) as http, hook_server() as hook:  # noqa: S501
        hook.strict = True
        listener = Listener(Scene(simulator, base, http), hook, simulator.person("Người 1"))
        for number, step in enumerate(steps):
            await listener.take(number, step)
        await listener.finish()
    assert listener.heard == +listener.expected
