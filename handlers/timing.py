"""The clocks kept beside every change of a case: the one place where they are started, paused, moved and stopped."""

from collections.abc import Sequence
from datetime import date

from storage.domain.calendar import WorkCalendar
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, Moment, after_pause, keep_time
from storage.domain.organisation import Organisation
from storage.domain.ports import UnitOfWork
from storage.domain.records import CaseEvent
from storage.domain.reminders import first_wake


async def keep(
    case: Case,
    fresh: Sequence[CaseEvent],
    uow: UnitOfWork,
    organisation: Organisation,
    at: Moment,
    *,
    is_new: bool = False,
) -> Clocks:
    """The clocks after these events, written; to be called before the case is saved, whose date a pause may move.

    Before its release a case has none: nobody can act on it. Where it ``is_new``, none are looked for.
    """
    if not case.released:
        return {}
    before = {} if is_new else await uow.deadlines.clocks(case.id)
    after = keep_time(before, case, fresh, organisation.limits(case.kind, case.topic), at)
    _run_on(case, after, organisation, at.today)
    if changed := _changed(before, after):
        await uow.deadlines.put_clocks(case.id, changed)
        await uow.deadlines.wake(case.id, first_wake(after, at.today, at.calendar))
    return after


async def end_pause(case: Case, before: Clocks, uow: UnitOfWork, organisation: Organisation, at: Moment) -> Clocks:
    """The clocks, those running again whose pause has lasted long enough; the caller saves the case and wakes it."""
    after = after_pause(before, at.today, at.calendar)
    _run_on(case, after, organisation, at.today)
    await uow.deadlines.put_clocks(case.id, _changed(before, after))
    return after


def _run_on(case: Case, clocks: Clocks, organisation: Organisation, today: date) -> None:
    """Where a pause moved the final date, the case has that date as well, and its author hears of it."""
    final = clocks.get(ClockKind.FINAL)
    if final is not None and final.stopped_on is None and final.due_on > case.due_on:
        case.run_on(final.due_on, office=organisation.office, on=today)


async def promise(case: Case, due_on: date | None, uow: UnitOfWork, calendar: WorkCalendar, today: date) -> None:
    """The promise clock: started or moved to this date, or (None) stopped because what was promised is done."""
    before = await uow.deadlines.clocks(case.id)
    running = before.get(ClockKind.PROMISE)
    after = dict(before)
    if due_on is not None:
        after[ClockKind.PROMISE] = Clock(ClockKind.PROMISE, today, due_on)
    elif running is not None and running.stopped_on is None:
        after[ClockKind.PROMISE] = Clock(ClockKind.PROMISE, running.started_on, running.due_on, stopped_on=today)
    await uow.deadlines.put_clocks(case.id, _changed(before, after))
    await uow.deadlines.wake(case.id, first_wake(after, today, calendar))


def _changed(before: Clocks, after: Clocks) -> list[Clock]:
    return [clock for kind, clock in after.items() if before.get(kind) != clock]
