"""What in a text may tell who wrote it, or names somebody: pointed out to the author before sending, never kept."""

from bisect import bisect
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from storage.domain.guard_circumstances import alone, moments
from storage.domain.guard_names import names
from storage.domain.guard_numbers import addresses, identity_numbers, phones
from storage.domain.guard_text import GuardText

GAP: Final = "[…]"  # what stands where something was removed


class Trace(StrEnum):
    """Kinds of what gives a person away; the order is that in which they are shown."""

    PHONE = "phone"
    IDENTITY = "identity"
    ADDRESS = "address"
    NAME = "name"
    ALONE = "alone"  # only one or few people can have written this
    MOMENT = "moment"  # a time of day on a certain day
    UNIT = "unit"  # the author's own unit, where it is small


@dataclass(frozen=True, slots=True)
class Finding:
    """One such place of a text."""

    kind: Trace
    start: int
    end: int
    quote: str


def find(text: str, known_names: Collection[str] = ()) -> list[Finding]:
    """Every place, in order; where two overlap, the one that says more stays. ``known_names``: of enrolled people."""
    read = GuardText(text)
    spans = {
        Trace.ADDRESS: addresses(read),
        Trace.IDENTITY: identity_numbers(read),
        Trace.PHONE: phones(read),
        Trace.NAME: names(read, known_names),
        Trace.ALONE: alone(read),
        Trace.MOMENT: moments(read),
    }
    return apart([Finding(kind, *span, text[slice(*span)]) for kind, found in spans.items() for span in found])


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order of place, none overlapping: the earlier kind in the list wins."""
    kept: list[Finding] = []
    for one in findings:
        place = bisect(kept, one.start, key=lambda other: other.start)
        neighbours = kept[max(place - 1, 0) : place + 1]
        if all(one.end <= other.start or other.end <= one.start for other in neighbours):
            kept.insert(place, one)
    return kept


def without(text: str, findings: Sequence[Finding]) -> str:
    """The text with a gap in place of each finding."""
    for one in sorted(findings, key=lambda one: one.start, reverse=True):
        text = f"{text[: one.start]}{GAP}{text[one.end :]}"
    return text
