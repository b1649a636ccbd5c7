"""The organisation document: read, refused with every mistake at once, looked up, written back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from handlers.texts.catalog import LANGUAGES, say
from storage.domain.calendar import Session
from storage.domain.document import Problem
from storage.domain.errors import NotFound, SettingsError
from storage.domain.organisation import calendar_of
from storage.domain.organisation_document import OrganisationError, parse_organisation, to_document
from storage.domain.records import Kind
from tests.domain.ward import SAIGON, demo_ward, ward_document

CODES = [
    "TTDU",
    "VPDU",
    "BXDD",
    "UBKT",
    "MTTQ",
    "TTHD",
    "UBND",
    "VP",
    "KT",
    "VHXH",
    "PVHCC",
    "CA",
    "CHQS",
    "TYT",
    "TRUONG",
]


def problems_of(document: dict[str, object]) -> list[str]:
    with pytest.raises(OrganisationError) as caught:
        parse_organisation(document)
    return [str(problem) for problem in caught.value.problems_found]


def test_the_demo_ward_is_whole() -> None:
    """The shipped file has every unit and topic of a ward, a limit for every kind, and says it is a demo."""
    ward = demo_ward()
    assert ward.is_demo
    assert [unit.code for unit in ward.units] == CODES
    assert len(ward.topics) == 31
    assert ward.days_by_kind.keys() == {kind.value for kind in Kind}
    assert all(days <= 10 for days in ward.days_by_kind.values())
    assert ward.sessions == (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17, 0)))
    assert ward.weekdays == frozenset(range(5))
    assert (ward.office, ward.ladder) == ("VP", ("UBND", "TTDU"))
    assert {topic.code for topic in ward.topics if topic.restricted} == {
        "quy_hoach_bo_nhiem",
        "moi_truong_lam_viec",
        "tieu_cuc_ky_luat",
    }
    assert [topic.code for topic in ward.topics if not topic.keywords] == ["khac"]


def test_an_organisation_survives_a_row_of_the_database() -> None:
    """Written as JSON and parsed again it is the same value."""
    ward = demo_ward()
    assert parse_organisation(json.loads(json.dumps(to_document(ward)))) == ward


def test_the_limits_cannot_be_changed_by_a_reader() -> None:
    """The organisation is a value throughout."""
    with pytest.raises(TypeError):
        demo_ward().days_by_kind["question"] = 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("VHXH", "VHXH"),
        ("vhxh", "VHXH"),
        ("phong noi vu", "VHXH"),
        ("Phòng Văn hoá \u2013 Xã hội", "VHXH"),
        ("tài chính kế hoạch", "KT"),
        ("Economy, infrastructure and urban division", "KT"),
        ("một cửa", "PVHCC"),
        ("bi thu", "TTDU"),
        ("Ban Tổ chức", "BXDD"),
        ("công an", "CA"),
    ],
)
def test_a_unit_is_found_by_what_people_call_it(text: str, code: str) -> None:
    """Codes, names, old names and abbreviations lead to the unit, with or without diacritics."""
    unit = demo_ward().find_unit(text)
    assert unit is not None
    assert unit.code == code


@pytest.mark.parametrize("text", ["", "Phòng Không Có", "quận ủy", "!"])
def test_a_unit_that_is_not_there_is_not_found(text: str) -> None:
    """Nothing is guessed from half a name."""
    assert demo_ward().find_unit(text) is None


def test_units_and_topics_are_looked_up_by_code() -> None:
    """A known code gives its value, an unknown one NotFound."""
    ward = demo_ward()
    assert ward.unit("KT").name_en == "Economy, Infrastructure and Urban Division"
    assert ward.topic("kinh_phi_du_toan").lead == "KT"
    with pytest.raises(NotFound):
        ward.unit("kt")
    with pytest.raises(NotFound):
        ward.topic("none")


def test_the_organisation_overrules_the_country() -> None:
    """Its days off and make-up days beat the package's, its switch takes the Culture Day out."""
    ward = replace(
        demo_ward(),
        days_off=frozenset({date(2026, 8, 22)}),
        make_up_days=frozenset({date(2026, 2, 20)}),
        culture_day=False,
    )
    country_off = frozenset({date(2026, 2, 20), date(2026, 9, 2), date(2026, 11, 24)})
    calendar = calendar_of(ward, SAIGON, country_off, frozenset({date(2026, 8, 22)}))
    assert calendar.days_off == {date(2026, 9, 2), date(2026, 8, 22)}
    assert calendar.make_up_days == {date(2026, 2, 20)}
    assert calendar.sessions == ward.sessions


def test_the_culture_day_is_off_where_it_is_switched_on() -> None:
    """With the switch on, 24 November stays what the package says."""
    calendar = calendar_of(demo_ward(), SAIGON, frozenset({date(2026, 11, 24)}), frozenset())
    assert not calendar.is_working_day(date(2026, 11, 24))


def test_an_empty_document_is_told_everything_it_lacks() -> None:
    """Every missing field is named once, in one go."""
    problems = problems_of({})
    for key in ("name", "name_en", "office", "triage", "approval", "days", "max_extension_days", "reminder_hour"):
        assert f"organisation-missing(where={key})" in problems
    for key in ("units", "topics", "ladder", "hours", "weekdays"):
        assert f"organisation-empty(where={key})" in problems
    assert len(problems) == len(set(problems)) == 13


def test_the_error_is_one_of_the_settings() -> None:
    """It is a SettingsError whose problems are fit for a log."""
    with pytest.raises(SettingsError) as caught:
        parse_organisation({})
    assert "organisation-missing(where=office)" in caught.value.problems


