"""The log of what staff did: each entry is chained to the one before, so that none can be changed, put in or taken out.

It names people and cases and holds no words of a case. Of an author it says only that there is a case, by the day.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, Protocol

from storage.domain.ids import PersonId, encode
from storage.domain.permissions import Actor, Role

FILED: Final = "filed"
READ: Final = "read"
COMMAND_LINE: Final = "shell"  # in place of posts: whoever has the server's shell
BEGINNING: Final = bytes(32)  # what the first entry is chained to
_MARK_LENGTH: Final = 6

# From the hash of the entry before and this entry's bytes to its own hash; only this server can make one.
Chain = Callable[[bytes, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did. ``happened`` is a moment in UTC, or of a filing only its date; ``object`` a code."""

    happened: str
    person: PersonId | None
    posts: str
    action: str
    object: str


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An act at its place in the chain."""

    seq: int
    act: Act
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """How far the chain has come."""

    seq: int = 0
    hash: bytes = BEGINNING


class AuditLog(Protocol):
    """The log. Whoever writes to it waits for whoever writes at the same time: there is one chain."""

    async def append(self, acts: Sequence[Act], chain: Chain) -> None: ...
    async def head(self) -> Head: ...
    async def after(self, seq: int, limit: int) -> Sequence[LogEntry]: ...
    async def newest(self, skip: int, limit: int) -> Sequence[LogEntry]: ...
    async def filings_to_enter(self, before: date) -> Sequence[Act]:
        """Cases filed before that day that the log does not have yet, in no order that means anything."""
        ...


def act_of(actor: Actor, action: str, what: str, now: datetime) -> Act:
    """An act of a person in their posts."""
    posts = sorted(f"{post.role.value}:{post.unit}" for post in actor.posts if post.role is not Role.STAFF)
    return Act(moment(now), actor.person, ",".join(posts), action, what)


def command_act(action: str, what: str, now: datetime) -> Act:
    """An act on the server's command line, which knows no person."""
    return Act(moment(now), None, COMMAND_LINE, action, what)


def moment(now: datetime) -> str:
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def person_mark(person: PersonId | None) -> str:
    """By what a person is told apart in the log: the same for all they did, and no name."""
    return encode(person, _MARK_LENGTH) if person is not None else ""


def canonical(seq: int, act: Act) -> bytes:
    """The entry as it goes into its hash: the same bytes on every machine."""
    person = act.person.hex() if act.person is not None else ""
    parts = [seq, act.happened, person, act.posts, act.action, act.object]
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode()


def chained(head: Head, acts: Iterable[Act], chain: Chain) -> list[LogEntry]:
    """The acts as the next entries of the chain."""
    entries = []
    for act in acts:
        seq = head.seq + 1
        head = Head(seq, chain(head.hash, canonical(seq, act)))
        entries.append(LogEntry(seq, act, head.hash))
    return entries


def first_break(head: Head, entries: Sequence[LogEntry], chain: Chain) -> int | None:
    """The place of the first entry that does not follow from the one before; None if all do."""
    for entry in entries:
        if entry.seq != head.seq + 1 or chain(head.hash, canonical(entry.seq, entry.act)) != entry.hash:
            return head.seq + 1
        head = Head(entry.seq, entry.hash)
    return None
