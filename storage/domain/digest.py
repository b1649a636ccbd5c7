"""The digest: what waits to be said to a person, in one message, the late first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.clocks import ClockKind
from storage.domain.deadlines import last_day
from storage.domain.ids import CaseId
from storage.domain.ladder import Step, Tried

NOON: Final = time(12)
LADDER: Final = "ladder-"  # and the step: what is told above whoever owes the answer
UPDATE: Final = "update"  # an interim answer has been out for a while: the author is to hear how it stands
LAPSED: Final = "lapsed"  # the office's reminder that a case has come back to it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder that was claimed: of which case, to which unit, why, of which day."""

    case_id: CaseId
    unit: str
    kind: str
    remind_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a digest, with what its reader can do about it."""

    ref: str
    unit: str
    summary: str
    due_on: date
    clock: ClockKind
    step: Step
    actions: tuple[str, ...]
    lapsed: bool = False
    update: bool = False
    tried: Tried | None = None


class Group(StrEnum):
    """The parts of a digest, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


def slot_of(now: datetime, calendars: Iterable[WorkCalendar], reminder_hour: int) -> int | None:
    """The first or the second digest of the day, None while nobody may be written to by any of these calendars."""
    for calendar in calendars:
        local = now.astimezone(calendar.zone)
        if calendar.may_push(now) and local.hour >= reminder_hour:
            return 1 if local.time() < NOON else 2
    return None


def comes_later(now: datetime, calendar: WorkCalendar, slot: int) -> bool:
    """Whether somebody who is left in peace now may still be written to in this part of the day."""
    if calendar.may_push(now):
        return False
    local, at = now.astimezone(calendar.zone), calendar.next_push(now)
    return at.date() == local.date() and (slot == 2 or at.time() < NOON)


def group_of(due_on: date, today: date, calendar: WorkCalendar) -> Group:
    last = last_day(due_on, calendar)
    if last < today:
        return Group.OVERDUE
    if last == today:
        return Group.TODAY
    sunday = today + timedelta(days=6 - today.weekday())
    return Group.WEEK if last <= sunday else Group.LATER


def grouped(
    lines: Iterable[Line], today: date, calendar_of: Callable[[str], WorkCalendar]
) -> Mapping[Group, Sequence[Line]]:
    """The lines by group, the most pressing first; a case once, and again for what it promised or is to be told."""
    rising = sorted(lines, key=lambda line: (line.step, line.lapsed))
    once = {(line.ref, line.clock is ClockKind.PROMISE, line.update): line for line in rising}
    ordered = sorted(once.values(), key=lambda line: (line.due_on, line.ref))
    return {group: [x for x in ordered if group_of(x.due_on, today, calendar_of(x.unit)) is group] for group in Group}
