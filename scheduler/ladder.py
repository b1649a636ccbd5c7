"""One case whose day has come: whom it reminds, and who must hear of it because nobody answered."""

from datetime import date
from typing import Final

from handlers import notices, recipients, timing
from handlers.context import Office
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, Moment, leading
from storage.domain.deadlines import days_overdue
from storage.domain.digest import LAPSED
from storage.domain.ids import CaseId
from storage.domain.ladder import STEPS, Climb, debtor, has_lapsed, next_step, reached, unit_of
from storage.domain.lifecycle import IN_TRIAGE, OPEN
from storage.domain.ports import UnitOfWork
from storage.domain.records import EventKind
from storage.domain.reminders import Reminder, ReminderKind, due_reminder, next_wake, reminded_clocks

LADDER: Final = "ladder-"


async def look_at(case_id: CaseId, office: Office, today: date, uow: UnitOfWork) -> int:
    """Do what this day asks of the case and set the next day; how many reminders are new."""
    organisation, calendar = office.organisation, office.calendar
    case = await uow.cases.get_by_id(case_id)
    known = len(case.events)
    clocks = await timing.end_pause(case, uow, organisation, calendar, today)
    new = 0
    if _is_homeless(case, office) or has_lapsed(case.status, clocks, today, calendar):
        new += await _lapse(case, office, today, uow)
        clocks = await timing.keep(case, case.events[known:], uow, organisation, Moment(today, today, calendar))
    await _escalate(case, clocks, office, today, uow)
    new += sum([await _remind(case, clock, office, today, uow) for clock in reminded_clocks(clocks)])
    if len(case.events) > known:
        await uow.cases.save(case)
        await notices.put(case, case.events[known:], uow, organisation)
    await uow.deadlines.wake(case_id, next_wake(clocks, today, calendar))
    return new


def _is_homeless(case: Case, office: Office) -> bool:
    """Whether its department has been dissolved."""
    known = {unit.code for unit in office.organisation.units}
    return case.status in OPEN - IN_TRIAGE and case.department not in known


async def _lapse(case: Case, office: Office, today: date, uow: UnitOfWork) -> int:
    case.lapse(office=office.organisation.office, on=today)
    return await uow.reminders.claim(case.id, office.organisation.office, LAPSED, today)


async def _escalate(case: Case, clocks: Clocks, office: Office, today: date, uow: UnitOfWork) -> None:
    clock = leading(clocks)
    if clock is None or not days_overdue(clock.due_on, today, office.calendar):
        return
    if any(event.kind is EventKind.ESCALATED and event.on == today for event in case.events):
        return  # one step a day: whoever was told last gets a day to act
    held = await recipients.held_steps(case, uow, office.organisation, today)
    climb = Climb(office.organisation.terms.ladder, held, today, office.calendar)
    step = next_step(clock, case.status, case.events, climb)
    if step is not None:
        case.escalate(step.code, due_on=clock.due_on, office=office.organisation.office, on=today)


async def _remind(case: Case, clock: Clock, office: Office, today: date, uow: UnitOfWork) -> int:
    """Whoever owes the next step, and daily all steps of the ladder that have been told."""
    reminder = due_reminder(clock, today, office.calendar)
    if reminder is None:
        return 0
    claim, organisation = uow.reminders.claim, office.organisation
    owing = debtor(case.status)
    unit = unit_of(owing, case.department, organisation)
    new = int(await claim(case.id, unit, kind_of(reminder), reminder.remind_on))
    if reminder.kind is not ReminderKind.OVERDUE or clock.kind is ClockKind.PROMISE:
        return new
    for step in STEPS:
        if owing < step <= reached(case.events, clock.due_on):
            unit = unit_of(step, case.department, organisation)
            new += await claim(case.id, unit, f"{LADDER}{step.code}", today)
    return new


def kind_of(reminder: Reminder) -> str:
    """The kind under which a reminder is claimed: that of a clock other than the final one names it."""
    clock = "" if reminder.clock is ClockKind.FINAL else f"{reminder.clock.value}."
    return f"{clock}{reminder.kind.value}"
