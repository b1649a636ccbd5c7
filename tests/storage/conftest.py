"""Every storage test that asks for ``database`` runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator

import pytest

from storage.domain.ports import Store
from storage.sql.engine import Database
from tests.storage.databases import KINDS, fresh_database, postgresql_database, sqlite_database


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with fresh_database(request.param) as database:
        yield database


@pytest.fixture
def store(database: Database) -> Store:
    return database.store


@pytest.fixture
async def sqlite() -> AsyncIterator[Database]:
    async with sqlite_database() as database:
        yield database


@pytest.fixture
async def postgresql() -> AsyncIterator[Database]:
    async with postgresql_database() as database:
        yield database
