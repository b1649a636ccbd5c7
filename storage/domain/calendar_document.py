"""Hours, seasons and quiet hours as an organisation's document has them: read, refused, written back."""

import re
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Final

from storage.domain.calendar_hours import QUIET_HOURS, DayOfYear, Season, Session, leaves_no_time
from storage.domain.document import Table, time_of

# Thứ Hai is "the second day": the way the office itself writes its week.
WEEKDAYS: Final = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_DAY_OF_YEAR: Final = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})")
_LEAP_YEAR: Final = [date(2024, 1, 1) + timedelta(days=n) for n in range(366)]


def read_hours(table: Table, key: str = "hours") -> tuple[Session, ...]:
    """Office hours: in the order of the day, without overlaps."""
    sessions: list[Session] = []
    for text in table.texts(key):
        session = _session(text)
        if session is None or session.start > session.end or (sessions and session.start < sessions[-1].end):
            table.note("organisation-bad-hours", key, value=text)
            continue
        sessions.append(session)
    return tuple(sessions)


def read_quiet_hours(table: Table, key: str = "quiet_hours") -> tuple[Session, ...]:
    """Hours without pushes; they may run over midnight. Not there: the usual ones. An empty list: none."""
    if not table.has(key):
        return QUIET_HOURS
    quiet: list[Session] = []
    for text in table.texts(key):
        session = _session(text)
        if session is None:
            table.note("organisation-bad-quiet-hours", key, value=text)
            continue
        quiet.append(session)
    if leaves_no_time(tuple(quiet)):
        table.note("organisation-always-quiet", key)
    return tuple(quiet)


def read_seasons(table: Table, key: str = "seasons") -> tuple[Season, ...]:
    """Seasons with their own hours; no day may belong to two of them."""
    seasons = [season for each in table.tables(key) if (season := _season(each)) is not None]
    twice = next((day for day in _LEAP_YEAR if sum(season.holds(day) for season in seasons) > 1), None)
    if twice is not None:
        table.note("organisation-seasons-overlap", key, value=_written((twice.month, twice.day)))
    return tuple(seasons)


def read_weekdays(table: Table, key: str = "weekdays") -> frozenset[int]:
    return frozenset(WEEKDAYS.index(day) for day in table.some_of(key, WEEKDAYS) if day in WEEKDAYS)


def hours_written(sessions: Iterable[Session]) -> list[str]:
    return [f"{session.start:%H:%M}-{session.end:%H:%M}" for session in sessions]


def seasons_written(seasons: Iterable[Season]) -> list[dict[str, object]]:
    return [
        {"from": _written(season.first), "to": _written(season.last), "hours": hours_written(season.sessions)}
        for season in seasons
    ]


def weekdays_written(weekdays: Iterable[int]) -> list[str]:
    return [WEEKDAYS[day] for day in sorted(weekdays)]


def _season(table: Table) -> Season | None:
    first, last = _day_of_year(table, "from"), _day_of_year(table, "to")
    sessions = read_hours(table)
    if not sessions:
        table.note("organisation-empty", "hours")
    table.finish()
    return Season(first, last, sessions) if first and last and sessions else None


def _day_of_year(table: Table, key: str) -> DayOfYear | None:
    """Day and month, as people here write them: "16/4"."""
    text = table.text(key)
    match = _DAY_OF_YEAR.fullmatch(text)
    found = (int(match[2]), int(match[1])) if match else None
    if found in {(day.month, day.day) for day in _LEAP_YEAR}:
        return found
    if text:
        table.note("organisation-not-day-of-year", key, value=text)
    return None


def _session(text: str) -> Session | None:
    first, _, last = text.replace("\N{EN DASH}", "-").partition("-")
    start, end = time_of(first), time_of(last)
    if start is None or end is None or start == end:
        return None
    return Session(time(*start), time(*end))


def _written(day: DayOfYear) -> str:
    return f"{day[1]:02}/{day[0]:02}"
