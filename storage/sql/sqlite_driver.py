"""SQLite on the loop's own thread: a look-up takes some ten microseconds, a trip to another thread many times that.

What takes longer than a moment is broken off, and done again in a thread (``sqlite_running``).
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any, Final, Self

from sqlalchemy import AsyncAdaptedQueuePool, Pool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.util.concurrency import await_, in_greenlet

DRIVER: Final = "sqlite+onloop"
BUSY_MILLISECONDS: Final = 5_000
_STEPS: Final = 1_000  # of SQLite's machine between two looks at the time: some twenty microseconds
# isolation_level: left alone, Python's driver begins a transaction only at the first change; what was read before may
# be stale by then, and the updates of others are lost. check_same_thread: long work is done in threads, one at a time.
_OURS: Final[dict[str, Any]] = {"isolation_level": None, "check_same_thread": False}


class OnLoop(SQLiteDialect_pysqlite):
    """Python's own driver, in SQLAlchemy's asynchronous engine: nothing it does has to be waited for."""

    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: Any) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def get_default_isolation_level(self, dbapi_conn: Any) -> IsolationLevel:
        """Not asked of the database: to ask is to begin, and the first connection would wait for other programs."""
        return "SERIALIZABLE"


registry.register("sqlite.onloop", __name__, OnLoop.__name__)


class Connection(sqlite3.Connection):
    """Begins transactions by itself, and can be told to break off what it does."""

    writes: bool

    def break_off_after(self, seconds: float) -> None:
        """From now on a statement that has not ended by then raises SQLITE_INTERRUPT."""
        until = time.perf_counter() + seconds
        self.set_progress_handler(lambda: time.perf_counter() > until, _STEPS)

    def take_your_time(self) -> None:
        self.set_progress_handler(None, 0)

    def cursor(self, *_: Any) -> "Cursor":  # type: ignore[override]
        return super().cursor(Cursor)

    def execute(self, statement: str, /) -> sqlite3.Cursor:  # type: ignore[override]
        """Just that, in no transaction that was not there before."""
        return super().cursor().execute(statement)

    def run(self, statement: str, parameters: Sequence[Any]) -> sqlite3.Cursor:
        """The same in a transaction; all that is found is to be fetched at once."""
        self.begin()
        return super().cursor().execute(statement, parameters)

    def begin(self) -> None:
        """Unless it has begun; where another program writes, this waits for seconds."""
        if not self.in_transaction:
            self.execute("BEGIN IMMEDIATE" if self.writes else "BEGIN")

    def begin_now(self) -> None:
        """The same, but raises SQLITE_BUSY where it would have to wait."""
        self.execute("PRAGMA busy_timeout = 0")
        try:
            self.begin()
        finally:
            self.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")


class Cursor(sqlite3.Cursor):
    """Reads all rows at once, so that nothing is left to be read later, outside the time it was given."""

    connection: Connection
    _rows: list[Any]

    def execute(self, statement: str, parameters: Any = (), /) -> Self:
        _pause()
        self.connection.begin()
        super().execute(statement, parameters)
        self._rows = super().fetchall()
        return self

    def executemany(self, statement: str, parameters: Any, /) -> Self:
        _pause()
        self.connection.begin()
        super().executemany(statement, parameters)
        self._rows = []
        return self

    async def _async_soft_close(self) -> None:
        """What SQLAlchemy's asynchronous results close their cursors by: all has been read."""

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = 1) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows


def _pause() -> None:
    """SQLAlchemy's asynchronous connections insist that something is awaited."""
    if in_greenlet():
        await_(_nothing())


async def _nothing() -> None:
    pass


def connector(*, writes: bool, pragmas: str) -> Callable[[str], Connection]:
    """What SQLAlchemy calls to connect to a file: every connection gets its pragmas."""

    def connect(path: str) -> Connection:
        opened: Connection = sqlite3.connect(path, factory=Connection, **_OURS)
        opened.writes = writes
        opened.executescript(pragmas)
        return opened

    return connect


def is_broken_off(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT


def is_busy(error: BaseException | None) -> bool:
    """Another program holds the lock."""
    return isinstance(error, sqlite3.Error) and error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
