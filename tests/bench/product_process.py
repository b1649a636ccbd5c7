"""The product on Telegram's webhook in a process of its own, Telegram's pace lifted at first, and a watch on its loop.

It prints a line when it has started and, stopped, what the watch has seen.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aiohttp import ClientError, ClientSession, web
from pydantic import SecretStr

from tests.serving import HOST, STOP_SECONDS
from tests.soak.product import SECRET, Office
from tests.telegram_world import TOKEN

if TYPE_CHECKING:
    from bot.app import App

START_SECONDS: Final = 60.0
TICK_SECONDS: Final = 0.005
KEPT: Final = 10  # pauses
STARTED: Final = "started\n"


@dataclass(frozen=True, slots=True, order=True)
class Pause:
    """Seconds by which a tick was late, but for those in which the machine ran something else on our core.

    The loop was ``computing`` in some of its own ones; in the others it waited, for another thread or for a disk.
    """

    own: float
    elsewhere: float
    computing: float
    at: float  # since the start


class Watch:
    """A tick in the loop every few milliseconds: whatever holds up the loop makes it late."""

    def __init__(self) -> None:
        self.pauses: list[Pause] = []  # the longest ones

    async def run(self) -> None:
        started = time.perf_counter()
        while True:
            begun, computed, waited = time.perf_counter(), time.thread_time(), seconds_without_a_core()
            await asyncio.sleep(TICK_SECONDS)
            late = time.perf_counter() - begun - TICK_SECONDS
            elsewhere = min(seconds_without_a_core() - waited, late)
            pause = Pause(late - elsewhere, elsewhere, time.thread_time() - computed, begun - started)
            self.pauses = sorted([*self.pauses, pause])[-KEPT:]


def seconds_without_a_core() -> float:
    """For how long this thread was ready to run and something else ran, as the kernel counts; 0 if it does not."""
    file = f"/proc/self/task/{threading.get_native_id()}/schedstat"
    try:
        with open(file, encoding="ascii") as counts:  # noqa: PTH123  the quickest way: it is read at every tick
            return int(counts.read().split()[1]) / 1e9
    except OSError:
        return 0.0


class ProductProcess:
    """Under way; ``stop`` ends it as the system does."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    @property
    def cpu_seconds(self) -> float:
        """What it has computed so far, all threads together."""
        ticks = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def keep_pace(self) -> None:
        """From now on it sends no faster than Telegram lets it."""
        self._process.send_signal(signal.SIGUSR1)

    async def stop(self) -> list[Pause]:
        """The longest pauses of its loop, the longest one first."""
        self._process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(self._process.wait, timeout=STOP_SECONDS) == 0
        return [Pause(**each) for each in json.loads(await self.line())][::-1]

    async def line(self) -> str:
        """The next one it prints."""
        assert self._process.stdout is not None
        return await asyncio.to_thread(self._process.stdout.readline)


@asynccontextmanager
async def product(
    folder: Path, port: int, telegram: str, environment: Mapping[str, str] = {}
) -> AsyncIterator[ProductProcess]:
    """The product on this folder and port, once it has started; ``telegram`` is where its Telegram listens."""
    command = [sys.executable, "-m", "tests.bench.product_process", str(folder), str(port), telegram]
    with subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.PIPE, text=True) as process:
        served = ProductProcess(process)
        try:
            async with asyncio.timeout(START_SECONDS):
                assert await served.line() == STARTED
            yield served
        finally:
            process.kill()


async def until_served(url: str) -> None:
    async with asyncio.timeout(START_SECONDS), ClientSession() as http:
        while True:
            try:
                async with http.get(url):
                    return
            except ClientError:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def far_end(take: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """The address of a Telegram whose methods are all answered by this."""
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, HOST, 0).start()
    try:
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def office_folder(people: range, desk: int) -> AsyncIterator[Path]:
    """An office with these people, by the number of their chat, and one who reads at its desk."""
    from storage.domain.permissions import Role

    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        await office.settle_in()
        await office.enrol(people)
        await office.enrol([desk], Role.OFFICE, "VP")
        yield Path(folder)


# In the process


async def serve(folder: Path, port: int, telegram: str) -> None:
    from bot.app import run
    from bot.config import Settings

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder,
        web_port=port,
        public_url=f"http://{HOST}:{port}",
        anonymous_per_hour=0,
        telegram_token=SecretStr(TOKEN),
        telegram_api_base=telegram,
        telegram_webhook_secret=SecretStr(SECRET),
    )
    watch, stop, tasks = Watch(), asyncio.Event(), list[asyncio.Task[Any]]()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    async def ready(app: "App", _port: int) -> None:
        app.telegram.gate.sleep = _no_time
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, keep_pace, app)
        tasks.append(asyncio.create_task(watch.run()))
        print(STARTED, end="", flush=True)

    await run(settings, demo=False, ready=ready, until=stop)
    print(json.dumps([asdict(pause) for pause in watch.pauses]))


def keep_pace(app: "App") -> None:
    app.telegram.gate.sleep = asyncio.sleep


async def _no_time(_seconds: float) -> None:
    await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
