"""A broadcast over Telegram at Telegram's own limits, and what a person who writes meanwhile notices of it.

The simulator enforces the limits and refuses what is too fast; real time, real HTTP, real database.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.simulators.telegram import DEFAULT_LIMITS
from bot.simulators.telegram_people import Person
from storage.domain.conversation import Account
from storage.domain.pace import PaceLimits
from storage.domain.permissions import Post, Role
from storage.domain.ports import Recipient
from tests.bench.measuring import percentile, report
from tests.builders import MONTH, make_broadcast
from tests.world import World, open_world

RECIPIENTS: Final = 1_000
PAUSE_SECONDS: Final = 1.3  # between two questions of the person who writes: more would meet the limit of the chat
PATIENCE_SECONDS: Final = 20.0


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_world("sqlite", Path(folder), telegram=True) as world:
            world.app.telegram.gate.sleep = asyncio.sleep
            assert world.telegram is not None
            asking = world.telegram.person("Người hỏi")
            await enrol(world, [asking], Role.STAFF)
            people = [world.telegram.person(f"Người nhận {number}") for number in range(RECIPIENTS)]
            recipients = await enrol(world, people, Role.STAFF)
            await greet([asking, *people])
            world.telegram.limit(DEFAULT_LIMITS)
            await broadcast(world, recipients)
            seconds, waits = await measure(world, asking)
            ledger = world.telegram.ledger
            print(f"{RECIPIENTS} in {seconds:.1f} s, {len(waits)} questions answered meanwhile", file=sys.stderr)
            report("broadcast.pace", (RECIPIENTS - 1) / seconds / PaceLimits().bulk_per_second, "ratio", 0.95, "higher")
            report("broadcast.refused", len(ledger.refused), "messages", 0, "lower")
            report("broadcast.reply-p99", percentile(waits, 99) * 1000, "ms", 300, "lower")


async def enrol(world: World, people: Sequence[Person], role: Role) -> list[Recipient]:
    """Enrolled as by an invite, but for the talk."""
    seals, found = world.app.base.seals, []
    async with world.app.base.store.writing() as uow:
        for person in people:
            account = Account("telegram", str(person.chat_id))
            key = seals.account_key(account)
            sealed, posts = seals.seal(account, None), [Post(role)]
            await uow.people.enrol(key, sealed, posts, name="", month=MONTH, channel="telegram")
            found.append(Recipient(key, "vi"))
        await uow.commit()
    return found


async def greet(people: Sequence[Person]) -> None:
    """A bot may only write to who has written to it."""
    for person in people:
        person.write("menu")
    while not all(person.from_bot for person in people):
        await asyncio.sleep(0.1)


async def broadcast(world: World, recipients: Sequence[Recipient]) -> None:
    async with world.app.base.store.writing() as uow:
        await uow.broadcasts.add(make_broadcast(), recipients)
        await uow.commit()


async def measure(world: World, asking: Person) -> tuple[float, list[float]]:
    """Seconds from the first message of the broadcast to the last, and of each answer to who asks meanwhile."""
    assert world.telegram is not None
    ledger, waits = world.telegram.ledger, list[float]()
    before = len(ledger.sent)
    questions = asyncio.create_task(ask(asking, waits))
    delivery = asyncio.create_task(world.app.delivery.run())
    await world.app.sweeps.broadcasts()
    while len(times := [each.at for each in ledger.sent[before:] if each.chat_id != asking.chat_id]) < RECIPIENTS:
        await asyncio.sleep(0.2)
    for task in (questions, delivery):
        task.cancel()
    return times[-1] - times[0], waits


async def ask(person: Person, waits: list[float]) -> None:
    """Somebody who writes again and again, and waits for the answer each time."""
    while True:
        await asyncio.sleep(PAUSE_SECONDS)
        before, begun = len(person.from_bot), time.perf_counter()
        person.write("menu")
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(person.from_bot) == before:
                await asyncio.sleep(0.001)
        waits.append(time.perf_counter() - begun)


if __name__ == "__main__":
    asyncio.run(main())
