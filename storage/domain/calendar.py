"""Working days and hours of one office: what counts as a day, when time starts to run, when a phone may ring."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from storage.domain.calendar_hours import QUIET_HOURS, Season, Session

__all__ = ["Season", "Session", "WorkCalendar"]

_LONGEST_BREAK: Final = 400  # days; a calendar without a working day for longer is a mistake, not a holiday
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """When the office works. ``weekdays`` counts from Monday 0; a make-up day is worked whatever else falls on it."""

    zone: ZoneInfo
    sessions: tuple[Session, ...]
    weekdays: frozenset[int]
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    seasons: tuple[Season, ...] = ()
    quiet: tuple[Session, ...] = QUIET_HOURS

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
        local = self._local(at)
        closing = max(session.end for session in self.sessions_on(local.date()))
        if self.is_working_day(local.date()) and local.time() < closing:
            return local.date()
        return self.next_working_day(local.date())

    def due_on(self, at: datetime, days: int) -> date:
        """The last day to answer what came in at ``at`` (aware) when ``days`` working days are allowed.

        The day of receipt is day zero: a period in days begins on the day after (Civil Code, Article 147).
        """
        return self.add_working_days(self.receipt_day(at), days)

    def sessions_on(self, day: date) -> tuple[Session, ...]:
        """The office hours of a working day, by its season."""
        return next((season.sessions for season in self.seasons if season.holds(day)), self.sessions)

    def may_push(self, now: datetime) -> bool:
        """Whether somebody may be written to unasked: a working day, outside the quiet hours."""
        local = self._local(now)
        return self.is_working_day(local.date()) and not any(quiet.holds(local.time()) for quiet in self.quiet)

    def next_push(self, now: datetime) -> datetime:
        """``now`` itself if a push may go out, else the first moment it may; in the office's zone."""
        local = self._local(now)
        if self.may_push(local):
            return local
        later = [at for at in self._quiet_ends(local.date()) if at > local]
        return min(later or self._quiet_ends(self.next_working_day(local.date())))

    def _quiet_ends(self, day: date) -> list[datetime]:
        """The moments of the day from which on pushes may go out."""
        times = (time.min, *(quiet.end for quiet in self.quiet))
        moments = [datetime.combine(day, at, self.zone) for at in times]
        return [moment for moment in moments if self.may_push(moment)]

    def _local(self, at: datetime) -> datetime:
        if at.utcoffset() is None:
            raise ValueError("a moment needs its time zone")
        return at.astimezone(self.zone)

    def _walk(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_BREAK):
            day += step
            if self.is_working_day(day):
                return day
        raise ValueError(f"the calendar has no working day within {_LONGEST_BREAK} days")
