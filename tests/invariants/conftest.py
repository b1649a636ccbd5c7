"""Offices on both databases."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.storage.databases import KINDS
from tests.world import World, open_world


@pytest.fixture(params=KINDS)
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(request.param, tmp_path) as world:
        yield world
