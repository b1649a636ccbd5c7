"""A broadcast keeps its pace whoever among its recipients takes long. Seconds pass only where all wait."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, cast

import pytest

from bot.channels.gate import Gate
from scheduler.relay import Flow
from storage.domain.conversation import Account, Reply
from storage.domain.errors import TransientDelivery
from storage.domain.outbox import Envelope, Priority
from storage.domain.pace import Pace, PaceLimits
from storage.domain.ports import Store
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from tests.bench.simulated_time import CountedStore, SimulatedLoop, follow
from tests.scheduler.mailroom import Mailroom, notice, running
from tests.senders import FakeSender
from tests.storage.databases import fresh_database, quick_folder

PEOPLE: Final = [str(number) for number in range(1, 151)]
GROUPS: Final = ["-1", "-2"]
SLOW: Final = ["40"]
AT_ONCE: Final = 10
SECONDS_THERE, SECONDS_BACK, NO_ANSWER = 0.08, 0.05, 10.0
UNTIL_FREE: Final = 4.0  # of the minute in which a group has had its twenty


class FarPlatform(FakeSender):
    """Reached through the gate, as Telegram; of some the answer is lost, the first time."""

    def __init__(self, gate: Gate, slow: Sequence[str]) -> None:
        super().__init__()
        self.gate, self.slow, self.arrived = gate, set(slow), dict[str, float]()

    async def send(self, account: Account, reply: Reply) -> None:
        async with self.gate.turn(int(account.key), patience=5.0):
            await asyncio.sleep(SECONDS_THERE)
            self.arrived.setdefault(account.key, asyncio.get_running_loop().time())
            if account.key in self.slow:
                self.slow.remove(account.key)
                await asyncio.sleep(NO_ANSWER)
                raise TransientDelivery
            await asyncio.sleep(SECONDS_BACK)


@asynccontextmanager
async def far_mailroom(slow: Sequence[str]) -> AsyncIterator[tuple[Mailroom, FarPlatform]]:
    gate = Gate(Pace())
    platform = FarPlatform(gate, slow)
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        async with fresh_database("sqlite") as database:
            keys = KeyFolder(Path(folder))
            flow = Flow(1, AT_ONCE, gate.bulk_turn)
            yield Mailroom(database, KeySeals(keys), AddressOpener(keys), sender=platform, flow=flow), platform


async def exhaust(gate: Gate) -> None:
    """The groups have had what they may get in a minute, and most of that has passed."""
    for group in GROUPS:
        for _ in range(20):
            async with gate.turn(int(group)):
                await asyncio.sleep(SECONDS_THERE)
    await asyncio.sleep(PaceLimits().group.seconds - UNTIL_FREE - len(GROUPS) * 20 * SECONDS_THERE)


async def messages_a_second(names: Sequence[str], slow: Sequence[str]) -> float:
    """To the people among these, from the first to the last of them."""
    async with far_mailroom(slow) as (mail, platform):
        await exhaust(platform.gate)
        await mail.enrol(*names)
        to = [mail.seals.account_key(mail.sender.knows(name)) for name in names]
        await mail.put(*(Envelope(notice("1"), Priority.BROADCAST, account=key) for key in to))
        loop = asyncio.get_running_loop()
        assert isinstance(loop, SimulatedLoop)
        following = asyncio.create_task(follow(mail.clock))
        async with running(mail.delivery(cast(Store, CountedStore(mail.store, loop)))):
            while set(names) - platform.arrived.keys():
                await asyncio.sleep(1)
        following.cancel()
        times = sorted(platform.arrived[name] for name in PEOPLE)
        return (len(times) - 1) / (times[-1] - times[0])


@pytest.mark.parametrize(
    ("names", "slow"),
    [(PEOPLE, ()), (GROUPS + PEOPLE, ()), (PEOPLE, SLOW)],
    ids=["only people", "groups that have had enough", "an answer that is lost"],
)
def test_a_broadcast_keeps_its_pace(names: Sequence[str], slow: Sequence[str]) -> None:
    """At least 0.95 of what is configured, also while some of its notices wait for their chat or for an answer."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        pace = runner.run(messages_a_second(names, slow))
    assert pace >= 0.95 * PaceLimits().bulk_per_second
