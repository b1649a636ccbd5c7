"""Delivery with everything around it real but the channel."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from handlers.context import Office
from scheduler.carrying import all_here
from scheduler.delivery import OURS, Delivery
from scheduler.relay import Flow
from storage.domain.conversation import Account, Reply
from storage.domain.ids import CaseId
from storage.domain.outbox import MAX_TRIES, DeliveryState, Envelope, Notice, Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.sealing import AddressOpener, KeySeals
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import MONTH, make_case
from tests.clock import FakeClock
from tests.scheduler.office import demo_office
from tests.senders import Crash, FakeSender
from tests.storage.opened import opened_outbox

ELSEWHERE = "elsewhere"
WORDS = "Lời riêng của một người"


@dataclass(slots=True)
class Mailroom:
    """Delivery with everything around it real but the channel."""

    database: Database
    seals: KeySeals
    opener: AddressOpener
    clock: FakeClock = field(default_factory=FakeClock)
    sender: FakeSender = field(default_factory=FakeSender)
    told: list[tuple[str, str]] = field(default_factory=list)
    flow: Flow = OURS
    office: Office = field(default_factory=demo_office)
    chance: Random = field(default_factory=lambda: Random(1))

    @property
    def store(self) -> Store:
        return self.database.store

    def elsewhere(self) -> "Mailroom":
        """The same office on another channel."""
        return replace(self, sender=FakeSender(ELSEWHERE), told=[])

    def delivery(self, store: Store | None = None, *others: "Mailroom") -> Delivery:
        """A delivery process, for others' channels as well; a second one is the first after a restart."""
        rooms = [self, *others]
        for room in rooms:
            room.sender.restart()
        return Delivery(
            store=store or self.store,
            carriers=all_here(self.opener, {room.sender.channel: room.sender for room in rooms}, self._tell),
            office=lambda: self.office,
            seals=self.seals,
            clock=self.clock,
            flows={room.sender.channel: room.flow for room in rooms},
            chance=self.chance,
        )

    async def _tell(self, account: Account, reply: Reply) -> None:
        self.told.append((account.key, number_in(reply.text)))

    async def enrol(self, *names: str) -> None:
        async with self.store.writing() as uow:
            for name in names:
                account = self.sender.knows(name)
                key = self.seals.account_key(account)
                sealed, posts = self.seals.seal(account, None), [Post(Role.STAFF)]
                await uow.people.enrol(key, sealed, posts, name="", month=MONTH, channel=self.sender.channel)
            await uow.commit()

    async def write(self, name: str, *texts: str, priority: Priority = Priority.TASK) -> None:
        """Notices to a person, one after the other."""
        key = self.seals.account_key(Account(self.sender.channel, name))
        await self.put(*(Envelope(notice(text), priority, account=key) for text in texts))

    async def put(self, *envelopes: Envelope) -> None:
        async with self.store.writing() as uow:
            await uow.outbox.put(envelopes)
            await uow.commit()

    async def anonymous_case(self, author: str, *texts: str) -> CaseId:
        """A case of somebody unnamed, and notices to them."""
        case = make_case()
        address = self.seals.seal(self.sender.knows(author), case.id)
        async with self.store.writing() as uow:
            await uow.cases.add(case, return_address=address, reply_verifier=None, files=())
            await uow.outbox.put([Envelope(notice(text), Priority.ANSWER, case_id=case.id) for text in texts])
            await uow.commit()
        return case.id

    async def almost_given_up(self) -> None:
        """Everything that waits has been tried in vain so often that the next failure is the last."""
        waiting = update(schema.outbox).where(schema.outbox.c.state == DeliveryState.QUEUED)
        async with self.database.writer.begin() as connection:
            await connection.execute(waiting.values(tries=MAX_TRIES - 1))

    async def turn_all(self, state: DeliveryState) -> None:
        """Whoever wrote what waits has taken it back, or paused it."""
        async with self.database.writer.begin() as connection:
            await connection.execute(update(schema.outbox).values(state=state))

    async def rows(self) -> Sequence[SimpleNamespace]:
        """The outbox, each lane in its order."""
        return await opened_outbox(self.database)

    async def states(self) -> list[str]:
        return sorted(row.state for row in await self.rows())

    def numbers(self, name: str) -> list[str]:
        return [number_in(text) for text in self.sender.texts(name)]


@asynccontextmanager
async def running(delivery: Delivery) -> AsyncIterator[None]:
    """While the loop runs beside the test."""
    loop = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        loop.cancel()
        with suppress(asyncio.CancelledError):
            await loop


async def crash(delivery: Delivery) -> None:
    """Deliver until the process ends; nothing of it goes on afterwards."""
    with pytest.raises(Crash):
        await delivery.deliver_all()


async def until_idle(delivery: Delivery) -> None:
    """Until the loop has nothing left to do now."""
    async with asyncio.timeout(20):
        while not delivery.idle:
            await asyncio.sleep(0)


def notice(text: str) -> Notice:
    return Notice("notice-broadcast", {"text": text, "unit": "VP"}, (("action-open", "open"),), "DT-7K3Q-9XMD")


def number_in(text: str) -> str:
    """What was written, from what was said."""
    return text.rpartition("\n")[2]
