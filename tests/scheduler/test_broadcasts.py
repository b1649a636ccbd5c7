"""A confirmed broadcast becomes rows of the outbox, batch by batch, and is reported when it can go no further."""

import asyncio
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from scheduler import broadcasts
from scheduler.broadcasts import BATCH
from scheduler.relay import Flow
from storage.domain.broadcast import Broadcast, BroadcastState
from storage.domain.conversation import Account
from storage.domain.ids import AccountKey
from storage.domain.outbox import SOON, Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Outbox, Recipient, Store, UnitOfWork
from storage.sql.engine import Database
from tests.builders import MONTH, NOW, account_key, make_broadcast, sealed
from tests.scheduler.mailroom import Mailroom
from tests.scheduler.office import demo_office, enrol
from tests.senders import CHANNEL
from tests.storage.opened import opened_outbox

EVENING = NOW + timedelta(hours=12)
MORNING = NOW + timedelta(hours=24)


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


async def outbox(database: Database) -> Sequence[SimpleNamespace]:
    return await opened_outbox(database)


async def state(store: Store, broadcast: Broadcast) -> BroadcastState:
    async with store.reading() as reads:
        found = await reads.broadcasts.latest_of(broadcast.sender)
    assert found is not None
    return found.state


async def deliver(store: Store, *, failing: int = 0, waiting: int = 0) -> None:
    """Everything in the outbox is delivered, but for some that fail and some that wait."""
    async with store.writing() as uow:
        heads = await uow.outbox.heads(NOW, 10_000, "telegram")
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


async def test_its_sender_gets_it_first(store: Store) -> None:
    """Whoever writes to everybody is one of them; what their lane holds next, how far it is, waits for no bulk."""
    sender = await enrol(store, "leader", Post(Role.LEADER, "UBND"))
    broadcast = make_broadcast(sender=sender)
    others = [account_key(f"person {number}") for number in range(20)]
    async with store.writing() as uow:
        await uow.broadcasts.add(broadcast, [Recipient(key, "vi") for key in (*others, sender)])
        await uow.commit()
    await sweep(store, delivery_idle=False)
    async with store.reading() as reads:
        (first,) = await reads.outbox.heads(NOW, 1, "telegram")
    assert (first.envelope.account, first.envelope.broadcast_id) == (sender, broadcast.id)


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


async def test_a_channel_that_takes_nothing_is_waited_for(database: Database, store: Store) -> None:
    """Where some wait on a channel that is silent, failing or away, it has not gone as far as it can."""
    broadcast = make_broadcast(sender=await enrol(store, "leader", Post(Role.LEADER, "UBND")))
    recipient = account_key("staff")
    async with store.writing() as uow:
        await uow.people.enrol(recipient, sealed("staff"), [Post(Role.STAFF)], name="", month=MONTH, channel="web")
        await uow.broadcasts.add(broadcast, [Recipient(recipient, "vi")])
        await uow.commit()
    await sweep(store, delivery_idle=False)
    held_up = {"web"}
    assert await broadcasts.sweep(store, demo_office(), NOW, delivery_idle=True, held_up=held_up) == 0
    assert await state(store, broadcast) is BroadcastState.SENDING
    assert await broadcasts.sweep(store, demo_office(), NOW, delivery_idle=True, held_up={"telegram"}) == 1


@pytest.mark.parametrize(("tries", "reported"), [(1, 0), (SOON, 0), (SOON + 1, 1)])
async def test_who_is_tried_again_soon_is_waited_for(
    database: Database, store: Store, tries: int, reported: int
) -> None:
    """A platform that stumbles over some is through with them in a moment; one that does not take somebody for

    minutes keeps the report no longer.
    """
    broadcast = make_broadcast()
    await confirm(store, broadcast, 3)
    await sweep(store, delivery_idle=False)
    await deliver(store, waiting=1)
    async with store.writing() as uow:
        for _ in range(tries):
            (left,) = await uow.outbox.heads(NOW, 10, "telegram")
            await uow.outbox.retry(left.id, NOW)
        await uow.commit()
    assert await sweep(store, delivery_idle=True) == reported


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


async def moved(store: Store, broadcast: Broadcast, after: BroadcastState) -> bool:
    """Its sender moves it, from wherever it is."""
    async with store.writing() as uow:
        done = await uow.broadcasts.move(broadcast.id, list(BroadcastState), after)
        await uow.commit()
    return done


