"""Transactions on SQLite: many read beside each other, those who write take turns and share their commits."""

import asyncio
import sqlite3
from abc import abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, TypeVar, cast

from sqlalchemy import Connection as Connected
from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.domain.errors import DialogueError
from storage.sql import prepared
from storage.sql.sqlite_driver import BUSY_MILLISECONDS, Connection, is_broken_off, is_busy
from storage.sql.transaction import BULK, AnyResult, Transaction, Values, safe_to_log

_MOMENT: Final = 0.003  # seconds for which a look-up may hold up everybody else
_READERS: Final = 8  # are kept open; a crowd opens more, since none of them waits for another
_MANY: Final = 50  # rows of one insert
_CHECKPOINT_MILLISECONDS: Final = 500  # the writing turn waits for no reader longer than this
_Result = TypeVar("_Result")


class UndoneTogether(DialogueError):
    """What was written has been undone with what others wrote: the disk is full, or broken."""


class _SqliteTransaction(Transaction):
    def __init__(self) -> None:
        self._connection: Connected | None = None

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        if self._connection is None:
            self._connection = await self._begin()
        try:
            return await _run(self._connection, statement, values)
        except DBAPIError as error:
            raise safe_to_log(error) from None

    @abstractmethod
    async def _begin(self) -> Connected: ...


class SqliteReading(_SqliteTransaction):
    """Sees the database as at its first statement."""

    def __init__(self, readers: "Readers") -> None:
        super().__init__()
        self._readers = readers

    async def _begin(self) -> Connected:
        return await self._readers.take()

    async def commit(self) -> None:
        await self.end()

    async def end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._readers.give_back(connection)


