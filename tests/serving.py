"""The real product in a process of its own, and phones that, like the page, send again until they are heard."""

import asyncio
import json
import os
import random
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

from bot.exporting import COLUMNS, rows
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.contents import content_keys
from storage.sealing import KeyFolder
from storage.sql.engine import open_database
from tests.storage.databases import quick_folder
from tests.talk import Event, HttpPhone

HOST: Final = "127.0.0.1"
START_SECONDS: Final = 120.0  # on a machine that has much else to do
STOP_SECONDS: Final = 15.0
AGAIN_SECONDS: Final = 0.05  # the page waits longer; a test has no time
ANSWER_SECONDS: Final = 60.0
SEND: Final = "n.send."
ANONYMOUS: Final = say(DEFAULT_LANGUAGE, "mode-anonymous")
THOUGHT: Final = say(DEFAULT_LANGUAGE, "kind-thought")  # of all kinds the one that needs no further question
_INVITE: Final = re.compile(r"#invite=([0-9A-Z-]+)&amp;as=(\w+)")
_FOREVER: Final = ClientTimeout(total=None)


class Process(Protocol):
    """A running product: a ``subprocess.Popen``, or a life of a nursery."""

    @property
    def pid(self) -> int: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, number: int, /) -> None: ...
    def kill(self) -> None: ...


Begin = Callable[[Path, Path, Mapping[str, str]], Process]  # in this folder, with this log and environment


def from_the_shell(folder: Path, log: Path, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """As a person starts it, with the seconds that its imports take."""
    with log.open("ab") as errors:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "demo"],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )


class Server:
    """``doithoai demo`` on a folder and a port of its own, the same ones after each restart."""

    def __init__(self, data: Path, sessions: Path, http: ClientSession, begin: Begin) -> None:
        self.data, self._sessions, self.http, self._begin = data, sessions, http, begin
        self._port = free_port()
        self._process: Process | None = None

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def log(self) -> Path:
        """All that its processes have written to their standard error."""
        return self._sessions / "log"

    @property
    def pid(self) -> int:
        return self._running.pid

    @property
    def _running(self) -> Process:
        assert self._process is not None, "not started"
        return self._process

    def start(self, **environment: str) -> None:
        """Start the process; ``ready`` waits until it serves."""
        self._process = self.launch(self.log, **environment)

    def launch(self, log: Path, **environment: str) -> Process:
        """One more process on the same folder and port, which is not looked after."""
        settings = {
            "DATA_DIR": str(self.data),
            "SESSIONS_DIR": str(self._sessions),
            "DATABASE_URL": "",
            "WEB_HOST": HOST,
            "WEB_PORT": str(self._port),
            "PUBLIC_URL": "",
        }
        # In its own folder: an .env of the developer is not meant for it.
        return self._begin(self.data, log, {**settings, **environment})

    async def ready(self, path: str = "/healthz") -> None:
        """Until it serves this path; fails if it ends instead."""
        async with asyncio.timeout(START_SECONDS):
            while not await self._serves(path):
                assert self._running.poll() is None, self.log.read_text()
                await asyncio.sleep(0.01)

    async def _serves(self, path: str) -> bool:
        try:
            async with self.http.get(f"{self.base}{path}") as response:
                return response.status == 200
        except ClientError:
            return False

    async def waiting(self) -> int:
        """How many notices are not delivered yet."""
        async with self.http.get(f"{self.base}/healthz") as response:
            return int((await response.json())["waiting"])

    async def invite(self, phone: str) -> str:
        """A new invite for one of the demo's phones: staff, officer, office, leader."""
        async with self.http.get(f"{self.base}/demo") as response:
            found = _INVITE.findall(await response.text())
        return str(next(code for code, name in found if name == phone))

    def kill(self) -> None:
        """End it as a power cut or an impatient system does: at once, without a word."""
        self._running.kill()
        self._running.wait()

    async def stop(self) -> int:
        """Ask it to end; its exit code. Raises TimeoutExpired if it does not."""
        self._running.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._running.wait, STOP_SECONDS)

    async def restart(self) -> None:
        self.start()
        await self.ready()

    async def bodies(self) -> Mapping[str, str]:
        """The text of every case in the database, by reference."""
        database = open_database(f"sqlite:///{self.data / 'doithoai.db'}", content_keys(KeyFolder(self.data / "keys")))
        try:
            found = await rows(database.store)
        finally:
            await database.close()
        return {row[COLUMNS.index("code")]: row[COLUMNS.index("body")] for row in found}

    def end(self) -> None:
        """Whatever its state."""
        if self._process is not None and self._process.poll() is None:
            self.kill()


