"""Reading SQLite's files as they lie on the disk: places within pages, what the log ever held, words in free space."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeVar

from tests.attack.population import MARK
from tests.invariants.watching import pages

_ID: Final = 16
_BLOCK: Final = 64
_WAL_HEADER, _FRAME_HEADER = 32, 24
_NEAR: Final = 700  # a record is hardly longer
_WORD: Final = re.compile(f"{MARK}[a-z]{{10}}".encode())
T = TypeVar("T")


def ids_in(content: bytes, ids: Mapping[bytes, T]) -> Iterator[tuple[int, T]]:
    """Every known id in these bytes, with its place."""
    for at in range(len(content) - _ID + 1):
        owner = ids.get(content[at : at + _ID])
        if owner is not None:
            yield at, owner


def places(file: Path, table: str, ids: Mapping[bytes, T]) -> Iterator[tuple[float, T]]:
    """Known ids in a table, by the order in which SQLite took the room: pages as they grew, each from its end."""
    for number, page in pages(file, table):
        for at, owner in ids_in(page, ids):
            yield number + 1 - at / len(page), owner


def backed_up(file: Path, copy: Path) -> Path:
    """A copy as the program's own backup makes it, in the order of the keys."""
    copy.unlink(missing_ok=True)
    connection = sqlite3.connect(file)
    try:
        connection.execute("VACUUM INTO ?", (str(copy),))
    finally:
        connection.close()
    return copy


class Carver:
    """Keeps what every state of the write-ahead log changed, in order: more than any thief could carve of one."""

    def __init__(self) -> None:
        self._pages: dict[int, bytes] = {}
        self._changes: list[bytes] = []

    def read(self, log: bytes) -> None:
        """One more state, just before it is emptied."""
        if len(log) < _WAL_HEADER:
            return
        size = int.from_bytes(log[8:12], "big")
        for at in range(_WAL_HEADER, len(log) - size, size + _FRAME_HEADER):
            number = int.from_bytes(log[at : at + 4], "big")
            page = log[at + _FRAME_HEADER : at + _FRAME_HEADER + size]
            self._changes.append(_changed(self._pages.get(number, b""), page))
            self._pages[number] = page

    def found(self, ids: Mapping[bytes, T]) -> Iterator[tuple[float, T]]:
        """Known ids in what was written, by when."""
        for at, change in enumerate(self._changes):
            for owner in {owner for _, owner in ids_in(change, ids)}:
                yield float(at), owner

    def beside_words(self, database: bytes, ids: Mapping[bytes, T]) -> Mapping[bytes, Collection[T]]:
        """By each word of a concern, whose ids stand near it in the file and in all that the log held."""
        found: dict[bytes, set[T]] = defaultdict(set)
        for content in (database, *self._changes):
            for word in _WORD.finditer(content):
                around = content[max(0, word.start() - _NEAR) : word.end() + _NEAR]
                found[word[0]].update(owner for _, owner in ids_in(around, ids))
        return found

    @staticmethod
    def word_of(text: str) -> bytes:
        """The word by which a concern is found."""
        word = _WORD.search(text.encode())
        assert word is not None
        return word[0]


def _changed(before: bytes, after: bytes) -> bytes:
    """The blocks that differ, each with its neighbours: an id may lie across two."""
    if not before:
        return after
    blocks = range(0, len(after), _BLOCK)
    changed = {at for at in blocks if before[at : at + _BLOCK] != after[at : at + _BLOCK]}
    wide = sorted(at + step for at in changed for step in (-_BLOCK, 0, _BLOCK))
    return b"".join(after[at : at + _BLOCK] for at in dict.fromkeys(wide) if at >= 0)
