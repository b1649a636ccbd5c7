"""The one connection to SQLite that writes, and its commits, which are shared."""

import asyncio
import sqlite3
from contextlib import suppress
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from storage.domain.errors import DialogueError
from storage.sql.sqlite_driver import BUSY_MILLISECONDS, Connection, is_busy
from storage.sql.sqlite_running import Opened, beside, connect

_CHECKPOINT_MILLISECONDS: Final = 500  # the writing turn waits for no reader longer than this


class UndoneTogether(DialogueError):
    """What was written has been undone with what others wrote: the disk is full, or broken."""


class Writer:
    """The one connection that writes.

    Units come in one after another, in the order of asking. A unit that commits lets the next one in at once, and waits
    with all who come in meanwhile for one commit: to a disk ten of them are as much work as one. Each is a savepoint,
    so that one can be undone without the others.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock()
        self._connection: Opened | None = None
        self._is_open = False  # a transaction that has begun, and has not been ended
        self._kept: list[asyncio.Future[None]] = []
        self._committing: asyncio.Task[None] | None = None
        self._failure: Exception | None = None  # of the latest commit

    async def join(self) -> Opened:
        """Wait for the turn; ``keep`` or ``undo`` ends it."""
        await self._turn.acquire()
        try:
            connection = await self._open()
            connection.driver.execute("SAVEPOINT unit")
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
        return self._connection.driver

    async def _open(self) -> Opened:
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
            self._connection.undo()


def _empty_log(driver: Connection) -> bool:
    driver.execute(f"PRAGMA busy_timeout = {_CHECKPOINT_MILLISECONDS}")
    try:
        busy, _, _ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        driver.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    return bool(busy == 0)
