"""What a clock asks to be said on which day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.clocks import Clock, ClockKind
from storage.domain.deadlines import days_overdue
from storage.domain.reminders import ReminderKind, due_reminder, next_wake, reminded_clocks
from tests.domain.ward import demo_calendar

CALENDAR = demo_calendar()
STARTED, DUE = date(2026, 11, 2), date(2026, 11, 11)  # a Monday, and the Wednesday seven working days later
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))


def clock(started_on: date = STARTED, due_on: date = DUE, kind: ClockKind = ClockKind.FINAL) -> Clock:
    return Clock(kind, started_on, due_on)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-04", None),
        ("2026-11-05", "half-time"),
        ("2026-11-06", "half-time"),  # the same reminder: made up for, if nobody looked the day before
        ("2026-11-07", None),  # Saturday
        ("2026-11-10", "due-soon"),
        ("2026-11-11", "due-today"),
        ("2026-11-12", "overdue"),
        ("2026-11-14", None),
        ("2026-11-24", None),  # the Culture Day
        ("2026-11-25", "overdue"),
    ],
)
def test_a_clock_speaks_four_times_and_then_daily(today: str, expected: str | None) -> None:
    """At half time, the working day before, on the day, and on every working day after it."""
    found = due_reminder(clock(), date.fromisoformat(today), CALENDAR)
    assert (found.kind if found else None) == (ReminderKind(expected) if expected else None)


def test_said_once_a_deadline_or_once_a_day() -> None:
    """What comes before the date is known by the date, what comes after it by the day: so is it claimed once."""
    assert {due_reminder(clock(), date(2026, 11, day), CALENDAR).remind_on for day in (5, 6, 10, 11)} == {DUE}  # type: ignore[union-attr]
    assert [due_reminder(clock(), date(2026, 11, day), CALENDAR).remind_on for day in (12, 13)] == [  # type: ignore[union-attr]
        date(2026, 11, 12),
        date(2026, 11, 13),
    ]


@pytest.mark.parametrize(("days", "expected"), [(1, [1]), (2, [1, 2]), (3, [2, 3]), (4, [2, 3, 4]), (7, [3, 6, 7])])
def test_a_short_time_has_fewer_words(days: int, expected: list[int]) -> None:
    """In a day or three there is no half time worth a message, and nobody is warned on the day it began."""
    due_on = CALENDAR.add_working_days(STARTED, days)
    one = clock(due_on=due_on)
    woken, after = [], STARTED
    while (day := next_wake({one.kind: one}, after, CALENDAR)) is not None and day <= due_on:
        woken.append(CALENDAR.working_days_between(STARTED, day))
        after = day
    assert woken == expected


def test_a_due_date_on_a_day_off_moves_to_the_next_working_day() -> None:
    """A Saturday's date is met on Monday, so the reminder comes on Friday and the warning on Tuesday."""
    one = clock(due_on=date(2026, 11, 14))
    found = [due_reminder(one, date(2026, 11, day), CALENDAR) for day in (13, 16, 17)]
    assert [each.kind for each in found if each] == ["due-soon", "due-today", "overdue"]


@pytest.mark.parametrize("change", [{"paused_on": DUE}, {"stopped_on": DUE}])
def test_a_clock_that_does_not_run_is_silent(change: dict[str, date]) -> None:
    """While the author is asked, and after the answer, nobody is reminded by it."""
    still = Clock(ClockKind.FINAL, STARTED, DUE, **change)  # type: ignore[arg-type]
    assert due_reminder(still, date(2026, 11, 12), CALENDAR) is None
    assert reminded_clocks({still.kind: still}) == ()


def test_the_clock_that_leads_speaks_alone_beside_the_promise() -> None:
    """Of several clocks on one case the earliest asks for the next step; a promise speaks for itself."""
    final, first = clock(), clock(due_on=date(2026, 11, 6), kind=ClockKind.FIRST_ANSWER)
    promise = clock(due_on=date(2026, 11, 30), kind=ClockKind.PROMISE)
    assert reminded_clocks({each.kind: each for each in (final, first, promise)}) == (first, promise)
    same_day = clock(kind=ClockKind.FIRST_ANSWER)
    assert reminded_clocks({each.kind: each for each in (same_day, final)}) == (final,)


@given(DAYS, st.integers(0, 12), st.integers(0, 40))
def test_nobody_is_reminded_on_a_day_off(started_on: date, allowed: int, later: int) -> None:
    """Tết, holidays and weekends are quiet, whatever is due."""
    one = clock(started_on, CALENDAR.add_working_days(started_on, allowed))
    today = started_on + timedelta(days=later)
    found = due_reminder(one, today, CALENDAR)
    assert found is None or CALENDAR.is_working_day(today)


@given(DAYS, st.integers(1, 12), st.integers(0, 40))
def test_no_word_is_slept_through(started_on: date, allowed: int, later: int) -> None:
    """From wake-up to wake-up, a case says all it would say if it were looked at every day."""
    one = clock(started_on, CALENDAR.add_working_days(started_on, allowed))
    end = started_on + timedelta(days=later)
    daily = {due_reminder(one, started_on + timedelta(days=n), CALENDAR) for n in range(1, later + 1)} - {None}
    woken, day = set(), next_wake({one.kind: one}, started_on, CALENDAR)
    while day is not None and day <= end:
        woken.add(due_reminder(one, day, CALENDAR))
        day = next_wake({one.kind: one}, day, CALENDAR)
    assert woken == daily


@given(DAYS, st.integers(1, 30))
def test_each_working_day_after_the_date_has_its_own_reminder(due_on: date, late: int) -> None:
    """A late case is said again tomorrow, not twice today."""
    one = clock(due_on - timedelta(days=30), due_on)
    today = due_on
    while days_overdue(due_on, today, CALENDAR) < late:
        today = CALENDAR.next_working_day(today)
    found = due_reminder(one, today, CALENDAR)
    assert found is not None
    assert (found.kind, found.remind_on) == (ReminderKind.OVERDUE, today)
