"""Whatever a platform answers, and however long it takes: to each person all, once and in order."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final, cast

import pytest

from scheduler.relay import Flow
from storage.domain.conversation import Account, Reply
from storage.domain.errors import ChatBusy, TransientDelivery
from storage.domain.outbox import Priority
from storage.domain.ports import Store
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from tests.bench.simulated_time import CountedStore, SimulatedLoop, follow
from tests.scheduler.mailroom import Mailroom, running
from tests.senders import FakeSender
from tests.storage.databases import fresh_database, quick_folder

PEOPLE: Final = [f"person {number}" for number in range(55)]  # more than a look takes
NOTICES: Final = 100
UNTIL_ALL_IS_QUIET: Final = 600.0  # seconds
IN_ORDER: Final = (Priority.ANSWER, Priority.TASK, Priority.BROADCAST)  # the others may overtake


class MoodyPlatform(FakeSender):
    """Takes its time, now and then much; refuses some, of others too many."""

    def __init__(self, chance: Random) -> None:
        super().__init__()
        self.chance, self.under_way = chance, dict[str, int]()

    async def send(self, account: Account, reply: Reply) -> None:
        name = account.key
        assert not self.under_way.get(name), "two at once to one person"
        self.under_way[name] = 1
        try:
            await asyncio.sleep(self.chance.choice([0.05, 0.1, 0.3, 8.0]))
            if self.chance.random() < 0.1:
                raise self.chance.choice([TransientDelivery(), ChatBusy(timedelta(seconds=5))])
            await super().send(account, reply)
        finally:
            self.under_way[name] = 0


async def write_and_deliver(mail: Mailroom, chance: Random) -> dict[str, list[str]]:
    """Write to some of them, while it goes out; what each was to get."""
    loop, written = asyncio.get_running_loop(), dict[str, list[str]]()
    assert isinstance(loop, SimulatedLoop)
    await mail.enrol(*PEOPLE)
    delivery = mail.delivery(cast(Store, CountedStore(mail.store, loop)))
    following = asyncio.create_task(follow(mail.clock))
    mail.database.when_queued(delivery.wake)
    async with running(delivery):
        for number in range(NOTICES):
            name = PEOPLE[number] if number < len(PEOPLE) else chance.choice(PEOPLE)
            written.setdefault(name, []).append(str(number))
            await mail.write(name, str(number), priority=chance.choice(IN_ORDER))
            if chance.random() < 0.1:
                await asyncio.sleep(chance.uniform(0, 3))
        await asyncio.sleep(UNTIL_ALL_IS_QUIET)
    following.cancel()
    return written


@pytest.mark.parametrize("seed", range(2))
def test_each_gets_all_once_and_in_order(seed: int) -> None:
    """Also where looks at the outbox are made while notices are under way."""

    async def work() -> None:
        chance = Random(seed)
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            async with fresh_database("sqlite") as database:
                keys = KeyFolder(Path(folder))
                sender = MoodyPlatform(chance)
                mail = Mailroom(database, KeySeals(keys), AddressOpener(keys), sender=sender, flow=Flow(2, 4))
                written = await write_and_deliver(mail, chance)
                assert {name: mail.numbers(name) for name in written} == written

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        runner.run(work())
