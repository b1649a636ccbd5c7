"""Which reminder a case asks for today."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.lifecycle import Status
from storage.domain.reminders import Reminder, ReminderKind, due_reminder, unaccepted_reminder
from tests.domain.ward import demo_calendar

DUE = date(2026, 11, 11)  # a Wednesday; the days before and after it are worked
CALENDAR = demo_calendar()
OVERDUE_ON = date(2026, 11, 12)
DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
STATUSES = st.sampled_from(Status)


def reminder(kind: str, day: str) -> Reminder:
    return Reminder(ReminderKind(kind), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-11-09", None),
        ("2026-11-10", ("due-soon", "2026-11-11")),  # the day before and the last day are one reminder: same date
        ("2026-11-11", ("due-soon", "2026-11-11")),
        ("2026-11-12", ("overdue", "2026-11-12")),
        ("2026-11-13", ("overdue", "2026-11-13")),
        ("2026-11-14", None),  # Saturday
        ("2026-11-15", None),
        ("2026-11-16", ("overdue", "2026-11-16")),
        ("2026-11-24", None),  # the Culture Day
        ("2026-11-25", ("overdue", "2026-11-25")),
    ],
)
def test_who_owes_is_reminded_once_before_and_daily_after(today: str, expected: tuple[str, str] | None) -> None:
    """Near the date once, from the day after it on every working day, never on a day off."""
    found = due_reminder(Status.IN_PROGRESS, DUE, date.fromisoformat(today), CALENDAR)
    assert found == (reminder(*expected) if expected else None)


@pytest.mark.parametrize(
    ("status", "reminded"),
    [
        ("submitted", True),
        ("received", True),
        ("routed", True),
        ("in_progress", True),
        ("needs_info", False),  # waits for the author
        ("awaiting_approval", True),
        ("answered", False),
        ("closed", False),
        ("merged", False),
        ("declined", False),
        ("withdrawn", False),
    ],
)
def test_only_who_owes_the_next_step_is_reminded(status: str, reminded: bool) -> None:
    """While the author is asked, and when it is over, nobody of the office is late."""
    found = due_reminder(Status(status), DUE, OVERDUE_ON, CALENDAR)
    assert (found is not None) is reminded


def test_a_due_date_on_a_day_off_moves_to_the_next_working_day() -> None:
    """A Saturday's date is met on Monday, so the reminder comes on Friday and the warning on Tuesday."""
    saturday = date(2026, 11, 14)
    found = [due_reminder(Status.ROUTED, saturday, saturday + timedelta(days=n), CALENDAR) for n in (-2, -1, 2, 3)]
    assert found == [
        None,
        reminder("due-soon", "2026-11-14"),
        reminder("due-soon", "2026-11-14"),
        reminder("overdue", "2026-11-17"),
    ]


@pytest.mark.parametrize(
    ("handed_over", "today", "reminded"),
    [
        ("2026-11-09", "2026-11-09", False),
        ("2026-11-09", "2026-11-10", False),
        ("2026-11-09", "2026-11-11", True),
        ("2026-11-09", "2026-11-12", True),  # the same reminder: said once a hand-over
        ("2026-11-13", "2026-11-14", False),  # over a weekend
        ("2026-11-13", "2026-11-16", False),
        ("2026-11-13", "2026-11-17", True),
        ("2026-11-13", "2026-11-21", False),  # Saturday
        ("2026-11-23", "2026-11-25", False),  # over the Culture Day
        ("2026-11-23", "2026-11-26", True),
    ],
)
def test_the_office_hears_of_a_case_that_nobody_takes_on(handed_over: str, today: str, reminded: bool) -> None:
    """A case may wait one working day; then the office is told, once for each hand-over."""
    days = date.fromisoformat(handed_over), date.fromisoformat(today)
    found = unaccepted_reminder(Status.ROUTED, *days, CALENDAR)
    assert found == (reminder("unaccepted", handed_over) if reminded else None)


@given(STATUSES.filter(lambda status: status is not Status.ROUTED), DAYS)
def test_only_a_routed_case_can_be_unaccepted(status: Status, today: date) -> None:
    """In every other status somebody has it in hand, or nobody has to."""
    assert unaccepted_reminder(status, today - timedelta(days=30), today, CALENDAR) is None


@given(STATUSES, DAYS, st.integers(-40, 40))
def test_nobody_is_reminded_on_a_day_off(status: Status, today: date, ahead: int) -> None:
    """Tết, holidays and weekends are quiet, whatever is due."""
    if CALENDAR.is_working_day(today):
        today = next(day for n in range(1, 8) if not CALENDAR.is_working_day(day := today + timedelta(days=n)))
    assert due_reminder(status, today + timedelta(days=ahead), today, CALENDAR) is None
    assert unaccepted_reminder(status, today - timedelta(days=abs(ahead)), today, CALENDAR) is None


@given(DAYS, st.integers(1, 40))
def test_each_working_day_after_the_date_has_its_own_reminder(due_on: date, late: int) -> None:
    """A late case is said again tomorrow, not twice today."""
    last_day = due_on if CALENDAR.is_working_day(due_on) else CALENDAR.next_working_day(due_on)
    today = CALENDAR.add_working_days(last_day, late)
    found = due_reminder(Status.IN_PROGRESS, due_on, today, CALENDAR)
    assert found == due_reminder(Status.IN_PROGRESS, due_on, today, CALENDAR) == Reminder(ReminderKind.OVERDUE, today)
