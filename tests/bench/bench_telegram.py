"""The Telegram webhook with full durability, beside a bare aiogram server: python -m tests.bench.bench_telegram.

The generator plays Telegram: it posts updates, and takes what the product sends. The product keeps Telegram's pace of
30 messages a second, and an update is acknowledged once its reply is out; so its own speed is measured with that pace
lifted, and the acknowledgements both ways.
"""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from aiohttp import ClientError, ClientSession, TCPConnector, web
from pydantic import SecretStr

from bot.channels.telegram_in import PATH, SECRET_HEADER
from storage.domain.permissions import Role
from tests.bench.measuring import percentile, report
from tests.serving import ANONYMOUS, HOST, SEND, THOUGHT, free_port
from tests.soak.product import SECRET, Office
from tests.telegram_world import TOKEN

RATE: Final = 200.0  # updates a second
ACK_SECONDS: Final = {"unpaced": 6.0, "paced": 1.5}  # paced, each second of them takes seven to work off
PEOPLE: Final = 200
AT_ONCE: Final = 40  # the connections that the product asks Telegram for
ALONE: Final = 20  # filings one after the other
BARE_UPDATES: Final = 3_000
MEMORY_UPDATES: Final = int(os.environ.get("BENCH_UPDATES", "20000"))
OFFICE: Final = 9_000_000
TEXTS: Final = ("Máy in ở bộ phận một cửa hỏng từ tháng 9.", "Đề nghị văn phòng sớm thay máy mới.")
START_SECONDS: Final = 60.0


