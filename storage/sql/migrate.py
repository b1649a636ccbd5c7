"""Bringing the database's tables up to what this version of the program needs."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrations
from storage.domain.errors import Problem, SettingsError
from storage.sql.engine import Database

HEAD: Final = "0017"  # the newest script in storage/migrations/versions
_ONE_AT_A_TIME: Final = 0x446F6954686F6169  # several processes may start together on PostgreSQL


async def migrate(database: Database) -> None:
    """Upgrade to ``HEAD`` in one transaction; raises SettingsError if a newer program has upgraded it further."""
    async with database.writer.begin() as connection:
        if await connection.run_sync(stored_revision) == HEAD:
            return
        await _queue_up(connection)
        await connection.run_sync(_upgrade)


def stored_revision(connection: Connection) -> str | None:
    """What the database was upgraded to last, None if it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Imported only here: alembic takes 0.2 s and 11 MB, and at nearly every start there is nothing for it to do.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise SettingsError(Problem("settings-database-newer")) from None


async def _queue_up(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
