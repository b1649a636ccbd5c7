"""Opening and closing: the settings that keep data safe are on, and nothing is left running."""

import logging
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from storage.domain.errors import SettingsError
from storage.sql import schema
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate
from tests.builders import NOW, account_key, make_envelope, make_notice
from tests.storage.databases import CONTENT_KEYS, KINDS, fresh_database, quick_folder

MARKER = "dau-vet-cua-mot-dong-da-xoa"


async def pragma(database: Database, name: str) -> object:
    async with database.writer.connect() as connection:
        return (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("busy_timeout", 5000),
        ("journal_size_limit", 0),
        ("temp_store", 2),
    ],
)
async def test_sqlite_is_set_to_be_safe(sqlite: Database, name: str, value: object) -> None:
    """The writing connection is durable, erases what it deletes, and keeps references whole."""
    assert await pragma(sqlite, name) == value


async def test_sqlite_reads_without_the_right_to_write(sqlite: Database) -> None:
    """Reading connections are read-only by themselves."""
    async with sqlite.store.reading() as unit:
        with pytest.raises(DBAPIError, match="readonly"):
            await unit.outbox.put([make_envelope(account_key("lan"))])


async def test_only_the_owner_may_read_the_file() -> None:
    """A new SQLite file is closed to other users of the machine, and so are the two beside it."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        database = open_database(f"sqlite:///{folder}/new.db", CONTENT_KEYS)
        await migrate(database)
        modes = {stat.S_IMODE(file.stat().st_mode) for file in Path(folder).iterdir()}
        await database.close()
    assert modes == {0o600}


async def test_what_was_erased_is_gone_from_the_files(sqlite: Database) -> None:
    """After a checkpoint neither the database nor its log holds the notice that was sent, sealed as it was."""
    async with sqlite.store.writing() as unit:
        await unit.outbox.put([make_envelope(account_key("lan"))])
        await unit.commit()
    async with sqlite.writer.connect() as connection:
        sealed = (await connection.execute(select(schema.outbox.c.payload))).scalar_one()
    assert any(sealed in file.read_bytes() for file in files_of(sqlite))

    async with sqlite.store.writing() as unit:
        (head,) = await unit.outbox.heads(NOW, 1, "telegram")
        await unit.outbox.sent([head.id])
        await unit.commit()
    assert await sqlite.checkpoint()
    assert not any(sealed in file.read_bytes() for file in files_of(sqlite))


async def test_a_checkpoint_empties_the_log(sqlite: Database) -> None:
    """It takes its turn among the writers, and afterwards the log is empty and writing goes on."""
    for _ in range(2):
        async with sqlite.store.writing() as unit:
            await unit.outbox.put([make_envelope(account_key("lan"))])
            await unit.commit()
        assert await sqlite.checkpoint()
        assert log_of(sqlite).stat().st_size == 0
    assert await pragma(sqlite, "busy_timeout") == 5000


async def test_a_checkpoint_gives_way_to_a_reader(sqlite: Database) -> None:
    """With an older reader in the way it says so, and succeeds once the reader is gone."""
    async with sqlite.store.reading() as reader:
        await reader.outbox.waiting()
        async with sqlite.store.writing() as unit:
            await unit.outbox.put([make_envelope(account_key("lan"))])
            await unit.commit()
        assert not await sqlite.checkpoint()
    assert await sqlite.checkpoint()


async def test_postgresql_needs_no_checkpoint(postgresql: Database) -> None:
    """The same tick runs on both databases."""
    assert await postgresql.checkpoint()


async def test_closing_closes_every_connection() -> None:
    """After close SQLite has put its log away, as it does when nobody has the file open."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        database = open_database(f"sqlite:///{folder}/new.db", CONTENT_KEYS)
        await migrate(database)
        async with database.store.reading() as unit:
            await unit.outbox.waiting()
        assert log_of(database).exists()
        await database.close()
        assert [file.name for file in Path(folder).iterdir()] == ["new.db"]


def test_a_program_that_forgets_to_close_still_ends() -> None:
    """An open database does not keep a program from exiting."""
    program = """
import asyncio, sys
from storage.sql.engine import open_database
from storage.sql.migrate import migrate
from tests.storage.databases import CONTENT_KEYS
async def main():
    await migrate(open_database(sys.argv[1], CONTENT_KEYS))
asyncio.run(main())
"""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        url = f"sqlite:///{folder}/new.db"
        done = subprocess.run([sys.executable, "-c", program, url], check=False, timeout=120, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name", "not a url"])
def test_other_databases_are_refused(url: str) -> None:
    """What would not work is said at start."""
    with pytest.raises(SettingsError):
        open_database(url, CONTENT_KEYS)


def test_a_wrong_url_does_not_show_its_password() -> None:
    """A mistyped URL is not repeated in the error."""
    with pytest.raises(SettingsError) as caught:
        open_database("postgresql//user:secret@host/name", CONTENT_KEYS)
    assert "secret" not in str(caught.value)


async def test_a_file_that_is_no_database_is_said_at_start(tmp_path: Path) -> None:
    """What the driver says becomes a problem of the settings."""
    (tmp_path / "letter.db").write_text("Kính gửi phòng Kinh tế, " * 100, encoding="utf-8")
    database = open_database(f"sqlite:///{tmp_path}/letter.db", CONTENT_KEYS)
    with pytest.raises(SettingsError, match="not a database"):
        await database.reach()
    await database.close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
async def test_postgresql_is_reached_by_psycopg(postgresql: Database, scheme: str) -> None:
    """The driver need not be named."""
    url = postgresql.writer.url
    address = f"{scheme}://{url.username}@/{url.database}?host={quote(str(url.query['host']))}"
    same = open_database(address, CONTENT_KEYS)
    async with same.writer.connect() as connection:
        assert (await connection.execute(text("SELECT current_database()"))).scalar_one() == url.database
    await same.close()


@pytest.mark.parametrize("kind", KINDS)
async def test_values_stay_out_of_every_log(kind: str, caplog: pytest.LogCaptureFixture) -> None:
    """Even with all logging on from the start, no value of a statement or of a row is logged."""
    with caplog.at_level(logging.DEBUG):
        async with fresh_database(kind) as database, database.store.writing() as unit:
            await unit.outbox.put([make_envelope(account_key("lan"), notice=make_notice(arguments={"text": MARKER}))])
            assert len(await unit.outbox.heads(NOW, 1, "telegram")) == 1
            await unit.commit()
    assert MARKER not in caplog.text


def files_of(database: Database) -> list[Path]:
    return [file for file in Path(str(database.writer.url.database)).parent.iterdir() if file.suffix != ".db-shm"]


def log_of(database: Database) -> Path:
    return Path(f"{database.writer.url.database}-wal")
