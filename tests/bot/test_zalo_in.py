"""Listening to Zalo: nothing lost by webhook, little by polling; secrets, conflicts, refused tokens, bad turns."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application

from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_files import Files
from bot.channels.zalo_in import SECRET_HEADER, Pauses, Webhook, ZaloListener
from bot.channels.zalo_out import ZaloSender
from bot.channels.zalo_quota import Quota
from bot.channels.zalo_shelf import Shelf
from bot.channels.zalo_turns import Turns
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_faults import Fault, UpdateFault
from handlers.texts.catalog import say
from storage.domain.conversation import Inbound, Reply
from storage.sessions import Session, Sessions
from storage.sql.engine import Database
from tests.clock import FakeClock
from tests.scheduler.office import demo_office
from tests.serving import HOST, free_port
from tests.storage.databases import fresh_database

TOKEN: Final = "700000023:listening"
SECRET: Final = "a-secret-of-tests"
QUICK: Final = Pauses(away=(0.01,), elsewhere=0.02, repeated=0.05, again=0.001, finish=0.3)
PATIENCE: Final = 10.0


@dataclass
class Scene:
    """A listener on a simulator; its turns are a list. ``fails`` are raised by the next turns, one each."""

    simulator: ZaloSimulator
    base: str
    database: Database
    received: list[Inbound] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    held: asyncio.Event | None = None
    sessions: Sessions = field(default_factory=lambda: Sessions(None, FakeClock().now))
    listeners: list[ZaloListener] = field(default_factory=list)
    clients: list[ZaloClient] = field(default_factory=list)

    async def receive(self, message: Inbound, contents: Sequence[bytes]) -> Sequence[Reply]:
        if self.held is not None:
            await self.held.wait()
        if self.fails:
            raise self.fails.pop(0)
        self.received.append(message)
        return [Reply(f"Đã nghe: {message.text}")]

    def listener(self, webhook: Webhook | None = None, *, token: str = TOKEN) -> ZaloListener:
        """A new process, so to speak: what it knows of earlier ones stands beside the sessions."""
        clock, office, shelf = FakeClock(), demo_office(), Shelf(self.sessions)
        client = ZaloClient(token, self.base)
        self.clients.append(client)
        sender = ZaloSender(
            client=client,
            files=Files(b"key", "", self.database.store, clock.now),
            quota=Quota(0, self.database.store, clock.now, office.calendar.zone),
            sessions=self.sessions,
            office=demo_office,
            page="",
        )
        turns = Turns(
            fetch=self._nothing,
            typing=self._nothing,
            receive=self.receive,
            sender=sender,
            sessions=self.sessions,
            shelf=shelf,
            upload_link=lambda account: "",
            today=lambda: date(2026, 11, 2),
        )
        self.listeners.append(ZaloListener(client, turns, shelf, webhook, pauses=QUICK))
        return self.listeners[-1]

    @staticmethod
    async def _nothing(_: str) -> Any:
        raise AssertionError("no file was sent")

    async def until(self, count: int) -> None:
        """So many turns have been made."""
        async with asyncio.timeout(PATIENCE):
            while len(self.received) < count:
                await asyncio.sleep(0.002)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.received]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    simulator = ZaloSimulator(TOKEN)
    async with fresh_database("sqlite") as database, simulator.serving() as base:
        made = Scene(simulator, base, database)
        yield made
        for listener in made.listeners:
            await listener.stop()
        for client in made.clients:
            await client.close()


@asynccontextmanager
async def reachable(scene: Scene) -> AsyncIterator[tuple[ZaloListener, str]]:
    """A listener that can be called, and its address."""
    port = free_port()
    url = f"http://{HOST}:{port}/zalo"
    listener = scene.listener(Webhook(url, SECRET))
    app = Application()
    app.add_routes(listener.routes())
    async with TestServer(app, port=port):
        yield listener, url


# Polling


async def test_what_is_heard_becomes_a_turn_and_is_answered(scene: Scene) -> None:
    """Texts of two people, in order within each chat."""
    scene.listener().start()
    first, second = scene.simulator.person("Một"), scene.simulator.person("Hai")
    for n in range(3):
        await first.say(f"a{n}")
        await second.say(f"b{n}")
    await scene.until(6)
    assert [text for text in scene.texts if text[0] == "a"] == ["a0", "a1", "a2"]
    assert [sent.text for sent in await second.until(3)] == [f"Đã nghe: b{n}" for n in range(3)]


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.BUSY_PAGE, Fault.PAGE, Fault.RESET, Fault.SERVER_ERROR])
async def test_a_line_that_breaks_is_asked_again(scene: Scene, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    """Gateway's pages and broken polls: said once in the log, and people are heard afterwards."""
    scene.simulator.faults.order(fault, "getUpdates", times=3)
    with caplog.at_level(logging.INFO):
        scene.listener().start()
        await scene.simulator.person("Một").say("Chào.")
        await scene.until(1)
    assert [line for line in caplog.messages if "does not answer" in line][1:] == []
    assert "Zalo answers again" in caplog.messages


