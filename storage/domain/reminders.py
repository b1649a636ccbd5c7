"""What a clock asks to be said on which day; each is said once, however often it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.clocks import Clock, ClockKind, Clocks, leading, pause_ends_on
from storage.domain.deadlines import days_overdue, last_day

SHORTEST_WITH_HALF: Final = 4  # working days; of a shorter time the day before the last is soon enough


class ReminderKind(StrEnum):
    """Why somebody is reminded."""

    HALF_TIME = "half-time"
    DUE_SOON = "due-soon"
    DUE_TODAY = "due-today"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``remind_on`` makes it unique: the due date for what is said once a deadline, today for what is said daily."""

    clock: ClockKind
    kind: ReminderKind
    remind_on: date
    due_on: date


def reminded_clocks(clocks: Clocks) -> tuple[Clock, ...]:
    """The clocks that speak: the one that leads, and the promise beside it, for that one is owed to the author too."""
    promise = clocks.get(ClockKind.PROMISE)
    beside = promise if promise is not None and promise.runs else None
    return tuple(clock for clock in (leading(clocks), beside) if clock is not None)


def due_reminder(clock: Clock, today: date, calendar: WorkCalendar) -> Reminder | None:
    """What this clock asks to be said today: the latest of what has come; a missed one is made up for by it."""
    if not clock.runs or not calendar.is_working_day(today):
        return None
    if days_overdue(clock.due_on, today, calendar):
        return Reminder(clock.kind, ReminderKind.OVERDUE, today, clock.due_on)
    come = [kind for day, kind in _plan(clock, calendar) if day <= today]
    return Reminder(clock.kind, come[-1], clock.due_on, clock.due_on) if come else None


def next_wake(clocks: Clocks, after: date, calendar: WorkCalendar) -> date | None:
    """The first day later than ``after`` on which one of the clocks has something to say, None if none ever has."""
    days = [_next_word(clock, after, calendar) for clock in clocks.values() if clock.runs]
    ends = [pause_ends_on(clock, calendar) for clock in clocks.values() if clock.paused_on is not None]
    days += [max(end, calendar.next_working_day(after)) for end in ends]
    return min(days, default=None)


def first_wake(clocks: Clocks, today: date, calendar: WorkCalendar) -> date | None:
    """The day to look at a case that has just changed: today, if today still asks for something."""
    day = today if calendar.is_working_day(today) else calendar.next_working_day(today)
    if any(due_reminder(clock, day, calendar) for clock in reminded_clocks(clocks)):
        return day
    return next_wake(clocks, day, calendar)


def _next_word(clock: Clock, after: date, calendar: WorkCalendar) -> date:
    if last_day(clock.due_on, calendar) <= after:
        return calendar.next_working_day(after)
    later = [day for day, _ in _plan(clock, calendar) if day > after]
    return min(later, default=calendar.next_working_day(after))


def _plan(clock: Clock, calendar: WorkCalendar) -> Sequence[tuple[date, ReminderKind]]:
    """The days of what is said once a deadline, in order; all of them are worked."""
    return _plan_between(clock.started_on, clock.due_on, calendar)


@lru_cache(maxsize=10_000)  # what is filed on one day has few dates, and each is asked for again and again
def _plan_between(started_on: date, due_on: date, calendar: WorkCalendar) -> Sequence[tuple[date, ReminderKind]]:
    last = last_day(due_on, calendar)
    before = calendar.previous_working_day(last)
    allowed = calendar.working_days_between(started_on, last)
    plan = [(last, ReminderKind.DUE_TODAY)]
    if before > started_on:
        plan.insert(0, (before, ReminderKind.DUE_SOON))
    if allowed >= SHORTEST_WITH_HALF:
        plan.insert(0, (calendar.add_working_days(started_on, allowed // 2), ReminderKind.HALF_TIME))
    return tuple(plan)
