"""The table ``release`` of an organisation's document: read, refused, written back."""

from datetime import time
from typing import Final

from storage.domain.document import Table, time_of
from storage.domain.release import DEFAULT_RELEASE, IMMEDIATE, ReleaseRules

_MOST_CASES: Final = 20
_MOST_MINUTES: Final = 480


def read_release(root: Table) -> ReleaseRules:
    """All of it may be left out. A demo then waits for nothing; its file, copied for a real office, does."""
    if not root.has("release"):
        return IMMEDIATE if root.flag("is_demo") else DEFAULT_RELEASE
    table, default = root.table("release"), DEFAULT_RELEASE
    least = _number(table, "delay_from", 0, default.delay[0])
    rules = ReleaseRules(
        slots=_slots(table, default.slots),
        at_least=_number(table, "at_least", 1, default.at_least, _MOST_CASES),
        delay=(least, _number(table, "delay_to", least, max(least, default.delay[1]))),
        neutral=table.flag("neutral") if table.has("neutral") else default.neutral,
    )
    table.finish()
    return rules


def release_written(rules: ReleaseRules) -> dict[str, object]:
    """What ``read_release`` reads back to the same value."""
    return {
        "slots": [f"{slot:%H:%M}" for slot in rules.slots],
        "at_least": rules.at_least,
        "delay_from": rules.delay[0],
        "delay_to": rules.delay[1],
        "neutral": rules.neutral,
    }


def _slots(table: Table, otherwise: tuple[time, ...]) -> tuple[time, ...]:
    if not table.has("slots"):
        return otherwise
    found = set()
    for text in table.texts("slots"):
        at = time_of(text)
        if at is None:
            table.note("organisation-bad-slot", "slots", value=text)
        else:
            found.add(time(*at))
    return tuple(sorted(found))


def _number(table: Table, key: str, low: int, otherwise: int, high: int = _MOST_MINUTES) -> int:
    return table.number(key, low, high) if table.has(key) else otherwise
