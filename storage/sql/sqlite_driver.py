"""SQLite in a thread of its own, at one trip to that thread for each statement."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Self

import aiosqlite

# isolation_level: left alone, Python's driver begins a transaction only at the first change; what was read before may
# be stale by then, and the updates of others are lost. check_same_thread: the loop's thread reads in_transaction.
_OURS: Final = {"isolation_level": None, "check_same_thread": False}


def connector(*, writes: bool, pragmas: str) -> Callable[..., "Connection"]:
    """What SQLAlchemy calls to connect: every connection gets its pragmas, and begins transactions to write or read."""

    def connect(*args: Any, **kwargs: Any) -> Connection:
        def open_() -> sqlite3.Connection:
            opened: sqlite3.Connection = sqlite3.connect(*args, **(kwargs | _OURS))
            opened.executescript(pragmas)
            return opened

        return Connection(open_, writes)

    return connect


class Connection(aiosqlite.Connection):
    """An aiosqlite connection that makes fewer trips: its own needs four for a statement, and one even to end nothing.

    And it tells aiosqlite's log, which prints what is sent to the thread, no values.
    """

    def __init__(self, open_: Callable[[], sqlite3.Connection], writes: bool) -> None:
        super().__init__(open_, iter_chunk_size=64)
        self._thread.daemon = True  # a program that fails before it closes the database must still end
        self._writes = writes
        self._busy = False  # something in the thread, even if nobody waits for it any more
        self._ended: asyncio.Future[Any] | None = None

    def cursor(self) -> "Cursor":  # type: ignore[override]
        return Cursor(self)

    async def run(self, action: Callable[[sqlite3.Cursor], object]) -> tuple[sqlite3.Cursor, list[Any]]:
        """Do something with a new cursor, in a transaction; the cursor afterwards, and the rows it found."""

        def trip() -> tuple[sqlite3.Cursor, list[Any]]:
            try:
                cursor = self._conn.cursor()
                if not self._conn.in_transaction:
                    cursor.execute("BEGIN IMMEDIATE" if self._writes else "BEGIN")
                action(cursor)
                return cursor, cursor.fetchall()
            finally:
                self._busy = False

        self._busy = True
        return await self._execute(trip)  # type: ignore[no-any-return, no-untyped-call]

    def stop(self) -> asyncio.Future[Any] | None:
        self._ended = super().stop()
        return self._ended

    async def _connect(self) -> Self:
        try:
            await super()._connect()
        except BaseException:
            # aiosqlite waits for nothing here: at a start that fails, its thread would report to a loop long closed.
            if self._ended is not None:
                await self._ended
            raise
        return self

    async def rollback(self) -> None:
        if not self._conn.in_transaction:
            return
        if self._writes or self._busy:
            await super().rollback()
        else:
            self._conn.rollback()  # it has only read: the end of it is no work, and needs no trip


class Cursor:
    """The part of a cursor that SQLAlchemy uses."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._cursor, self._rows = await self._connection.run(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._cursor, self._rows = await self._connection.run(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        pass  # every row has been read: nothing is open any more

    @property
    def description(self) -> Any:
        return self._cursor.description if self._cursor else None

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount if self._cursor else -1

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid if self._cursor else None
