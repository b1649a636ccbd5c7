"""When anonymous cases are released and answers leave: by the calendar, in company, and not at a moment that tells."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from storage.domain.case import Case
from storage.domain.records import AUTHOR, EventKind
from storage.domain.release import (
    DEFAULT_RELEASE,
    IMMEDIATE,
    ReleaseRules,
    first_slot,
    is_time,
    last_slot,
    leaves_at,
)
from tests.builders import FILED_ON, make_case
from tests.domain.ward import SAIGON, demo_calendar

CALENDAR = demo_calendar()
RULES = DEFAULT_RELEASE
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In November 2026; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SAIGON)


def test_the_next_slot_of_a_working_day_comes_first() -> None:
    """In the day the next of the four; after the last one the first of the next working day, over a week-end too."""
    assert first_slot(at(2, 7), RULES, CALENDAR) == at(2, 8)
    assert first_slot(at(2, 9, 59), RULES, CALENDAR) == at(2, 11)
    assert first_slot(at(2, 16, 30), RULES, CALENDAR) == at(3, 8)
    assert first_slot(at(6, 18), RULES, CALENDAR) == at(9, 8)
    assert first_slot(at(7, 12), RULES, CALENDAR) == at(9, 8)


def test_nobody_waits_longer_than_a_working_day() -> None:
    """The last slot comes a working day after the filing at the latest, however few are filed."""
    assert last_slot(at(2, 11), RULES, CALENDAR) == at(3, 8)
    assert last_slot(at(3, 8), RULES, CALENDAR) == at(3, 16, 30)
    assert last_slot(at(6, 14), RULES, CALENDAR) == at(9, 11)
    assert last_slot(at(2, 8), ReleaseRules(slots=(time(8),)), CALENDAR) == at(2, 8)


@given(MOMENTS)
def test_every_slot_is_on_the_grid(now: datetime) -> None:
    """First and last slot are set times of working days, later than the filing and at most a working day apart."""
    first = first_slot(now, RULES, CALENDAR)
    last = last_slot(first, RULES, CALENDAR)
    for slot in (first, last):
        assert slot.astimezone(SAIGON).time() in RULES.slots
        assert CALENDAR.is_working_day(slot.astimezone(SAIGON).date())
    assert now < first <= last
    assert CALENDAR.working_days_between(first.date(), last.date()) <= 1


def test_three_are_enough_and_two_wait() -> None:
    """A slot releases three; two stay for the next, until one of them may not wait longer."""
    two = [at(2, 11), at(2, 11)]
    assert not is_time(two, at(2, 11), RULES, CALENDAR)
    assert is_time([*two, at(2, 11)], at(2, 11), RULES, CALENDAR)
    assert is_time([*two, at(2, 14)], at(2, 14), RULES, CALENDAR)
    assert not is_time(two, at(3, 7, 59), RULES, CALENDAR)
    assert is_time(two, at(3, 8), RULES, CALENDAR)


def test_what_comes_later_counts_for_nothing_before_its_slot() -> None:
    """Cases of the next slot do not make this one full."""
    assert not is_time([at(2, 11), at(2, 14), at(2, 14)], at(2, 13), RULES, CALENDAR)
    assert not is_time([], at(2, 13), RULES, CALENDAR)


def test_without_slots_nothing_waits() -> None:
    """An office that takes its slots out releases what waited."""
    assert is_time([at(9, 8)], at(2, 9), IMMEDIATE, CALENDAR)


@given(MOMENTS, st.integers())
def test_a_notice_leaves_within_the_range_and_while_people_are_awake(now: datetime, seed: int) -> None:
    """Never earlier than the least delay, never in quiet hours; outside of them never later than the most."""
    leaves = leaves_at(now, RULES, CALENDAR, Random(seed))
    local = leaves.astimezone(SAIGON)
    assert leaves - now >= timedelta(minutes=5)
    assert not any(quiet.holds(local.time()) for quiet in CALENDAR.quiet)
    assert leaves - now <= timedelta(hours=16)
    assert (leaves.second, leaves.microsecond) == (0, 0)


def test_the_moment_is_not_the_same_twice() -> None:
    """Of a hundred answers at one moment, most leave at different minutes, all over the range."""
    chance = Random(7)
    waits = {leaves_at(at(2, 8), RULES, CALENDAR, chance) - at(2, 8) for _ in range(100)}
    assert len(waits) > 50
    assert min(waits) < timedelta(minutes=20)
    assert max(waits) > timedelta(minutes=100)


def test_quiet_hours_end_at_no_moment_that_everybody_shares() -> None:
    """What would leave at night leaves in the morning, some minutes after the quiet is over."""
    chance = Random(7)
    leaves = [leaves_at(at(2, 23), RULES, CALENDAR, chance) for _ in range(50)]
    assert all(at(3, 7, 5) <= moment <= at(3, 9) for moment in leaves)
    assert len(set(leaves)) > 25


def held() -> Case:
    case = make_case()
    case.release_slot = at(2, 11)
    return case


def test_a_release_tells_all_that_came_before_it() -> None:
    """What those who handle it hear then is the filing and what was added; of a changed text only the last version."""
    case = held()
    case.edit("Một bản khác của ý kiến", on=FILED_ON)
    case.add("Và thêm một ý", on=FILED_ON)
    known = len(case.events)
    case.release(date(2026, 11, 10), by="VP", on=FILED_ON, why="slot")
    assert [event.kind for event in case.news_since(known)] == [EventKind.FILED, EventKind.ADDED, EventKind.RELEASED]
    assert case.released
    assert case.due_on == date(2026, 11, 10)


def test_a_merge_that_was_undone_before_the_release_is_not_told() -> None:
    """It comes to the office as a case of its own."""
    lead, case = make_case(), held()
    case.merge_into(lead, by=AUTHOR, on=FILED_ON)
    case.separate(lead, office="VP", on=FILED_ON)
    known = len(case.events)
    case.release(date(2026, 11, 10), by="VP", on=FILED_ON, why="slot")
    assert [event.kind for event in case.news_since(known)] == [EventKind.FILED, EventKind.RELEASED]


def test_after_its_release_only_what_is_new_is_told() -> None:
    """A released case tells each thing once."""
    case = held()
    case.release(date(2026, 11, 10), by="VP", on=FILED_ON, why="slot")
    known = len(case.events)
    case.add("Thêm một ý", on=FILED_ON)
    assert [event.kind for event in case.news_since(known)] == [EventKind.ADDED]
