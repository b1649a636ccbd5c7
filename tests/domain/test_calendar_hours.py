"""Hours: when the office is open, when a phone may ring, by season and by unit."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.calendar import Season, Session, WorkCalendar
from storage.domain.calendar_hours import leaves_no_time
from storage.domain.organisation import calendar_of_unit
from tests.domain.ward import SAIGON, demo_calendar, demo_ward

MORNING: Final = Session(time(7, 30), time(11, 30))
SUMMER: Final = Season((4, 16), (10, 15), (Session(time(7), time(11)), Session(time(13, 30), time(16, 30))))
WINTER: Final = Season((10, 16), (4, 15), (MORNING, Session(time(13), time(17))))
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2030, 12, 31), timezones=st.just(SAIGON))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SAIGON)


def seasonal() -> WorkCalendar:
    return replace(demo_calendar(), seasons=(SUMMER, WINTER))


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-05T07:29", False),
        ("2026-03-05T07:30", True),
        ("2026-03-05T11:29:59", True),
        pytest.param("2026-03-05T11:30", False, id="lunch begins"),
        pytest.param("2026-03-05T12:15", False, id="lunch"),
        ("2026-03-05T16:59", True),
        ("2026-03-05T17:00", False),
        pytest.param("2026-03-06T17:01", False, id="Friday 17:01"),
        pytest.param("2026-02-18T09:00", False, id="Tết"),
        pytest.param("2026-01-10T12:00", False, id="lunch of a make-up Saturday"),
        pytest.param("2026-01-10T13:30", True, id="a make-up Saturday"),
    ],
)
def test_the_office_opens_when_it_says(at: str, opens: bool) -> None:
    """Within the sessions of a working day, and not at lunch, in the evening, at weekends or on holidays."""
    assert at_work(demo_calendar(), local(at)) is opens


def at_work(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether somebody is at work."""
    sessions = calendar.sessions_on(at.date()) if calendar.is_working_day(at.date()) else ()
    return any(session.holds(at.time()) for session in sessions)


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        ("2026-03-05T06:59", "2026-03-05T07:00"),
        ("2026-03-05T07:00", "2026-03-05T07:00"),
        pytest.param("2026-03-05T11:30", "2026-03-05T13:30", id="rest after lunch"),
        ("2026-03-05T19:59:59", "2026-03-05T19:59:59"),
        ("2026-03-05T20:00", "2026-03-06T07:00"),
        ("2026-03-05T23:30", "2026-03-06T07:00"),
        ("2026-03-06T00:30", "2026-03-06T07:00"),
        pytest.param("2026-03-06T20:01", "2026-03-09T07:00", id="Friday evening"),
        pytest.param("2026-02-14T10:00", "2026-02-23T07:00", id="the Saturday before Tết"),
        pytest.param("2026-01-10T10:00", "2026-01-10T10:00", id="a make-up Saturday"),
    ],
)
def test_a_push_waits_for_the_end_of_the_quiet(at: str, allowed: str) -> None:
    """Nobody is written to at night, at the rest after lunch, or on a day off; make-up Saturdays are days as others."""
    calendar = demo_calendar()
    assert calendar.next_push(local(at)) == local(allowed)
    assert calendar.may_push(local(at)) is (at == allowed)


def test_without_quiet_hours_only_days_off_are_quiet() -> None:
    """An empty list lets pushes out at any hour of a working day."""
    calendar = replace(demo_calendar(), quiet=())
    assert calendar.may_push(local("2026-03-06T03:00"))
    assert calendar.next_push(local("2026-03-06T23:59")) == local("2026-03-06T23:59")
    assert calendar.next_push(local("2026-03-07T03:00")) == local("2026-03-09T00:00")


def test_quiet_hours_that_touch_are_waited_for_together() -> None:
    """The end of one stretch is no moment for a push while another holds it."""
    quiet = (Session(time(20), time(6)), Session(time(6), time(8)))
    assert replace(demo_calendar(), quiet=quiet).next_push(local("2026-03-05T22:00")) == local("2026-03-06T08:00")


@pytest.mark.parametrize(
    ("quiet", "whole"),
    [
        ((), False),
        ((Session(time(20), time(7)),), False),
        ((Session(time(20), time(7)), Session(time(7), time(20))), True),
        ((Session(time(20), time(7)), Session(time(6), time(21))), True),
        ((Session(time(20), time(7)), Session(time(7), time(19, 59))), False),
    ],
)
def test_a_day_that_is_all_quiet_is_noticed(quiet: tuple[Session, ...], whole: bool) -> None:
    """Quiet hours that leave no minute would hold pushes for ever."""
    assert leaves_no_time(quiet) is whole


