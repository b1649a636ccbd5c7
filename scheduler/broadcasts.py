"""The sweep of broadcasts: confirmed ones become rows of the outbox in batches; finished ones are reported."""

from datetime import datetime
from typing import Final

from handlers.context import Office
from handlers.telling import tell
from storage.domain.broadcast import UNDER_WAY, Broadcast, BroadcastState
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Store, UnitOfWork
from storage.domain.views import summarise

BATCH: Final = 200


async def sweep(store: Store, office: Office, now: datetime, *, delivery_idle: bool) -> int:
    """Write the next batch of each broadcast, report those that have gone as far as they can; how much was done.

    In quiet hours all wait but the urgent ones, also those that had begun.
    """
    may_push = office.calendar.may_push(now)
    async with store.reading() as reads:
        found = await reads.broadcasts.in_state(BroadcastState.WAITING, *UNDER_WAY)
    done = 0
    for broadcast in found:
        async with store.writing() as uow:
            if broadcast.urgent or may_push:
                done += await _go_on(broadcast, uow, delivery_idle)
            elif broadcast.state in UNDER_WAY:
                done += await uow.broadcasts.move(broadcast.id, UNDER_WAY, BroadcastState.WAITING)
            await uow.commit()
    return done


async def _go_on(broadcast: Broadcast, uow: UnitOfWork, delivery_idle: bool) -> int:
    """The next step, unless its sender has paused or stopped it since it was looked up."""
    match broadcast.state:
        case BroadcastState.WAITING:
            return await uow.broadcasts.move(broadcast.id, [BroadcastState.WAITING], BroadcastState.CONFIRMED)
        case BroadcastState.CONFIRMED:
            return await _queue_batch(broadcast, uow)
        case _ if delivery_idle:
            return await _report(broadcast, uow)
    return 0


async def _queue_batch(broadcast: Broadcast, uow: UnitOfWork) -> int:
    """The batch and the mark that it is queued commit together, so that a crash repeats nobody's notice."""
    if not await uow.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.CONFIRMED):
        return 0
    recipients = await uow.broadcasts.unsent(broadcast.id, BATCH)
    notice = Notice("notice-broadcast", {"text": broadcast.text, "unit": broadcast.by})
    await uow.outbox.put(
        [
            Envelope(notice, Priority.BROADCAST, account=r.account, language=r.language, broadcast_id=broadcast.id)
            for r in recipients
        ]
    )
    await uow.broadcasts.mark_queued(broadcast.id, [r.account for r in recipients])
    if len(recipients) < BATCH:
        await uow.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.SENDING)
    return len(recipients)


async def _report(broadcast: Broadcast, uow: UnitOfWork) -> int:
    """Everybody who can be reached now has it: the sender is told, with those who have not opened their page."""
    if not await uow.broadcasts.move(broadcast.id, [BroadcastState.SENDING], BroadcastState.REPORTED):
        return 0
    progress = await uow.broadcasts.progress(broadcast.id)
    sender = await uow.people.recipient(broadcast.sender)
    if sender is not None:
        notice = Notice("notice-broadcast-done", {"summary": summarise(broadcast.text), **progress.counts})
        await tell([sender], notice, uow)
    return 1
