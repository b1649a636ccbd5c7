"""Many people on Telegram, as Telegram shows them to a webhook: texts, words of the menu, presses of what is offered.

Everybody goes through the same talk again and again: the menu, a concern in two messages, the two questions about it
answered by their buttons, "Gửi" pressed. One update in six files.
"""

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import ClientSession, TCPConnector, web

from bot.channels.telegram_webhook import PATH, SECRET_HEADER
from tests.bench.product_process import far_end
from tests.serving import ANONYMOUS, HOST, SEND, THOUGHT
from tests.soak.product import SECRET

CONNECTIONS: Final = 40  # that the product asks Telegram for
_PATIENCE: Final = 120.0
_TEXTS: Final = ("menu", "Máy in ở bộ phận một cửa hỏng từ tháng 9, ý {}.", "de nghi som thay may moi, y {}")
_PRESSES: Final = (ANONYMOUS, THOUGHT, SEND)  # by label, or how the value begins
STEPS: Final = len(_TEXTS) + len(_PRESSES)


@dataclass(slots=True)
class _Chat:
    chat_id: int
    steps: "itertools.count[int]"  # up to 0 the menu, again and again
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)  # Telegram keeps a chat's updates in order
    news: asyncio.Event = field(default_factory=asyncio.Event)
    shown: Mapping[str, Any] = field(default_factory=dict)  # the newest message with buttons
    unanswered: int = 0  # updates whose message with buttons has not come yet: every step gets one


class Crowd:
    """Writes to a webhook, and takes what is sent to ``url``."""

    def __init__(self, http: ClientSession, people: range, hook: str) -> None:
        self._http, self._hook = http, hook
        # Some are further than others: else all would file at once, and then nobody for long.
        self._chats = {chat_id: _Chat(chat_id, itertools.count(-(chat_id % STEPS))) for chat_id in people}
        self._next_chat = itertools.cycle(self._chats.values())
        self._numbers = itertools.count(1)
        self._room = asyncio.Semaphore(CONNECTIONS)
        self.url = ""
        self.waits: list[float] = []  # seconds to each acknowledgement

    async def talk(self, updates: int, rate: float = float("inf")) -> float:
        """So many updates, offered at this rate a second; the rate at which they were served."""
        begun, under_way = time.perf_counter(), set[asyncio.Task[None]]()
        for number in range(updates):
            if (ahead := begun + number / rate - time.perf_counter()) > 0:
                await asyncio.sleep(ahead)
            while rate == float("inf") and len(under_way) >= CONNECTIONS:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            under_way.add(task := asyncio.create_task(self._next(next(self._next_chat))))
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        return updates / (time.perf_counter() - begun)

    async def _next(self, chat: _Chat) -> None:
        async with chat.turn, self._room:
            number, step = divmod(max(next(chat.steps), 0), STEPS)
            if step < len(_TEXTS):
                update = self._text(chat, _TEXTS[step].format(number))
            else:
                update = self._press(chat, await self._button(chat, _PRESSES[step - len(_TEXTS)]))
            chat.unanswered += 1
            await self._post({"update_id": next(self._numbers), **update})

    def _text(self, chat: _Chat, text: str) -> Mapping[str, Any]:
        number = next(self._numbers)
        message = {"message_id": number, "date": 1, "chat": _private(chat), "from": _sender(chat), "text": text}
        return {"message": message}

    def _press(self, chat: _Chat, data: str) -> Mapping[str, Any]:
        press = {"id": str(next(self._numbers)), "from": _sender(chat), "chat_instance": "1", "data": data}
        return {"callback_query": {**press, "message": chat.shown}}

    async def _button(self, chat: _Chat, wanted: str) -> str:
        """Its value; the answer that shows it may still be on its way."""
        async with asyncio.timeout(_PATIENCE):
            while chat.unanswered:
                chat.news.clear()
                await chat.news.wait()
        rows = chat.shown["reply_markup"]["inline_keyboard"]
        return next(
            str(button["callback_data"])
            for button in itertools.chain.from_iterable(rows)
            if button["text"] == wanted or button["callback_data"].startswith(wanted)
        )

    async def _post(self, update: Mapping[str, Any]) -> None:
        begun = time.perf_counter()
        async with self._http.post(self._hook, json=update, headers={SECRET_HEADER: SECRET}) as response:
            assert response.status == 200, response.status
            await response.read()
        self.waits.append(time.perf_counter() - begun)

    async def take(self, request: web.Request) -> web.Response:
        """Any method of the Bot API."""
        form = await request.post()
        if "chat_id" not in form:
            return web.json_response({"ok": True, "result": True})
        chat_id = int(str(form["chat_id"]))
        message: dict[str, Any] = {"message_id": next(self._numbers), "date": 1, "text": "…"}
        message["chat"] = {"id": chat_id, "type": "private"}
        if "reply_markup" in form:
            message["reply_markup"] = json.loads(str(form["reply_markup"]))
        if (chat := self._chats.get(chat_id)) is not None and "reply_markup" in message:
            chat.shown, chat.unanswered = message, chat.unanswered - 1
            chat.news.set()
        return web.json_response({"ok": True, "result": message})


def _private(chat: _Chat) -> Mapping[str, Any]:
    return {"id": chat.chat_id, "type": "private"}


def _sender(chat: _Chat) -> Mapping[str, Any]:
    return {"id": chat.chat_id, "is_bot": False, "first_name": "Người", "language_code": "vi"}


@asynccontextmanager
async def crowd(people: range, port: int) -> AsyncIterator[Crowd]:
    """These people, who write to the webhook at this port."""
    async with ClientSession(connector=TCPConnector(limit=0)) as http:
        made = Crowd(http, people, f"http://{HOST}:{port}{PATH}")
        async with far_end(made.take) as made.url:
            yield made
