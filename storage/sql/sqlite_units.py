"""Transactions on SQLite: many read beside each other, those who write take turns."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.sql.sqlite_running import Opened, connect
from storage.sql.sqlite_writer import UndoneTogether, Writer
from storage.sql.transaction import AnyResult, Transaction, Values, safe_to_log

_READERS: Final = 8  # are kept open; a crowd opens more, since none of them waits for another


class _SqliteTransaction(Transaction):
    def __init__(self) -> None:
        self._connection: Opened | None = None

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        if self._connection is None:
            self._connection = await self._begin()
        try:
            return await self._connection.run(statement, values)
        except DBAPIError as error:
            raise safe_to_log(error) from None

    @abstractmethod
    async def _begin(self) -> Opened: ...


class SqliteReading(_SqliteTransaction):
    """Sees the database as at its first statement."""

    def __init__(self, readers: "Readers") -> None:
        super().__init__()
        self._readers = readers

    async def _begin(self) -> Opened:
        return await self._readers.take()

    async def commit(self) -> None:
        await self.end()

    async def end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            self._readers.give_back(connection)


class SqliteWriting(_SqliteTransaction):
    """Has the database to itself from its first statement until it commits or ends."""

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        """Not after SQLite has undone everything: what came now would be a new transaction, committed for the old."""
        if self._connection is not None and not self._connection.driver.in_transaction:
            raise UndoneTogether
        return await super().execute(statement, values)

    async def _begin(self) -> Opened:
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
        self._idle: list[Opened] = []

    async def take(self) -> Opened:
        return self._idle.pop() if self._idle else await connect(self._engine)

    def give_back(self, connection: Opened) -> None:
        connection.undo()
        if len(self._idle) < _READERS:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
