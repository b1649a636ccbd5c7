"""Looking into a database as a thief does: every table there is, with the marks the database itself puts on rows."""

import sqlite3
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import text

from storage.sql.engine import Database
from tests.world import World

# What an anonymous author may change, from filing to rating. Every other table, also one made tomorrow, stays as it is.
OF_CASES: Final = frozenset(
    """
    case case_entry case_event case_file return_address reply_code clock wake_up commitment outbox
    """.split()
)
Rows: TypeAlias = list[tuple[Any, ...]]

_TABLES: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
_MARKS: Final = {"sqlite": "*", "postgresql": "xmin::text, xmax::text, ctid::text, *"}
_INTERIOR: Final = (2, 5)


async def dump(database: Database) -> Mapping[str, Rows]:
    """Every row of every table; on PostgreSQL with the transactions that wrote or locked it, and its place."""
    kind = database.writer.dialect.name
    async with database.writer.connect() as connection:
        names = sorted((await connection.execute(text(_TABLES[kind]))).scalars())
        return {
            name: sorted((tuple(row) for row in await connection.execute(text(_query(kind, name)))), key=repr)
            for name in names
        }


def _query(kind: str, name: str) -> str:
    return f'SELECT {_MARKS[kind]} FROM "{name}"'  # noqa: S608 - a name the database has just told us


async def besides_cases(database: Database) -> Mapping[str, object]:
    """All that an anonymous act must leave as it is: rows, PostgreSQL's marks on them, SQLite's pages byte for byte."""
    rows: dict[str, object] = {name: rows for name, rows in (await dump(database)).items() if name not in OF_CASES}
    if database.writer.dialect.name == "sqlite":
        assert await database.checkpoint()
        file = sqlite_file(database)
        rows |= {f"pages of {name}": page_hashes(file, name) for name in list(rows)}
    return rows


def sqlite_file(database: Database) -> Path:
    return Path(str(database.writer.url.database))


def database_of(world: World) -> Database:
    return world.app.base.database


def page_hashes(file: Path, table: str) -> list[tuple[int, str]]:
    """The pages of a table in the order of its keys: each one's number, and the hash of its bytes."""
    return [(number, sha256(page).hexdigest()) for number, page in pages(file, table)]


def pages(file: Path, table: str) -> list[tuple[int, bytes]]:
    """The pages of a table's tree (without overflow), by the format SQLite documents."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    content = file.read_bytes()
    found: list[tuple[int, bytes]] = []

    def walk(number: int) -> None:
        page = content[(number - 1) * size : number * size]
        found.append((number, page))
        for child in _children(page):
            walk(child)

    walk(root)
    return found


def _children(page: bytes) -> list[int]:
    if page[0] not in _INTERIOR:
        return []
    cells = int.from_bytes(page[3:5], "big")
    starts = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
    return [*(int.from_bytes(page[at : at + 4], "big") for at in starts), int.from_bytes(page[8:12], "big")]
