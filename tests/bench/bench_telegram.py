"""Filing through the Telegram webhook, on the disk, beside a bare aiogram: python -m tests.bench.bench_telegram.

The generator plays Telegram: it posts updates, and takes what the product sends. A filing is one press of "Gửi",
acknowledged when the case is on the disk and the receipt is kept. Concerns are written with Telegram's pace lifted;
while it is measured how fast they are filed, the product keeps that pace, and the receipts leave at thirty a second.
"""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from statistics import fmean, median
from typing import Any, Final

from aiohttp import ClientSession, TCPConnector, web

from bot.channels.telegram_webhook import PATH, SECRET_HEADER
from tests.bench.measuring import percentile, report
from tests.bench.product_process import ProductProcess, far_end, office_folder, product, until_served
from tests.serving import ANONYMOUS, HOST, SEND, THOUGHT, free_port
from tests.soak.product import SECRET, Office
from tests.telegram_world import TOKEN

RATE: Final = 200.0  # a second
AT_ONCE: Final = 40  # the connections that the product asks Telegram for
ALONE: Final = range(1, 21)  # people who file one after the other
AS_FAST: Final = range(21, 421)  # as it goes
STEADY: Final = range(421, 1_021)  # at the rate
PEOPLE: Final = STEADY.stop - 1
TEXT_SECONDS: Final = 4.0
BARE_UPDATES: Final = 3_000
OFFICE: Final = 9_000_000
PATIENCE: Final = 60.0  # seconds
TEXTS: Final = ("Máy in ở bộ phận một cửa hỏng từ tháng 9.", "Đề nghị văn phòng sớm thay máy mới.")


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
        await until(lambda: chat_id in self.sends)


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.0005)


async def all_of(work: Sequence[Any]) -> None:
    """As many at once as Telegram would have under way."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(each: Any) -> None:
        async with room:
            await each

    await asyncio.gather(*map(one, work))


async def steadily(work: Sequence[Any]) -> list[float]:
    """Begun at the rate, whatever becomes of those before; what each gives."""
    begun, tasks = time.perf_counter(), list[asyncio.Task[float]]()
    for number, each in enumerate(work):
        await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
        tasks.append(asyncio.create_task(each))
    return list(await asyncio.gather(*tasks))


async def filings_a_second(telegram: Telegram, process: ProductProcess, people: Sequence[int] = AS_FAST) -> float:
    """Their concerns are written before the measurement."""
    await all_of([telegram.preview(chat_id) for chat_id in people])
    process.keep_pace()
    begun = time.perf_counter()
    await all_of([telegram.press_send(chat_id) for chat_id in people])
    return len(people) / (time.perf_counter() - begun)


def heard_more(telegram: Telegram, known: int) -> bool:
    """Whether the office has got more than so many messages."""
    return len(telegram.arrived.get(OFFICE, [])) > known


async def seconds_to_the_desk(telegram: Telegram) -> float:
    """From "Gửi" to the office's phone, one at a time; stored on the way."""
    waits = []
    for chat_id in ALONE:
        await telegram.preview(chat_id)
        known = len(telegram.arrived.get(OFFICE, []))
        begun = time.perf_counter()
        await telegram.press_send(chat_id)
        await until(partial(heard_more, telegram, known))
        waits.append(telegram.arrived[OFFICE][known] - begun)
    return median(waits)


# The bare server


async def bare_updates_a_second() -> float:
    async with bare() as telegram:
        begun = time.perf_counter()
        await all_of([telegram.write(1 + number % PEOPLE, TEXTS[0]) for number in range(BARE_UPDATES)])
        return BARE_UPDATES / (time.perf_counter() - begun)


@asynccontextmanager
async def bare() -> AsyncIterator[Telegram]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bench_telegram", str(port)]
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        with subprocess.Popen(command) as process:
            try:
                await until_served(f"http://{HOST}:{port}{PATH}")
                yield Telegram(http, f"http://{HOST}:{port}{PATH}")
            finally:
                process.kill()


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


async def main() -> None:
    port, before = free_port(), await bare_updates_a_second()
    async with (
        office_folder(range(1, PEOPLE + 1), OFFICE) as folder,
        ClientSession(connector=TCPConnector(limit=0)) as http,
    ):
        telegram = Telegram(http, f"http://{HOST}:{port}{PATH}")
        async with far_end(telegram.take) as url, product(folder, port, url) as process:
            filings = await measure(telegram, process)
            await process.stop()
        assert len(await Office(folder).bodies()) == PEOPLE, "what was acknowledged is not all stored"
    plain = fmean([before, await bare_updates_a_second()])
    print(f"filings: {filings:.0f}/s; bare aiogram: {plain:.0f}/s", file=sys.stderr)
    report("telegram.filings-to-bare", filings / plain, "ratio", 0.45, "higher")


async def measure(telegram: Telegram, process: ProductProcess) -> float:
    """The filings a second."""
    begun = time.perf_counter()
    await telegram.write(PEOPLE, "menu")
    await until(lambda: PEOPLE in telegram.arrived)
    report("telegram.first-reply", (telegram.arrived[PEOPLE][0] - begun) * 1000, "ms", 100, "lower")
    report("telegram.to-the-desk-p50", await seconds_to_the_desk(telegram) * 1000, "ms", 25, "lower")
    await all_of([telegram.preview(chat_id) for chat_id in STEADY])
    before = process.cpu_seconds
    filings = await filings_a_second(telegram, process)
    print(f"{(process.cpu_seconds - before) / len(AS_FAST) * 1000:.2f} ms of computing a concern", file=sys.stderr)
    waits = await steadily([telegram.press_send(chat_id) for chat_id in STEADY])
    report("telegram.ack-p99", percentile(waits, 99) * 1000, "ms", 10, "lower")
    texts = [telegram.write(1 + n % PEOPLE, f"{TEXTS[0]} Ý {n}.") for n in range(int(RATE * TEXT_SECONDS))]
    report("telegram.ack-texts-p99", percentile(await steadily(texts), 99) * 1000, "ms", 10, "lower")
    return filings


if __name__ == "__main__":
    if sys.argv[1:]:
        serve_bare(int(sys.argv[1]))
    else:
        asyncio.run(main())
