"""The world in which conversations are tried."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """SQLite, within the process: the quickest."""
    async with open_world("sqlite", tmp_path) as world:
        yield world
