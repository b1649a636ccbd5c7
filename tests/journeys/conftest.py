"""The worlds in which journeys run."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """SQLite, within the process: the quickest."""
    async with open_world("sqlite", tmp_path) as world:
        yield world


@pytest.fixture(params=["sqlite", "postgresql", "http"])
async def every_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """The main journeys run on both databases, and over HTTP."""
    over_http = request.param == "http"
    async with open_world("sqlite" if over_http else request.param, tmp_path, http=over_http) as world:
        yield world
