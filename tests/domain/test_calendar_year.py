"""A year's days off: listed with reasons, confirmed by the office, asked for from November on."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storage.domain.calendar_year import (
    Reason,
    Span,
    YearOfDays,
    confirm,
    week_of,
    with_confirmations,
    year_of_days,
    year_to_confirm,
)
from storage.domain.organisation import Organisation, calendar_of
from storage.holidays_vn import vietnamese_days, vietnamese_reasons
from tests.domain.ward import SAIGON, demo_ward

MONDAY, SATURDAY = date(2027, 1, 4), date(2027, 1, 9)  # a Monday off for a Saturday worked


def year_of(organisation: Organisation, year: int) -> YearOfDays:
    calendar = calendar_of(organisation, SAIGON, *vietnamese_days([year]))
    return year_of_days(organisation, calendar, year, vietnamese_reasons([year]))


def test_the_days_of_2026_are_those_of_the_notices() -> None:
    """The country's days in their order, Tết as one stretch, and what the organisation adds named as its own."""
    days = year_of(demo_ward(), 2026)
    assert Span(date(2026, 2, 16), date(2026, 2, 20), Reason.TET) in days.days_off
    assert Span(date(2026, 1, 2), date(2026, 1, 2), Reason.OFFICE) in days.days_off
    assert Span(date(2026, 4, 27), date(2026, 4, 27), Reason.IN_LIEU) in days.days_off
    assert Span(date(2026, 8, 31), date(2026, 8, 31), Reason.SWAPPED) in days.days_off
    assert Span(date(2026, 9, 1), date(2026, 9, 2), Reason.NATIONAL) in days.days_off
    assert days.days_off == tuple(sorted(days.days_off, key=lambda span: span.first))
    assert days.make_up_days == (
        Span(date(2026, 1, 10), date(2026, 1, 10), Reason.OFFICE),
        Span(date(2026, 8, 22), date(2026, 8, 22), Reason.SWAPPED),
    )
    assert (days.year, days.working_days, days.confirmed) == (2026, 249, False)


def test_the_culture_day_is_listed_where_it_is_off() -> None:
    """With the switch off it is a working day like others."""
    culture_day = Span(date(2026, 11, 24), date(2026, 11, 24), Reason.CULTURE)
    assert culture_day in year_of(demo_ward(), 2026).days_off
    without = year_of(replace(demo_ward(), culture_day=False), 2026)
    assert (culture_day in without.days_off, without.working_days) == (False, 250)


@pytest.mark.parametrize("year", range(2025, 2031))
def test_every_holiday_has_its_name(year: int) -> None:
    """The package calls no day of these years by a name that is unknown here, and every day has a reason."""
    reasons = vietnamese_reasons([year])
    assert Reason.HOLIDAY not in reasons.values()
    assert reasons.keys() == vietnamese_days([year])[0]


def test_what_the_office_confirms_is_written_into_the_organisation() -> None:
    """The year is confirmed, and its corrections count."""
    ward = confirm(demo_ward(), 2027, [MONDAY], [SATURDAY])
    days = year_of(ward, 2027)
    assert days.confirmed
    assert Span(MONDAY, MONDAY, Reason.OFFICE) in days.days_off
    assert days.make_up_days == (Span(SATURDAY, SATURDAY, Reason.OFFICE),)


def test_a_later_correction_takes_the_place_of_an_earlier_one() -> None:
    """A day is off or worked, never both."""
    ward = confirm(confirm(demo_ward(), 2027, [MONDAY], [SATURDAY]), 2027, [SATURDAY], [MONDAY])
    assert SATURDAY in ward.days_off and SATURDAY not in ward.make_up_days
    assert MONDAY in ward.make_up_days and MONDAY not in ward.days_off


def test_a_day_off_taken_back_is_a_day_like_others() -> None:
    """Said to be off and, later, worked again, an ordinary Monday is no make-up day; one in Tết is."""
    tet = date(2027, 2, 8)
    ward = confirm(confirm(demo_ward(), 2027, [MONDAY]), 2027, make_up_days=[MONDAY, tet])
    days = year_of(ward, 2027)
    assert days.make_up_days == (Span(tet, tet, Reason.OFFICE),)
    assert MONDAY not in {span.first for span in days.days_off}


def test_a_file_does_not_undo_what_the_office_confirmed() -> None:
    """Loaded without a word of 2027, it leaves that year's confirmation and corrections in place."""
    stored = confirm(demo_ward(), 2027, [MONDAY], [SATURDAY])
    loaded = replace(demo_ward(), name="Phường Sen Hồng")
    assert with_confirmations(loaded, stored) == replace(stored, name="Phường Sen Hồng")


@pytest.mark.parametrize(
    "changes",
    [
        {"days_off": demo_ward().days_off | {date(2027, 2, 11)}},
        {"make_up_days": demo_ward().make_up_days | {date(2027, 2, 13)}},
        {"culture_day": False},
    ],
)
def test_a_file_that_says_otherwise_wins_and_must_be_confirmed(changes: Mapping[str, Any]) -> None:
    """Nobody has confirmed the list that comes of it."""
    stored = confirm(demo_ward(), 2027, [MONDAY], [SATURDAY])
    loaded = replace(demo_ward(), **changes)
    assert with_confirmations(loaded, stored) == loaded


def test_a_file_that_confirms_a_year_itself_is_taken_as_it_is() -> None:
    """Whoever wrote it has compared it with the notice."""
    stored = confirm(demo_ward(), 2027, [MONDAY], [SATURDAY])
    loaded = replace(demo_ward(), confirmed_years=frozenset({2025, 2027}))
    assert with_confirmations(loaded, stored) == loaded


@pytest.mark.parametrize(
    ("today", "confirmed", "year"),
    [
        ("2026-10-31", [], None),
        ("2026-11-01", [], 2027),
        ("2026-12-31", [2026], 2027),
        ("2026-11-15", [2027], None),
        ("2027-01-01", [], None),
    ],
)
def test_the_coming_year_is_asked_for_from_november_on(today: str, confirmed: list[int], year: int | None) -> None:
    """Until it is confirmed, and not before."""
    assert year_to_confirm(confirmed, date.fromisoformat(today)) == year


@pytest.mark.parametrize("day", ["2026-11-02", "2026-11-06", "2026-11-08"])
def test_a_week_is_known_by_its_monday(day: str) -> None:
    """Monday to Sunday are one week."""
    assert week_of(date.fromisoformat(day)) == date(2026, 11, 2)
