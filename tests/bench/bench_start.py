"""From the command to the first page, and what the process holds at rest: python -m tests.bench.bench_start."""

import asyncio
import re
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Final

from tests.bench.measuring import report
from tests.serving import Server, phone, press, serving, write

STARTS: Final = 5
REST_SECONDS: Final = 5.0
# Libraries of channels that are not switched on (165 MB and 2 s), and of charts that nobody has asked for.
HEAVY: Final = ("aiogram", "telegram", "matplotlib", "numpy", "xlsxwriter")
_IMPORTED: Final = re.compile(r"^import time:[ \d]+\|[ \d]+\| +(\w+)", re.MULTILINE)


async def seconds_to_first_page(folder: Path) -> float:
    """With an empty folder: tables, keys and the demo's ward are made on the way."""
    async with serving(folder) as server:
        begun = time.perf_counter()
        server.start()
        await server.ready("/")
        return time.perf_counter() - begun


async def megabytes_at_rest(server: Server) -> float:
    """Memory that is really there, some seconds after the start."""
    server.start()
    await server.ready("/")
    await asyncio.sleep(REST_SECONDS)
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


async def modules(server: Server) -> set[str]:
    """The packages a server has imported by the time somebody has filed a concern."""
    server.start(PYTHONPROFILEIMPORTTIME="1")
    await server.ready()
    async with phone(server, "staff") as staff:
        await press(staff, await write(staff, "Máy in hỏng."))
    await server.stop()
    return set(_IMPORTED.findall(server.log.read_text(encoding="utf-8")))


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        starts = [await seconds_to_first_page(_new(path / str(n))) for n in range(STARTS)]
        async with serving(_new(path / "rest")) as server:
            megabytes = await megabytes_at_rest(server)
        async with serving(_new(path / "modules")) as server:
            imported = await modules(server)
    report("start.first-page", median(starts), "s", 2.0, "lower")
    report("start.memory-at-rest", megabytes, "MB", 120, "lower")
    assert "aiohttp" in imported
    report("start.heavy-libraries-loaded", len(imported.intersection(HEAVY)), "libraries", 0, "lower")


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    asyncio.run(main())
