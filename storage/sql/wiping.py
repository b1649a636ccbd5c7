"""Old rows leave their bytes in the files of a database: here they are written anew without them."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.sql.engine import Database
from storage.sql.sqlite_driver import Connection

_TABLES: Final = ("case", "case_entry", "case_event", "case_file", "commitment", "outbox")


async def wipe(database: Database) -> None:
    """Take out of the files whatever is in no row any more. Needs as much room as the database has."""
    async with database.writer.connect() as connection:
        await (_on_postgresql if connection.dialect.name == "postgresql" else _on_sqlite)(connection)
    await database.checkpoint()


async def _on_postgresql(connection: AsyncConnection) -> None:
    alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
    for table in _TABLES:
        await alone.execute(text(f'VACUUM (FULL) "{table}"'))


async def _on_sqlite(connection: AsyncConnection) -> None:
    # Straight to the driver: SQLAlchemy would begin a transaction, and none may be open here.
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, Connection)
    driver.execute("VACUUM")
