"""A confirmed broadcast becomes rows of the outbox, batch by batch, and is reported when it can go no further."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import Row, select

from scheduler import broadcasts
from scheduler.broadcasts import BATCH
from storage.domain.broadcast import Broadcast, BroadcastState
from storage.domain.ids import AccountKey
from storage.domain.outbox import Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Outbox, Recipient, Store, UnitOfWork
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import NOW, account_key, make_broadcast
from tests.scheduler.office import demo_office, enrol


class PowerCut(Exception):
    """The process ends before it could commit."""


@dataclass(slots=True)
class Unplugged:
    """A store whose next writing unit is cut off at its commit."""

    store: Store

    def reading(self) -> UnitOfWork:
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        unit = self.store.writing()

        async def cut() -> None:
            raise PowerCut

        unit.commit = cut  # type: ignore[method-assign]
        return unit


async def confirm(store: Store, broadcast: Broadcast, count: int) -> list[AccountKey]:
    """Freeze a broadcast with so many recipients, every second of whom reads English."""
    accounts = [account_key(f"{broadcast.text} {number}") for number in range(count)]
    recipients = [Recipient(account, ("vi", "en")[number % 2]) for number, account in enumerate(accounts)]
    async with store.writing() as uow:
        await uow.broadcasts.add(broadcast, recipients)
        await uow.commit()
    return accounts


async def sweep(store: Store, *, delivery_idle: bool, now: datetime = NOW) -> int:
    return await broadcasts.sweep(store, demo_office(), now, delivery_idle=delivery_idle)


async def outbox(database: Database) -> Sequence[Row[object]]:
    async with database.writer.connect() as connection:
        return (await connection.execute(select(schema.outbox))).all()


async def state(store: Store, broadcast: Broadcast) -> BroadcastState:
    async with store.reading() as reads:
        found = await reads.broadcasts.latest_of(broadcast.sender)
    assert found is not None
    return found.state


async def deliver(store: Store, *, failing: int = 0, waiting: int = 0) -> None:
    """Everything in the outbox is delivered, but for some that fail and some that wait."""
    async with store.writing() as uow:
        heads = await uow.outbox.heads(NOW, 10_000, [])
        for number, notice in enumerate(heads[waiting:]):
            await _end(uow.outbox, notice.id, failed=number < failing)
        await uow.commit()


async def _end(outbox: Outbox, notice_id: bytes, *, failed: bool) -> None:
    if failed:
        await outbox.failed(notice_id, "blocked")
    else:
        await outbox.sent([notice_id])


async def test_a_large_audience_is_queued_in_batches(database: Database, store: Store) -> None:
    """More than two batches take three sweeps; then everybody has one notice, and the broadcast is under way."""
    broadcast = make_broadcast()
    accounts = await confirm(store, broadcast, 2 * BATCH + 50)
    counts = [await sweep(store, delivery_idle=False) for _ in range(4)]
    assert counts == [BATCH, BATCH, 50, 0]
    assert Counter(row.account_key for row in await outbox(database)) == Counter(accounts)
    assert await state(store, broadcast) is BroadcastState.SENDING


async def test_everybody_gets_it_in_their_language(database: Database, store: Store) -> None:
    """The text as it was confirmed, the name it is signed with, each row in its reader's language, last in line."""
    broadcast = make_broadcast()
    await confirm(store, broadcast, 4)
    await sweep(store, delivery_idle=False)
    rows = await outbox(database)
    assert sorted(row.language for row in rows) == ["en", "en", "vi", "vi"]
    for row in rows:
        assert row.payload["text_key"] == "notice-broadcast"
        assert row.payload["arguments"] == {"text": broadcast.text, "unit": broadcast.by}
        assert (row.priority, row.broadcast_id) == (Priority.BROADCAST, broadcast.id)


@pytest.mark.parametrize("cut_at", [0, 1, 2])
async def test_a_restart_in_the_middle_doubles_nobody(database: Database, store: Store, cut_at: int) -> None:
    """A batch and the mark that it is queued commit together: whichever batch is cut off is queued again, once."""
    accounts = await confirm(store, make_broadcast(), 2 * BATCH + 50)
    for _ in range(cut_at):
        await sweep(store, delivery_idle=False)
    with pytest.raises(PowerCut):
        await sweep(Unplugged(store), delivery_idle=False)
    while await sweep(store, delivery_idle=False):
        pass
    assert Counter(row.account_key for row in await outbox(database)) == Counter(accounts)


async def test_a_full_last_batch_ends_the_queueing(database: Database, store: Store) -> None:
    """Exactly one batch of people is no special case."""
    broadcast = make_broadcast()
    await confirm(store, broadcast, BATCH)
    assert [await sweep(store, delivery_idle=False) for _ in range(2)] == [BATCH, 0]
    assert await state(store, broadcast) is BroadcastState.SENDING
    assert len(await outbox(database)) == BATCH


async def test_the_sender_hears_how_far_it_went(database: Database, store: Store) -> None:
    """Once, when nothing more can be delivered now: how many got it, how many could not, how many have yet to come."""
    broadcast = make_broadcast(sender=await enrol(store, "leader", Post(Role.LEADER, "UBND")))
    await confirm(store, broadcast, 7)
    await sweep(store, delivery_idle=False)
    await deliver(store, failing=1, waiting=2)
    assert await sweep(store, delivery_idle=False) == 0
    assert [await sweep(store, delivery_idle=True) for _ in range(3)] == [1, 0, 0]

    (report,) = [row for row in await outbox(database) if row.broadcast_id is None]
    assert (report.account_key, report.payload["text_key"]) == (broadcast.sender, "notice-broadcast-done")
    numbers = {name: report.payload["arguments"][name] for name in ("total", "sent", "failed", "waiting")}
    assert numbers == {"total": "7", "sent": "4", "failed": "1", "waiting": "2"}
    assert await state(store, broadcast) is BroadcastState.REPORTED


async def test_a_sender_who_is_gone_is_not_reported_to(database: Database, store: Store) -> None:
    """The broadcast still comes to its end."""
    broadcast = make_broadcast()
    await confirm(store, broadcast, 1)
    await sweep(store, delivery_idle=False)
    await deliver(store)
    await sweep(store, delivery_idle=True)
    assert await state(store, broadcast) is BroadcastState.REPORTED
    assert len(await outbox(database)) == 1


async def test_an_empty_audience_comes_to_its_end(database: Database, store: Store) -> None:
    """A broadcast to nobody is reported as such and does not stay for ever."""
    broadcast = make_broadcast(sender=await enrol(store, "leader", Post(Role.LEADER, "UBND")))
    await confirm(store, broadcast, 0)
    for _ in range(3):
        await sweep(store, delivery_idle=True)
    (report,) = await outbox(database)
    assert report.payload["arguments"]["total"] == "0"
    assert await state(store, broadcast) is BroadcastState.REPORTED


async def test_broadcasts_do_not_wait_for_each_other(database: Database, store: Store) -> None:
    """Each sweep takes a batch of every broadcast: a small one is out before a large one is all queued."""
    large, small = make_broadcast("large", text="Lớn"), make_broadcast("small", text="Nhỏ", sender=account_key("other"))
    await confirm(store, large, BATCH + 1)
    await confirm(store, small, 3)
    assert await sweep(store, delivery_idle=False) == BATCH + 3
    assert await state(store, small) is BroadcastState.SENDING
    assert await state(store, large) is BroadcastState.CONFIRMED
