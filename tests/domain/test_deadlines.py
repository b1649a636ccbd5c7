"""On time, due soon, overdue: derived from the calendar alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.deadlines import Phase, answer_by, brought_forward, days_overdue, external_date, phase
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("được tiếp tục tham gia công tác tại phường sau ngày 31/5/2026", "2026-05-31"),
        ("Nộp hồ sơ, hạn chót là 15/5.", "2026-05-15"),
        ("Hop dong cua em het han ngay 20 thang 5", "2026-05-20"),
        ("We need it before 12 May.", "2026-05-12"),
        ("trước 20/5 và trước 12/5", "2026-05-12"),
        ("Máy hỏng từ ngày 20/5.", None),  # a day, but nothing turns on it
        ("trước ngày 20/4/2026 đã báo", None),  # gone by
        ("trước Tết, trong tháng tới", None),  # no day
        ("Phòng họp số 12/5 bị dột", None),
    ],
)
def test_a_day_the_matter_turns_on_is_found(text: str, expected: str | None) -> None:
    """With a word before it that says so, with or without diacritics; the first of several."""
    found = external_date(text, date(2026, 5, 4))
    assert found == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("external", "expected"),
    [(None, 13), ("2026-05-31", 13), ("2026-05-12", 11), ("2026-05-11", 8), ("2026-05-05", 5), ("2026-05-04", 5)],
)
def test_an_outside_date_beats_the_usual_one_when_it_comes_first(external: str | None, expected: int) -> None:
    """Answered on the working day before it, with a day to answer at least; a date far away gives no more time."""
    outside = date.fromisoformat(external) if external else None
    found = answer_by(date(2026, 5, 13), outside, date(2026, 5, 4), demo_calendar())
    assert found == date(2026, 5, expected)


@pytest.mark.parametrize(
    ("text", "due", "expected"),
    [
        ("Em cần giấy trước ngày 12/5.", "2026-05-11", "2026-05-12"),
        ("Em cần giấy trước ngày 31/5.", "2026-05-13", None),  # far away: the usual date holds
        ("Em cần giấy trước ngày 12/5.", "2026-05-20", None),  # somebody has given it another date since
        ("Em cần giấy.", "2026-05-11", None),
    ],
)
def test_the_reason_of_an_early_date_is_known(text: str, due: str, expected: str | None) -> None:
    """The day outside, while the due date is the one it brought; else none."""
    found = brought_forward(text, date(2026, 5, 4), date.fromisoformat(due), 7, demo_calendar())
    assert found == (date.fromisoformat(expected) if expected else None)
