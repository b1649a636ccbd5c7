"""The sweep of broadcasts: confirmed ones become rows of the outbox in batches; finished ones are reported."""

from typing import Final

from storage.domain.broadcast import Broadcast, BroadcastState
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Store, UnitOfWork
from storage.domain.views import summarise

BATCH: Final = 200


async def sweep(store: Store, *, delivery_idle: bool) -> int:
    """Write the next batch of each broadcast, report those that have gone as far as they can; rows written."""
    async with store.reading() as reads:
        under_way = await reads.broadcasts.in_state(BroadcastState.CONFIRMED, BroadcastState.SENDING)
    written = 0
    for broadcast in under_way:
        async with store.writing() as uow:
            if broadcast.state is BroadcastState.CONFIRMED:
                written += await _queue_batch(broadcast, uow)
            elif delivery_idle:
                await _report(broadcast, uow)
                written += 1
            await uow.commit()
    return written


async def _queue_batch(broadcast: Broadcast, uow: UnitOfWork) -> int:
    """The batch and the mark that it is queued commit together, so that a crash repeats nobody's notice."""
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
        await uow.broadcasts.set_state(broadcast.id, BroadcastState.SENDING)
    return len(recipients)


async def _report(broadcast: Broadcast, uow: UnitOfWork) -> None:
    """Everybody who can be reached now has it: the sender is told, with those who have not opened their page."""
    progress = await uow.broadcasts.progress(broadcast.id)
    sender = await uow.people.recipient(broadcast.sender)
    await uow.broadcasts.set_state(broadcast.id, BroadcastState.REPORTED)
    if sender is None:
        return
    numbers = {
        "total": str(progress.total),
        "sent": str(progress.sent),
        "failed": str(progress.failed),
        "waiting": str(progress.waiting),
    }
    notice = Notice("notice-broadcast-done", {"summary": summarise(broadcast.text), **numbers})
    await uow.outbox.put([Envelope(notice, Priority.TASK, account=sender.account, language=sender.language)])
