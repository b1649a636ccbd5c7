"""The sweep of promises: authors are asked on the promised day, units to keep a waiting author posted."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers import notices
from handlers.context import Office
from scheduler.stumbling import set_aside
from storage.domain.case import Case
from storage.domain.commitment import UPDATE_EVERY, Commitment, CommitmentKind, Ending
from storage.domain.digest import UPDATE, Waiting, slot_of
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ids import CaseId
from storage.domain.lifecycle import OPEN, SETTLED
from storage.domain.ports import Store, UnitOfWork
from storage.domain.set_aside import Sweep

BATCH: Final = 50


async def sweep(store: Store, office: Office, now: datetime, *, batch: int = BATCH) -> int:
    """What promises ask to be said today; how many were looked at. While nobody may be written to, none."""
    if slot_of(now, [office.calendar], office.organisation.reminder_hour) is None:
        return 0
    looked_at, today = 0, now.astimezone(office.calendar.zone).date()
    while some := await _sweep_some(store, office, today, batch):
        looked_at += some
        if some < batch:
            break
    return looked_at


async def _sweep_some(store: Store, office: Office, today: date, batch: int) -> int:
    try:
        return await _together(store, office, today, batch)
    except ConcurrentUpdate:
        raise
    except Exception:  # one of them, and nobody knows which
        return await _one_by_one(store, office, today)


async def _one_by_one(store: Store, office: Office, today: date) -> int:
    """The promises of each case in a transaction of its own; a case that fails is set aside."""
    looked_at = 0
    async with store.reading() as reads:
        due = await reads.commitments.due_cases(today)
    for case_id in due:
        try:
            looked_at += await _together(store, office, today, BATCH, case_id)
        except ConcurrentUpdate:
            raise
        except Exception as error:
            async with store.writing() as uow:
                again = await set_aside(case_id, error, Sweep.PROMISES, today, uow)
                await uow.commitments.wake_later(case_id, today, again)
                await uow.commit()
    return looked_at


async def _together(store: Store, office: Office, today: date, most: int, of: CaseId | None = None) -> int:
    async with store.writing() as uow:
        due = await uow.commitments.take_due(today, most, of)
        await _look_at_all(due, office, today, uow)
        if due:
            await uow.set_aside.clear({each.case_id for each in due}, Sweep.PROMISES)
            await uow.commit()
    return len(due)


async def _look_at_all(due: Sequence[Commitment], office: Office, today: date, uow: UnitOfWork) -> None:
    for commitment in due:
        case = await uow.cases.get_by_id(commitment.case_id)
        await _look_at(commitment, case, office, today, uow)
        await uow.commitments.save(commitment)


async def _look_at(commitment: Commitment, case: Case, office: Office, today: date, uow: UnitOfWork) -> None:
    if case.status in SETTLED:
        commitment.end(Ending.DROPPED)
    elif commitment.kind is CommitmentKind.ANSWER:
        await _follow(commitment, case, office, today, uow)
    elif commitment.asked_on is None:
        known = len(case.events)
        commitment.ask_author(case, on=today, calendar=office.calendar)
        await uow.cases.save(case)
        await notices.put(case, case.events[known:], uow, office.organisation)
    elif commitment.unit_done_on is not None:
        commitment.end(Ending.SILENT)  # the unit's word stands alone: it is never shown as the author's


async def _follow(commitment: Commitment, case: Case, office: Office, today: date, uow: UnitOfWork) -> None:
    """Seven working days without a word to the author: the unit is asked for one, in its next digest."""
    if case.status not in OPEN:
        commitment.end(Ending.ANSWERED)
        return
    unit = commitment.responsible(case)
    commitment.wake_on = office.calendar_of(unit).add_working_days(today, UPDATE_EVERY)
    await uow.reminders.claim([Waiting(case.id, unit, UPDATE, today)])
