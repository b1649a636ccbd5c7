"""How long things are kept: by the calendar, as the organisation's file says, else as the law's reading suggests."""

from datetime import date

import pytest

from storage.domain.document import Table
from storage.domain.errors import Problem
from storage.domain.retention import (
    DEFAULT_RETENTION,
    Retention,
    months_before,
    read_retention,
    retention_written,
)

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (TODAY, 1, date(2026, 10, 20)),
        (TODAY, 24, date(2024, 11, 20)),
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 30), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 2, date(2025, 11, 30)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2028, 2, 29), 24, date(2026, 2, 28)),
    ],
)
def test_so_many_months_ago(day: date, months: int, expected: date) -> None:
    """The same day, or the last of a shorter month."""
    assert months_before(day, months) == expected


def test_the_usual_times() -> None:
    """Thirty days for an address, two years for contents, two weeks for a notice that did not arrive."""
    assert DEFAULT_RETENTION.addresses_before(TODAY) == date(2026, 10, 21)
    assert DEFAULT_RETENTION.contents_before(TODAY) == date(2024, 11, 20)
    assert DEFAULT_RETENTION.failures_before(TODAY) == date(2026, 11, 6)


def test_the_file_may_say_otherwise() -> None:
    """Each number for itself; what is written is read back."""
    read = read_retention(document(address_days=10))
    assert read == Retention(address_days=10)
    assert read_retention(document(**retention_written(read))) == read
    assert read_retention(Table({}, "", [])) == DEFAULT_RETENTION


@pytest.mark.parametrize("wrong", [{"address_days": 0}, {"contents_months": "hai năm"}, {"failed_day": 3}])
def test_what_cannot_be_meant_is_said(wrong: dict[str, object]) -> None:
    """A number out of range, a word, a misspelt name."""
    problems: list[Problem] = []
    read_retention(Table({"retention": wrong}, "", problems))
    assert len(problems) == 1


def document(**fields: object) -> Table:
    return Table({"retention": fields}, "", [])
