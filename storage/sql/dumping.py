"""A database as lines of text and back, the same for SQLite and PostgreSQL.

One snapshot of all tables, each in random order: where a row lies in a file of a database, and the log beside it,
tell when it came; nothing of that is in here. What is restored is written in this order.
"""

import base64
import json
import secrets
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Self

from sqlalchemy import Column, MetaData, Table, func, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.domain.errors import DialogueError
from storage.sql.engine import Database
from storage.sql.migrate import stored_revision

_AT_ONCE: Final = 200  # rows
_VERSION: Final = "alembic_version"
_random: Final = secrets.SystemRandom()


class BrokenDump(DialogueError):
    """The lines are not what a dump is."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first line: by which version of the tables it was written."""

    revision: str

    @classmethod
    def read(cls, line: bytes) -> Self:
        try:
            return cls(str(json.loads(line)["revision"]))
        except (ValueError, KeyError, TypeError):
            raise BrokenDump from None


async def dump(database: Database) -> AsyncIterator[bytes]:
    """The head, a line for each row, and how many there are of each table."""
    async with database.reader.connect() as connection:
        revision = await connection.run_sync(stored_revision)
        yield _line({"revision": revision})
        counts: dict[str, int] = {}
        for table in (await _tables(connection)).sorted_tables:
            counts[table.name] = 0
            async for row in _rows(connection, table):
                counts[table.name] += 1
                yield _line([table.name, [_written(value) for value in row]])
        yield _line({"counts": counts})


def check(lines: Iterable[bytes]) -> Mapping[str, int]:
    """How many rows each table has; raises BrokenDump unless it is whole."""
    found: dict[str, int] = {}
    stated: Mapping[str, int] | None = None
    for line in lines:
        read = _read(line)
        if isinstance(read, dict):
            stated = read["counts"]
        else:
            found[read[0]] = found.get(read[0], 0) + 1
    if stated is None or {name: count for name, count in stated.items() if count} != found:
        raise BrokenDump
    return stated


async def revision_of(database: Database) -> str | None:
    """What its tables were upgraded to last."""
    async with database.reader.connect() as connection:
        return await connection.run_sync(stored_revision)


async def is_empty(database: Database) -> bool:
    """Whether nothing but tables is there."""
    async with database.reader.connect() as connection:
        for table in (await _tables(connection)).sorted_tables:
            if (await connection.execute(select(func.count()).select_from(table))).scalar_one():
                return False
    return True


async def load(database: Database, lines: Iterable[bytes]) -> None:
    """Write all rows, in one transaction, into tables of the dump's own revision."""
    async with database.writer.begin() as connection:
        tables = (await _tables(connection)).tables
        later: list[tuple[Table, Mapping[str, Any]]] = []
        for table, rows in _batches(lines, tables):
            own = _own_references(table)
            later += [(table, row) for row in rows if any(row[name] is not None for name in own)]
            await connection.execute(insert(table), [{**row, **dict.fromkeys(own)} for row in rows])
        for table, row in later:
            await _put_references(connection, table, row)


async def _tables(connection: AsyncConnection) -> MetaData:
    """As they are in this database, whichever version of the program made them."""
    found = MetaData()
    await connection.run_sync(lambda sync: found.reflect(sync, only=lambda name, _: name != _VERSION))
    return found


async def _rows(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Any]]:
    keys = list(table.primary_key.columns)
    wanted = [tuple(row) for row in (await connection.execute(select(*keys))).all()]
    _random.shuffle(wanted)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        found = list((await connection.execute(select(table).where(tuple_(*keys).in_(some)))).all())
        _random.shuffle(found)
        for row in found:
            yield tuple(row)


def _batches(lines: Iterable[bytes], tables: Mapping[str, Table]) -> Iterator[tuple[Table, list[Mapping[str, Any]]]]:
    name, rows = "", list[Mapping[str, Any]]()
    for line in lines:
        read = _read(line)
        if isinstance(read, dict):
            continue
        if rows and (read[0] != name or len(rows) >= _AT_ONCE):
            yield tables[name], rows
            rows = []
        name = read[0]
        if name not in tables:
            raise BrokenDump
        rows.append(dict(zip(tables[name].c.keys(), map(_value, read[1]), strict=True)))
    if rows:
        yield tables[name], rows


def _own_references(table: Table) -> list[str]:
    """Columns that point into the same table: filled in when all its rows are there."""
    return [column.name for column in table.columns if any(key.column.table is table for key in column.foreign_keys)]


async def _put_references(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    keys: list[Column[Any]] = list(table.primary_key.columns)
    this = [key == row[key.name] for key in keys]
    await connection.execute(update(table).where(*this).values({name: row[name] for name in _own_references(table)}))


def _line(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read(line: bytes) -> Any:
    try:
        read = json.loads(line)
    except ValueError:
        raise BrokenDump from None
    if isinstance(read, dict) and "counts" in read:
        return read
    if not isinstance(read, list) or len(read) != 2:
        raise BrokenDump
    return read


def _written(value: Any) -> Any:
    """What JSON has no word for, with a name for its kind; a document, too, since it may look like one of these."""
    match value:
        case bytes() | memoryview():
            return {"bytes": base64.b64encode(value).decode()}
        case date():
            return {"date": value.isoformat()}
        case dict() | list():
            return {"json": value}
    return value


def _value(written: Any) -> Any:
    match written:
        case {"bytes": str(text)}:
            return base64.b64decode(text)
        case {"date": str(text)}:
            return date.fromisoformat(text)
        case {"json": value}:
            return value
    return written
