"""Migrations: what the scripts make is what the program expects, on both databases."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import migrations
from storage.domain.errors import SettingsError
from storage.domain.guard_names import name_keys
from storage.domain.permissions import Post, Role
from storage.sql.engine import Database, open_database
from storage.sql.migrate import HEAD, migrate, stored_revision
from storage.sql.schema import metadata
from tests.storage.databases import CONTENT_KEYS, KINDS, empty_database, fresh_database

# Everything alembic's own comparison does not look at: CHECKs, rowids, conditions of indexes, actions of references.
_DEFINITIONS = {
    "sqlite": "SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version' ORDER BY 1, 2",
    "postgresql": """
        SELECT 'constraint', conrelid::regclass::text || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
        UNION ALL
        SELECT 'index', indexname, indexdef FROM pg_indexes
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        UNION ALL
        SELECT 'column', table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        ORDER BY 1, 2
    """,
}


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    async with empty_database(request.param) as url:
        yield url


async def definitions(database: Database) -> list[tuple[str, str, str]]:
    async with database.writer.connect() as connection:
        rows = await connection.execute(text(_DEFINITIONS[connection.dialect.name]))
        return [(kind, name, " ".join((sql or "").split())) for kind, name, sql in rows]


async def test_alembic_finds_no_difference(database: Database) -> None:
    """The migrated tables have the columns, types, keys and indexes of ``schema``."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with database.writer.connect() as connection:
        assert await connection.run_sync(differences) == []


@pytest.mark.parametrize("kind", KINDS)
async def test_the_scripts_and_the_schema_say_the_same(kind: str) -> None:
    """Down to the last CHECK, migrated tables are those the schema describes."""
    async with fresh_database(kind) as migrated, empty_database(kind) as url:
        direct = open_database(url, CONTENT_KEYS)
        async with direct.writer.begin() as connection:
            await connection.run_sync(metadata.create_all)
        expected, found = await definitions(direct), await definitions(migrated)
        await direct.close()
    assert len(expected) > len(metadata.tables)
    assert sorted(map(_parts_sorted, found)) == sorted(map(_parts_sorted, expected))


async def test_migrating_again_changes_nothing(empty: str) -> None:
    """The second time there is nothing to do."""
    database = open_database(empty, CONTENT_KEYS)
    await migrate(database)
    before = await definitions(database)
    await migrate(database)
    assert await definitions(database) == before
    async with database.writer.connect() as connection:
        assert await connection.run_sync(stored_revision) == HEAD
    await database.close()


async def test_several_starting_at_once_all_find_the_tables() -> None:
    """Processes that start together on PostgreSQL migrate one after another (on SQLite there is only one)."""
    async with empty_database("postgresql") as url:
        databases = [open_database(url, CONTENT_KEYS) for _ in range(3)]
        await asyncio.gather(*(migrate(database) for database in databases))
        for database in databases:
            async with database.store.reading() as unit:
                assert await unit.outbox.waiting() == 0
            await database.close()


async def test_a_newer_database_is_refused(database: Database) -> None:
    """An older program does not touch tables it does not know."""
    async with database.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="newer"):
        await migrate(database)


async def test_a_failed_migration_leaves_nothing(empty: str) -> None:
    """If a table is in the way the whole upgrade is undone."""
    database = open_database(empty, CONTENT_KEYS)
    async with database.writer.begin() as connection:
        await connection.execute(text("CREATE TABLE outbox (id INTEGER PRIMARY KEY)"))
    before = await definitions(database)
    with pytest.raises(Exception, match="outbox"):
        await migrate(database)
    assert await definitions(database) == before
    await database.close()


def test_the_head_is_the_newest_script() -> None:
    """The constant that spares importing alembic names the last script of the folder."""
    assert ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head() == HEAD


async def test_a_start_without_news_does_not_import_alembic(sqlite: Database) -> None:
    """A process that finds its tables up to date never pays for alembic."""
    program = """
import asyncio, sys
from storage.sql.engine import open_database
from storage.sql.migrate import migrate
from tests.storage.databases import CONTENT_KEYS
async def main():
    database = open_database(sys.argv[1], CONTENT_KEYS)
    await migrate(database)
    await database.close()
    print("alembic" in sys.modules)
asyncio.run(main())
"""
    url = f"sqlite:///{sqlite.writer.url.database}"
    done = subprocess.run([sys.executable, "-c", program, url], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "False"


def _parts_sorted(definition: tuple[str, str, str]) -> tuple[str, str, list[str], str]:
    """Constraints may stand in another order within a table."""
    kind, name, sql = definition
    parts, _, ending = sql.rpartition(")")
    return kind, name, sorted(part.strip() for part in parts.split(",")), ending


async def test_who_was_named_before_is_still_found_by_name(empty: str) -> None:
    """The upgrade gives every name that is there the key it is looked up by."""
    database = open_database(empty, CONTENT_KEYS)
    await migrate(database, "0017")
    people = [("Đoạn Vĩ Thử", b"1"), ("", b"2"), ("Lan", b"3")]
    async with database.writer.begin() as connection:
        for name, id_ in people:
            row = {"id": id_, "name": name}
            await connection.execute(text("INSERT INTO person VALUES (:id, :name, '', '2026-11')"), row)
            await connection.execute(text("INSERT INTO post VALUES (:id, 'officer', 'KT')"), row)
    await migrate(database)
    async with database.store.reading() as reads:
        found = await reads.people.named_posts(name_keys("Anh Thử, tức Vĩ Thử, và chị Lan"))
    assert found == [("Đoạn Vĩ Thử", Post(Role.OFFICER, "KT"))]
    await database.close()
