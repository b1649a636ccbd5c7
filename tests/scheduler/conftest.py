"""What time brings is tested on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.domain.ports import Store
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from storage.sql.engine import Database
from tests.scheduler.mailroom import Mailroom
from tests.storage.databases import KINDS, fresh_database, quick_folder


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with fresh_database(request.param) as database:
        yield database


@pytest.fixture
def store(database: Database) -> Store:
    return database.store


@pytest.fixture
def mail(database: Database) -> Iterator[Mailroom]:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        keys = KeyFolder(Path(folder))
        yield Mailroom(database, KeySeals(keys), AddressOpener(keys))