async def test_another_program_s_webhook_is_told_of_and_left_alone(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Polling is refused while it is set; when it is gone, everything is heard, without a restart."""
    client = ZaloClient(TOKEN, scene.base)
    await client.set_webhook(f"{scene.base}/elsewhere", SECRET)
    scene.listener().start()
    async with asyncio.timeout(PATIENCE):
        while "a webhook is set for this bot" not in caplog.text:
            await asyncio.sleep(0.005)
    assert await client.webhook_url() == f"{scene.base}/elsewhere"
    await client.delete_webhook()
    await client.close()
    await scene.simulator.person("Một").say("Chào.")
    await scene.until(1)


async def test_a_refused_token_ends_the_listening(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """One line says so; Zalo is not asked again and again."""
    scene.listener(token="1:wrong").start()
    async with asyncio.timeout(PATIENCE):
        while "refuses ZALO_BOT_TOKEN" not in caplog.text:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    assert len(scene.simulator.calls) == 1
    assert "wrong" not in caplog.text


async def test_what_zalo_repeats_is_one_turn(scene: Scene) -> None:
    """Read updates come again at once, for seconds: one turn each, one answer, and new ones are heard all the same."""
    scene.simulator.behaviour.replays_for = 60.0
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await scene.until(1)
    await person.say("b")
    await scene.until(2)
    await asyncio.sleep(0.2)
    assert scene.texts == ["a", "b"] and len(person.messages) == 2
    assert len([call for call in scene.simulator.calls if call.method == "getUpdates"]) < 20


async def test_what_was_done_before_a_restart_is_not_done_again(scene: Scene) -> None:
    """A new process knows the ids of the old one's work."""
    scene.simulator.behaviour.replays_for = 60.0
    before = scene.listener()
    before.start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await person.until(1)
    await before.stop()
    scene.listener().start()
    await person.say("b")
    await scene.until(2)
    assert scene.texts == ["a", "b"] and len(await person.until(2)) == 2


async def test_what_was_under_way_at_the_end_is_done_by_the_next(scene: Scene) -> None:
    """It was read from Zalo, which will not hand it out again: it waits on the shelf, without the sender's name."""
    scene.held = asyncio.Event()
    before = scene.listener()
    before.start()
    person = scene.simulator.person("Người Không Ai Biết")
    await person.say("a")
    shelf = Shelf(scene.sessions)
    async with asyncio.timeout(PATIENCE):
        while not shelf.waiting():
            await asyncio.sleep(0.002)
    await before.stop()
    assert "Không Ai Biết" not in json.dumps(shelf.waiting(), ensure_ascii=False)
    scene.held = None
    scene.listener().start()
    assert (await person.until(1))[0].text == "Đã nghe: a"
    async with asyncio.timeout(PATIENCE):
        while shelf.waiting():
            await asyncio.sleep(0.002)


async def test_a_number_dealt_with_before_a_kill_means_what_it_meant(scene: Scene) -> None:
    """Committed but not answered: the next process finds another menu, and still gives the same reply."""
    person = scene.simulator.person("Một")
    key = f"zalo:{person.chat_id}"
    scene.sessions.save_handled(key, Session(), "m7", [])
    update = {"message_id": "m7", "chat": {"id": person.chat_id, "chat_type": "PRIVATE"}, "text": "2"}
    Shelf(scene.sessions).keep("m7", {"event_name": "message.text.received", "message": update})
    person.chat.wrote = True
    scene.listener().start()
    await scene.until(1)
    assert scene.texts == ["2"]


async def test_a_failing_turn_is_tried_again(scene: Scene) -> None:
    """Twice it fails, then it is made; the chat's next message waits for it."""
    scene.fails = [RuntimeError("a"), RuntimeError("b")]
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await person.say("b")
    await scene.until(2)
    assert scene.texts == ["a", "b"]


async def test_a_turn_that_never_works_is_given_up_kindly(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """After three tries the person is told, and the next message is heard; the log shows no word of it."""
    scene.fails = [RuntimeError("Chuyện bí mật.")] * 3
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("Chuyện bí mật.")
    await person.say("b")
    await scene.until(1)
    assert [sent.text for sent in await person.until(2)] == [say("vi", "zalo-given-up"), "Đã nghe: b"]
    assert "bí mật" not in caplog.text and person.chat_id not in caplog.text


# The webhook


@pytest.fixture
async def hooked(scene: Scene) -> AsyncIterator[tuple[ZaloListener, str]]:
    """A listener that Zalo calls, and its address."""
    async with reachable(scene) as (listener, url):
        listener.start()
        await scene.simulator.until(lambda: any(call.method == "setWebhook" for call in scene.simulator.calls))
        yield listener, url


Hooked = tuple[ZaloListener, str]


@pytest.mark.parametrize("fault", [None, UpdateFault.DUPLICATE, UpdateFault.EMPTY_BODY, UpdateFault.LIST])
async def test_zalo_s_calls_become_turns(scene: Scene, hooked: Hooked, fault: UpdateFault | None) -> None:
    """However the calls look, each message is one turn and has one answer."""
    if fault is not None:
        scene.simulator.faults.order_update(fault)
    person = scene.simulator.person("Một")
    await person.say("a")
    await person.say("b")
    await scene.simulator.settled()
    assert scene.texts == ["a", "b"] and len(await person.until(2)) == 2


async def test_a_call_is_answered_after_the_commit(scene: Scene, hooked: Hooked) -> None:
    """Not before the turn has been made, and without waiting for its replies to be taken."""
    scene.held = asyncio.Event()
    scene.simulator.faults.order(Fault.SLOW, "sendMessage", seconds=1.0)
    await scene.simulator.person("Một").say("a")
    await asyncio.sleep(0.1)
    assert scene.simulator.attempts == []
    scene.held.set()
    await scene.simulator.until(lambda: len(scene.simulator.attempts) == 1)
    assert scene.simulator.attempts[0].status == 200


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET + "x", "khác"])
async def test_a_call_without_the_secret_is_refused(scene: Scene, hooked: Hooked, given: str | None) -> None:
    """Nothing of it is read."""
    body = {"event_name": "message.text.received", "message": {"chat": {"id": "x"}, "text": "a"}}
    headers = {} if given is None else {SECRET_HEADER: given}
    async with ClientSession() as http, http.post(hooked[1], json=body, headers=headers) as answer:
        assert answer.status == 401
    assert scene.received == []


