"""Statements on one open connection to SQLite: on the loop's thread as long as they are short, else beside it."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar, cast

from sqlalchemy import Connection as Connected
from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.sql import prepared
from storage.sql.sqlite_driver import Connection, is_broken_off
from storage.sql.transaction import BULK, AnyResult, Values

_MOMENT: Final = 0.003  # seconds for which a look-up may hold up everybody else
_MANY: Final = 50  # rows of one insert
_LARGE: Final = 65_536  # bytes of one value
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection of SQLAlchemy's pool, to be used without the loop, and the driver's beneath it."""

    connection: Connected
    driver: Connection

    async def run(self, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
        if statement.get_execution_options().get(BULK) or (values is not None and _is_much(values)):
            return await beside(lambda: self.connection.execute(statement, values))
        if statement.is_select:
            return await self._look_up(statement, values)
        return self._execute(statement, values)

    def _execute(self, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
        """The short way, unless somebody wants to see what SQLAlchemy executes."""
        ready = None
        if not self.connection.engine.dispatch.before_cursor_execute:
            try:
                ready = prepared.run(statement, values, self.driver, self.connection.dialect)
            except sqlite3.Error as error:
                raise DBAPIError.instance(None, None, error, sqlite3.Error, hide_parameters=True) from None
        return self.connection.execute(statement, values) if ready is None else ready

    async def _look_up(self, statement: Executable, values: Values | Sequence[Values] | None) -> AnyResult:
        """At once, if it is no more than a look; else in a thread, from the beginning."""
        self.driver.break_off_after(_MOMENT)
        try:
            return self._execute(statement, values)
        except OperationalError as error:
            if not is_broken_off(error.orig):
                raise
        finally:
            self.driver.take_your_time()
        return await beside(lambda: self.connection.execute(statement, values))

    def undo(self) -> None:
        """Whatever was begun and not committed, SQLAlchemy's way and ours."""
        self.connection.rollback()
        self.driver.rollback()

    def close(self) -> None:
        self.connection.close()


async def connect(engine: AsyncEngine) -> Opened:
    connection = (await engine.connect()).sync_connection
    assert connection is not None
    return Opened(connection, cast(Connection, connection.connection.driver_connection))


def _is_much(values: Values | Sequence[Values]) -> bool:
    rows: Sequence[Values] = values if isinstance(values, (list, tuple)) else (cast(Values, values),)
    return len(rows) > _MANY or any(_is_large(value) for row in rows for value in row.values())


def _is_large(value: object) -> bool:
    return isinstance(value, bytes) and len(value) > _LARGE


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
