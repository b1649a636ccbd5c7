"""A broadcast while people talk, at Telegram's own limits and in real seconds: nothing of ours is ever too fast."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Final

import pytest

from bot.simulators.telegram import DEFAULT_LIMITS
from bot.simulators.telegram_faults import Fault
from bot.simulators.telegram_people import Person
from storage.domain.pace import DELIVERY, FRONT
from storage.domain.permissions import Role
from storage.domain.ports import Recipient
from tests.bench.bench_broadcast import enrol, greet
from tests.builders import make_broadcast
from tests.world import World, open_world

RECIPIENTS: Final = 36
TALKERS: Final = 12
ON_THE_WAY: Final = (0.0, 0.3)  # seconds there: one may overtake ten others
PAUSE_SECONDS: Final = 0.2  # for which the loop stands still now and then
PATIENCE: Final = 30.0


@pytest.mark.parametrize("parted", [False, True], ids=["one", "parted"])
async def test_a_broadcast_among_people_who_talk_is_never_refused(parted: bool, tmp_path: Path) -> None:
    """Forty-eight get it, twelve of them write meanwhile; messages are unevenly on their way."""
    async with open_world("sqlite", tmp_path, telegram=True, parted=parted) as world:
        assert world.telegram is not None
        people = [world.telegram.person(f"Người {number}") for number in range(RECIPIENTS + TALKERS)]
        recipients = await enrol(world, people, Role.STAFF)
        await greet(people)
        world.app.telegram.gate.sleep = asyncio.sleep
        world.telegram.limit(DEFAULT_LIMITS)
        hold_up(world)
        before = len(world.telegram.ledger.sent)
        await announce(world, recipients)
        await under_load(world, people[:TALKERS], before)


async def test_of_two_processes_each_keeps_its_part(tmp_path: Path) -> None:
    """To one person the front sends two replies at once, delivery one notice; more of either wait for three seconds."""
    async with open_world("sqlite", tmp_path, telegram=True, parted=True) as world:
        assert world.telegram is not None
        person, waits, gate = world.telegram.person("Một Người"), list[float](), world.app.telegram.gate
        [recipient] = await enrol(world, [person], Role.STAFF)
        await greet([person])

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        for name in ("first", "second"):
            await announce(world, [recipient], name)
            await world.settle()
        gate.sleep = sleep
        for _ in range(3):
            async with gate.turn(5):
                pass
        times = [each.at for each in world.telegram.ledger.to(person.chat_id)]
        assert waits == [pytest.approx(FRONT.chat.seconds, abs=0.1)]
        assert times[-1] - times[-2] >= DELIVERY.chat.seconds


async def announce(world: World, recipients: Sequence[Recipient], name: str = "broadcast") -> None:
    async with world.app.base.store.writing() as uow:
        await uow.broadcasts.add(make_broadcast(name), recipients)
        await uow.commit()


def hold_up(world: World) -> None:
    assert world.telegram is not None
    chance = Random(1)
    for _ in range(10 * RECIPIENTS):
        world.telegram.faults.order(Fault.DELAY, "sendMessage", seconds=chance.uniform(*ON_THE_WAY))


async def under_load(world: World, talkers: Sequence[Person], before: int) -> None:
    """Until everybody has the broadcast."""
    assert world.telegram is not None
    ledger = world.telegram.ledger
    busy = [asyncio.create_task(talk(person)) for person in talkers]
    busy += [asyncio.create_task(world.app.delivery.run()), asyncio.create_task(pause())]
    await world.app.sweeps.broadcasts()
    async with asyncio.timeout(PATIENCE):
        while len({each.chat_id for each in ledger.sent[before:]}) < RECIPIENTS + TALKERS:
            assert ledger.refused == []
            await asyncio.sleep(0.1)
    for task in busy:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def talk(person: Person) -> None:
    chance = Random(person.chat_id)
    while True:
        await asyncio.sleep(chance.uniform(0.2, 1.5))
        person.write(chance.choice(["menu", "trợ giúp", "của tôi"]))


async def pause() -> None:
    """The loop does nothing else for a while."""
    while True:
        await asyncio.sleep(0.9)
        time.sleep(PAUSE_SECONDS)
