"""Hours, seasons, quiet hours and confirmed years in the organisation's document."""

import json
from collections.abc import Callable
from datetime import time
from typing import Any

import pytest

from handlers.texts.catalog import LANGUAGES, say
from storage.domain.calendar import Season, Session
from storage.domain.calendar_hours import QUIET_HOURS
from storage.domain.organisation_document import OrganisationError, parse_organisation, to_document
from tests.domain.ward import ward_document

SUMMER = {"from": "16/4", "to": "15/10", "hours": ["7h00 – 11h30", "13:30-17:00"]}
WINTER = {"from": "16/10", "to": "15/4", "hours": ["07:30-11:30"]}


def problems_of(document: dict[str, Any]) -> list[str]:
    with pytest.raises(OrganisationError) as caught:
        parse_organisation(document)
    return [str(problem) for problem in caught.value.problems_found]


def test_an_old_file_stays_valid() -> None:
    """Without the newer fields there are no seasons, the usual quiet hours, and nothing is confirmed."""
    document = ward_document()
    for key in ("quiet_hours", "confirmed_years"):
        del document[key]
    ward = parse_organisation(document)
    assert (ward.seasons, ward.quiet_hours, ward.confirmed_years) == ((), QUIET_HOURS, frozenset())
    assert all((unit.sessions, unit.seasons, unit.weekdays) == ((), (), frozenset()) for unit in ward.units)


def test_what_is_written_is_read() -> None:
    """Seasons by day and month, quiet hours over midnight, years as numbers, a unit with hours of its own."""
    document: dict[str, Any] = ward_document()
    document |= {"seasons": [SUMMER, WINTER], "quiet_hours": ["21:30-6:00"], "confirmed_years": [2026, 2027]}
    document["units"][0] |= {"hours": ["8:00-12:00"], "weekdays": ["T7", "T2"], "seasons": [SUMMER]}
    ward = parse_organisation(document)
    summer = Season((4, 16), (10, 15), (Session(time(7), time(11, 30)), Session(time(13, 30), time(17))))
    assert ward.seasons == (summer, Season((10, 16), (4, 15), (Session(time(7, 30), time(11, 30)),)))
    assert ward.quiet_hours == (Session(time(21, 30), time(6)),)
    assert ward.confirmed_years == {2026, 2027}
    unit = ward.units[0]
    assert (unit.sessions, unit.seasons) == ((Session(time(8), time(12)),), (summer,))
    assert unit.weekdays == {0, 5}
    assert parse_organisation(json.loads(json.dumps(to_document(ward)))) == ward


def _set(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(fields)


def _unit(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["units"][0].update(fields)


MISTAKES: list[tuple[Callable[[dict[str, Any]], None], list[str]]] = [
    (_set(quiet_hours=["20:00"]), ["organisation-bad-quiet-hours(where=quiet_hours, value=20:00)"]),
    (_set(quiet_hours=["20:00-20:00"]), ["organisation-bad-quiet-hours(where=quiet_hours, value=20:00-20:00)"]),
    (_set(quiet_hours=["20:00-07:00", "06:00-20:30"]), ["organisation-always-quiet(where=quiet_hours)"]),
    (_set(quiet_hours="20:00-07:00"), ["organisation-not-list(where=quiet_hours)"]),
    (_set(confirmed_years=["2026"]), ["organisation-not-numbers(where=confirmed_years, low=2020, high=2099)"]),
    (_set(confirmed_years=[26, True]), ["organisation-not-numbers(where=confirmed_years, low=2020, high=2099)"]),
    (_set(seasons=[SUMMER | {"from": "4-31"}]), ["organisation-not-day-of-year(where=seasons.1.from, value=4-31)"]),
    (_set(seasons=[SUMMER | {"to": "hè"}]), ["organisation-not-day-of-year(where=seasons.1.to, value=hè)"]),
    (_set(seasons=[SUMMER | {"to": 15}]), ["organisation-not-text(where=seasons.1.to)"]),
    (_set(seasons=[{"from": "1/4", "to": "1/10"}]), ["organisation-empty(where=seasons.1.hours)"]),
    (_set(seasons=[SUMMER, WINTER | {"from": "15/10"}]), ["organisation-seasons-overlap(where=seasons, value=15/10)"]),
    (_set(seasons=[SUMMER | {"name": "hè"}]), ["organisation-unknown-field(where=seasons.1.name)"]),
    (_unit(seasons=[SUMMER]), ["organisation-empty(where=units.TTDU.hours)"]),
    (_unit(hours=["11:30-07:30"]), ["organisation-bad-hours(where=units.TTDU.hours, value=11:30-07:30)"]),
]


@pytest.mark.parametrize(("breaking", "expected"), MISTAKES)
def test_a_mistake_is_named_with_its_place(breaking: Callable[[dict[str, Any]], None], expected: list[str]) -> None:
    """Each mistake is told once, with where it stands and what was written there."""
    document = ward_document()
    breaking(document)
    assert problems_of(document) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("breaking", "expected"), MISTAKES)
def test_every_mistake_has_its_sentence(
    language: str, breaking: Callable[[dict[str, Any]], None], expected: list[str]
) -> None:
    """What the parser can say, the clerk can read, place and all."""
    document = ward_document()
    breaking(document)
    with pytest.raises(OrganisationError) as caught:
        parse_organisation(document)
    assert len(caught.value.problems_found) == len(expected)
    for problem in caught.value.problems_found:
        assert str(problem.arguments["where"]) in say(language, problem.text_key, **problem.arguments)


def test_the_quiet_hours_of_a_unit_are_read_and_written() -> None:
    """Those it names; a unit that names none has the office's, and its document stays without them."""
    document: dict[str, Any] = ward_document()
    document["units"][0]["quiet_hours"] = ["19:00-08:00"]
    organisation = parse_organisation(document)
    assert [unit.quiet_hours for unit in organisation.units[:2]] == [(Session(time(19), time(8)),), None]
    assert parse_organisation(json.loads(json.dumps(to_document(organisation)))) == organisation
