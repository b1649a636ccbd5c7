"""On time, due soon, overdue: derived from the calendar alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.deadlines import Phase, days_overdue, phase
from tests.domain.ward import demo_calendar

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("due_on", "today", "expected", "late"),
    [
        ("2026-03-10", "2026-03-06", Phase.ON_TIME, 0),
        ("2026-03-10", "2026-03-08", Phase.ON_TIME, 0),
        ("2026-03-10", "2026-03-09", Phase.DUE_SOON, 0),
        ("2026-03-10", "2026-03-10", Phase.DUE_SOON, 0),
        ("2026-03-10", "2026-03-11", Phase.OVERDUE, 1),
        ("2026-03-10", "2026-03-13", Phase.OVERDUE, 3),
        ("2026-03-09", "2026-03-06", Phase.DUE_SOON, 0),  # the Friday before a Monday, and the days off between
        ("2026-03-09", "2026-03-08", Phase.DUE_SOON, 0),
        ("2026-03-06", "2026-03-07", Phase.OVERDUE, 0),  # late on the Saturday already, though no working day is lost
        ("2026-03-06", "2026-03-09", Phase.OVERDUE, 1),
        ("2026-02-13", "2026-02-23", Phase.OVERDUE, 1),  # after Tết
        ("2026-05-31", "2026-05-28", Phase.ON_TIME, 0),  # a due day off ends on the next working day
        ("2026-05-31", "2026-05-31", Phase.DUE_SOON, 0),
        ("2026-05-31", "2026-06-01", Phase.DUE_SOON, 0),
        ("2026-05-31", "2026-06-02", Phase.OVERDUE, 1),
    ],
)
def test_a_due_date_is_judged_by_working_days(due_on: str, today: str, expected: Phase, late: int) -> None:
    """The phase and the days overdue follow the office's week and its holidays."""
    due, now = date.fromisoformat(due_on), date.fromisoformat(today)
    assert phase(due, now, demo_calendar()) is expected
    assert days_overdue(due, now, demo_calendar()) == late


@given(DAYS, st.integers(-30, 30))
def test_only_what_is_overdue_has_days_overdue(due: date, distance: int) -> None:
    """Days overdue are never negative, and never counted before the phase says overdue."""
    today = due + timedelta(days=distance)
    late = days_overdue(due, today, demo_calendar())
    assert late >= 0
    assert late == 0 or phase(due, today, demo_calendar()) is Phase.OVERDUE


@given(DAYS, st.integers(-30, 30))
def test_a_phase_never_goes_back(due: date, distance: int) -> None:
    """From one day to the next a due date only becomes more pressing."""
    order = list(Phase)
    today = due + timedelta(days=distance)
    now, tomorrow = (phase(due, day, demo_calendar()) for day in (today, today + timedelta(days=1)))
    assert order.index(now) <= order.index(tomorrow)
