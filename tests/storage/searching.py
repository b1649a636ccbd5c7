"""Whoever holds a whole database looks through every byte of it."""

from pathlib import Path

from sqlalchemy import text

from storage.sql.engine import Database

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


async def everything(database: Database) -> bytes:
    """On SQLite the files as they lie there, the log among them; on PostgreSQL every row of every table."""
    if database.writer.dialect.name == "sqlite":
        file = Path(str(database.writer.url.database))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    found = []
    async with database.writer.connect() as connection:
        for table in (await connection.execute(text(_TABLES))).scalars().all():
            rows = await connection.execute(text(f'SELECT * FROM "{table}"'))  # noqa: S608
            found += [_bytes_of(value) for row in rows for value in row]
    return b"\n".join(found)


def _bytes_of(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