@pytest.mark.parametrize(
    ("at", "is_open", "received"),
    [
        pytest.param("2026-04-15T16:45", True, "2026-04-15", id="the last winter afternoon"),
        pytest.param("2026-04-16T16:45", False, "2026-04-17", id="the first summer afternoon"),
        ("2026-10-15T16:45", False, "2026-10-16"),
        ("2026-10-16T16:45", True, "2026-10-16"),
        ("2026-12-31T13:15", True, "2026-12-31"),
        ("2027-01-04T13:15", True, "2027-01-04"),
        ("2026-07-01T13:15", False, "2026-07-01"),
        ("2026-07-01T07:15", True, "2026-07-01"),
    ],
)
def test_a_season_has_its_own_hours(at: str, is_open: bool, received: str) -> None:
    """Opening, lunch and closing follow the season of the day, also over New Year; so does the day of receipt."""
    assert at_work(seasonal(), local(at)) is is_open
    assert seasonal().receipt_day(local(at)) == date.fromisoformat(received)


def test_outside_every_season_the_usual_hours_hold() -> None:
    """An office may name its summer only."""
    calendar = replace(demo_calendar(), seasons=(SUMMER,))
    assert calendar.sessions_on(date(2026, 12, 1)) == demo_ward().sessions
    assert calendar.sessions_on(date(2026, 7, 1)) == SUMMER.sessions


def test_a_unit_may_work_at_its_own_hours() -> None:
    """A one-stop desk that is open on Saturday mornings receives then, and has the same holidays."""
    desk = replace(demo_ward().unit("PVHCC"), sessions=(MORNING,), weekdays=frozenset(range(6)))
    calendar = calendar_of_unit(seasonal(), desk)
    saturday, saturday_of_tet = local("2026-03-07T09:00"), local("2027-02-06T09:00")
    assert at_work(calendar, saturday) and not at_work(seasonal(), saturday)
    assert calendar.receipt_day(saturday) == saturday.date()
    assert not at_work(calendar, local("2026-07-01T15:00"))  # the office's seasons are not the desk's
    assert not calendar.is_working_day(saturday_of_tet.date())


def test_a_unit_without_hours_of_its_own_keeps_the_offices() -> None:
    """Nothing said, nothing changed."""
    assert calendar_of_unit(seasonal(), demo_ward().unit("KT")) == seasonal()


@pytest.mark.parametrize("ask", ["may_push", "next_push"])
def test_a_naive_moment_is_refused(ask: str) -> None:
    """A moment without a zone could be any hour."""
    with pytest.raises(ValueError, match="time zone"):
        getattr(demo_calendar(), ask)(datetime(2026, 3, 5, 8, 0))


@given(MOMENTS)
def test_the_next_push_is_the_first_moment_allowed(at: datetime) -> None:
    """It is allowed then, never in the past, at no minute in between, and never on a day off."""
    calendar = demo_calendar()
    push = calendar.next_push(at)
    assert calendar.may_push(push) and push >= at and calendar.is_working_day(push.date())
    assert not any(calendar.may_push(moment) for moment in minutes_between(at, push))


@given(MOMENTS, MOMENTS)
def test_waiting_keeps_the_order(one: datetime, other: datetime) -> None:
    """Who asks later is never let in earlier."""
    calendar, (first, second) = demo_calendar(), sorted((one, other))
    assert calendar.next_push(first) <= calendar.next_push(second)


def minutes_between(start: datetime, end: datetime, step: int = 29) -> list[datetime]:
    """Moments from ``start`` on, before ``end``: the last minute, and one every half hour."""
    count = int((end - start) / timedelta(minutes=step))
    last = [end - timedelta(seconds=1)] if end - start > timedelta(seconds=1) else []
    return [start + timedelta(minutes=step * n) for n in range(1, count)] + last


def test_a_unit_may_have_quiet_hours_of_its_own() -> None:
    """One that is open at noon hears at noon; all others do not."""
    desk = replace(demo_ward().unit("PVHCC"), quiet_hours=(Session(time(20), time(7)),))
    noon = datetime(2026, 11, 3, 12, tzinfo=SAIGON)
    assert calendar_of_unit(seasonal(), desk).may_push(noon)
    assert not calendar_of_unit(seasonal(), demo_ward().unit("KT")).may_push(noon)
