"""Listening to Telegram, by polling and by webhook: what is not dealt with is not acknowledged."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.telegram_albums import Shelf
from bot.channels.telegram_client import HeardElsewhere, TelegramClient
from bot.channels.telegram_in import PATH, SECRET_HEADER, Pauses, TelegramListener, Webhook
from bot.channels.telegram_menu import Menus, commands
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_faults import Fault, UpdateFault
from bot.simulators.telegram_people import Person
from handlers import registry
from storage.domain.permissions import Actor, Post, Role
from storage.sealing import KeyFolder, KeySeals
from tests.bot.telegram_scene import PATIENCE, Scene, words
from tests.serving import free_port
from tests.storage.databases import fresh_database
from tests.telegram_world import TOKEN, simulated_telegram

SECRET: Final = "mat-khau_cua-webhook"
QUICK: Final = Pauses(first=0.005, longest=0.01, elsewhere=0.005, finish=1.0)
PHOTO: Final = b"\xff\xd8\xff a photo"

registry.load_flows()


@dataclass
class Line:
    """A simulator, somebody in it, and a listener whose turns are a list."""

    simulator: TelegramSimulator
    person: Person
    scene: Scene
    new_listener: Callable[[str], TelegramListener]
    listeners: list[TelegramListener] = field(default_factory=list)

    @property
    def pending(self) -> int:
        """The updates that Telegram still keeps."""
        return len(self.simulator.bot.updates)

    def listen(self, token: str = TOKEN) -> TelegramListener:
        self.listeners.append(self.new_listener(token))
        self.listeners[-1].start()
        return self.listeners[-1]

    async def stop(self) -> None:
        """The listener that began last."""
        await self.listeners.pop().stop()

    async def all_confirmed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.pending:
                await asyncio.sleep(0.002)

    def hold(self) -> asyncio.Event:
        """The person's turns take until this is set."""
        self.scene.held[self.person.chat_id] = asyncio.Event()
        return self.scene.held[self.person.chat_id]


@asynccontextmanager
async def line_to(stack: AsyncExitStack, tmp_path: Any, webhook: Webhook | None = None) -> AsyncIterator[Line]:
    simulator = await stack.enter_async_context(simulated_telegram())
    database = await stack.enter_async_context(fresh_database("sqlite"))
    scene, seals = Scene(), KeySeals(KeyFolder(tmp_path / "keys"))

    def new_listener(token: str) -> TelegramListener:
        client = TelegramClient(token, simulator.url)
        turns, menus = scene.turns_on(client), Menus(client, database.store, seals)
        return TelegramListener(client, turns, Shelf(scene.sessions), menus, webhook, pauses=QUICK)

    line = Line(simulator, simulator.person("Ai Đó"), scene, new_listener)
    yield line
    for event in scene.held.values():
        event.set()
    while line.listeners:
        await line.stop()
    scene.sessions.close()


@pytest.fixture
async def line(tmp_path: Any) -> AsyncIterator[Line]:
    """Nobody listens yet."""
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
        yield line


# Polling


async def test_an_update_is_confirmed_when_its_turn_is_over(line: Line) -> None:
    """While the turn is under way Telegram keeps the update; afterwards it is gone there."""
    line.listen()
    over = line.hold()
    line.person.write("Máy hỏng")
    await asyncio.sleep(0.3)
    assert line.pending == 1
    over.set()
    await line.all_confirmed()
    assert line.scene.texts == ["Máy hỏng"]
    assert line.scene.said == [(str(line.person.chat_id), "reply to Máy hỏng")]


async def test_a_slow_chat_keeps_no_other_waiting(line: Line) -> None:
    """Others are heard and answered while one turn takes its time, and that one is not heard twice."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("chậm")
    await asyncio.sleep(0.05)
    for number in range(3):
        other.write(f"nhanh {number}")
        await line.scene.until(number + 1)
    over.set()
    await line.all_confirmed()
    assert line.scene.texts == ["nhanh 0", "nhanh 1", "nhanh 2", "chậm"]


async def test_a_hundred_people_are_heard_each_in_order(line: Line) -> None:
    """Three messages each, all at once: every one is heard, each person's in the order they were sent."""
    people = [line.simulator.person(f"Người {number}") for number in range(100)]
    for number in range(3):
        for person in people:
            person.write(f"ý {number}")
    line.listen()
    await line.all_confirmed()
    assert len(line.scene.received) == 300
    for person in people:
        own = [m.text for m, _ in line.scene.received if m.account.key == str(person.chat_id)]
        assert own == ["ý 0", "ý 1", "ý 2"]


