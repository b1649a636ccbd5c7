"""Which reminder a case asks for today; said once a day and deadline, however often it is asked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from storage.domain.calendar import WorkCalendar
from storage.domain.deadlines import Phase, phase
from storage.domain.lifecycle import Status

UNACCEPTED_AFTER: Final = 1  # working days a routed case may wait for somebody to take it on
OWED: Final = frozenset(
    {Status.SUBMITTED, Status.RECEIVED, Status.ROUTED, Status.IN_PROGRESS, Status.AWAITING_APPROVAL}
)


class ReminderKind(StrEnum):
    """Why somebody is reminded."""

    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    UNACCEPTED = "unaccepted"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``remind_on`` makes it unique: the due date for what is said once a deadline, today for what is said daily."""

    kind: ReminderKind
    remind_on: date


def due_reminder(status: Status, due_on: date, today: date, calendar: WorkCalendar) -> Reminder | None:
    """The reminder to whoever owes the next step: once when the date is near, daily on working days after it."""
    if status not in OWED or not calendar.is_working_day(today):
        return None
    match phase(due_on, today, calendar):
        case Phase.ON_TIME:
            return None
        case Phase.DUE_SOON:
            return Reminder(ReminderKind.DUE_SOON, due_on)
        case Phase.OVERDUE:
            return Reminder(ReminderKind.OVERDUE, today)
        case other:
            assert_never(other)


def unaccepted_reminder(status: Status, handed_over_on: date, today: date, calendar: WorkCalendar) -> Reminder | None:
    """To the office, once a hand-over, when nobody took the case on within UNACCEPTED_AFTER working days."""
    if status is not Status.ROUTED or not calendar.is_working_day(today):
        return None
    if calendar.working_days_between(handed_over_on, today) <= UNACCEPTED_AFTER:
        return None
    return Reminder(ReminderKind.UNACCEPTED, handed_over_on)
