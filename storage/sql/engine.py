"""Opening the database: SQLite with one writing connection and a few reading ones, or PostgreSQL."""

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.contents import ContentKeys
from storage.domain import ports
from storage.domain.errors import Problem, SettingsError
from storage.sql.sqlite_driver import connector
from storage.sql.transaction import Transaction
from storage.sql.unit_of_work import SqlUnitOfWork

_BUSY_MILLISECONDS: Final = 5_000
_CHECKPOINT_MILLISECONDS: Final = 500  # the writing turn waits for no reader longer than this
_SQLITE_READERS: Final = 4
_POSTGRES_CONNECTIONS: Final = 10
_OVERFLOW: Final = 12  # a crowd waits less, and a unit opened within another one never waits for itself

_COMMON_PRAGMAS: Final = f"""
PRAGMA busy_timeout = {_BUSY_MILLISECONDS};
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
"""  # sorting large results in a file would leave texts in a temporary folder
_READER_PRAGMAS: Final = _COMMON_PRAGMAS + "PRAGMA query_only = ON;"
# secure_delete and a log that is cut down when it starts again: what was erased is not to be found in the files.
_WRITER_PRAGMAS: Final = (
    _COMMON_PRAGMAS
    + """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA journal_size_limit = 0;
"""
)


class Database:
    """The open database. Made by ``open_database``; closed by ``close``, or its SQLite threads live on."""

    def __init__(
        self, writer: AsyncEngine, reader: AsyncEngine, turn: asyncio.Lock | None, contents: ContentKeys
    ) -> None:
        self.writer: Final = writer
        self.contents: Final = contents
        self.reader: Final = reader
        self._turn = turn
        self._sql_store = SqlStore(writer, reader, turn, contents)
        self.store: Final[ports.Store] = self._sql_store

    def when_queued(self, tell: Callable[[], None]) -> None:
        """Call this after each commit that has put notices into the outbox."""
        self._sql_store.on_queued = tell

    async def reach(self) -> None:
        """Connect once; SettingsError if the database does not let us in."""
        await self._reach(self.writer)

    async def reach_reader(self) -> None:
        """The same without any right to write."""
        await self._reach(self.reader)

    async def _reach(self, engine: AsyncEngine) -> None:
        try:
            async with engine.connect():
                pass
        except DBAPIError as error:
            # The driver's own words: a refused connection, a wrong password (not shown), a file that is no database.
            raise SettingsError(Problem("settings-database-shut", {"why": _first_line(error.orig)})) from None

    async def close(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()

    async def checkpoint(self) -> bool:
        """Move SQLite's log into the database and empty it; False if a reader was in the way. A no-op elsewhere.

        Deleted text lives on in the log until then, so this wants to run every minute.
        """
        if self._turn is None:
            return True
        async with self._turn, self.writer.connect() as connection:
            return await _empty_log((await connection.get_raw_connection()).driver_connection)


class SqlStore:
    """``ports.Store``: writing units take their turn on SQLite, reading ones run beside them."""

    def __init__(
        self, writer: AsyncEngine, reader: AsyncEngine, turn: asyncio.Lock | None, contents: ContentKeys
    ) -> None:
        self._writer = writer
        self._contents = contents
        self._reader = reader
        self._turn = turn
        self.on_queued: Callable[[], None] = lambda: None

    def writing(self) -> ports.UnitOfWork:
        return SqlUnitOfWork(Transaction(self._writer, self._turn), self._contents, self.on_queued)

    def reading(self) -> ports.UnitOfWork:
        return SqlUnitOfWork(Transaction(self._reader, None), self._contents, self.on_queued)


def open_database(url: str, contents: ContentKeys) -> Database:
    """The database at ``sqlite:///file`` or ``postgresql://…``; nothing is connected yet.

    ``contents`` are the keys by which the words of cases are read and written.

    Raises SettingsError for another kind of database, and for SQLite in memory, which its readers could not share.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise SettingsError(Problem("settings-database-url")) from None
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(parsed.set(drivername="sqlite+aiosqlite"), contents)
        case "postgresql":
            return _open_postgresql(parsed.set(drivername="postgresql+psycopg"), contents)
        case other:
            raise SettingsError(Problem("settings-database-kind", {"kind": other}))


def _open_sqlite(url: URL, contents: ContentKeys) -> Database:
    if not url.database or ":memory:" in url.database:
        raise SettingsError(Problem("settings-database-file"))
    Path(url.database).touch(mode=0o600)
    writing = {"async_creator_fn": connector(writes=True, pragmas=_WRITER_PRAGMAS)}
    reading = {"async_creator_fn": connector(writes=False, pragmas=_READER_PRAGMAS)}
    writer = _engine(url, connect_args=writing, pool_size=1, max_overflow=0)
    reader = _engine(url, connect_args=reading, pool_size=_SQLITE_READERS, max_overflow=_OVERFLOW)
    return Database(writer, reader, asyncio.Lock(), contents)


def _open_postgresql(url: URL, contents: ContentKeys) -> Database:
    # pool_pre_ping: after a restart of the server the first turn finds out before it began, not in its middle.
    writer = _engine(url, pool_size=_POSTGRES_CONNECTIONS, max_overflow=_OVERFLOW, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, None, contents)


def _engine(url: URL, **options: Any) -> AsyncEngine:
    # hide_parameters: an error's text would otherwise carry account keys and message text into the log.
    return create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        **options,
    )


def _first_line(error: BaseException | None) -> str:
    return str(error).partition("\n")[0]


async def _empty_log(driver: Any) -> bool:
    # Straight to the driver: SQLAlchemy would begin a transaction, and none may be open here.
    await driver.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}")
    try:
        cursor = await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, _, _) = await cursor.fetchone()
        await cursor.close()
    finally:
        await driver.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    return bool(busy == 0)