class Telegram:
    """The far end: posts updates to a webhook, and takes messages."""

    def __init__(self, http: ClientSession, hook: str) -> None:
        self._http, self._hook = http, hook
        self._numbers = itertools.count(1)
        self.sends: dict[int, str] = {}  # by chat: the newest "Gửi"
        self.arrived: dict[int, list[float]] = {}  # by chat
        self._shown: dict[int, dict[str, Any]] = {}

    async def take(self, request: web.Request) -> web.Response:
        """Any method of the Bot API."""
        form = await request.post()
        if "chat_id" not in form:
            return web.json_response({"ok": True, "result": True})
        chat_id, number = int(str(form["chat_id"])), next(self._numbers)
        self.arrived.setdefault(chat_id, []).append(time.perf_counter())
        message = {"message_id": number, "date": 1, "chat": {"id": chat_id, "type": "private"}, "text": "…"}
        for row in json.loads(str(form.get("reply_markup", "{}"))).get("inline_keyboard", []):
            for button in row:
                if button["callback_data"].startswith(SEND):
                    self.sends[chat_id], self._shown[chat_id] = button["callback_data"], message
        return web.json_response({"ok": True, "result": message})

    async def write(self, chat_id: int, text: str) -> float:
        """The seconds to its acknowledgement."""
        chat = {"id": chat_id, "type": "private"}
        sender = {"id": chat_id, "is_bot": False, "first_name": "Người", "language_code": "vi"}
        number = next(self._numbers)
        message = {"message_id": number, "date": 1, "chat": chat, "from": sender, "text": text}
        return await self._post({"update_id": number, "message": message})

    async def press_send(self, chat_id: int) -> float:
        number = next(self._numbers)
        press = {
            "id": str(number),
            "from": {"id": chat_id, "is_bot": False, "first_name": "Người"},
            "chat_instance": "1",
            "data": self.sends.pop(chat_id),
            "message": self._shown[chat_id],
        }
        return await self._post({"update_id": number, "callback_query": press})

    async def _post(self, update: Mapping[str, Any]) -> float:
        begun = time.perf_counter()
        async with self._http.post(self._hook, json=update, headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 200, response.status
            await response.read()
        return time.perf_counter() - begun

    async def preview(self, chat_id: int) -> None:
        """A concern, up to its "Gửi"."""
        for text in (*TEXTS, ANONYMOUS, THOUGHT):
            await self.write(chat_id, text)
        assert chat_id in self.sends


async def all_of(work: Sequence[Any]) -> None:
    """As many at once as Telegram would have under way."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(each: Any) -> None:
        async with room:
            await each

    await asyncio.gather(*map(one, work))


async def acknowledgements(telegram: Telegram, seconds: float) -> list[float]:
    """Texts at a steady rate, each from somebody else than the one before."""
    begun, waits = time.perf_counter(), list[asyncio.Task[float]]()
    for number in range(int(RATE * seconds)):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        waits.append(asyncio.create_task(telegram.write(1 + number % PEOPLE, f"{TEXTS[0]} Ý {number}.")))
    return list(await asyncio.gather(*waits))


async def filings_a_second(telegram: Telegram) -> float:
    await all_of([telegram.preview(chat_id) for chat_id in range(1, PEOPLE + 1)])
    begun = time.perf_counter()
    await all_of([telegram.press_send(chat_id) for chat_id in range(1, PEOPLE + 1)])
    return PEOPLE / (time.perf_counter() - begun)


async def seconds_to_the_desk(telegram: Telegram) -> float:
    """From "Gửi" to the office's phone, one at a time; stored on the way."""
    waits = []
    for chat_id in range(1, ALONE + 1):
        await telegram.preview(chat_id)
        known = len(telegram.arrived.get(OFFICE, []))
        begun = time.perf_counter()
        await telegram.press_send(chat_id)
        while len(telegram.arrived.get(OFFICE, [])) == known:
            await asyncio.sleep(0.0005)
        waits.append(telegram.arrived[OFFICE][known] - begun)
    return median(waits)


async def bare_updates_a_second(telegram: Telegram) -> float:
    begun = time.perf_counter()
    await all_of([telegram.write(1 + number % PEOPLE, TEXTS[0]) for number in range(BARE_UPDATES)])
    return BARE_UPDATES / (time.perf_counter() - begun)


@asynccontextmanager
async def served(kind: str, folder: Path) -> AsyncIterator[tuple[Telegram, "subprocess.Popen[bytes]"]]:
    """A server in a process of its own: "paced", "unpaced" or "bare"."""
    port, base = free_port(), free_port()
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        telegram = Telegram(http, f"http://{HOST}:{port}{PATH}")
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", telegram.take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, HOST, base).start()
        command = [sys.executable, "-m", "tests.bench.bench_telegram", kind, str(port), str(base), str(folder)]
        with subprocess.Popen(command) as process:
            try:
                await _until_served(http, f"http://{HOST}:{port}/healthz")
                yield telegram, process
            finally:
                process.kill()
                await runner.cleanup()


async def _until_served(http: ClientSession, url: str) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                async with http.get(url):
                    return
            except ClientError:
                await asyncio.sleep(0.02)


def megabytes(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS:"))


# The servers


def serve_product(port: int, base: int, folder: Path, *, paced: bool) -> None:
    from bot.app import App, run
    from bot.config import Settings

    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=folder,
        web_port=port,
        public_url=f"http://{HOST}:{port}",
        telegram_token=SecretStr(TOKEN),
        telegram_api_base=f"http://{HOST}:{base}",
        telegram_webhook_secret=SecretStr(SECRET),
    )

    async def ready(app: App, _port: int) -> None:
        if not paced:
            app.telegram.gate.sleep = _no_time

    asyncio.run(run(settings, demo=False, ready=ready, until=asyncio.Event()))


async def _no_time(_seconds: float) -> None:
    await asyncio.sleep(0)


def serve_bare(port: int) -> None:
    """aiogram as its documentation shows it, replying in the webhook's answer."""
    from aiogram import Bot, Dispatcher
    from aiogram.methods import SendMessage
    from aiogram.types import Message
    from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application

    dispatcher, bot, app = Dispatcher(), Bot(TOKEN), web.Application()

    @dispatcher.message()
    async def echo(message: Message) -> SendMessage:
        return message.answer(message.text or "")

    SimpleRequestHandler(dispatcher, bot, handle_in_background=False, secret_token=SECRET).register(app, PATH)
    setup_application(app, dispatcher, bot=bot)
    web.run_app(app, host=HOST, port=port, print=None, access_log=None)


# The measurements


@asynccontextmanager
async def office_folder() -> AsyncIterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        await office.settle_in()
        await office.enrol(range(1, PEOPLE + 1))
        await office.enrol([OFFICE], Role.OFFICE, "VP")
        yield Path(folder)


async def main() -> None:
    async with served("bare", Path()) as (telegram, _):
        bare = await bare_updates_a_second(telegram)
    async with office_folder() as folder, served("unpaced", folder) as (telegram, process):
        begun = time.perf_counter()
        await telegram.write(PEOPLE, "menu")
        report("telegram.first-reply", (telegram.arrived[PEOPLE][0] - begun) * 1000, "ms", 100, "lower")
        report("telegram.to-the-desk-p50", await seconds_to_the_desk(telegram) * 1000, "ms", 25, "lower")
        filings = await filings_a_second(telegram)
        print(f"filings: {filings:.0f}/s, pace lifted; bare aiogram: {bare:.0f}/s", file=sys.stderr)
        report("telegram.filings-to-bare", filings / bare, "ratio", 0.45, "higher")
        waits = await acknowledgements(telegram, ACK_SECONDS["unpaced"])
        report("telegram.ack-p99-unpaced", percentile(waits, 99) * 1000, "ms", 10, "lower")
        await report_memory(telegram, process.pid)
    async with office_folder() as folder, served("paced", folder) as (telegram, _):
        waits = await acknowledgements(telegram, ACK_SECONDS["paced"])
        report("telegram.ack-p99", percentile(waits, 99) * 1000, "ms", 10, "lower")


async def report_memory(telegram: Telegram, pid: int) -> None:
    halves = list[float]()
    for half in _halves(MEMORY_UPDATES):
        await all_of([telegram.write(1 + number % PEOPLE, f"{TEXTS[1]} Ý {number}.") for number in half])
        halves.append(megabytes(pid))
    report("telegram.memory", halves[1], "MB", 300, "lower")
    report("telegram.memory-second-half", halves[1] / halves[0], "ratio", 1.05, "lower")


def _halves(count: int) -> Iterator[range]:
    yield range(count // 2)
    yield range(count // 2, count)


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            asyncio.run(main())
        case ["bare", port, _, _]:
            serve_bare(int(port))
        case [kind, port, base, folder]:
            serve_product(int(port), int(base), Path(folder), paced=kind == "paced")
