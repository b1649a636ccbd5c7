"""All sealed addresses of the database at once: sealed to another key, in an order that tells nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Table, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.contents import ContentKeys
from storage.sql import schema
from storage.sql.contents import rewrap
from storage.sql.engine import Database

_NAMES: Final = ("sealed", "sealed_address")
_AT_ONCE: Final = 500
_random: Final = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many addresses were sealed anew, and how many no key could open."""

    done: int
    unopened: int


async def reseal(database: Database, anew: Callable[[bytes], bytes | None]) -> Resealed:
    """Every address in one transaction, in random order; one for which ``anew`` gives None stays as it is."""
    done = unopened = 0
    async with database.writer.begin() as connection:
        for table, column in sealed_columns():
            keys = list(table.primary_key.columns)
            rows = list((await connection.execute(select(*keys, column))).all())
            _random.shuffle(rows)
            for *key, sealed in rows:
                fresh = anew(sealed)
                if fresh is None:
                    unopened += 1
                    continue
                await _put(connection, table, dict(zip(keys, key, strict=True)), {column.name: fresh})
                done += 1
    return Resealed(done, unopened)


async def forget_return_addresses(database: Database) -> int:
    """Of all cases; their answers are to be had by code. How many there were."""
    async with database.writer.begin() as connection:
        return (await connection.execute(delete(schema.return_address))).rowcount


async def rewrap_all(database: Database, keys: ContentKeys) -> int:
    """The keys of all cases wrapped anew, in small transactions; how many there were."""
    done = 0
    while count := await _rewrap_some(database, keys):
        done += count
    return done


async def _rewrap_some(database: Database, keys: ContentKeys) -> int:
    transaction = database.writing()
    try:
        count = await rewrap(transaction, keys, _AT_ONCE)
        await transaction.commit()
    finally:
        await transaction.end()
    return count


def sealed_columns() -> list[tuple[Table, Column[Any]]]:
    """Where addresses lie: of cases, of enrolled people, of departments' chats."""
    found = [(table, table.c[name]) for table in schema.metadata.sorted_tables for name in _NAMES if name in table.c]
    return [(table, column) for table, column in found if _is_address(table)]


def _is_address(table: Table) -> bool:
    return any(str(schema.SEALED_BYTES) in str(getattr(each, "sqltext", "")) for each in table.constraints)


async def _put(
    connection: AsyncConnection, table: Table, key: dict[Column[Any], Any], values: dict[str, bytes]
) -> None:
    await connection.execute(update(table).where(*(column == value for column, value in key.items())).values(**values))
