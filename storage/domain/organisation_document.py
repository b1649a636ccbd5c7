"""The organisation's document: read, checked as a whole, written again."""

import re
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from storage.domain.calendar_document import (
    hours_written,
    read_hours,
    read_quiet_hours,
    read_seasons,
    read_weekdays,
    seasons_written,
    weekdays_written,
)
from storage.domain.case import MAX_RANK
from storage.domain.document import Table
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import OTHER_TOPIC, Organisation, Topic, Unit
from storage.domain.records import Kind
from storage.domain.release_document import read_release, release_written
from storage.domain.retention import read_retention, retention_written
from storage.domain.staff_rules import read_staff_rules, staff_rules_written
from storage.domain.terms import read_terms, terms_written

_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
_YEARS: Final = (2020, 2099)
_MOST_DAYS: Final = 30
_MOST_STAFF: Final = 10_000
# Reminders go out in the day and never while pushes are held back in the evening and at night.
_REMINDER_HOURS: Final = (7, 19)


class OrganisationError(SettingsError):
    """The organisation document is wrong."""


def parse_organisation(document: Mapping[str, object]) -> Organisation:
    """The organisation a document (TOML or JSON, already parsed) describes; OrganisationError lists every mistake."""
    problems: list[Problem] = []
    root = Table(document, "", problems)
    units = tuple(_unit(table) for table in root.tables("units"))
    codes = [unit.code for unit in units]
    topics = tuple(_topic(table, codes) for table in root.tables("topics"))
    organisation = Organisation(
        name=root.text("name"),
        name_en=root.text("name_en"),
        is_demo=root.flag("is_demo"),
        office=root.one_of("office", codes),
        ladder=root.some_of("ladder", codes),
        inspection=root.one_of("inspection", codes) if root.has("inspection") else "",
        units=units,
        topics=topics,
        days_by_kind=_days(root.table("days")),
        max_extension_days=root.number("max_extension_days", 0, _MOST_DAYS),
        triage=root.one_of("triage", ("unsure", "always")),
        approval=root.one_of("approval", ("always", "never")),
        reminder_hour=root.number("reminder_hour", *_REMINDER_HOURS),
        sessions=read_hours(root),
        weekdays=read_weekdays(root),
        days_off=root.dates("days_off"),
        make_up_days=root.dates("make_up_days"),
        culture_day=root.flag("culture_day"),
        seasons=read_seasons(root),
        quiet_hours=read_quiet_hours(root),
        confirmed_years=root.numbers("confirmed_years", *_YEARS),
        terms=read_terms(root, [topic.code for topic in topics]),
        staff=read_staff_rules(root),
        release=read_release(root),
        retention=read_retention(root),
    )
    _check_whole(organisation, root)
    root.finish()
    if problems:
        raise OrganisationError(*problems)
    return organisation


def to_document(organisation: Organisation) -> dict[str, object]:
    """The organisation as a JSON-able document that ``parse_organisation`` reads back to the same value."""
    return {
        "name": organisation.name,
        "name_en": organisation.name_en,
        "is_demo": organisation.is_demo,
        "office": organisation.office,
        "ladder": list(organisation.ladder),
        **({"inspection": organisation.inspection} if organisation.inspection else {}),
        "units": [_unit_fields(unit) for unit in organisation.units],
        "topics": [_topic_fields(topic) for topic in organisation.topics],
        "days": dict(organisation.days_by_kind),
        "max_extension_days": organisation.max_extension_days,
        "triage": organisation.triage,
        "approval": organisation.approval,
        "reminder_hour": organisation.reminder_hour,
        "hours": hours_written(organisation.sessions),
        "seasons": seasons_written(organisation.seasons),
        "quiet_hours": hours_written(organisation.quiet_hours),
        "weekdays": weekdays_written(organisation.weekdays),
        "days_off": [day.isoformat() for day in sorted(organisation.days_off)],
        "make_up_days": [day.isoformat() for day in sorted(organisation.make_up_days)],
        "culture_day": organisation.culture_day,
        "confirmed_years": sorted(organisation.confirmed_years),
        "clocks": terms_written(organisation.terms),
        "staff": staff_rules_written(organisation.staff),
        "release": release_written(organisation.release),
        "retention": retention_written(organisation.retention),
    }


def _unit(table: Table) -> Unit:
    unit = Unit(
        code=table.code(_CODE),
        name=table.text("name"),
        name_en=table.text("name_en"),
        aliases=table.texts("aliases"),
        staff=table.number("staff", 1, _MOST_STAFF) if table.has("staff") else 0,
        sessions=read_hours(table),
        seasons=read_seasons(table),
        weekdays=read_weekdays(table),
        quiet_hours=read_quiet_hours(table) if table.has("quiet_hours") else None,
    )
    if unit.seasons and not unit.sessions:
        table.note("organisation-empty", "hours")
    table.finish()
    return unit


def _topic(table: Table, units: list[str]) -> Topic:
    topic = Topic(
        code=table.code(_CODE),
        name=table.text("name"),
        name_en=table.text("name_en"),
        lead=table.one_of("lead", units),
        supporting=table.some_of("supporting", units),
        keywords=table.texts("keywords"),
        above_authority=table.flag("above_authority"),
        restricted=table.flag("restricted"),
    )
    if topic.lead in topic.supporting:
        table.note("organisation-lead-supports-itself", "supporting", value=topic.lead)
    table.finish()
    return topic


def _days(table: Table) -> Mapping[str, int]:
    days = {kind.value: table.number(kind, 1, _MOST_DAYS) for kind in Kind}
    table.finish()
    return MappingProxyType(days)


def _check_whole(organisation: Organisation, root: Table) -> None:
    for key, values in (
        ("units", organisation.units),
        ("topics", organisation.topics),
        ("ladder", organisation.ladder),
        ("hours", organisation.sessions),
        ("weekdays", organisation.weekdays),
    ):
        if not values:
            root.note("organisation-empty", key)
    if organisation.ladder and len(organisation.ladder) != MAX_RANK:
        root.note("organisation-ladder-length", "ladder", count=MAX_RANK)
    if organisation.topics and OTHER_TOPIC not in {topic.code for topic in organisation.topics}:
        root.note("organisation-no-other-topic", "topics", value=OTHER_TOPIC)
    for day in sorted(organisation.days_off & organisation.make_up_days):
        root.note("organisation-day-twice", "make_up_days", value=day.isoformat())
    _check_unique("topics", [topic.code for topic in organisation.topics], root)
    _check_unique("units", [name for unit in organisation.units for name in unit.names], root)


def _check_unique(key: str, names: list[str], root: Table) -> None:
    for name, count in Counter(names).items():
        if name and count > 1:
            root.note("organisation-name-twice", key, value=name)


def _unit_fields(unit: Unit) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "name_en": unit.name_en,
        "aliases": list(unit.aliases),
        **({"staff": unit.staff} if unit.staff else {}),
        "hours": hours_written(unit.sessions),
        "seasons": seasons_written(unit.seasons),
        "weekdays": weekdays_written(unit.weekdays),
        **({} if unit.quiet_hours is None else {"quiet_hours": hours_written(unit.quiet_hours)}),
    }


def _topic_fields(topic: Topic) -> dict[str, object]:
    return {
        "code": topic.code,
        "name": topic.name,
        "name_en": topic.name_en,
        "lead": topic.lead,
        "supporting": list(topic.supporting),
        "keywords": list(topic.keywords),
        "above_authority": topic.above_authority,
        "restricted": topic.restricted,
    }
