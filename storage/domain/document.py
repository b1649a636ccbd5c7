"""Reading a document somebody wrote by hand: every mistake is noted with its place, not only the first."""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Final

from storage.domain.errors import Problem
from storage.domain.folding import clean

__all__ = ["Problem", "Table", "time_of"]

_WORD: Final = re.compile(r"\w")
_HOURS: Final = re.compile(r"([01]?\d|2[0-3])[:h]([0-5]\d)")


class Table:
    """One table of the document. What is wrong with it goes to ``problems``, and a harmless value comes back."""

    def __init__(self, fields: Mapping[str, object], where: str, problems: list[Problem]) -> None:
        self._fields = fields
        self._where = where
        self._problems = problems
        self._read: set[str] = set()

    def note(self, text_key: str, key: str = "", **arguments: str | int) -> None:
        """Note a problem with the field ``key``, or with the table itself."""
        self._problems.append(Problem(text_key, {"where": self.path(key), **arguments}))

    def path(self, key: str) -> str:
        """Where a field stands, as the clerk finds it: ``topics.bao_hiem.lead``."""
        return ".".join(part for part in (self._where, key) if part)

    def text(self, key: str) -> str:
        value = self._take(key)
        if value is None:
            return ""
        if _says_something(value):
            return clean(str(value))
        self.note("organisation-not-text", key)
        return ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a list that is not there is empty."""
        values = self._list(key)
        if all(map(_says_something, values)):
            return tuple(clean(str(value)) for value in values)
        self.note("organisation-not-texts", key)
        return ()

    def code(self, pattern: re.Pattern[str]) -> str:
        """The table's own ``code``: short and ASCII, for it travels in buttons and records."""
        code = self.text("code")
        if code and not pattern.fullmatch(code):
            self.note("organisation-bad-code", "code", value=code)
        return code

    def one_of(self, key: str, known: Collection[str]) -> str:
        value = self.text(key)
        self._must_be_known(key, (value,) if value else (), known)
        return value

    def some_of(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        values = self.texts(key)
        self._must_be_known(key, values, known)
        return values

    def flag(self, key: str) -> bool:
        """Yes or no; not there means no."""
        self._read.add(key)
        value = self._fields.get(key, False)
        if not isinstance(value, bool):
            self.note("organisation-not-flag", key)
        return value is True

    def number(self, key: str, low: int, high: int) -> int:
        value = self._take(key)
        if value is None:
            return low
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.note("organisation-not-number", key, low=low, high=high)
        return low

    def numbers(self, key: str, low: int, high: int) -> frozenset[int]:
        """Whole numbers; a list that is not there is empty."""
        values = self._list(key)
        found = [value for value in values if type(value) is int and low <= value <= high]
        if len(found) < len(values):
            self.note("organisation-not-numbers", key, low=low, high=high)
        return frozenset(found)

    def has(self, key: str) -> bool:
        return key in self._fields

    def dates(self, key: str) -> frozenset[date]:
        """Dates, as TOML has them or written 2026-01-31."""
        found = [_date(value) for value in self._list(key)]
        if None in found:
            self.note("organisation-not-dates", key)
        return frozenset(day for day in found if day is not None)

    def tables(self, key: str) -> Iterable["Table"]:
        """The tables of a list, each named after its code, or its number where it has none."""
        for number, value in enumerate(self._list(key), 1):
            if not isinstance(value, Mapping):
                self.note("organisation-not-table", key)
                continue
            name = value.get("code") or number
            yield Table(value, f"{self.path(key)}.{name}", self._problems)

    def table(self, key: str) -> "Table":
        value = self._take(key)
        if isinstance(value, Mapping):
            return Table(value, self.path(key), self._problems)
        if value is not None:
            self.note("organisation-not-table", key)
        return Table({}, self.path(key), [])

    def finish(self) -> None:
        """Note every field nobody asked for: most often a name typed wrongly."""
        for key in self._fields:
            if key not in self._read:
                self.note("organisation-unknown-field", key)

    def _must_be_known(self, key: str, values: Iterable[str], known: Collection[str]) -> None:
        for value in values:
            if value not in known:
                self.note("organisation-not-one-of", key, value=value, known=", ".join(known))

    def _take(self, key: str) -> object:
        self._read.add(key)
        value = self._fields.get(key)
        if value is None:
            self.note("organisation-missing", key)
        return value

    def _list(self, key: str) -> list[object]:
        self._read.add(key)
        value = self._fields.get(key, [])
        if isinstance(value, list):
            return value
        self.note("organisation-not-list", key)
        return []


def time_of(text: str) -> tuple[int, int] | None:
    """Hour and minute of "07:30" or "7h30", or None."""
    match = _HOURS.fullmatch(text.strip())
    return (int(match[1]), int(match[2])) if match else None


def _says_something(value: object) -> bool:
    return isinstance(value, str) and _WORD.search(clean(value)) is not None


def _date(value: object) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
