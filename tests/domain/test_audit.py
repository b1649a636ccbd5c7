"""The chain of the log: whole as it was written, broken by whatever else is done to it."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.domain.audit import Act, Head, LogEntry, act_of, canonical, chained, command_act, first_break, person_mark
from storage.domain.permissions import Actor, Post, Role
from tests.builders import person_id

NOW = datetime(2026, 11, 2, 2, 30, 59, tzinfo=UTC)
LEADER = Actor(frozenset({Post(Role.LEADER, "UBND"), Post(Role.STAFF)}), person=person_id("leader"))


def chain(before: bytes, entry: bytes) -> bytes:
    return hashlib.sha256(b"key" + before + entry).digest()


def log(count: int = 5) -> list[LogEntry]:
    return chained(Head(), [act_of(LEADER, "read", f"DT-{n}", NOW) for n in range(count)], chain)


def forged(entries: list[LogEntry], at: int) -> list[LogEntry]:
    """The log with an entry made anew by somebody without the key."""
    entry = entries[at]
    act = replace(entry.act, action="answered")
    return [*entries[:at], LogEntry(entry.seq, act, hashlib.sha256(canonical(entry.seq, act)).digest())]


def test_a_log_as_it_was_written_is_whole() -> None:
    """Every entry follows from the one before, from the beginning or from a later place."""
    entries = log()
    assert first_break(Head(), entries, chain) is None
    assert first_break(Head(entries[1].seq, entries[1].hash), entries[2:], chain) is None


@pytest.mark.parametrize("name", ["happened", "person", "posts", "action", "object"])
def test_no_part_of_an_entry_can_be_changed(name: str) -> None:
    """Whichever part is changed, the place is found."""
    entries = log()
    value = person_id("another") if name == "person" else "other"
    changed = replace(entries[2].act, **{name: value})  # type: ignore[arg-type]
    entries[2] = replace(entries[2], act=changed)
    assert first_break(Head(), entries, chain) == 3


@pytest.mark.parametrize("spoilt", [lambda e: e[:2] + e[3:], lambda e: [*e[:2], e[3], e[2], *e[4:]], lambda e: e[1:]])
def test_no_entry_can_be_taken_out_or_moved(spoilt: object) -> None:
    """An entry that is missing or stands elsewhere breaks the chain."""
    assert callable(spoilt)
    assert first_break(Head(), spoilt(log()), chain) is not None


def test_nobody_without_the_key_can_add() -> None:
    """An entry hashed without the key is found, at its place."""
    assert first_break(Head(), forged(log(), 4), chain) == 5


def test_an_act_names_the_post_and_no_name() -> None:
    """Who acts is a random number and the posts that allow it; being of the staff is none of them."""
    assert act_of(LEADER, "read", "DT-1", NOW) == Act(
        "2026-11-02T02:30:59Z", person_id("leader"), "leader:UBND", "read", "DT-1"
    )
    assert command_act("exported", "", NOW).person is None
    assert person_mark(person_id("leader")) != person_mark(person_id("another"))
    assert person_mark(None) == ""