@pytest.mark.parametrize(
    ("body", "status"), [(b"", 200), (b"{}", 200), (b"[]", 200), (b"null", 200), (b"{", 400), (b"x" * 300_000, 400)]
)
async def test_bodies_that_say_nothing(scene: Scene, hooked: Hooked, body: bytes, status: int) -> None:
    """A probe is answered, nonsense is refused, and neither becomes a turn."""
    async with (
        ClientSession() as http,
        http.post(hooked[1], data=body, headers={SECRET_HEADER: SECRET}) as answer,
    ):
        assert answer.status == status
    assert scene.received == []


async def test_a_stop_refuses_what_comes_late(scene: Scene, hooked: Hooked) -> None:
    """503: Zalo may send it again later; it is not taken and dropped."""
    await hooked[0].stop()
    body = {"event_name": "message.text.received", "message": {"chat": {"id": "x"}, "text": "a"}}
    async with (
        ClientSession() as http,
        http.post(hooked[1], json=body, headers={SECRET_HEADER: SECRET}) as answer,
    ):
        assert answer.status == 503


async def test_a_webhook_that_cannot_be_told_today_stays(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """The daily limit is used up, and the address is the right one already: people are heard."""
    async with reachable(scene) as (listener, url):
        await scene.clients[0].set_webhook(url, SECRET)
        scene.simulator.behaviour.webhook_calls_a_day = 1
        listener.start()
        await scene.simulator.person("Một").say("a")
        await scene.until(1)
        async with asyncio.timeout(PATIENCE):
            while "takes no webhook any more today" not in caplog.text:
                await asyncio.sleep(0.005)
