"""Listening to Telegram by its calls to our webhook: what is not dealt with is not acknowledged."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_webhook import PATH, SECRET_HEADER, Webhook
from tests.bot.telegram_line import PHOTO, SECRET, Line, line_to
from tests.bot.telegram_scene import PATIENCE
from tests.serving import free_port

SIZE: Final = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}


@dataclass
class Hook:
    """A line whose listener is called by Telegram at ``url``."""

    line: Line
    url: str
    http: ClientSession

    @property
    def statuses(self) -> list[int]:
        """What Telegram was answered."""
        webhook = self.line.simulator.bot.webhook
        assert webhook is not None
        return [attempt.status for attempt in webhook.attempts]

    async def post(self, body: bytes, **headers: str) -> int:
        async with self.http.post(self.url, data=body, headers=headers) as response:
            return response.status

    async def serve(self, stack: AsyncExitStack) -> None:
        listener = self.line.listen()
        app = web.Application()
        app.add_routes(listener.routes())
        port = int(self.url.split(":")[2].partition("/")[0])
        await stack.enter_async_context(TestServer(app, port=port))
        async with asyncio.timeout(PATIENCE):
            while self.line.simulator.bot.webhook is None:
                await asyncio.sleep(0.002)


@pytest.fixture
async def hook(tmp_path: Any) -> AsyncIterator[Hook]:
    """Telegram calls."""
    url = f"http://127.0.0.1:{free_port()}{PATH}"
    async with AsyncExitStack() as stack, line_to(stack, tmp_path, Webhook(url, SECRET)) as line:
        hook = Hook(line, url, await stack.enter_async_context(ClientSession()))
        await hook.serve(stack)
        yield hook


async def test_telegram_calls(hook: Hook) -> None:
    """With its secret an update is heard, and acknowledged after the turn."""
    over = hook.line.hold()
    hook.line.person.write("Máy hỏng")
    await asyncio.sleep(0.1)
    assert (hook.statuses, hook.line.pending) == ([], 1)
    over.set()
    await hook.line.all_confirmed()
    assert (hook.statuses, hook.line.scene.texts) == ([200], ["Máy hỏng"])


@pytest.mark.parametrize("secret", ["", "mat-khau_cua-webhooc", SECRET.upper(), f"{SECRET}x", "mật-khẩu"])
async def test_nobody_else_is_heard(hook: Hook, secret: str) -> None:
    """Without the right secret it is 401, whatever else is sent."""
    body = json.dumps({"update_id": 1}).encode()
    assert await hook.post(body, **({SECRET_HEADER: secret} if secret else {})) == 401
    assert await hook.post(b"{", **{SECRET_HEADER: secret}) == 401
    assert hook.line.scene.received == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"{}", b'{"update_id": "1"}', b"\xff"])
async def test_what_is_no_update_is_400(hook: Hook, body: bytes) -> None:
    """Even with the secret."""
    assert await hook.post(body, **{SECRET_HEADER: SECRET}) == 400


async def test_a_failed_turn_comes_again(hook: Hook) -> None:
    """500 makes Telegram send it again; what the chat sent next waits for it."""
    hook.line.scene.fails.append(ValueError())
    hook.line.person.write("một")
    hook.line.person.write("hai")
    await hook.line.all_confirmed()
    assert hook.statuses == [500, 200, 200]
    assert hook.line.scene.texts == ["một", "một", "hai"]


async def test_a_repeated_call_is_acknowledged_and_no_more(hook: Hook) -> None:
    """The answer may be lost on the way: the same update is then no second turn, during the first or after it."""
    over = hook.line.hold()
    hook.line.person.write("một")
    update = hook.line.simulator.bot.updates.first_of(("chat", hook.line.person.chat_id))
    assert update is not None
    raw = json.dumps(update.json()).encode()
    again = asyncio.create_task(hook.post(raw, **{SECRET_HEADER: SECRET}))
    await asyncio.sleep(0.05)
    over.set()
    assert await again == 200
    await hook.line.all_confirmed()
    assert await hook.post(raw, **{SECRET_HEADER: SECRET}) == 200
    assert hook.line.scene.texts == ["một"]


async def test_an_album_is_one_message_though_its_parts_are_acknowledged_one_by_one(hook: Hook) -> None:
    """Telegram sends a part when the one before is acknowledged; until the turn is over they are on the shelf."""
    over = hook.line.hold()
    hook.line.person.send_album([PHOTO, PHOTO + b"2", PHOTO + b"3"], "Ba ảnh")
    await hook.line.all_confirmed()
    shelf = Shelf(hook.line.scene.sessions)
    assert len(shelf.waiting()) == 3
    over.set()
    await hook.line.scene.until(1)
    await hook.line.stop()
    assert [(message.text, len(files)) for message, files in hook.line.scene.received] == [("Ba ảnh", 3)]
    assert shelf.waiting() == []


async def test_an_album_on_the_shelf_survives_the_process(hook: Hook) -> None:
    """What was acknowledged before a kill is heard by the next process."""
    shelf = Shelf(hook.line.scene.sessions)
    file = hook.line.simulator.bot.files.keep(hook.line.person.send_photo(PHOTO).file.kind, PHOTO)  # type: ignore[union-attr]
    await hook.line.all_confirmed()
    await hook.line.stop()
    for number in (501, 502):
        size = {**SIZE, "file_id": file.file_id, "file_unique_id": file.unique_id}
        chat = {"id": hook.line.person.chat_id, "type": "private"}
        message = {"message_id": number, "date": 1, "media_group_id": "77", "photo": [size], "chat": chat}
        shelf.keep({"update_id": number, "message": message})
    hook.line.listen()
    await hook.line.scene.until(2)
    assert hook.line.scene.received[1][1] == [PHOTO, PHOTO]


@pytest.mark.parametrize("kind", ["group", "private"])
async def test_photos_that_are_not_for_us_do_not_stay_on_the_shelf(hook: Hook, kind: str) -> None:
    """Those of a group, and those of a message that cannot be read."""
    message = {"message_id": 9, "chat": {"id": -5, "type": kind}, "media_group_id": "77", "caption": "bí mật"}
    body = {"update_id": 9, "message": message | ({"date": 1, "photo": [SIZE]} if kind == "group" else {})}
    assert await hook.post(json.dumps(body).encode(), **{SECRET_HEADER: SECRET}) == 200
    await hook.line.stop()
    assert Shelf(hook.line.scene.sessions).waiting() == []


@pytest.mark.parametrize("message", ["", None, True, {}, {"chat": 1.5}, {"chat": {"type": []}}])
async def test_a_press_that_cannot_be_read_is_acknowledged(hook: Hook, message: object) -> None:
    """Else Telegram would call again and again, and keep the person's next presses waiting."""
    body = {"update_id": 9, "callback_query": {"id": "901", "message": message, "data": "a.clear.X"}}
    assert await hook.post(json.dumps(body).encode(), **{SECRET_HEADER: SECRET}) == 200


async def test_who_is_stopping_is_called_later(hook: Hook) -> None:
    """503: Telegram keeps the update and tries again."""
    listener = hook.line.listeners[0]
    await hook.line.stop()
    assert await hook.post(b'{"update_id": 1}', **{SECRET_HEADER: SECRET}) == 503
    assert listener.routes()
