"""Opening the database: SQLite with one writing connection and a few reading ones, or PostgreSQL."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.contents import ContentKeys
from storage.domain import ports
from storage.domain.errors import Problem, SettingsError
from storage.sql.leadership import OnlyServed
from storage.sql.postgresql_units import PostgresqlTransaction
from storage.sql.sqlite_driver import BUSY_MILLISECONDS, DRIVER, connector
from storage.sql.sqlite_units import Readers, SqliteReading, SqliteWriting
from storage.sql.sqlite_writer import Writer
from storage.sql.transaction import Transaction
from storage.sql.unit_of_work import SqlUnitOfWork

_POSTGRES_CONNECTIONS: Final = 10
_OVERFLOW: Final = 12  # a crowd waits less, and a unit opened within another one never waits for itself

_COMMON_PRAGMAS: Final = f"""
PRAGMA busy_timeout = {BUSY_MILLISECONDS};
PRAGMA trusted_schema = OFF;
PRAGMA temp_store = MEMORY;
"""  # sorting large results in a file would leave texts in a temporary folder
# Each connection has a cache of its own; with two megabytes, SQLite's usual ones, those of a crowd are felt.
_READER_PRAGMAS: Final = _COMMON_PRAGMAS + "PRAGMA query_only = ON; PRAGMA cache_size = -500;"
# secure_delete and a log that is cut down when it starts again: what was erased is not to be found in the files.
# cache_spill: nothing is written before the commit, which is done beside the loop.
_WRITER_PRAGMAS: Final = (
    _COMMON_PRAGMAS
    + """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA cache_spill = OFF;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA journal_size_limit = 0;
"""
)


class Database:
    """The open database. Made by ``open_database``; closed by ``close``."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, units: "Units", contents: ContentKeys) -> None:
        self.writer: Final = writer
        self.contents: Final = contents
        self.reader: Final = reader
        self._units = units
        self._sql_store = SqlStore(units, contents)
        self.store: Final[ports.Store] = self._sql_store

    def when_queued(self, tell: Callable[[], None]) -> None:
        """Call this after each commit that has put notices into the outbox."""
        self._sql_store.on_queued = tell

    def writing(self) -> Transaction:
        """A transaction without repositories."""
        return self._units.writing()

    async def acquire(self) -> bool:
        """Be the only one who serves it until ``close``; SQLite's file lies in a folder that has its own lock."""
        return await self._units.acquire()

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
        await self._units.close()
        await self.reader.dispose()
        await self.writer.dispose()

    async def checkpoint(self) -> bool:
        """Move SQLite's log into the database and empty it; False if a reader was in the way. A no-op elsewhere.

        Deleted text lives on in the log until then, so this wants to run every minute.
        """
        return await self._units.checkpoint()


class Units(Protocol):
    """Transactions of one kind of database."""

    def writing(self) -> Transaction: ...
    def reading(self) -> Transaction: ...
    async def acquire(self) -> bool: ...
    async def checkpoint(self) -> bool: ...
    async def close(self) -> None: ...


class SqliteUnits:
    """Writing units take turns, reading ones run beside them."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer, self._readers = Writer(writer), Readers(reader)

    def writing(self) -> Transaction:
        return SqliteWriting(self._writer)

    def reading(self) -> Transaction:
        return SqliteReading(self._readers)

    async def acquire(self) -> bool:
        return True

    async def checkpoint(self) -> bool:
        return await self._writer.checkpoint()

    async def close(self) -> None:
        self._readers.close()
        await self._writer.close()


class PostgresqlUnits:
    """All run beside each other."""

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer, self._reader, self._only = writer, reader, OnlyServed(writer)

    def writing(self) -> Transaction:
        return PostgresqlTransaction(self._writer)

    def reading(self) -> Transaction:
        return PostgresqlTransaction(self._reader)

    async def acquire(self) -> bool:
        return await self._only.acquire()

    async def checkpoint(self) -> bool:
        return True

    async def close(self) -> None:
        """All else that is open the engines hold."""
        await self._only.release()


class SqlStore:
    """``ports.Store``."""

    def __init__(self, units: Units, contents: ContentKeys) -> None:
        self._units, self._contents = units, contents
        self.on_queued: Callable[[], None] = lambda: None

    def writing(self) -> ports.UnitOfWork:
        return SqlUnitOfWork(self._units.writing(), self._contents, self.on_queued)

    def reading(self) -> ports.UnitOfWork:
        return SqlUnitOfWork(self._units.reading(), self._contents, self.on_queued)


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
            return _open_sqlite(parsed.set(drivername=DRIVER), contents)
        case "postgresql":
            return _open_postgresql(parsed.set(drivername="postgresql+psycopg"), contents)
        case other:
            raise SettingsError(Problem("settings-database-kind", {"kind": other}))


def _open_sqlite(url: URL, contents: ContentKeys) -> Database:
    if not url.database or ":memory:" in url.database:
        raise SettingsError(Problem("settings-database-file"))
    Path(url.database).touch(mode=0o600)
    writing, reading = connector(writes=True, pragmas=_WRITER_PRAGMAS), connector(writes=False, pragmas=_READER_PRAGMAS)
    writer = _engine(url, creator=lambda: writing(str(url.database)), pool_size=1, max_overflow=1)
    reader = _engine(url, creator=lambda: reading(str(url.database)), pool_size=1, max_overflow=-1)
    return Database(writer, reader, SqliteUnits(writer, reader), contents)


def _open_postgresql(url: URL, contents: ContentKeys) -> Database:
    # pool_pre_ping: after a restart of the server the first turn finds out before it began, not in its middle.
    writer = _engine(url, pool_size=_POSTGRES_CONNECTIONS, max_overflow=_OVERFLOW, pool_pre_ping=True)
    reader = writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Database(writer, reader, PostgresqlUnits(writer, reader), contents)


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
