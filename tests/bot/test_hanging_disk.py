"""A disk that hangs, as under a backup or a dying drive: only what waits for it stands still."""

import asyncio
import tempfile
from pathlib import Path
from typing import Final

import pytest
from aiohttp import ClientSession, ClientTimeout

from tests.bench.bench_slow_sync import syncs_of_ours
from tests.serving import phone, press, serving, write
from tests.storage.databases import quick_folder

PATIENCE: Final = 30.0  # on a busy machine; the disk hangs for as long as we say
LOOKS: Final = 10


async def test_the_page_and_health_are_answered_while_the_disk_hangs() -> None:
    """A concern is written without the disk; its filing waits for it, the page and health do not, and it is filed."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        library, hanging, data = syncs_of_ours(Path(folder)), Path(folder) / "hanging", Path(folder) / "data"
        if library is None:
            pytest.skip("no compiler")
        data.mkdir()
        async with serving(data) as server:
            server.start(LD_PRELOAD=str(library), SYNC_HANGS_WHILE=str(hanging))
            await server.ready()
            async with phone(server, "staff") as staff:
                hanging.touch()
                async with asyncio.timeout(PATIENCE):
                    send = await write(staff, "Đèn trước cổng trụ sở hỏng từ tháng 9.", "Đề nghị sửa sớm.")
                filing = asyncio.create_task(press(staff, send))
                for _ in range(LOOKS):
                    await asyncio.gather(*(answered(server.http, server.base + path) for path in ("/", "/healthz")))
                assert not filing.done()
                hanging.unlink()
                await filing


async def answered(http: ClientSession, url: str) -> None:
    async with http.get(url, timeout=ClientTimeout(total=PATIENCE)) as response:
        assert response.status == 200
        await response.read()