@asynccontextmanager
async def serving(data: Path, begin: Begin = from_the_shell) -> AsyncIterator[Server]:
    """A server that is not started yet; its conversations lie in memory, its database in ``data``."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as sessions:
        async with ClientSession(connector=TCPConnector(limit=0)) as http:
            server = Server(data, Path(sessions), http, begin)
            try:
                yield server
            finally:
                server.end()


def free_port() -> int:
    """Below the ports that the system gives to clients: one of those could take it between two starts."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as tried, suppress(OSError):
            tried.bind((HOST, port))
            return port
    raise AssertionError("no free port")


class StubbornPhone(HttpPhone):
    """Sends each message until it is accepted, and listens again whenever the line breaks, as the page does."""

    def __init__(self, http: ClientSession, base: str) -> None:
        super().__init__(http, base)
        self.arrived: list[float] = []  # when each event came, by time.perf_counter
        self._news = asyncio.Event()

    async def post(self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()) -> None:
        while not await self._accepted(key=key, text=text, choice=choice, files=files):
            await asyncio.sleep(AGAIN_SECONDS)

    async def _accepted(self, **message: Any) -> bool:
        try:
            response = await self.send(**message)
        except (ClientError, OSError):
            return False
        # A clear no would be final; the page takes only 202 for a yes.
        assert response.status in (202, 429, 503), await response.text()
        return response.status == 202

    async def see(self, wanted: Callable[[Event], bool], after: int = 0) -> Event:
        """The first such event from number ``after`` on, waiting for it."""
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                self._news.clear()
                for event in self.events[after:]:
                    if wanted(event):
                        return event
                await self._news.wait()

    async def _listen(self, ready: asyncio.Event) -> None:
        while True:
            with suppress(ClientError, OSError):
                await self._listen_once(ready)
            await asyncio.sleep(AGAIN_SECONDS)

    async def _listen_once(self, ready: asyncio.Event) -> None:
        headers = dict(self.headers)
        if self.events:
            headers["Last-Event-ID"] = self.events[-1]["id"]
        url = f"{self._base}/api/chat/events"
        async with self._http.get(url, headers=headers, timeout=_FOREVER) as response:
            assert response.status == 200, await response.text()
            ready.set()
            async for line in response.content:
                if line.startswith(b"data:"):
                    self.events.append(json.loads(line[5:]))
                    self.arrived.append(time.perf_counter())
                    self._news.set()


@asynccontextmanager
async def phone(server: Server, name: str) -> AsyncIterator[StubbornPhone]:
    """One of the demo's people, let in and listening."""
    made = StubbornPhone(server.http, server.base)
    response = await made.begin(await server.invite(name))
    assert response.status == 200, await response.text()
    try:
        yield made
    finally:
        await made.close_page()


def send_choice(event: Event) -> str | None:
    """The value of "Gửi", if this is the preview."""
    return next((str(c["value"]) for c in event["choices"] if c["value"].startswith(SEND)), None)


async def tell(by: StubbornPhone, text: str) -> None:
    await by.post(key=secrets.token_hex(8), text=text)


async def press(by: StubbornPhone, choice: str) -> None:
    await by.post(key=secrets.token_hex(8), choice=choice)


async def write(by: StubbornPhone, *texts: str) -> str:
    """A concern in several messages, up to the preview; the value of its "Gửi"."""
    after = len(by.events)
    for text in texts:
        await tell(by, text)
    return await choose_way(by, after)


async def choose_way(by: StubbornPhone, after: int) -> str:
    """Choose by typing, which never means an older question; the value of "Gửi"."""
    await tell(by, ANONYMOUS)
    await tell(by, THOUGHT)
    preview = await by.see(lambda event: send_choice(event) is not None, after)
    return str(send_choice(preview))
