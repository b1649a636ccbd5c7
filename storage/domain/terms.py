"""How long each clock of a case may run, in working days: for all, by kind, by topic; the topic has the last word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from storage.domain.document import Table
from storage.domain.records import Kind

_MOST_DAYS: Final = 30
_LIMITS: Final = ("acknowledge", "first_answer", "final")
LADDER_STEPS: Final = ("head", "office", "chair", "secretary")


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days to take a case on, to say a first word of substance, and to answer."""

    acknowledge: int
    first_answer: int
    final: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The office's limits. ``ladder``: after how many working days too late each step hears, lowest step first."""

    acknowledge: int = 1
    # Every item has an answer, or an interim one with owner and date, within ten working days (domain sheet, 3.5).
    first_answer: int = 10
    by_kind: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    by_topic: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: MappingProxyType({}))
    ladder: tuple[int, ...] = (0, 1, 3, 5)

    def limits(self, kind: Kind, topic: str, final: int) -> Limits:
        """The limits of a case; ``final`` is what its kind allows for the answer."""
        found = {"acknowledge": self.acknowledge, "first_answer": self.first_answer, "final": final}
        return Limits(**{**found, **self.by_kind.get(kind.value, {}), **self.by_topic.get(topic, {})})


DEFAULT_TERMS: Final = Terms()


def read_terms(root: Table, topics: Iterable[str]) -> Terms:
    """The table ``clocks``; all of it may be left out."""
    if not root.has("clocks"):
        return DEFAULT_TERMS
    table, default = root.table("clocks"), DEFAULT_TERMS
    terms = Terms(
        acknowledge=_days(table, "acknowledge", default.acknowledge),
        first_answer=_days(table, "first_answer", default.first_answer),
        by_kind=_by(table, "kinds", [kind.value for kind in Kind]),
        by_topic=_by(table, "topics", topics),
        ladder=_ladder(table, default.ladder),
    )
    table.finish()
    return terms


def terms_written(terms: Terms) -> dict[str, object]:
    """What ``read_terms`` reads back to the same value."""
    return {
        "acknowledge": terms.acknowledge,
        "first_answer": terms.first_answer,
        "kinds": {code: dict(limits) for code, limits in terms.by_kind.items()},
        "topics": {code: dict(limits) for code, limits in terms.by_topic.items()},
        "ladder": dict(zip(LADDER_STEPS, terms.ladder, strict=True)),
    }


def _days(table: Table, key: str, otherwise: int) -> int:
    return table.number(key, 1, _MOST_DAYS) if table.has(key) else otherwise


def _by(table: Table, key: str, codes: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    if not table.has(key):
        return MappingProxyType({})
    tables, found = table.table(key), {}
    for code in codes:
        if tables.has(code):
            limits = tables.table(code)
            found[code] = MappingProxyType({name: _days(limits, name, 1) for name in _LIMITS if limits.has(name)})
            limits.finish()
    tables.finish()
    return MappingProxyType(found)


def _ladder(table: Table, otherwise: tuple[int, ...]) -> tuple[int, ...]:
    if not table.has("ladder"):
        return otherwise
    steps = table.table("ladder")
    days = tuple(steps.number(name, 0, _MOST_DAYS) for name in LADDER_STEPS)
    steps.finish()
    if list(days) != sorted(set(days)):
        table.note("organisation-ladder-order", "ladder")
        return otherwise
    return days
