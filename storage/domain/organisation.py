"""One office as data: its units, topics, hours and rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from storage.domain.calendar import WorkCalendar
from storage.domain.calendar_hours import QUIET_HOURS, Season, Session
from storage.domain.errors import NotFound
from storage.domain.folding import fold
from storage.domain.records import Kind
from storage.domain.release import DEFAULT_RELEASE, ReleaseRules
from storage.domain.retention import DEFAULT_RETENTION, Retention
from storage.domain.staff_rules import DEFAULT_STAFF_RULES, StaffRules
from storage.domain.terms import DEFAULT_TERMS, Limits, Terms

OTHER_TOPIC: Final = "khac"  # the topic of everything that fits nowhere else; every organisation has it

_WORD: Final = re.compile(r"\w+")
_CULTURE_DAY: Final = (11, 24)  # month, day


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or leader's office; ``aliases`` are old names and abbreviations people still write.

    Hours and weekdays of its own, where it has any; empty, they are the office's. So are quiet hours that are None.
    """

    code: str
    name: str
    name_en: str
    aliases: tuple[str, ...] = ()
    staff: int = 0  # how many people work there; 0: not said
    sessions: tuple[Session, ...] = ()
    seasons: tuple[Season, ...] = ()
    weekdays: frozenset[int] = frozenset()
    quiet_hours: tuple[Session, ...] | None = None

    @property
    def names(self) -> frozenset[str]:
        """All it is called, to be compared with what somebody typed."""
        return frozenset(map(_plain, (self.code, self.name, self.name_en, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Topic:
    """A field of concerns with the unit that leads; ``restricted`` cases are seen by few."""

    code: str
    name: str
    name_en: str
    lead: str
    supporting: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    above_authority: bool = False
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """One office. A reopened case climbs the two units of ``ladder``, lower first; all limits are working days.

    ``confirmed_years`` are those whose days off the office has compared with the official notice.
    """

    name: str
    name_en: str
    is_demo: bool
    office: str
    ladder: tuple[str, ...]
    units: tuple[Unit, ...]
    topics: tuple[Topic, ...]
    days_by_kind: Mapping[str, int]
    max_extension_days: int
    triage: str
    approval: str
    reminder_hour: int
    sessions: tuple[Session, ...]
    weekdays: frozenset[int]
    days_off: frozenset[date]
    make_up_days: frozenset[date]
    culture_day: bool
    seasons: tuple[Season, ...] = ()
    quiet_hours: tuple[Session, ...] = QUIET_HOURS
    confirmed_years: frozenset[int] = frozenset()
    terms: Terms = DEFAULT_TERMS
    inspection: str = ""  # the unit a case goes to that neither office nor leaders may see
    staff: StaffRules = DEFAULT_STAFF_RULES
    release: ReleaseRules = DEFAULT_RELEASE
    retention: Retention = DEFAULT_RETENTION

    def limits(self, kind: Kind, topic: str) -> Limits:
        """How long the clocks of such a case may run."""
        return self.terms.limits(kind, topic, self.days_by_kind[kind.value])

    def unit(self, code: str) -> Unit:
        """The unit with this code; NotFound if there is none."""
        for unit in self.units:
            if unit.code == code:
                return unit
        raise NotFound

    def topic(self, code: str) -> Topic:
        """The topic with this code; NotFound if there is none."""
        for topic in self.topics:
            if topic.code == code:
                return topic
        raise NotFound

    def find_unit(self, text: str) -> Unit | None:
        """The unit a person means by a code, a name or an alias, typed with or without diacritics."""
        wanted = _plain(text)
        for unit in self.units:
            if wanted in unit.names:
                return unit
        return None


def calendar_of(
    organisation: Organisation, zone: ZoneInfo, days_off: frozenset[date], make_up_days: frozenset[date]
) -> WorkCalendar:
    """The office's calendar from the country's days; what the organisation says about a day wins."""
    if not organisation.culture_day:
        days_off = frozenset(day for day in days_off if (day.month, day.day) != _CULTURE_DAY)
    return WorkCalendar(
        zone=zone,
        sessions=organisation.sessions,
        weekdays=organisation.weekdays,
        days_off=(days_off - organisation.make_up_days) | organisation.days_off,
        make_up_days=(make_up_days - organisation.days_off) | organisation.make_up_days,
        seasons=organisation.seasons,
        quiet=organisation.quiet_hours,
    )


def calendar_of_unit(calendar: WorkCalendar, unit: Unit) -> WorkCalendar:
    """The office's calendar with the unit's own hours, quiet ones too, and weekdays; the days off are everybody's."""
    if unit.quiet_hours is not None:
        calendar = replace(calendar, quiet=unit.quiet_hours)
    if unit.sessions:
        calendar = replace(calendar, sessions=unit.sessions, seasons=unit.seasons)
    return replace(calendar, weekdays=unit.weekdays) if unit.weekdays else calendar


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
