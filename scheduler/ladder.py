"""One case whose day has come: whom it reminds, and who must hear of it because nobody answered."""

from dataclasses import dataclass, replace
from datetime import date

from handlers import notices, recipients, timing
from handlers.context import Office
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks, Moment
from storage.domain.deadlines import days_overdue
from storage.domain.digest import LADDER, LAPSED, Waiting
from storage.domain.exclusion import home
from storage.domain.ladder import STEPS, Climb, debtor, has_lapsed, is_of, next_step, reached, unit_of
from storage.domain.lifecycle import IN_TRIAGE, OPEN
from storage.domain.ports import UnitOfWork
from storage.domain.reminders import Reminder, ReminderKind, due_reminder, next_wake, reminded_clocks


@dataclass(frozen=True, slots=True)
class Asked:
    """What a day asks of a case: reminders, and when to look at it again."""

    reminders: tuple[Waiting, ...]
    wake_on: date | None


async def look_at(case: Case, before: Clocks, office: Office, today: date, uow: UnitOfWork) -> Asked:
    """Do what this day asks of the case, whose clocks stood like this; the reminders are the caller's to claim."""
    organisation, calendar = office.organisation, office.calendar_of(case.department)
    if not calendar.is_working_day(today):  # other units work today, this one does not
        return Asked((), calendar.next_working_day(today))
    known = len(case.events)
    clocks = await timing.end_pause(case, before, uow, organisation, Moment(today, today, calendar))
    lapsed: tuple[Waiting, ...] = ()
    if _is_homeless(case, office) or has_lapsed(case.status, clocks, today, calendar):
        desk = home(case.excluded, organisation)
        case.lapse(office=desk, on=today)
        lapsed = (Waiting(case.id, desk, LAPSED, today),)
        calendar = office.calendar
        clocks = await timing.keep(case, case.events[known:], uow, organisation, Moment(today, today, calendar))
    for clock in reminded_clocks(clocks):
        await _escalate(case, clock, office, today, uow)
    reminders = [reminder for clock in reminded_clocks(clocks) for reminder in _remind(case, clock, office, today)]
    if len(case.events) > known:
        await uow.cases.save(case)
        await notices.put(case, case.events[known:], uow, organisation)
    return Asked((*lapsed, *reminders), next_wake(clocks, today, calendar))


def _is_homeless(case: Case, office: Office) -> bool:
    """Whether its department has been dissolved."""
    known = {unit.code for unit in office.organisation.units}
    return case.status in OPEN - IN_TRIAGE and case.department not in known


async def _escalate(case: Case, clock: Clock, office: Office, today: date, uow: UnitOfWork) -> None:
    calendar = office.calendar_of(case.department)
    if not days_overdue(clock.due_on, today, calendar):
        return
    if any(is_of(event, clock.kind) and event.on == today for event in case.events):
        return  # one step a day: whoever was told last gets a day to act
    climb = Climb(office.organisation.terms.ladder, STEPS, today, calendar)
    if next_step(clock, case.status, case.events, climb) is None:
        return  # most days of a late case: nobody need be looked up
    held = await recipients.held_steps(case, uow, office.organisation, today)
    step = next_step(clock, case.status, case.events, replace(climb, held=held))
    if step is not None:
        of = {"clock": clock.kind.value} if clock.kind is ClockKind.PROMISE else {}
        case.escalate(step.code, due_on=clock.due_on, office=office.organisation.office, on=today, **of)


def _remind(case: Case, clock: Clock, office: Office, today: date) -> list[Waiting]:
    """Whoever owes the next step, and daily all steps of the ladder that have been told."""
    reminder = due_reminder(clock, today, office.calendar_of(case.department))
    if reminder is None:
        return []
    owing, organisation = debtor(case.status, clock.kind), office.organisation
    unit = unit_of(owing, case.department, organisation)
    found = [Waiting(case.id, unit, kind_of(reminder), reminder.remind_on)]
    if reminder.kind is ReminderKind.OVERDUE:
        of = f"{clock.kind.value}." if clock.kind is ClockKind.PROMISE else ""
        found += [
            Waiting(case.id, unit_of(step, case.department, organisation), f"{of}{LADDER}{step.code}", today)
            for step in STEPS
            if owing < step <= reached(case.events, clock)
        ]
    return found


def kind_of(reminder: Reminder) -> str:
    """The kind under which a reminder is claimed: that of a clock other than the final one names it."""
    clock = "" if reminder.clock is ClockKind.FINAL else f"{reminder.clock.value}."
    return f"{clock}{reminder.kind.value}"
