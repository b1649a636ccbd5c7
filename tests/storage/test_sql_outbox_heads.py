"""Whose turn it is in the outbox: as one would say who has all its rows in sight, whatever happened before."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Final

import pytest
from sqlalchemy import select

from storage.domain.broadcast import BroadcastState
from storage.domain.ids import AccountKey, CaseId
from storage.domain.outbox import DeliveryState, Envelope, Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store, UnitOfWork
from storage.sql import schema as t
from storage.sql.engine import Database
from storage.sql.transaction import AnyRow
from tests.builders import MONTH, NOW, account_key, bytes_of, make_broadcast, make_case, make_envelope, sealed

CHANNELS: Final = ("telegram", "web")
PEOPLE: Final = {account_key(f"person {number}"): CHANNELS[number % 2] for number in range(8)}
BROADCAST: Final = bytes_of("broadcast")
STEPS: Final = 60


@dataclass(slots=True)
class Office:
    """Whose outbox lives through a history of chance."""

    database: Database
    chance: Random
    authors: Sequence[CaseId] = ()
    now: datetime = NOW
    rows: Sequence[AnyRow] = field(default=())

    @property
    def store(self) -> Store:
        return self.database.store

    async def set_up(self) -> None:
        cases = [make_case() for _ in range(3)]
        async with self.store.writing() as uow:
            for key, channel in PEOPLE.items():
                await uow.people.enrol(key, sealed("x"), [Post(Role.STAFF)], name="", month=MONTH, channel=channel)
            for case in cases:
                await uow.cases.add(case, return_address=sealed("author"), reply_verifier=None, files=())
            await uow.broadcasts.add(make_broadcast("broadcast", state=BroadcastState.SENDING), [])
            await uow.commit()
        self.authors = [case.id for case in cases]

    async def live(self) -> None:
        """One more thing happens."""
        happenings = (*[self.put] * 4, self.send, self.send, self.fail, self.wait, self.turn, self.requeue, self.park)
        async with self.store.writing() as uow:
            await self.chance.choice(happenings)(uow)
            await uow.commit()
        self.now += timedelta(minutes=self.chance.choice((0, 0, 1, 30)))
        async with self.database.writer.connect() as connection:
            self.rows = (await connection.execute(select(t.outbox))).all()

    async def put(self, uow: UnitOfWork) -> None:
        await uow.outbox.put([self.envelope() for _ in range(self.chance.choice((1, 1, 1, 6)))])

    def envelope(self) -> Envelope:
        if self.chance.random() < 0.2:
            return make_envelope(author_of=self.chance.choice(self.authors), priority=Priority.ANSWER)
        to, priority = AccountKey(self.chance.choice(list(PEOPLE))), self.chance.choice(list(Priority))
        return make_envelope(to, priority=priority, broadcast_id=BROADCAST if priority is Priority.BROADCAST else None)

    async def send(self, uow: UnitOfWork) -> None:
        ids = [notice for channel in CHANNELS for notice in self.turns(channel)]
        await uow.outbox.sent(self.chance.sample(ids, min(len(ids), 3)))

    async def fail(self, uow: UnitOfWork) -> None:
        for notice in self.some(DeliveryState.QUEUED):
            await uow.outbox.failed(notice.id, "blocked")

    async def wait(self, uow: UnitOfWork) -> None:
        until = self.now + timedelta(minutes=self.chance.choice((1, 30, 300)))
        for notice in self.some(DeliveryState.QUEUED):
            if notice.account_key is None:
                await uow.outbox.postpone(notice.lane, until)
            elif notice.priority == Priority.REMINDER:
                await uow.outbox.hold(notice.id, until)
            else:
                await uow.outbox.retry(notice.id, until)

    async def turn(self, uow: UnitOfWork) -> None:
        before, after = self.chance.sample((BroadcastState.SENDING, BroadcastState.PAUSED), 2)
        await uow.broadcasts.move(BROADCAST, [before], after)

    async def requeue(self, uow: UnitOfWork) -> None:
        for notice in self.some(DeliveryState.FAILED):
            await uow.outbox.requeue(notice.id)

    async def park(self, uow: UnitOfWork) -> None:
        """A page is found closed, all others are opened."""
        await uow.outbox.unpark({row.lane for row in self.rows if row.parked})
        for notice in self.some(DeliveryState.QUEUED)[:1]:
            await uow.outbox.park(notice.lane)

    def some(self, state: DeliveryState) -> Sequence[AnyRow]:
        found = [row for row in self.rows if row.state == state]
        return self.chance.sample(found, min(len(found), 2))

    def turns(self, channel: str, skipped: Collection[bytes] = (), after: bytes = b"") -> list[bytes]:
        """The notices whose turn it is, in order."""
        heads = [head for lane in {row.lane for row in self.rows} if (head := self.head(lane)) is not None]
        go = [head for head in heads if head.channel in (channel, None) and head.lane not in skipped]
        go.sort(key=lambda head: (head.priority, head.lane <= after, head.lane))
        return [head.id for head in go]

    def head(self, lane: bytes) -> AnyRow | None:
        """The first that waits, past reminders that are held; None while its time has not come."""
        waiting = sorted(
            (r for r in self.rows if r.lane == lane and r.state == "queued"),
            key=lambda r: (r.priority, r.seq) if r.priority == Priority.ALARM else (9, r.seq),
        )
        dated = {row.id for row in waiting if row.not_before is not None and row.not_before > self.now}
        first = next((r for r in waiting if r.priority != Priority.REMINDER or r.id not in dated), None)
        return None if first is None or first.parked or first.id in dated else first


@pytest.mark.parametrize("seed", range(4))
async def test_a_look_finds_the_first_of_each_lane(database: Database, seed: int) -> None:
    """After any history, each look finds what waits in front in each lane, by priority, from where it is to begin."""
    office = Office(database, Random(seed))
    await office.set_up()
    most = 0
    for _ in range(STEPS):
        await office.live()
        for channel in CHANNELS:
            lanes = sorted({row.lane for row in office.rows})
            skipped = office.chance.sample(lanes, min(len(lanes), office.chance.choice((0, 0, 2))))
            limit, after = office.chance.choice((1, 3, 50)), office.chance.choice((b"", *lanes))
            expected = office.turns(channel, skipped, after)
            async with database.store.reading() as reads:
                found = await reads.outbox.heads(office.now, limit, channel, skipped, after)
            assert [head.id for head in found] == expected[:limit]
            most = max(most, len(expected))
    assert most > 2, "a history in which little waits proves little"


async def test_a_notice_is_found_once_though_its_lane_lies_in_two_channels(database: Database) -> None:
    """Something was put there while the account was forgotten: the first notice goes once, not twice side by side."""
    key = account_key("forgotten and back")
    async with database.store.writing() as uow:
        await uow.outbox.put([make_envelope(key, priority=Priority.TASK)])
        await uow.people.enrol(key, sealed("x"), [Post(Role.STAFF)], name="", month=MONTH, channel="telegram")
        await uow.outbox.put([make_envelope(key, priority=Priority.TASK)])
        await uow.commit()
    async with database.store.reading() as reads:
        assert len(await reads.outbox.heads(NOW, 50, "telegram")) == 1
