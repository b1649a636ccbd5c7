"""How long things take when some of them are not over yet.

A mean over what has been answered flatters an office that answers the easy half. Here what is still open lasted "longer
than until now" (Kaplan and Meier, J. Am. Stat. Assoc. 53, 1958).
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.deadlines import last_day

MEDIAN: Final = 0.5
NINTH_DECILE: Final = 0.9
_ROUNDING: Final = 1e-9


def quantile(durations: Mapping[tuple[int, bool], int], share: float) -> int | None:
    """The least number of days by which this share has stopped; (days, stopped) -> how many.

    What has not stopped lasted longer than its days. None if too many have not for the share to be reached.
    """
    at_risk, lasting = sum(durations.values()), 1.0
    by_day: dict[int, Counter[bool]] = defaultdict(Counter)
    for (days, stopped), count in durations.items():
        by_day[days][stopped] += count
    for days in sorted(by_day):
        ended = by_day[days]
        lasting *= 1 - ended[True] / at_risk
        if ended[True] and lasting <= 1 - share + _ROUNDING:
            return days
        at_risk -= ended[True] + ended[False]
    return None


class Ruler:
    """Counts working days quickly between ``first`` and ``last``."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self._calendar = calendar
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._working = [day for day in days if calendar.is_working_day(day)]
        self._last_days: dict[date, date] = {}

    def days(self, start: date, end: date) -> int:
        """Working days from ``start`` to ``end``; what began on a day off counts from the next working day."""
        return max(0, bisect_right(self._working, end) - bisect_left(self._working, start) - 1)

    def last_day(self, due_on: date) -> date:
        """The day at whose end the time is over."""
        if due_on not in self._last_days:
            self._last_days[due_on] = last_day(due_on, self._calendar)
        return self._last_days[due_on]
