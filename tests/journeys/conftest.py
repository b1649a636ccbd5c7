"""The worlds in which journeys run."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """SQLite, within the process: the quickest; over Telegram where the module is marked so."""
    telegram = request.node.get_closest_marker("over_telegram") is not None
    async with open_world("sqlite", tmp_path, telegram=telegram) as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql", "http", "telegram", "zalo"])
async def every_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The main journeys run on both databases, over HTTP, over Telegram and over Zalo."""
    over = {name: request.param == name for name in ("http", "telegram", "zalo")}
    async with open_world("postgresql" if request.param == "postgresql" else "sqlite", tmp_path, **over) as world:
        yield world


@pytest.fixture(params=["http", "telegram", "zalo"])
async def every_channel(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Where the channel is what matters: the page, Telegram, and Zalo, where everything is typed."""
    over = {name: request.param == name for name in ("http", "telegram", "zalo")}
    async with open_world("sqlite", tmp_path, **over) as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql", "http"])
async def web_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """Journeys in which a page is closed, which no messenger can do: on both databases and over HTTP."""
    database = "postgresql" if request.param == "postgresql" else "sqlite"
    async with open_world(database, tmp_path, http=request.param == "http") as world:
        yield world