def _set(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(fields)


def _topic(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["topics"][0].update(fields)


def _unit(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["units"][0].update(fields)


def _days(**fields: object) -> Callable[[dict[str, Any]], None]:
    return lambda document: document["days"].update(fields)


@pytest.mark.parametrize(
    ("breaking", "expected"),
    [
        (_set(name=7), "organisation-not-text(where=name)"),
        (_set(name=" "), "organisation-not-text(where=name)"),
        (_set(is_demo="có"), "organisation-not-flag(where=is_demo)"),
        (_set(culture_day=1), "organisation-not-flag(where=culture_day)"),
        (_set(nam="x"), "organisation-unknown-field(where=nam)"),
        (_set(office="VX"), f"organisation-not-one-of(where=office, value=VX, known={', '.join(CODES)})"),
        (_set(ladder=["UBND"]), "organisation-ladder-length(where=ladder, count=2)"),
        (_set(ladder=["UBND", "X"]), f"organisation-not-one-of(where=ladder, value=X, known={', '.join(CODES)})"),
        (_set(triage="never"), "organisation-not-one-of(where=triage, value=never, known=unsure, always)"),
        (_set(approval="unsure"), "organisation-not-one-of(where=approval, value=unsure, known=always, never)"),
        (_set(reminder_hour=22), "organisation-not-number(where=reminder_hour, low=7, high=19)"),
        (_set(max_extension_days=True), "organisation-not-number(where=max_extension_days, low=0, high=30)"),
        (_set(weekdays=["T8"]), "organisation-not-one-of(where=weekdays, value=T8, known=T2, T3, T4, T5, T6, T7, CN)"),
        (_set(weekdays="T2"), "organisation-not-list(where=weekdays)"),
        (_set(hours=["7:30"]), "organisation-bad-hours(where=hours, value=7:30)"),
        (_set(hours=["11:30-07:30"]), "organisation-bad-hours(where=hours, value=11:30-07:30)"),
        (_set(hours=["07:30-12:00", "11:00-17:00"]), "organisation-bad-hours(where=hours, value=11:00-17:00)"),
        (_set(hours=["07:30-25:00"]), "organisation-bad-hours(where=hours, value=07:30-25:00)"),
        (_set(days_off=["2/9/2026"]), "organisation-not-dates(where=days_off)"),
        (_set(days_off=[datetime(2026, 9, 2)]), "organisation-not-dates(where=days_off)"),
        (_set(make_up_days=["2026-01-02"]), "organisation-day-twice(where=make_up_days, value=2026-01-02)"),
        (_set(days=3), "organisation-not-table(where=days)"),
        (_set(units=["VP"]), "organisation-not-table(where=units)"),
        (_days(question=0), "organisation-not-number(where=days.question, low=1, high=30)"),
        (_days(question="3"), "organisation-not-number(where=days.question, low=1, high=30)"),
        (_days(wish=3), "organisation-unknown-field(where=days.wish)"),
        (_unit(code="Thường trực"), "organisation-bad-code(where=units.Thường trực.code, value=Thường trực)"),
        (_unit(alias=["x"]), "organisation-unknown-field(where=units.TTDU.alias)"),
        (_unit(aliases=["Một Cửa"]), "organisation-name-twice(where=units, value=mot cua)"),
        (_topic(lead="VHXX"), f"known={', '.join(CODES)})"),
        (
            _topic(supporting=["VHXH"]),
            "organisation-lead-supports-itself(where=topics.bo_tri_viec_lam.supporting, value=VHXH)",
        ),
        (_topic(keywords=["lương", "…"]), "organisation-not-texts(where=topics.bo_tri_viec_lam.keywords)"),
        (_topic(keywords=["lương", 7]), "organisation-not-texts(where=topics.bo_tri_viec_lam.keywords)"),
        (_topic(code="khac"), "organisation-name-twice(where=topics, value=khac)"),
        (_topic(code=None), "organisation-missing(where=topics.1.code)"),
        (lambda document: document["topics"].pop(), "organisation-no-other-topic(where=topics, value=khac)"),
    ],
)
def test_a_mistake_is_named_with_its_place(breaking: Callable[[dict[str, Any]], None], expected: str) -> None:
    """Each kind of mistake has its own key, the path of the field, and the values a person needs to mend it."""
    document = ward_document()
    breaking(document)
    assert any(problem.endswith(expected) for problem in problems_of(document))


def test_all_mistakes_come_at_once() -> None:
    """Three mistakes in three places are three problems, and nothing else."""
    document = ward_document()
    document |= {"office": "VX", "reminder_hour": 3, "hours": ["7h30 \u2013 11h30", "x"]}
    assert [problem.split("(")[0] for problem in problems_of(document)] == [
        "organisation-not-one-of",
        "organisation-not-number",
        "organisation-bad-hours",
    ]


def test_hours_may_be_written_the_spoken_way() -> None:
    """An h for the colon and a long dash are understood."""
    organisation = parse_organisation(ward_document() | {"hours": ["7h30 \u2013 11h30", "13h30-17h00"]})
    assert organisation.sessions == demo_ward().sessions


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_sentence(language: str) -> None:
    """What the parser can say, the clerk can read, in each language."""
    document = ward_document()
    document |= {
        "nam": 1,
        "hours": ["x"],
        "ladder": ["X"],
        "days": 3,
        "weekdays": "T2",
        "units": ["VP"],
        "office": "VX",
    }
    with pytest.raises(OrganisationError) as caught:
        parse_organisation(document)
    for problem in caught.value.problems_found:
        assert str(problem.arguments["where"]) in say(language, problem.text_key, **problem.arguments)


def test_a_problem_reads_like_a_line_of_a_log() -> None:
    """Key first, then the arguments by name."""
    assert (
        str(Problem("organisation-missing", {"where": "name", "low": 1})) == "organisation-missing(where=name, low=1)"
    )
