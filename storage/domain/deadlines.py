"""When an answer is due, and what the calendar says about that date today: derived each time, never stored."""

import re
from datetime import date
from enum import StrEnum
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.dates import mentions
from storage.domain.folding import fold
from storage.domain.worked_out import once

_TURNS_ON: Final = re.compile(
    r"\b(?:truoc|sau|den|het|han|before|by|after|until|deadline)(?: (?:het|chot|ngay|la|the))*\s*$"
)
_DAY_AND_MONTH: Final = re.compile(r"\d.*(?:\d|[a-z]{3})")


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


@once
def external_date(text: str, today: date) -> date | None:
    """The first day to come on which the matter itself turns: "sau ngày 31/5/2026", "hạn chót 15/12"."""
    folded = fold(text)
    days = [
        mention.day
        for mention in mentions(text, today)
        if mention.day is not None
        and mention.day > today
        and _TURNS_ON.search(folded[: mention.start])
        and _DAY_AND_MONTH.search(folded[mention.start : mention.end])
    ]
    return min(days, default=None)


def brought_forward(text: str, filed_on: date, due_on: date, days: int, calendar: WorkCalendar) -> date | None:
    """The outside day because of which this due date comes before the usual one; None if it is not because of any."""
    external = external_date(text, filed_on)
    if external is None:
        return None
    usual = calendar.add_working_days(filed_on, days)
    return external if due_on == answer_by(usual, external, filed_on, calendar) < usual else None


def answer_by(usual: date, external: date | None, counted: date, calendar: WorkCalendar) -> date:
    """The usual date; or, where an outside date comes first, the last working day before it.

    An answer after that day helps nobody. Whoever answers has a working day at least; a far date gives no more time.
    """
    if external is None:
        return usual
    in_time = max(calendar.previous_working_day(external), calendar.next_working_day(counted))
    return min(usual, in_time)
