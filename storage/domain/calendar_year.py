"""One year's days off and make-up days with their reasons, and whether the office has confirmed them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from storage.domain.calendar import WorkCalendar
from storage.domain.organisation import Organisation

ASKED_FROM: Final = 11  # November: by then the official notice for Tết and the swapped days is usually out
_ONE_DAY: Final = timedelta(days=1)


class Reason(StrEnum):
    """Why nobody works on a day, or somebody does."""

    NEW_YEAR = "new-year"
    TET = "tet"
    HUNG_KINGS = "hung-kings"
    REUNIFICATION = "reunification"
    LABOUR = "labour"
    NATIONAL = "national"
    CULTURE = "culture"
    IN_LIEU = "in-lieu"  # a holiday fell on a day that was off anyway
    SWAPPED = "swapped"
    HOLIDAY = "holiday"  # one that has no name here yet
    OFFICE = "office"  # the organisation says so itself


@dataclass(frozen=True, slots=True)
class Span:
    """Days in a row with one reason."""

    first: date
    last: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """What the office confirms: the year's days off and make-up days."""

    year: int
    days_off: tuple[Span, ...]
    make_up_days: tuple[Span, ...]
    working_days: int
    confirmed: bool


def year_of_days(
    organisation: Organisation, calendar: WorkCalendar, year: int, reasons: Mapping[date, Reason]
) -> YearOfDays:
    """The year as this calendar of the organisation has it; ``reasons`` are the country's."""
    off = [day for day in calendar.days_off - calendar.make_up_days if day.year == year]
    # A day off that was taken back leaves an entry on a day that is worked anyway: nothing to show.
    worked = [
        day
        for day in calendar.make_up_days
        if day.year == year and (day.weekday() not in calendar.weekdays or day in reasons)
    ]
    return YearOfDays(
        year=year,
        days_off=_spans({day: reasons.get(day, Reason.OFFICE) for day in off}),
        make_up_days=_spans({day: _why_worked(day, organisation) for day in worked}),
        working_days=calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31)),
        confirmed=year in organisation.confirmed_years,
    )


def year_to_confirm(confirmed_years: Collection[int], today: date) -> int | None:
    """The coming year, from November on, for as long as the office has not confirmed it."""
    coming = today.year + 1
    return coming if today.month >= ASKED_FROM and coming not in confirmed_years else None


def week_of(day: date) -> date:
    """The Monday that stands for the week: the office is asked once in each."""
    return day - day.weekday() * _ONE_DAY


def confirm(
    organisation: Organisation, year: int, days_off: Iterable[date] = (), make_up_days: Iterable[date] = ()
) -> Organisation:
    """The organisation with this year confirmed, after these corrections; a corrected day loses its other entry."""
    off, worked = frozenset(days_off), frozenset(make_up_days)
    return replace(
        organisation,
        days_off=(organisation.days_off - worked) | off,
        make_up_days=(organisation.make_up_days - off) | worked,
        confirmed_years=organisation.confirmed_years | {year},
    )


def with_confirmations(loaded: Organisation, stored: Organisation) -> Organisation:
    """A file just loaded, with what the office confirmed in the chat and the file does not know of.

    Where the file says something else about such a year it wins, and the year has to be confirmed anew.
    """
    for year in stored.confirmed_years - loaded.confirmed_years:
        off, worked = _of_year(stored.days_off, year), _of_year(stored.make_up_days, year)
        says_else = (
            loaded.culture_day != stored.culture_day
            or _of_year(loaded.days_off, year) - off
            or _of_year(loaded.make_up_days, year) - worked
        )
        if not says_else:
            loaded = confirm(loaded, year, off, worked)
    return loaded


def _of_year(days: Iterable[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)


def _why_worked(day: date, organisation: Organisation) -> Reason:
    return Reason.OFFICE if day in organisation.make_up_days else Reason.SWAPPED


def _spans(days: Mapping[date, Reason]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for day, reason in sorted(days.items()):
        if spans and spans[-1].last + _ONE_DAY == day and spans[-1].reason is reason:
            spans[-1] = replace(spans[-1], last=day)
        else:
            spans.append(Span(day, day, reason))
    return tuple(spans)
