"""The sweep of due dates: cases whose day has come are looked at, and what is to be said goes out in digests."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.context import Office
from scheduler import digest
from scheduler.ladder import look_at
from scheduler.stumbling import Stumbled, set_aside
from storage.domain.digest import slot_of
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ids import CaseId
from storage.domain.ports import Store, UnitOfWork
from storage.domain.set_aside import Sweep

BATCH: Final = 20  # cases a transaction: whoever writes at eight in the morning waits a moment, not a second


async def sweep(store: Store, office: Office, now: datetime) -> int:
    """Look at the cases of this day, then send the digest; how many reminders are new. In quiet hours nothing is done.

    Any number of schedulers may do this at once, and as often as they like.
    """
    slot = slot_of(now, office.calendars, office.organisation.reminder_hour)
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
    await digest.send(store, office, now, slot)
    return claimed


async def _look_at_some(store: Store, office: Office, today: date) -> tuple[int, bool]:
    """A batch; how many reminders are new, and whether there may be more cases."""
    async with store.reading() as reads:
        if not await reads.deadlines.any_due(today):
            return 0, False
    try:
        new, looked_at = await _together(store, office, today, BATCH)
    except ConcurrentUpdate:
        raise
    except Exception:  # one of them, and nobody knows which
        return await _one_by_one(store, office, today), True
    return new, looked_at == BATCH


async def _one_by_one(store: Store, office: Office, today: date) -> int:
    """As many cases as a batch has, each in a transaction of its own; those that fail are set aside."""
    new = 0
    for _ in range(BATCH):
        try:
            claimed, looked_at = await _together(store, office, today, 1)
        except Stumbled as stumbled:
            async with store.writing() as uow:
                again = await set_aside(stumbled.case_id, stumbled.error, Sweep.DUE, today, uow)
                await uow.deadlines.wake(stumbled.case_id, again)
                await uow.commit()
            continue
        if not looked_at:
            break
        new += claimed
    return new


async def _together(store: Store, office: Office, today: date, most: int) -> tuple[int, int]:
    """So many cases in one transaction; how many reminders are new, and at how many cases it has looked."""
    async with store.writing() as uow:
        taken = await uow.deadlines.take_due(today, most)
        try:
            new = await _look_at_all(taken, office, today, uow)
        except ConcurrentUpdate:
            raise
        except Exception as error:
            raise Stumbled(taken[0], error) from error
        await uow.commit()
    return new, len(taken)


async def _look_at_all(taken: Sequence[CaseId], office: Office, today: date, uow: UnitOfWork) -> int:
    cases, clocks = await uow.cases.some(taken), await uow.deadlines.clocks_of(taken)
    asked = {case_id: await look_at(cases[case_id], clocks[case_id], office, today, uow) for case_id in taken}
    await uow.deadlines.wake_again({case_id: each.wake_on for case_id, each in asked.items() if each.wake_on})
    await uow.set_aside.clear(taken, Sweep.DUE)
    return await uow.reminders.claim([reminder for each in asked.values() for reminder in each.reminders])