class SqliteWriting(_SqliteTransaction):
    """Has the database to itself from its first statement until it commits or ends."""

    def __init__(self, writer: "Writer") -> None:
        super().__init__()
        self._writer = writer

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        """Not after SQLite has undone everything: what came now would be a new transaction, committed for the old."""
        if self._connection is not None and not _driver(self._connection).in_transaction:
            raise UndoneTogether
        return await super().execute(statement, values)

    async def _begin(self) -> Connected:
        return await self._writer.join()

    async def commit(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            await self._writer.keep()

    async def end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._writer.undo()


class Readers:
    """Connections that read, kept open: to take one from SQLAlchemy's pool is as much work as several look-ups."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._idle: list[Connected] = []

    async def take(self) -> Connected:
        return self._idle.pop() if self._idle else await connect(self._engine)

    def give_back(self, connection: Connected) -> None:
        connection.rollback()
        _driver(connection).rollback()
        if len(self._idle) < _READERS:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


class Writer:
    """The one connection that writes.

    Units come in one after another, in the order of asking. A unit that commits lets the next one in at once, and waits
    with all who come in meanwhile for one commit: to a disk ten of them are as much work as one. Each is a savepoint,
    so that one can be undone without the others.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: Connected | None = None
        self._is_open = False  # a transaction that has begun, and has not been ended
        self._kept: list[asyncio.Future[None]] = []
        self._committing: asyncio.Task[None] | None = None
        self._failure: Exception | None = None  # of the latest commit

    async def join(self) -> Connected:
        """Wait for the turn; ``keep`` or ``undo`` ends it."""
        await self._turn.acquire()
        try:
            connection = await self._open()
            _driver(connection).execute("SAVEPOINT unit")
        except BaseException:
            self._leave()
            raise
        return connection

    async def keep(self) -> None:
        """End the turn; returns when what was written in it is on the disk, raises if it cannot be."""
        kept = asyncio.get_running_loop().create_future()
        try:
            self._mark("RELEASE unit")
            self._kept.append(kept)
        finally:
            self._leave()
        await kept

    def undo(self) -> None:
        """End the turn as if nothing had been written in it."""
        try:
            if self._driver.in_transaction:
                self._mark("ROLLBACK TO unit")
                self._mark("RELEASE unit")
        finally:
            self._leave()

    async def checkpoint(self) -> bool:
        """Move the log into the database and empty it; False if a reader was in the way."""
        async with self._turn:
            await self._commit()
            if self._connection is None:
                self._connection = await connect(self._engine)
            return await beside(lambda: _empty_log(self._driver))

    async def close(self) -> None:
        """Not in the middle of a commit: its units may have been cancelled, but a thread has the connection."""
        if self._committing is not None:
            await asyncio.wait([self._committing])
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    @property
    def _driver(self) -> Connection:
        assert self._connection is not None
        return _driver(self._connection)

    async def _open(self) -> Connected:
        """The transaction that this turn is part of."""
        if self._connection is None:
            self._connection = await connect(self._engine)
        if self._is_open and not self._driver.in_transaction:
            self._end(UndoneTogether())
        if not self._is_open:
            try:
                await self._begin()
            finally:  # it has begun even if nobody waits for that any more
                self._is_open = self._driver.in_transaction
        return self._connection

    async def _begin(self) -> None:
        try:
            self._driver.begin_now()
        except sqlite3.OperationalError as error:
            if not is_busy(error):
                raise
            await beside(self._driver.begin)

    def _mark(self, statement: str) -> None:
        """The bounds of a unit. Where that fails nobody knows what is whose, so nothing of this commit is kept."""
        try:
            self._driver.execute(statement)
        except sqlite3.Error:
            self._end(UndoneTogether())
            raise

    def _leave(self) -> None:
        """Let the next one in; behind those who wait by now all is committed."""
        try:
            if not self._kept and self._is_open:
                self._end(None)
            elif self._kept and self._committing is None:
                self._committing = asyncio.create_task(self._commit_in_turn(), name="commit")
        finally:
            self._turn.release()

    async def _commit_in_turn(self) -> None:
        """Not to be cancelled, as all is when the loop ends: others wait for it, and whoever has the turn leaves it."""
        committed = False
        while not committed:
            with suppress(asyncio.CancelledError):
                async with self._turn:
                    committed = True
                    try:
                        await self._commit()
                    finally:
                        self._committing = None

    async def _commit(self) -> None:
        if not self._is_open:
            return
        self._failure = UndoneTogether()
        try:
            if self._driver.in_transaction:
                await beside(self._try_to_commit)
        finally:  # even if this is cancelled, or there is no thread: those who wait are told what has become of it
            self._end(self._failure)

    def _try_to_commit(self) -> None:
        try:
            self._driver.commit()
            self._failure = None
        except sqlite3.Error as error:
            self._failure = error

    def _end(self, error: Exception | None) -> None:
        """The transaction is over: whoever waits for it is told, and what was not committed is undone."""
        self._is_open = False
        kept, self._kept = self._kept, []
        for each in kept:
            if each.done():  # cancelled meanwhile
                continue
            if error is None:
                each.set_result(None)
            else:
                each.set_exception(error)
        if self._connection is not None:
            self._connection.rollback()
            self._driver.rollback()


async def connect(engine: AsyncEngine) -> Connected:
    """A connection of the pool, to be used without the loop."""
    connection = (await engine.connect()).sync_connection
    assert connection is not None
    return connection


async def _run(connection: Connected, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
    if statement.is_select:
        return await _look_up(connection, statement, values)
    if statement.get_execution_options().get(BULK) or (values is not None and _is_many(values)):
        return await beside(lambda: connection.execute(statement, values))
    return _execute(connection, statement, values)


def _execute(connection: Connected, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
    """The short way, unless somebody wants to see what SQLAlchemy executes."""
    ready = None
    if not connection.engine.dispatch.before_cursor_execute:
        try:
            ready = prepared.run(statement, values, _driver(connection), connection.dialect)
        except sqlite3.Error as error:
            raise DBAPIError.instance(None, None, error, sqlite3.Error, hide_parameters=True) from None
    return connection.execute(statement, values) if ready is None else ready


async def _look_up(connection: Connected, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
    """At once, if it is no more than a look; else in a thread, from the beginning."""
    driver = _driver(connection)
    driver.break_off_after(_MOMENT)
    try:
        return _execute(connection, statement, values)
    except OperationalError as error:
        if not is_broken_off(error.orig):
            raise
    finally:
        driver.take_your_time()
    return await beside(lambda: connection.execute(statement, values))


def _is_many(values: Values | Sequence[Values]) -> bool:
    return not isinstance(values, dict) and len(values) > _MANY


def _driver(connection: Connected) -> Connection:
    return cast(Connection, connection.connection.driver_connection)


async def beside(work: Callable[[], _Result]) -> _Result:
    """Do it in a thread, to its end even if nobody waits for it any more: the connection is in use until then."""
    done = asyncio.get_running_loop().run_in_executor(None, work)
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        while not done.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([done])
        raise


def _empty_log(driver: Connection) -> bool:
    driver.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}")
    try:
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return bool(busy == 0)
