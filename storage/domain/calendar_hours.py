"""Hours of a day and of a season: local times without a date."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final, TypeAlias

DayOfYear: TypeAlias = tuple[int, int]  # month, day


@dataclass(frozen=True, slots=True)
class Session:
    """One stretch of a day, local time; ``end`` no longer belongs to it. Quiet hours may run over midnight."""

    start: time
    end: time

    def holds(self, at: time) -> bool:
        if self.start < self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@dataclass(frozen=True, slots=True)
class Season:
    """Other office hours in a part of every year; ``last`` belongs to it, and it may run over New Year."""

    first: DayOfYear
    last: DayOfYear
    sessions: tuple[Session, ...]

    def holds(self, day: date) -> bool:
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


# Nobody's phone rings in the evening, at night, or while the office lies down after lunch.
QUIET_HOURS: Final = (Session(time(20), time(7)), Session(time(11, 30), time(13, 30)))


def leaves_no_time(quiet: tuple[Session, ...]) -> bool:
    """Whether these quiet hours together fill the whole day."""
    return bool(quiet) and all(any(other.holds(each.end) for other in quiet) for each in quiet)
