"""Bringing the database's tables up to what this version of the program needs."""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, func, inspect, select, table
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import migrations
from storage.contents import ContentKeys
from storage.domain.errors import Problem, SettingsError
from storage.sql.engine import Database
from storage.sql.wiping import wipe

HEAD: Final = "0019"  # the newest script in storage/migrations/versions
SEALED: Final = "0010"  # before this one, texts lay there in clear
_ONE_AT_A_TIME: Final = 0x446F6954686F6169  # several processes may start together on PostgreSQL


async def migrate(database: Database, to: str = HEAD) -> None:
    """Upgrade in one transaction; raises SettingsError if a newer program has upgraded it further, or wrote ``to``."""
    async with database.writer.begin() as connection:
        before = await connection.run_sync(stored_revision)
        if before == to:
            return
        await _queue_up(connection)
        await connection.run_sync(_upgrade, database.contents, to)
    if before is not None and before < SEALED:
        await wipe(database)


def stored_revision(connection: Connection) -> str | None:
    """What the database was upgraded to last, None if it is new."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalar_one_or_none()


def _upgrade(connection: Connection, contents: ContentKeys, to: str) -> None:
    # Imported only here: alembic takes 0.2 s and 11 MB, and at nearly every start there is nothing for it to do.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config(attributes={"connection": connection, "contents": contents})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    try:
        command.upgrade(config, to)
    except CommandError:
        raise SettingsError(Problem("settings-database-newer")) from None


async def _queue_up(connection: AsyncConnection) -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
