"""How long things take when some are not over yet."""

from collections import Counter
from datetime import date
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.durations import MEDIAN, NINTH_DECILE, Ruler, quantile
from tests.domain.ward import demo_calendar

DAYS = st.lists(st.integers(0, 30), min_size=1, max_size=40)


def stopped(*days: int) -> Counter[tuple[int, bool]]:
    return Counter((n, True) for n in days)


def still_open(*days: int) -> Counter[tuple[int, bool]]:
    return Counter((n, False) for n in days)


@pytest.mark.parametrize(
    ("durations", "median", "ninth_decile"),
    [
        (Counter(), None, None),
        (stopped(3), 3, 3),
        (stopped(1, 2, 3, 4, 100), 3, 100),
        (stopped(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 9),
        (still_open(5, 9), None, None),
        # Four answered quickly, five open for long: nobody knows yet when half of them will be done.
        (stopped(1, 1, 2, 2) + still_open(20, 21, 22, 23, 24), None, None),
        # What began yesterday and is open says nothing about the second day: half of four, not of eight.
        (stopped(2, 2, 5, 5) + still_open(1, 1, 1, 1), 2, 5),
        # Worked out by hand: 6/7 last longer than 6 days, of these 4/5 longer than 9, half of these longer than 10.
        (stopped(6, 9, 10) + still_open(6, 9, 9, 11), 10, None),
    ],
)
def test_the_open_ones_count(
    durations: Counter[tuple[int, bool]], median: int | None, ninth_decile: int | None
) -> None:
    """An open case lasted longer than until now; what share is done by when is told only if enough are done."""
    assert quantile(durations, MEDIAN) == median
    assert quantile(durations, NINTH_DECILE) == ninth_decile


@given(DAYS, st.sampled_from([MEDIAN, NINTH_DECILE]))
def test_with_nothing_open_it_is_the_ordinary_one(days: list[int], share: float) -> None:
    """The least number of days in which that share was done, counted off in order."""
    assert quantile(stopped(*days), share) == sorted(days)[ceil(share * len(days) - 1e-9) - 1]


@given(DAYS, DAYS)
def test_leaving_work_undone_never_looks_quicker(done: list[int], left: list[int]) -> None:
    """The same cases, some of them not answered on their day but open for as long: the median is no shorter."""
    if_all_were_done = quantile(stopped(*done, *left), MEDIAN)
    as_it_is = quantile(stopped(*done) + still_open(*left), MEDIAN)
    assert if_all_were_done is not None
    assert as_it_is is None or as_it_is >= if_all_were_done


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_working_days_are_those_of_the_calendar(start: date, end: date) -> None:
    """The quick count agrees with the calendar's; what began on a day off counts from the next working day."""
    calendar = demo_calendar()
    ruler = Ruler(calendar, date(2026, 1, 1), date(2026, 12, 31))
    counted = start if calendar.is_working_day(start) else calendar.next_working_day(start)
    assert ruler.days(start, end) == max(0, calendar.working_days_between(counted, end))
