"""Working days: golden dates of real holidays, and what holds for every day of six years."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.calendar import Session, WorkCalendar
from storage.domain.organisation import calendar_of
from storage.holidays_vn import vietnamese_days
from tests.domain.ward import SAIGON, demo_calendar, demo_ward

DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))
COUNTS = st.integers(0, 60)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(SAIGON))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SAIGON)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        ("2026-02-12", 1, "2026-02-13"),  # Tết 2026: 16 to 20 February
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-12", 10, "2026-03-05"),
        ("2026-08-27", 1, "2026-08-28"),  # 31 August swapped for 22 August, then the National Day
        ("2026-08-27", 5, "2026-09-08"),
        ("2026-08-27", 10, "2026-09-15"),
        ("2025-12-31", 1, "2026-01-05"),  # 2 January swapped for 10 January
        ("2025-12-31", 5, "2026-01-09"),
        ("2025-12-31", 10, "2026-01-15"),
        ("2026-11-23", 1, "2026-11-25"),  # the Culture Day
        ("2026-11-23", 5, "2026-12-01"),
        ("2026-11-23", 10, "2026-12-08"),
        ("2025-04-24", 2, "2025-04-26"),  # a worked Saturday for 2 May
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-02-14", 0, "2026-02-14"),
    ],
)
def test_working_days_step_over_holidays_and_swapped_days(start: str, count: int, expected: str) -> None:
    """The n-th working day after a date is the one the official notices give."""
    assert demo_calendar().add_working_days(date.fromisoformat(start), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(("count", "expected"), [(1, "2026-11-24"), (5, "2026-11-30"), (10, "2026-12-07")])
def test_without_the_culture_day_everything_is_a_day_earlier(count: int, expected: str) -> None:
    """An office that works on 24 November counts it."""
    ward = replace(demo_ward(), culture_day=False)
    calendar = calendar_of(ward, SAIGON, *vietnamese_days([2026]))
    assert calendar.add_working_days(date(2026, 11, 23), count) == date.fromisoformat(expected)


@pytest.mark.parametrize(("year", "expected"), [(2025, 250), (2026, 249), (2027, 249)])
def test_a_year_has_its_known_number_of_working_days(year: int, expected: int) -> None:
    """Working days of a whole year agree with the count made by hand from the notices."""
    assert demo_calendar().working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-05T00:00", "2026-03-05"),
        ("2026-03-05T12:15", "2026-03-05"),
        ("2026-03-05T16:59:59", "2026-03-05"),
        ("2026-03-05T17:00", "2026-03-06"),
        ("2026-03-06T17:30", "2026-03-09"),
        ("2026-03-07T09:00", "2026-03-09"),
        ("2026-02-13T18:00", "2026-02-23"),
        ("2026-01-10T09:00", "2026-01-10"),
    ],
)
def test_the_day_of_receipt_is_today_until_the_office_closes(at: str, expected: str) -> None:
    """What comes after closing or on a day off counts from the next working day."""
    assert demo_calendar().receipt_day(local(at)) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("at", "days", "expected"),
    [
        pytest.param("2026-03-06T17:00:59", 1, "2026-03-10", id="Friday 17:00 is after hours"),
        pytest.param("2026-03-06T17:01", 1, "2026-03-10", id="Friday 17:01"),
        pytest.param("2026-03-06T16:59", 1, "2026-03-09", id="Friday 16:59"),
        pytest.param("2026-02-13T16:59", 1, "2026-02-23", id="the day before Tết"),
        pytest.param("2026-02-13T17:01", 1, "2026-02-24", id="the evening before Tết"),
        pytest.param("2026-02-17T09:00", 0, "2026-02-23", id="the first day of Tết"),
        pytest.param("2026-01-10T09:00", 1, "2026-01-12", id="a make-up Saturday"),
        pytest.param("2026-01-10T17:01", 1, "2026-01-13", id="the evening of a make-up Saturday"),
        pytest.param("2026-01-09T09:00", 1, "2026-01-10", id="due on a make-up Saturday"),
        pytest.param("2026-08-21T16:00", 1, "2026-08-22", id="due on the Saturday worked for the National Day"),
        pytest.param("2026-01-02T09:00", 1, "2026-01-06", id="a Friday swapped away"),
        pytest.param("2026-11-24T09:00", 1, "2026-11-26", id="the Culture Day"),
        pytest.param("2026-12-31T17:01", 1, "2027-01-05", id="the last evening of the year"),
    ],
)
def test_an_odd_moment_counts_as_the_office_expects(at: str, days: int, expected: str) -> None:
    """Evenings, days off and swapped days: received, then due, as one would count on a wall calendar."""
    assert demo_calendar().due_on(local(at), days) == date.fromisoformat(expected)


def test_the_office_zone_decides_which_day_it_is() -> None:
    """A moment given in another zone is first put into local time."""
    calendar = demo_calendar()
    assert calendar.receipt_day(datetime(2026, 3, 4, 23, 30, tzinfo=UTC)) == date(2026, 3, 5)
    assert calendar.receipt_day(datetime(2026, 3, 5, 10, 0, tzinfo=UTC)) == date(2026, 3, 6)


def test_the_day_of_receipt_is_day_zero() -> None:
    """Three days allowed from a Thursday morning end on Tuesday, from a Thursday evening on Wednesday."""
    assert demo_calendar().due_on(local("2026-03-05T08:00"), 3) == date(2026, 3, 10)
    assert demo_calendar().due_on(local("2026-03-05T20:00"), 3) == date(2026, 3, 11)


def test_a_naive_moment_is_refused() -> None:
    """A moment without a zone could be any day."""
    with pytest.raises(ValueError, match="time zone"):
        demo_calendar().receipt_day(datetime(2026, 3, 5, 8, 0))


def test_days_are_not_counted_backwards() -> None:
    """A negative number of days is a mistake of the caller."""
    with pytest.raises(ValueError, match="forward"):
        demo_calendar().add_working_days(date(2026, 3, 5), -1)


def test_a_calendar_without_working_days_does_not_search_for_ever() -> None:
    """A calendar on which nobody ever works is reported, in both directions."""
    empty = WorkCalendar(
        ZoneInfo("UTC"), (Session(time(8), time(17)),), frozenset(), days_off=frozenset(), make_up_days=frozenset()
    )
    with pytest.raises(ValueError, match="400 days"):
        empty.next_working_day(date(2026, 1, 1))
    with pytest.raises(ValueError, match="400 days"):
        empty.previous_working_day(date(2026, 1, 1))


def test_a_make_up_day_is_worked_even_where_it_is_also_a_day_off() -> None:
    """The more particular entry wins."""
    day = date(2026, 1, 10)
    assert replace(demo_calendar(), days_off=frozenset({day})).is_working_day(day)


@given(DAYS, COUNTS)
def test_adding_and_counting_are_inverse(day: date, count: int) -> None:
    """Between a day and the n-th working day after it lie n working days."""
    calendar = demo_calendar()
    later = calendar.add_working_days(day, count)
    assert calendar.working_days_between(day, later) == count
    assert calendar.working_days_between(later, day) == -count


@given(DAYS, DAYS, COUNTS)
def test_adding_is_monotone(one: date, other: date, count: int) -> None:
    """Who starts later is never due earlier."""
    calendar = demo_calendar()
    first, second = sorted((one, other))
    assert calendar.add_working_days(first, count) <= calendar.add_working_days(second, count)


@given(MOMENTS, st.integers(0, 30))
def test_nothing_is_received_or_due_on_a_day_off(at: datetime, days: int) -> None:
    """Receipt and due date are working days, never in the past."""
    calendar = demo_calendar()
    received, due = calendar.receipt_day(at), calendar.due_on(at, days)
    assert calendar.is_working_day(received) and calendar.is_working_day(due)
    assert at.date() <= received <= due


@given(MOMENTS, MOMENTS, st.integers(0, 30))
def test_what_comes_later_is_never_due_earlier(one: datetime, other: datetime, days: int) -> None:
    """Receipt and due date are monotone in the moment of arrival, too."""
    calendar = demo_calendar()
    first, second = sorted((one, other))
    assert calendar.receipt_day(first) <= calendar.receipt_day(second)
    assert calendar.due_on(first, days) <= calendar.due_on(second, days)


@given(DAYS, DAYS)
def test_counting_and_adding_are_inverse(one: date, other: date) -> None:
    """The days counted up to a working day lead to that very day."""
    calendar = demo_calendar()
    start, end = sorted((one, other))
    end = end if calendar.is_working_day(end) else calendar.next_working_day(end)
    assert calendar.add_working_days(start, calendar.working_days_between(start, end)) == end or start == end


@given(DAYS)
def test_next_and_previous_are_neighbours(day: date) -> None:
    """Between a day and its neighbouring working days nobody works."""
    calendar = demo_calendar()
    after, before = calendar.next_working_day(day), calendar.previous_working_day(day)
    assert before < day < after
    between = (before + timedelta(days=n) for n in range(1, (after - before).days))
    assert not any(calendar.is_working_day(other) for other in between if other != day)