async def test_a_repeated_update_is_heard_once(line: Line) -> None:
    """Telegram may send an update again though it was confirmed."""
    line.simulator.faults.order_update(UpdateFault.DUPLICATE)
    line.person.write("một lần")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["một lần"]
    assert len(line.scene.said) == 1


async def test_updates_out_of_order_are_all_heard(line: Line) -> None:
    """The offset does not run past what has not been heard."""
    line.simulator.faults.order_update(UpdateFault.REORDER)
    line.person.write("trước")
    line.person.write("sau")
    line.listen()
    await line.all_confirmed()
    assert sorted(line.scene.texts) == ["sau", "trước"]


async def test_a_webhook_from_before_is_removed(line: Line) -> None:
    """Who changed from webhook to polling is heard without a step by hand."""
    client = TelegramClient(TOKEN, line.simulator.url)
    await client.call_from_now_on("http://127.0.0.1:9/telegram", SECRET)
    await client.close()
    line.listen()
    line.person.write("nghe thấy")
    await line.scene.until(1)
    assert line.simulator.bot.webhook is None


async def test_a_second_listener_is_told_of_in_the_log(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Two programs with one token disturb each other: the log says so, and it goes on when the other one ends."""
    line.listen()
    other = TelegramClient(TOKEN, line.simulator.url)
    async with asyncio.timeout(PATIENCE):
        while "another program listens" not in caplog.text:
            with suppress(HeardElsewhere):
                await other.updates(None, 1)
    await other.close()
    line.person.write("nghe thấy")
    await line.scene.until(1)
    assert TOKEN not in caplog.text


async def test_a_refused_token_stops_the_channel(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """One clear line in the log, without the token, and no more asking."""
    listener = line.listen("7000000011:wrong")
    async with asyncio.timeout(PATIENCE):
        while "refuses TELEGRAM_TOKEN" not in caplog.text:
            await asyncio.sleep(0.002)
    await line.stop()
    assert listener not in line.listeners
    assert "wrong" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]


async def test_telegram_may_be_away_for_a_while(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Errors of the server and broken lines are waited out, with one line in the log for all of them."""
    for kind in (Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.TOO_MANY, Fault.LOST_ANSWER):
        line.simulator.faults.order(kind, "getUpdates", seconds=1 if kind is Fault.TOO_MANY else 0)
    line.person.write("vẫn nghe thấy")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["vẫn nghe thấy"]
    assert caplog.text.count("does not answer") == 1


async def test_an_update_that_cannot_be_read_stops_no_other(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Its person is told to send again, the log has no word of it, and the next is heard."""
    chat = {"id": line.person.chat_id, "type": "private"}
    line.simulator.bot.updates.add("message", {"chat": chat, "text": "bí mật"}, ("chat", line.person.chat_id))
    line.simulator.bot.updates.add("message", {"text": "bí mật"}, ("chat", 1))
    line.person.write("nghe thấy")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["nghe thấy"]
    assert line.scene.said[0] == (str(line.person.chat_id), words("telegram-given-up"))
    assert "bí mật" not in caplog.text


async def test_a_stop_finishes_what_has_begun(line: Line) -> None:
    """The turn under way is ended and answered, Telegram learns of it, and the next listener does not hear it again."""
    line.listen()
    over = line.hold()
    line.person.write("dở dang")
    await asyncio.sleep(0.1)
    stopping = asyncio.create_task(line.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    over.set()
    await stopping
    assert line.pending == 0
    assert line.scene.texts == ["dở dang"]
    assert len(line.scene.said) == 1


async def test_a_turn_that_does_not_end_is_heard_again(line: Line) -> None:
    """A stop does not wait for ever; what it broke off is not confirmed, and the next listener hears it."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("dở dang")
    other.write("xong")
    await line.scene.until(1)
    await line.stop()
    assert line.pending == 2
    over.set()
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts.count("dở dang") == 1


async def test_what_comes_while_it_is_stopped_is_heard_afterwards(line: Line) -> None:
    """Telegram keeps what nobody confirmed."""
    line.listen()
    line.person.write("trước")
    await line.all_confirmed()
    await line.stop()
    line.person.write("giữa")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["trước", "giữa"]


async def test_a_stop_before_the_first_word_is_quick(line: Line) -> None:
    """Nothing has to be heard for it to end."""
    line.listen()
    await line.stop()


# What goes with an update


async def test_files_are_fetched(line: Line) -> None:
    """A photo in its largest size, a document, a voice, a video, each with its caption; an album as one message."""
    line.listen()
    line.person.send_photo(PHOTO, "Ghế gãy")
    line.person.send_document(b"%PDF-1.7", text="Công văn")
    line.person.send_voice(b"OggS")
    line.person.send_video(b"mp4", "Dột")
    line.person.send_album([PHOTO, PHOTO + b"2"], "Hai ảnh")
    await line.all_confirmed()
    assert [(message.text, list(files)) for message, files in line.scene.received] == [
        ("Ghế gãy", [PHOTO]),
        ("Công văn", [b"%PDF-1.7"]),
        ("", [b"OggS"]),
        ("Dột", [b"mp4"]),
        ("Hai ảnh", [PHOTO, PHOTO + b"2"]),
    ]


async def test_a_file_that_telegram_keeps_to_itself_comes_empty(line: Line) -> None:
    """It is then refused like any file that cannot be read."""
    client = TelegramClient(TOKEN, line.simulator.url)
    assert await client.fetch("no such file") == b""
    await client.close()


async def test_a_file_that_cannot_be_had_now_is_had_later(line: Line) -> None:
    """Errors on the way do not lose it."""
    line.simulator.faults.order(Fault.SERVER_ERROR, "getFile", times=4)
    line.listen()
    line.person.send_photo(PHOTO, "Ghế gãy")
    await line.all_confirmed()
    assert line.scene.received[0][1] == [PHOTO]


async def test_a_pressed_button_stops_turning(line: Line) -> None:
    """The press is answered, and one that is too old for that is a turn all the same."""
    bot = line.simulator.bot
    line.listen()
    line.person.write("Chào")
    await line.all_confirmed()
    message = bot.add_message(line.person.chat, bot.user, text="Chọn")
    press = bot.hear_press(line.person.user, message, "c.new")
    await line.all_confirmed()
    assert press.answered
    line.simulator.faults.order(Fault.SERVER_ERROR, "answerCallbackQuery")
    bot.hear_press(line.person.user, message, "c.new")
    await line.all_confirmed()
    assert [message.choice for message, _ in line.scene.received] == [None, "c.new", "c.new"]


async def test_everybody_sees_the_commands(line: Line) -> None:
    """In the language of their Telegram; Vietnamese where that is none of ours."""
    line.listen()
    line.person.write("Chào")
    await line.all_confirmed()
    assert line.person.commands == [name for name, _ in commands("vi")]
    shown = line.simulator.bot.commands
    assert {scope: [each["description"] for each in menu] for scope, menu in shown.items()} == {
        ("all_private_chats", 0, 0, language): [text for _, text in commands(language or "vi")]
        for language in ("", "vi", "en")
    }


def test_commands_follow_the_posts() -> None:
    """Staff have what everybody has; each desk has its own words besides."""
    everybody = [name for name, _ in commands("vi")]
    assert everybody == ["start", "gui", "viec", "tracuu", "trogiup", "aibiet", "ngonngu", "huy"]
    own = {
        role: [name for name, _ in commands("vi", Actor(posts=frozenset({Post(role, "VP")}))) if name not in everybody]
        for role in (Role.STAFF, Role.OFFICER, Role.OFFICE, Role.LEADER)
    }
    assert own[Role.STAFF] == []
    assert own[Role.OFFICER] == ["donvi"]
    assert "phanloai" in own[Role.OFFICE]
    assert {"duyet", "thongbao", "tiendo"} <= set(own[Role.LEADER])


# Webhook


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
        size = {"file_id": file.file_id, "file_unique_id": file.unique_id, "width": 1, "height": 1}
        chat = {"id": hook.line.person.chat_id, "type": "private"}
        message = {"message_id": number, "date": 1, "media_group_id": "77", "photo": [size], "chat": chat}
        shelf.keep({"update_id": number, "message": message})
    hook.line.listen()
    await hook.line.scene.until(2)
    assert hook.line.scene.received[1][1] == [PHOTO, PHOTO]


async def test_who_is_stopping_is_called_later(hook: Hook) -> None:
    """503: Telegram keeps the update and tries again."""
    listener = hook.line.listeners[0]
    await hook.line.stop()
    assert await hook.post(b'{"update_id": 1}', **{SECRET_HEADER: SECRET}) == 503
    assert listener.routes()


async def test_without_a_webhook_there_is_no_address_to_call(line: Line) -> None:
    """Who polls serves no such route."""
    assert line.listen().routes() == []
