"""The sweep of due dates: cases whose day has come are looked at, and what is to be said goes out in digests."""

from datetime import date, datetime
from typing import Final

from handlers.context import Office
from scheduler import digest
from scheduler.ladder import look_at
from storage.domain.digest import slot_of
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ports import Store

BATCH: Final = 20  # cases a transaction: whoever writes at eight in the morning waits a moment, not a second


async def sweep(store: Store, office: Office, now: datetime) -> int:
    """Look at the cases of this day, then send the digest; how many reminders are new. In quiet hours nothing is done.

    Any number of schedulers may do this at once, and as often as they like.
    """
    slot = slot_of(now, office.calendar, office.organisation.reminder_hour)
    if slot is None:
        return 0
    today = now.astimezone(office.calendar.zone).date()
    claimed, more = 0, True
    while more:
        try:
            new, more = await _look_at_some(store, office, today)
        except ConcurrentUpdate:  # somebody has just changed one of these cases: the next tick looks at them again
            return claimed
        claimed += new
    await digest.send(store, office, today, slot)
    return claimed


async def _look_at_some(store: Store, office: Office, today: date) -> tuple[int, bool]:
    """A batch; how many reminders are new, and whether there may be more cases."""
    async with store.reading() as reads:
        if not await reads.deadlines.any_due(today):
            return 0, False
    async with store.writing() as uow:
        taken = await uow.deadlines.take_due(today, BATCH)
        new = sum([await look_at(case_id, office, today, uow) for case_id in taken])
        await uow.commit()
    return new, len(taken) == BATCH
