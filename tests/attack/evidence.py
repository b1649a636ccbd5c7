"""What a thief has: database, every state of its log, backup, the product's own log, the files; but no private key.

The thief knows every colleague, their addresses and the key that makes account keys of them, and has read every case.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.attack.driving import Author, Run
from tests.attack.files import Carver, backed_up, places
from tests.invariants.watching import database_of, dump, sqlite_file

ID_BYTES: Final = 16
_MARKS_OF_POSTGRESQL: Final = 3  # xmin, xmax, ctid stand before a row's own columns
Row: TypeAlias = tuple[Any, ...]
Owner: TypeAlias = tuple[bool, int]  # whether a person (else a case), and which


class Known:
    """Every id, address and reference of which the thief knows whose it is."""

    def __init__(self) -> None:
        self.ids: dict[bytes, Owner] = {}
        self.words: dict[str, Owner] = {}

    def add(self, value: bytes | str, owner: Owner) -> None:
        """A word is looked for in files by its beginning."""
        if isinstance(value, str):
            self.words[value] = owner
            value = value.encode()
        if len(value) >= ID_BYTES:
            self.ids[value[:ID_BYTES]] = owner

    def owners(self, row: Row) -> set[Owner]:
        """Whom and what a row speaks of."""
        found = (self._owner(value) for value in row)
        return {owner for owner in found if owner is not None}

    def _owner(self, value: object) -> Owner | None:
        if isinstance(value, bytes):
            return self.ids.get(value) if len(value) == ID_BYTES else None
        return self.words.get(value) if isinstance(value, str) else None


@dataclass(frozen=True, slots=True)
class Traces:
    """People and cases by where they stand: in a file, in a log, in time; in the order of their places."""

    people: Sequence[tuple[float, int]]
    cases: Mapping[int, float]  # where each is met first

    @classmethod
    def of(cls, found: Iterator[tuple[float, Owner]]) -> "Traces":
        people: list[tuple[float, int]] = []
        cases: dict[int, float] = {}
        for at, (is_person, number) in sorted(found):
            if is_person:
                people.append((at, number))
            else:
                cases.setdefault(number, at)
        return cls(people, cases)

    def before(self, at: float, most: int) -> Sequence[tuple[float, int]]:
        """What stands there itself belongs to it."""
        place = bisect_right(self.people, at, key=lambda each: each[0])
        return self.people[max(0, place - most) : place]

    def after(self, at: float, most: int) -> Sequence[tuple[float, int]]:
        place = bisect_left(self.people, at, key=lambda each: each[0])
        return self.people[place : place + most]


@dataclass(slots=True)
class Evidence:
    """All of it, put in order."""

    authors: int
    truth: list[int]
    known: Known
    marks: int
    rows: Mapping[str, list[Row]]
    of_cases: Mapping[int, list[tuple[str, Row]]]
    of_people: Mapping[int, list[tuple[str, Row]]]
    units: Sequence[str]
    log: Sequence[str]
    files: Mapping[Path, tuple[float, bytes]]
    in_pages: Mapping[str, Traces] = field(default_factory=dict)  # by table
    in_backup: Mapping[str, Traces] = field(default_factory=dict)
    in_write_ahead: Traces = field(default_factory=lambda: Traces([], {}))
    carved: Mapping[int, set[int]] = field(default_factory=dict)  # who stands beside the words of each case


async def gather(run: Run) -> Evidence:
    """Steal everything."""
    database = database_of(run.world)
    on_postgresql = database.writer.dialect.name == "postgresql"
    rows = {
        name: [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in found]
        for name, found in (await dump(database)).items()
    }
    marks = _MARKS_OF_POSTGRESQL if on_postgresql else 0
    known = _known(run, rows, marks)
    of_cases: dict[int, list[tuple[str, Row]]] = defaultdict(list)
    of_people: dict[int, list[tuple[str, Row]]] = defaultdict(list)
    for name, found in rows.items():
        for row in found:
            for is_person, number in known.owners(row):
                (of_people if is_person else of_cases)[number].append((name, row))
    units = [run.plan.unit(number) for number in range(run.plan.authors)]
    truth = list(run.wrote.values())
    log = run.log.read_text(encoding="utf-8").splitlines()
    evidence = Evidence(run.plan.authors, truth, known, marks, rows, of_cases, of_people, units, log, _on_disk(run))
    if not on_postgresql:
        file = sqlite_file(database)
        copy = backed_up(file, run.folder / "backup.db")
        evidence.in_pages = {name: Traces.of(places(file, name, known.ids)) for name in rows}
        evidence.in_backup = {name: Traces.of(places(copy, name, known.ids)) for name in rows}
        evidence.in_write_ahead = Traces.of(run.carver.found(known.ids))
        evidence.carved = _carved(run, file, known)
    return evidence


def _known(run: Run, rows: Mapping[str, list[Row]], marks: int) -> Known:
    known = Known()
    keys: dict[bytes, Author] = {}
    for author in run.authors:
        for account in author.accounts:
            key = bytes(run.world.app.base.seals.account_key(account))
            keys[key] = author
            for value in (key, key.hex(), account.key):
                known.add(value, (True, author.number))
    for row in rows["account"]:
        if row[marks] in keys:
            known.add(row[marks + 1], (True, keys[row[marks]].number))
    place = {ref: number for number, ref in enumerate(run.wrote)}
    for row in rows["case"]:
        if (number := place.get(row[marks + 1])) is not None:
            known.add(row[marks], (False, number))
            known.add(row[marks + 1], (False, number))
    return known


def _carved(run: Run, file: Path, known: Known) -> Mapping[int, set[int]]:
    """Whose ids stand beside the words of each case, in the file and in all that was ever in its log."""
    by_word = run.carver.beside_words(file.read_bytes(), known.ids)
    words = [Carver.word_of(text) for text in run.texts.values()]
    return {n: {number for is_person, number in by_word.get(word, ()) if is_person} for n, word in enumerate(words)}


def _on_disk(run: Run) -> Mapping[Path, tuple[float, bytes]]:
    """Every file of the installation but the sessions, which are memory and not on any disk."""
    found = (path for path in run.folder.rglob("*") if path.is_file() and not path.name.startswith("sessions.db"))
    return {path: (path.stat().st_mtime, path.read_bytes()) for path in found}