@dataclass(slots=True)
class Overtaken:
    """A store in which the sender pauses the broadcast just after the sweep has looked it up."""

    store: Store
    broadcast: Broadcast
    overtaken: bool = False

    def reading(self) -> UnitOfWork:
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        unit = self.store.writing()
        put_off = unit.broadcasts.move

        async def move(broadcast_id: bytes, before: Collection[BroadcastState], after: BroadcastState) -> bool:
            if not self.overtaken:
                self.overtaken = True
                await put_off(broadcast_id, list(BroadcastState), BroadcastState.PAUSED)
            return await put_off(broadcast_id, before, after)

        unit.broadcasts.move = move  # type: ignore[method-assign]
        return unit


@pytest.mark.parametrize("queued", [0, 1])
async def test_a_pause_that_comes_first_wins(database: Database, store: Store, queued: int) -> None:
    """Paused between being looked up and being written: no further row, and it stays paused."""
    broadcast = make_broadcast()
    await confirm(store, broadcast, BATCH + 5)
    for _ in range(queued):
        await sweep(store, delivery_idle=False)
    assert await sweep(Overtaken(store, broadcast), delivery_idle=True) == 0
    assert await state(store, broadcast) is BroadcastState.PAUSED
    assert Counter(row.state for row in await outbox(database)) == Counter({"held": queued * BATCH} if queued else {})
    assert await sweep(store, delivery_idle=True) == 0


async def test_what_was_begun_waits_when_the_quiet_hours_begin(database: Database, store: Store) -> None:
    """At eight in the evening what is left is held, what has arrived is not sent again; in the morning it goes on."""
    broadcast = make_broadcast()
    accounts = await confirm(store, broadcast, BATCH + 5)
    await sweep(store, delivery_idle=False)
    await deliver(store, waiting=BATCH - 10)
    assert await sweep(store, delivery_idle=False, now=EVENING) == 1
    assert Counter(row.state for row in await outbox(database)) == {"sent": 10, "held": BATCH - 10}
    assert await sweep(store, delivery_idle=True, now=EVENING) == 0
    assert await state(store, broadcast) is BroadcastState.WAITING
    while await sweep(store, delivery_idle=False, now=MORNING):
        pass
    assert Counter(row.state for row in await outbox(database)) == {"sent": 10, "queued": BATCH - 5}
    assert Counter(row.account_key for row in await outbox(database)) == Counter(accounts)


async def test_an_urgent_one_knows_no_quiet_hours(database: Database, store: Store) -> None:
    """It is queued in the evening like any other by day."""
    broadcast = make_broadcast(urgent=True)
    await confirm(store, broadcast, 3)
    assert await sweep(store, delivery_idle=False, now=EVENING) == 3
    assert await state(store, broadcast) is BroadcastState.SENDING


async def test_nothing_goes_out_once_it_is_paused(mail: Mailroom) -> None:
    """Paused after delivery has taken a whole batch: no more leaves than was under way, and nobody gets it twice."""
    people = [f"person {number}" for number in range(12)]
    await mail.enrol(*people)
    broadcast = make_broadcast()
    accounts = [mail.seals.account_key(Account(CHANNEL, name)) for name in people]
    async with mail.store.writing() as uow:
        await uow.broadcasts.add(broadcast, [Recipient(account, "vi") for account in accounts])
        await uow.commit()
    await sweep(mail.store, delivery_idle=False)
    turns = 0

    async def turn() -> None:
        nonlocal turns
        turns += 1
        if turns == 4:
            await moved(mail.store, broadcast, BroadcastState.PAUSED)

    mail.flow = Flow(at_once=1, bulk_at_once=1, bulk_turn=turn)
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert (len(mail.sender.sent), turns) == (3, 4)
    assert Counter(await mail.states()) == {"sent": 3, "held": 9}
    await moved(mail.store, broadcast, BroadcastState.CONFIRMED)
    await delivery.deliver_all()
    assert Counter(name for name, _ in mail.sender.sent) == Counter(people)


async def test_what_is_being_sent_as_it_is_paused_is_not_sent_again(mail: Mailroom) -> None:
    """It arrives, is recorded as sent, and going on leaves it alone."""
    await mail.enrol("lan")
    broadcast = make_broadcast()
    async with mail.store.writing() as uow:
        await uow.broadcasts.add(broadcast, [Recipient(mail.seals.account_key(Account(CHANNEL, "lan")), "vi")])
        await uow.commit()
    await sweep(mail.store, delivery_idle=False)
    arriving = mail.sender.hold("lan")
    delivery = mail.delivery()
    sending = asyncio.create_task(delivery.deliver_all())
    async with asyncio.timeout(20):
        while not mail.sender.tried:
            await asyncio.sleep(0)
    await moved(mail.store, broadcast, BroadcastState.PAUSED)
    assert await mail.states() == ["held"]
    arriving.set()
    await sending
    await moved(mail.store, broadcast, BroadcastState.CONFIRMED)
    await delivery.deliver_all()
    assert (await mail.states(), len(mail.sender.sent)) == (["sent"], 1)
