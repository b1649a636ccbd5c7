"""A broadcast to 10,000 at Telegram's own limits, in simulated seconds.

The whole app on a real database listens and speaks over real HTTP. The simulator enforces the limits, and messages take
as long as to a far server. Nobody waits for real: where all would sleep, it is at once the time of whoever wakes first.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Final

from bot.app import SWITCH_SECONDS
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_faults import Fault
from bot.simulators.telegram_people import Person
from storage.domain.pace import PaceLimits
from storage.domain.permissions import Role
from tests.bench.bench_broadcast import broadcast, enrol
from tests.bench.measuring import percentile, report
from tests.bench.simulated_time import CountedStore, LoopClock, SimulatedLoop, follow
from tests.clock import FakeClock
from tests.soak.product import known_people
from tests.storage.databases import fresh_database
from tests.telegram_world import TOKEN
from tests.world import World, world_on

RECIPIENTS: Final = 10_000
ASKING: Final = 20  # people who write meanwhile
ASKING_EVERY: Final = 2.0  # seconds between two of their questions, on average
ON_THE_WAY: Final = (0.05, 0.1)  # seconds that a message takes to Telegram
PATIENCE_SECONDS: Final = 60.0


async def main() -> None:
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        async with simulated_world(Path(folder)) as (world, telegram):
            asking, people = known_people(telegram, ASKING), known_people(telegram, RECIPIENTS)
            await enrol(world, asking, Role.STAFF)
            await broadcast(world, await enrol(world, people, Role.STAFF))
            seconds, waits = await measure(world, telegram, asking)
    ledger, chats = telegram.ledger, {person.chat_id for person in people}
    got = Counter(each.chat_id for each in ledger.sent)
    print(
        f"{RECIPIENTS} in {seconds:.1f} simulated s, {len(waits)} questions answered meanwhile, "
        f"{ledger.most_in(1)} messages at most in a second; {time.perf_counter() - begun:.0f} s",
        file=sys.stderr,
    )
    report("broadcast-10000.pace", (RECIPIENTS - 1) / seconds / PaceLimits().bulk_per_second, "ratio", 0.95, "higher")
    report("broadcast-10000.refused", len(ledger.refused), "messages", 0, "lower")
    report("broadcast-10000.not-once", sum(got[chat] != 1 for chat in chats), "people", 0, "lower")
    report("broadcast-10000.reply-p99", percentile(waits, 99) * 1000, "ms", 300, "lower")


@asynccontextmanager
async def simulated_world(folder: Path) -> AsyncIterator[tuple[World, TelegramSimulator]]:
    """The app with everything that waits in it on the loop's time."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, SimulatedLoop)
    clock = LoopClock(FakeClock().now().timestamp())
    async with TelegramSimulator(clock=clock) as telegram, fresh_database("sqlite") as database:
        telegram.add_bot(TOKEN)
        database.store = CountedStore(database.store, loop)  # type: ignore[assignment, misc]
        channel = {"telegram_token": TOKEN, "telegram_api_base": telegram.url}
        world = await world_on(database, folder, settings=channel)
        world.app.telegram.gate.sleep = asyncio.sleep
        world.app.telegram.start()
        following = asyncio.create_task(follow(world.clock))
        try:
            yield world, telegram
        finally:
            following.cancel()
            await world.app.stop()


async def measure(world: World, telegram: TelegramSimulator, asking: Sequence[Person]) -> tuple[float, list[float]]:
    """Seconds from the first message of the broadcast to the last, and of each answer to who asks meanwhile."""
    chance, others, waits = Random(1), {person.chat_id for person in asking}, list[float]()
    for _ in range(2 * RECIPIENTS):
        telegram.faults.order(Fault.DELAY, "sendMessage", seconds=chance.uniform(*ON_THE_WAY))
    work = [world.app.delivery.run(), sweep(world), ask(asking, waits, chance)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(each) for each in work]
        while len(arrived := [each.at for each in telegram.ledger.sent if each.chat_id not in others]) < RECIPIENTS:
            await asyncio.sleep(1)
        for task in tasks:
            task.cancel()
    return arrived[-1] - arrived[0], waits


async def sweep(world: World) -> None:
    """As the ticker does."""
    while True:
        await world.app.sweeps.broadcasts()
        await asyncio.sleep(1)


async def ask(people: Sequence[Person], waits: list[float], chance: Random) -> None:
    """Now one of them writes, now another; each waits for the answer."""
    loop, resting = asyncio.get_running_loop(), list(people)

    async def one(person: Person) -> None:
        before, begun = len(person.from_bot), loop.time()
        person.write("menu")
        await person.see(lambda _: True, after=before, patience=PATIENCE_SECONDS)
        waits.append(loop.time() - begun)
        resting.append(person)

    async with asyncio.TaskGroup() as group:
        while True:
            await asyncio.sleep(chance.expovariate(1 / ASKING_EVERY))
            group.create_task(one(resting.pop(0)))


if __name__ == "__main__":
    sys.setswitchinterval(SWITCH_SECONDS)  # as the product does
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        runner.run(main())
