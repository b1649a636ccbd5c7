"""The log of what staff did, from outside: is it whole, as a file, and how far it had come when last looked at."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.domain.audit import Head, LogEntry, first_break, person_mark
from storage.domain.errors import Problem, SettingsError
from storage.domain.ports import Seals, Store

COLUMNS: Final = ("number", "happened", "person", "posts", "action", "object", "hash")
AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the log was found: its head, and the first place where it is not what was written (None: whole)."""

    head: Head
    broken_at: int | None = None


class Checkpoint:
    """The last known head of the chain, in a file beside the keys: without it, a tail cut off would not be missed."""

    def __init__(self, keys: Path) -> None:
        self._path = keys / "audit.head"

    def read(self) -> Head:
        """The beginning if there is none yet; SettingsError if the file says nothing we wrote."""
        try:
            number, digest = self._path.read_text(encoding="ascii").split()
            return Head(int(number), bytes.fromhex(digest))
        except FileNotFoundError:
            return Head()
        except (ValueError, OSError):
            raise SettingsError(Problem("cli-audit-head-unreadable", {"path": str(self._path)})) from None

    def write(self, head: Head) -> None:
        draft = self._path.with_suffix(".new")
        draft.write_text(f"{head.seq} {head.hash.hex()}\n", encoding="ascii")
        draft.chmod(0o600)
        draft.replace(self._path)


async def verify(store: Store, seals: Seals, known: Head) -> Verdict:
    """Walk the whole chain, and see that it still holds what was known of it."""
    head = Head()
    async with store.reading() as reads:
        while entries := await reads.audit.after(head.seq, AT_ONCE):
            broken = first_break(head, entries, seals.audit_hash)
            if broken is None:
                broken = _differs(entries, known)
            if broken is not None:
                return Verdict(head, broken)
            head = Head(entries[-1].seq, entries[-1].hash)
    return Verdict(head, head.seq + 1 if head.seq < known.seq else None)


def _differs(entries: Sequence[LogEntry], known: Head) -> int | None:
    """The place of the known head, if another entry stands there."""
    return next((e.seq for e in entries if e.seq == known.seq and e.hash != known.hash), None)


async def note_head(store: Store, checkpoint: Checkpoint) -> bool:
    """Move the checkpoint on; False (and it stays) if the log does not hold what it knows."""
    known = await asyncio.to_thread(checkpoint.read)
    async with store.reading() as reads:
        head = await reads.audit.head()
        there = await reads.audit.after(known.seq - 1, 1) if known.seq else ()
    if known.seq and [(entry.seq, entry.hash) for entry in there] != [(known.seq, known.hash)]:
        return False
    if head != known:
        await asyncio.to_thread(checkpoint.write, head)
    return True


async def rows(store: Store) -> Sequence[Sequence[str]]:
    """The log as a table; people by their marks, no names."""
    found: list[LogEntry] = []
    async with store.reading() as reads:
        while entries := await reads.audit.after(found[-1].seq if found else 0, AT_ONCE):
            found += entries
    return [_row(entry) for entry in found]


def _row(entry: LogEntry) -> Sequence[str]:
    act = entry.act
    mark = person_mark(act.person)
    return (str(entry.seq), act.happened, mark, act.posts, act.action, act.object, entry.hash.hex())
