"""However long messages are on their way, a bot that passes the gate is never too fast for the platform.

The simulator's own meter judges arrivals; seconds pass only where nothing else is to be done.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

import pytest

from bot.channels.gate import Gate
from bot.simulators.telegram_errors import ApiError
from bot.simulators.telegram_limits import Limits, Meter
from storage.domain.pace import DELIVERY, FRONT, Pace
from tests.bench.simulated_time import LoopClock, SimulatedLoop, in_simulated_time

RECIPIENTS: Final = 150
TALKERS: Final = 12
GROUPS: Final = (-1, -2)
BULK_AT_ONCE: Final = 10
SECONDS: Final = 90.0

OnTheWay = Callable[[Random, int], tuple[float, float]]  # chance, how many went before -> seconds there and back


@dataclass
class Platform:
    """Counts what arrives, when it arrives; ``lost`` of all answers do not come within ten seconds."""

    gate: Gate
    on_the_way: OnTheWay
    meter: Meter = field(default_factory=lambda: Meter(LoopClock(0.0), Limits()))
    chance: Random = field(default_factory=lambda: Random(1))
    lost: float = 0.0
    arrived: list[tuple[float, int]] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    begun: int = 0

    async def send(self, chat_id: int, gate: Gate | None = None) -> None:
        """Until it has been answered; one whose answer is lost is sent again."""
        try:
            async with (gate or self.gate).turn(chat_id):
                there, back = self.on_the_way(self.chance, self.begun)
                self.begun += 1
                await asyncio.sleep(there)
                self._take(chat_id)
                if self.chance.random() < self.lost:
                    await asyncio.sleep(10)
                    raise TimeoutError
                await asyncio.sleep(back)
        except TimeoutError:
            await asyncio.sleep(0.5)
            await self.send(chat_id, gate)

    def _take(self, chat_id: int) -> None:
        try:
            self.meter.admit(chat_id)
            self.arrived.append((asyncio.get_running_loop().time(), chat_id))
        except ApiError:
            self.refused.append(chat_id)


def steady(chance: Random, before: int) -> tuple[float, float]:
    return chance.uniform(0.05, 0.1), 0.05


def far_and_uneven(chance: Random, before: int) -> tuple[float, float]:
    return chance.uniform(0.1, 0.4), chance.uniform(0.1, 0.4)


def slow_to_connect(chance: Random, before: int) -> tuple[float, float]:
    """The first on each connection come late, those after them at once."""
    return (0.5 if before % 60 < BULK_AT_ONCE else 0.02), 0.02


def unevenly_there_and_back(chance: Random, before: int) -> tuple[float, float]:
    return chance.uniform(0.05, 0.15), chance.uniform(0.05, 0.15)


def now_and_then_seconds(chance: Random, before: int) -> tuple[float, float]:
    return (chance.uniform(0.5, 3.0), 0.05) if chance.random() < 0.1 else (0.05, 0.05)


WAYS: Final[Sequence[OnTheWay]] = (
    steady,
    far_and_uneven,
    slow_to_connect,
    unevenly_there_and_back,
    now_and_then_seconds,
)


async def broadcast(platform: Platform, recipients: int) -> None:
    room = asyncio.Semaphore(BULK_AT_ONCE)

    async def one(chat_id: int) -> None:
        async with room:
            await platform.gate.bulk_turn()
            await platform.send(chat_id)

    await asyncio.gather(*(one(1_000 + number) for number in range(recipients)))


async def talk(platform: Platform, chat_id: int, seconds: float) -> None:
    """Answers of one to three messages, one after the other; of a group's, several at once."""
    loop, chance = asyncio.get_running_loop(), Random(chat_id)
    until = loop.time() + seconds
    while loop.time() < until:
        await asyncio.sleep(chance.expovariate(0.5))
        messages = [platform.send(chat_id) for _ in range(chance.randint(1, 3))]
        if chat_id < 0:
            await asyncio.gather(*messages)
        else:
            for message in messages:
                await message


