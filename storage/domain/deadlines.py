"""What the calendar says about a due date today: derived each time, never stored."""

from datetime import date
from enum import StrEnum

from storage.domain.calendar import WorkCalendar


class Phase(StrEnum):
    """How a due date stands today."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


def phase(due_on: date, today: date, calendar: WorkCalendar) -> Phase:
    """Due soon from the working day before the last day on; overdue once the last day is over, also on a day off."""
    last = last_day(due_on, calendar)
    if today > last:
        return Phase.OVERDUE
    if today >= calendar.previous_working_day(last):
        return Phase.DUE_SOON
    return Phase.ON_TIME


def days_overdue(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Working days since the last day; 0 until it is over and on the days off that follow it directly."""
    return max(0, calendar.working_days_between(last_day(due_on, calendar), today))


def last_day(due_on: date, calendar: WorkCalendar) -> date:
    """The day at whose end the time is over."""
    # A period whose last day is a day off ends on the next working day (Civil Code, Article 148).
    return due_on if calendar.is_working_day(due_on) else calendar.next_working_day(due_on)
