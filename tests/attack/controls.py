"""Two careless designs beside the product, in its own database: if no attack finds them out, the attacks are broken."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from tests.attack.driving import Author, Run
from tests.invariants.watching import database_of, sqlite_file

Control: TypeAlias = Callable[[Run], None]


def processed_updates(run: Run) -> None:
    """What most bots keep: each update with its account and time, a last-seen, and when a case came."""
    database = sqlite_file(database_of(run.world))
    _write(database, "CREATE TABLE processed_update(id INTEGER PRIMARY KEY, account TEXT, at TEXT)")
    _write(database, "CREATE TABLE last_seen(account TEXT PRIMARY KEY, at TEXT)")
    _write(database, "CREATE TABLE case_time(ref TEXT PRIMARY KEY, created_at TEXT)")

    async def after(author: Author, ref: str) -> None:
        account, now = author.accounts[-1].key, run.world.clock.now().isoformat(timespec="seconds")
        _write(database, "INSERT INTO processed_update(account, at) VALUES (?, ?)", account, now)
        _write(database, "INSERT OR REPLACE INTO last_seen VALUES (?, ?)", account, now)
        _write(database, "INSERT INTO case_time VALUES (?, ?)", ref, now)

    run.after_filing = after


def durable_drafts(run: Run) -> None:
    """A draft is a row while somebody writes, and is deleted when it is sent."""
    database = sqlite_file(database_of(run.world))
    _write(database, "CREATE TABLE draft(account TEXT PRIMARY KEY, body TEXT)")

    async def before(author: Author, text: str) -> None:
        _write(database, "INSERT OR REPLACE INTO draft VALUES (?, ?)", author.accounts[-1].key, text)

    async def after(author: Author, ref: str) -> None:
        _write(database, "DELETE FROM draft WHERE account = ?", author.accounts[-1].key)

    run.before_filing, run.after_filing = before, after


def _write(database: Path, statement: str, *values: str) -> None:
    connection = sqlite3.connect(database, timeout=10, isolation_level=None)
    try:
        connection.execute(statement, values)
    finally:
        connection.close()


# By its name: the design, the attack that must find it out, and how many of a hundred cases.
CONTROLS: Final[Mapping[str, tuple[Control, str, float]]] = MappingProxyType(
    {
        "processed updates": (processed_updates, "nearest time in rows", 0.95),
        "drafts in the database": (durable_drafts, "words carved from database and log", 0.40),
    }
)