async def pauses(seconds: float, every: float) -> None:
    """The loop stands still again and again."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SimulatedLoop)
    while True:
        await asyncio.sleep(every)
        loop.skip(seconds)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("lost", [0.0, 0.02])
@pytest.mark.parametrize("pause", [0.0, 0.2])
@pytest.mark.parametrize("on_the_way", WAYS)
def test_nothing_is_refused_however_long_it_takes(on_the_way: OnTheWay, pause: float, lost: float, seed: int) -> None:
    """A broadcast while people and groups talk, with uneven ways, a loop that is late, and answers that are lost."""

    async def work() -> None:
        platform = Platform(Gate(Pace()), on_the_way, chance=Random(seed), lost=lost)
        standing = asyncio.create_task(pauses(pause, 0.7))
        people = [talk(platform, chat_id, SECONDS) for chat_id in (*range(1, TALKERS + 1), *GROUPS)]
        await asyncio.gather(broadcast(platform, RECIPIENTS), *people)
        standing.cancel()
        assert platform.refused == []
        assert len({chat_id for _, chat_id in platform.arrived}) == RECIPIENTS + TALKERS + len(GROUPS)

    in_simulated_time(work)


@pytest.mark.parametrize("on_the_way", WAYS)
def test_nothing_is_refused_where_far_more_waits_than_may_go(on_the_way: OnTheWay) -> None:
    """Sixty people who talk beside a broadcast: all thirty places are taken again and again."""

    async def work() -> None:
        platform = Platform(Gate(Pace()), on_the_way)
        people = [talk(platform, chat_id, 20.0) for chat_id in range(1, 61)]
        await asyncio.gather(broadcast(platform, 2 * RECIPIENTS), *people)
        assert platform.refused == []

    in_simulated_time(work)


def test_bulk_keeps_its_pace_beside_replies() -> None:
    """A thousand messages, each 0.05 to 0.1 seconds on its way there, leave no slower than a twentieth below 28."""

    async def work() -> None:
        loop, platform = asyncio.get_running_loop(), Platform(Gate(Pace()), steady)
        begun = loop.time()
        talking = asyncio.create_task(talk(platform, 1, 30.0))
        await broadcast(platform, 1_000)
        assert 999 / (loop.time() - begun) >= 0.95 * 28
        await talking
        assert platform.refused == []

    in_simulated_time(work)


def test_replies_do_not_wait_behind_bulk() -> None:
    """Of those who talk during a broadcast, 99 in a hundred wait for less than 0.3 seconds, the way included."""

    async def work() -> None:
        loop, platform, waits = asyncio.get_running_loop(), Platform(Gate(Pace()), steady), list[float]()
        sending = asyncio.create_task(broadcast(platform, 1_000))
        for number in range(100):
            await asyncio.sleep(0.15)
            begun = loop.time()
            await platform.send(1 + number % 20)
            waits.append(loop.time() - begun)
        assert not sending.done()
        await sending
        assert sorted(waits)[-2] < 0.3

    in_simulated_time(work)


@dataclass
class Parted:
    """A front that replies, and hands parcels to a delivery process with a gate of its own."""

    platform: Platform
    delivery: Gate = field(default_factory=lambda: Gate(Pace(DELIVERY)))

    async def carry(self, chat_id: int, messages: int) -> None:
        async with self.platform.gate.any_turn(messages):
            await asyncio.sleep(0.002)
            for _ in range(messages):
                await self.platform.send(chat_id, self.delivery)
            await asyncio.sleep(0.002)

    async def broadcast(self, chats: Sequence[int], messages: int) -> None:
        room = asyncio.Semaphore(BULK_AT_ONCE)

        async def one(chat_id: int) -> None:
            async with room:
                await self.platform.gate.bulk_turn()
                await self.carry(chat_id, messages)

        await asyncio.gather(*(one(chat_id) for chat_id in chats))

    async def notices(self, chats: Sequence[int]) -> None:
        """One after the other, some of several messages, as delivery has one of them under way."""
        chance = Random(5)
        for chat_id in chats:
            await self.carry(chat_id, chance.choice([1, 1, 1, 4]))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("messages", [1, 3])
@pytest.mark.parametrize("on_the_way", WAYS)
def test_two_processes_together_are_not_too_fast_either(on_the_way: OnTheWay, messages: int, seed: int) -> None:
    """Those who talk get notices and a broadcast meanwhile, from the other process; so do groups."""

    async def work() -> None:
        parted = Parted(Platform(Gate(Pace(FRONT)), on_the_way, chance=Random(seed), lost=0.01))
        talkers = [*range(1, TALKERS + 1), *GROUPS]
        people = [talk(parted.platform, chat_id, SECONDS) for chat_id in talkers]
        await asyncio.gather(
            parted.broadcast([*talkers, *range(1_000, 1_000 + RECIPIENTS)], messages),
            parted.notices(talkers * 3),
            *people,
        )
        assert parted.platform.refused == []
        assert len({chat_id for _, chat_id in parted.platform.arrived}) == RECIPIENTS + len(talkers)

    in_simulated_time(work)
