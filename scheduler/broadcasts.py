"""The sweep of broadcasts: confirmed ones become rows of the outbox in batches; finished ones are reported."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from handlers.context import Office
from handlers.telling import tell
from storage.domain.broadcast import UNDER_WAY, Broadcast, BroadcastState
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Recipient, Store, UnitOfWork
from storage.domain.views import summarise

BATCH: Final = 200


async def sweep(
    store: Store, office: Office, now: datetime, *, delivery_idle: bool, held_up: Collection[str] = ()
) -> int:
    """Write the next batch of each broadcast, report those that have gone as far as they can; how much was done.

    In quiet hours all wait but the urgent ones, also those that had begun. What waits on a channel that is ``held_up``
    is waited for.
    """
    may_push = office.calendar.may_push(now)
    async with store.reading() as reads:
        found = await reads.broadcasts.in_state(BroadcastState.WAITING, *UNDER_WAY)
    done = 0
    for broadcast in found:
        async with store.writing() as uow:
            if broadcast.urgent or may_push:
                done += await _go_on(broadcast, uow, delivery_idle, held_up)
            elif broadcast.state in UNDER_WAY:
                done += await uow.broadcasts.move(broadcast.id, UNDER_WAY, BroadcastState.WAITING)
            await uow.commit()
    return done


async def _go_on(broadcast: Broadcast, uow: UnitOfWork, delivery_idle: bool, held_up: Collection[str]) -> int:
    """The next step, unless its sender has paused or stopped it since it was looked up."""
    match broadcast.state:
        case BroadcastState.WAITING:
            return await uow.broadcasts.move(broadcast.id, [BroadcastState.WAITING], BroadcastState.CONFIRMED)
        case BroadcastState.CONFIRMED:
            return await _queue_batch(broadcast, uow)
        case _ if delivery_idle:
            return await _report(broadcast, uow, held_up)
    return 0


async def _queue_batch(broadcast: Broadcast, uow: UnitOfWork) -> int:
    """The batch and the mark that it is queued commit together, so that a crash repeats nobody's notice."""
    if not await uow.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.CONFIRMED):
        return 0
    recipients = await uow.broadcasts.unsent(broadcast.id, BATCH)
    notice = Notice("notice-broadcast", {"text": broadcast.text, "unit": broadcast.by})
    await uow.outbox.put([_envelope(notice, recipient, broadcast) for recipient in recipients])
    await uow.broadcasts.mark_queued(broadcast.id, [r.account for r in recipients])
    if len(recipients) < BATCH:
        await uow.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.SENDING)
    return len(recipients)


def _envelope(notice: Notice, to: Recipient, broadcast: Broadcast) -> Envelope:
    """The sender's own goes first: how far it is would wait behind it in their lane until they had it."""
    priority = Priority.TASK if to.account == broadcast.sender else Priority.BROADCAST
    return Envelope(notice, priority, account=to.account, language=to.language, broadcast_id=broadcast.id)


async def _report(broadcast: Broadcast, uow: UnitOfWork, held_up: Collection[str]) -> int:
    """Everybody who can be reached now has it: the sender is told, with those who have not opened their page."""
    progress = await uow.broadcasts.progress(broadcast.id)
    if progress.stumbled or any(channel in held_up for channel in progress.waiting_on):
        return 0
    if not await uow.broadcasts.move(broadcast.id, [BroadcastState.SENDING], BroadcastState.REPORTED):
        return 0
    sender = await uow.people.recipient(broadcast.sender)
    if sender is not None:
        notice = Notice("notice-broadcast-done", {"summary": summarise(broadcast.text), **progress.counts})
        await tell([sender], notice, uow)
    return 1
