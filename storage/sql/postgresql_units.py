"""A transaction on PostgreSQL: a connection of the pool for as long as it lasts."""

import asyncio
from collections.abc import Sequence

from sqlalchemy import Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.sql.transaction import AnyResult, Transaction, Values, safe_to_log


class PostgresqlTransaction(Transaction):
    """To read, or to write as well: the engine knows."""

    on_postgresql = True

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def execute(self, statement: Executable, values: Values | Sequence[Values] | None = None) -> AnyResult:
        if self._connection is None:
            self._connection = await self._engine.connect()
        try:
            return await self._connection.execute(statement, values)
        except DBAPIError as error:
            raise safe_to_log(error) from None

    async def commit(self) -> None:
        if self._connection is None:
            return
        try:
            await self._connection.commit()
        finally:
            await self.end()

    async def end(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        returning = asyncio.ensure_future(connection.close())
        try:
            await asyncio.shield(returning)
        except asyncio.CancelledError:
            await returning  # a connection that is still on its way back would outlive its database
            raise
