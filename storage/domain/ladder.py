"""Who hears that a case is late, one step after the other: head, office, chairman, secretary."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.clocks import Clock, ClockKind, Clocks
from storage.domain.deadlines import days_overdue
from storage.domain.lifecycle import IN_TRIAGE, Status
from storage.domain.organisation import Organisation
from storage.domain.records import CaseEvent, EventKind


class Step(IntEnum):
    """The steps, lowest first; OFFICER is whoever works on the case and is told before it is late."""

    OFFICER = 0
    HEAD = 1
    OFFICE = 2
    CHAIR = 3
    SECRETARY = 4

    @property
    def code(self) -> str:
        return self.name.lower()


STEPS: Final = tuple(Step)[1:]


def debtor(status: Status, clock: ClockKind = ClockKind.FINAL) -> Step:
    """The step that owes the next move: those below it have nothing to answer for. A promise is the department's."""
    if clock is ClockKind.PROMISE:
        return Step.OFFICER
    if status in IN_TRIAGE:
        return Step.OFFICE
    return Step.CHAIR if status is Status.AWAITING_APPROVAL else Step.OFFICER


def is_of(event: CaseEvent, clock: ClockKind) -> bool:
    """Whether a step was told of what was promised, or of the answer."""
    told_of_promise = event.detail.get("clock") == ClockKind.PROMISE
    return event.kind is EventKind.ESCALATED and told_of_promise == (clock is ClockKind.PROMISE)


def reached(events: Sequence[CaseEvent], clock: Clock) -> Step:
    """The highest step told of this deadline; a new one begins the ladder anew."""
    due = clock.due_on.isoformat()
    codes = {e.detail["step"] for e in events if is_of(e, clock.kind) and e.detail["due"] == due}
    return max((step for step in STEPS if step.code in codes), default=Step.OFFICER)


@dataclass(frozen=True, slots=True)
class Climb:
    """``days``: how late each step hears; ``held``: the steps that have somebody to tell; and which day it is."""

    days: tuple[int, ...]
    held: Collection[Step]
    today: date
    calendar: WorkCalendar


def next_step(clock: Clock, status: Status, events: Sequence[CaseEvent], climb: Climb) -> Step | None:
    """The step to be told today, at most one a day; a step nobody holds is passed over for the one above it."""
    late = days_overdue(clock.due_on, climb.today, climb.calendar)
    due_steps = [step for step, after in zip(STEPS, climb.days, strict=True) if late > after]
    told = max(reached(events, clock), debtor(status, clock.kind))
    if not due_steps or max(due_steps) <= told:
        return None
    return min((step for step in climb.held if step > told), default=None)


def has_lapsed(status: Status, clocks: Clocks, today: date, calendar: WorkCalendar) -> bool:
    """Whether a case lies with a department that has let the time to take it on pass."""
    clock = clocks.get(ClockKind.ACKNOWLEDGE)
    if status is not Status.ROUTED or clock is None or not clock.runs:
        return False
    return days_overdue(clock.due_on, today, calendar) > 0


@dataclass(frozen=True, slots=True)
class Tried:
    """What was done so far so that a case is answered: said to each step of the ladder.

    ``unreached``: the steps that nobody of can be reached, as far as is known; the officer stands for the department.
    """

    reminders: int
    steps: tuple[tuple[Step, date], ...]
    seen_on: date | None
    extensions: int
    bounces: int
    unreached: frozenset[Step] = frozenset()


def steps_told(events: Sequence[CaseEvent], clock: ClockKind, before: date) -> tuple[tuple[Step, date], ...]:
    """The steps that were told before this day, with the day each was."""
    told = [(e.detail["step"], e.on) for e in events if is_of(e, clock) and e.on < before]
    return tuple((Step[code.upper()], on) for code, on in told)


def unit_of(step: Step, department: str, organisation: Organisation) -> str:
    """The unit whose people are this step."""
    match step:
        case Step.OFFICER | Step.HEAD:
            return department
        case Step.OFFICE:
            return organisation.office
        case _:
            return organisation.ladder[step - Step.CHAIR]
