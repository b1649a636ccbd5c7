"""Working days of one office: what counts as a day, and when time starts to run."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_LONGEST_BREAK: Final = 400  # days; a calendar without a working day for longer is a mistake, not a holiday
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of office hours, local time; ``end`` no longer belongs to it."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the office works. ``weekdays`` counts from Monday 0; a make-up day is worked whatever else falls on it."""

    zone: ZoneInfo
    sessions: tuple[Session, ...]
    weekdays: frozenset[int]
    days_off: frozenset[date]
    make_up_days: frozenset[date]

    def is_working_day(self, day: date) -> bool:
        if day in self.make_up_days:
            return True
        return day.weekday() in self.weekdays and day not in self.days_off

    def next_working_day(self, day: date) -> date:
        """The first working day strictly after ``day``; ValueError if there is none within 400 days."""
        return self._walk(day, _ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day strictly before ``day``; ValueError if there is none within 400 days."""
        return self._walk(day, -_ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after ``day``; ``day`` itself for 0, ValueError below."""
        if count < 0:
            raise ValueError("working days are only counted forward")
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative if ``end`` is earlier."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))

    def receipt_day(self, at: datetime) -> date:
        """The day something received at ``at`` (aware) counts from: today while the office is still open today."""
        if at.utcoffset() is None:
            raise ValueError("a moment needs its time zone")
        local = at.astimezone(self.zone)
        closing = max(session.end for session in self.sessions)
        if self.is_working_day(local.date()) and local.time() < closing:
            return local.date()
        return self.next_working_day(local.date())

    def due_on(self, at: datetime, days: int) -> date:
        """The last day to answer what came in at ``at`` (aware) when ``days`` working days are allowed.

        The day of receipt is day zero: a period in days begins on the day after (Civil Code, Article 147).
        """
        return self.add_working_days(self.receipt_day(at), days)

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_BREAK):
            day += step
            if self.is_working_day(day):
                return day
        raise ValueError(f"the calendar has no working day within {_LONGEST_BREAK} days")
