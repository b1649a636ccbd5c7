"""Filing through the webhook on a disk that takes a millisecond longer: python -m tests.bench.bench_slow_sync.

A small library loaded before the C library makes each sync of the product wait; it is built by the machine's own
compiler, and without one there is nothing to report. The rates, with and without, are each the better of two.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, TCPConnector

from bot.channels.telegram_webhook import PATH
from tests.bench.bench_telegram import OFFICE, PEOPLE, Telegram, filings_a_second
from tests.bench.measuring import report
from tests.bench.product_process import far_end, office_folder, product
from tests.serving import HOST, free_port

ADDED_MICROSECONDS: Final = 1_000
ROUNDS: Final = 2
_SOURCE: Final = Path(__file__).with_name("slow_sync.c")
_PROBE: Final = """
import os, sys, tempfile, time
with tempfile.TemporaryFile(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as file:
    begun = time.perf_counter()
    os.fsync(file.fileno()), os.fdatasync(file.fileno())
    sys.exit(time.perf_counter() - begun < float(sys.argv[1]))
"""


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        slow = slower_syncs(Path(folder))
        if slow is None:
            print(
                "no compiler, or a Python it cannot slow down: filings on a slower disk not measured", file=sys.stderr
            )
            return
        rates: dict[bool, list[float]] = {False: [], True: []}
        for _ in range(ROUNDS):
            for is_slow, environment in ((False, {}), (True, slow)):
                rates[is_slow].append(await filings(environment))
    print(f"filings a second: {rates[False]}; with a millisecond more a sync: {rates[True]}", file=sys.stderr)
    report("slow-sync.filings", max(rates[True]), "1/s", None, "higher")
    report("slow-sync.filings-to-own-disk", max(rates[True]) / max(rates[False]), "ratio", None, "higher")


def slower_syncs(folder: Path) -> Mapping[str, str] | None:
    """The environment of a process whose syncs take longer; None where that cannot be had."""
    if (library := syncs_of_ours(folder)) is None:
        return None
    environment = {"LD_PRELOAD": str(library), "SYNC_DELAY_US": str(ADDED_MICROSECONDS)}
    probe = [sys.executable, "-c", _PROBE, str(2 * ADDED_MICROSECONDS / 1e6)]
    return None if subprocess.run(probe, env=environment, check=False).returncode else environment


def syncs_of_ours(folder: Path) -> Path | None:
    """What is to be loaded before the C library; None without a compiler."""
    compiler, library = shutil.which("cc"), folder / "slow_sync.so"
    if compiler is None:
        return None
    built = subprocess.run([compiler, "-shared", "-fPIC", "-o", library, _SOURCE, "-ldl"], check=False)
    return None if built.returncode else library


async def filings(environment: Mapping[str, str]) -> float:
    """How many a second the product takes in this environment, each of them on the disk."""
    port, people = free_port(), range(1, PEOPLE + 1)
    async with office_folder(people, OFFICE) as folder, ClientSession(connector=TCPConnector(limit=0)) as http:
        telegram = Telegram(http, f"http://{HOST}:{port}{PATH}")
        async with far_end(telegram.take) as url, product(folder, port, url, environment) as process:
            return await filings_a_second(telegram, process)


if __name__ == "__main__":
    asyncio.run(main())
