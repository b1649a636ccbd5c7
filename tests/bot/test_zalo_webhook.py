"""Listening to Zalo by its calls: answered after the commit, and only to those who know the secret."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application

from bot.channels.zalo_in import SECRET_HEADER, Webhook, ZaloListener
from bot.simulators.zalo_faults import Fault, UpdateFault
from tests.bot.zalo_scene import PATIENCE, Scene, listening_scene
from tests.serving import HOST, free_port

SECRET: Final = "a-secret-of-tests"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with listening_scene() as made:
        yield made


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


async def test_a_secret_of_bytes_that_are_no_text_is_refused_like_any_other(scene: Scene, hooked: Hooked) -> None:
    """401, and not an error of ours that would fill the log."""
    address = urlsplit(hooked[1])
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    head = f"POST {address.path} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: ".encode()
    writer.write(head + b"\xff\xfe\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
    assert (await reader.readline()).split()[1] == b"401"
    writer.close()


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
