"""Webhooks of the Zalo simulator: what setting one checks, and how it is verified."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pytest
from aiohttp import web

from bot.simulators.telegram_clock import RunningClock, SteppedClock
from bot.simulators.zalo_behaviour import Behaviour
from tests.bot.test_zalo_simulator import Scene, scene_of

SECRET: Final = "mat-khau"
HEADER: Final = "X-Bot-Api-Secret-Token"


@dataclass
class Hook:
    """The bot's own server: keeps what arrives, answers with these statuses in turn and then with 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    headers: list[Any] = field(default_factory=list)
    bodies: list[Any] = field(default_factory=list)  # parsed; None for an empty one
    answers: list[int] = field(default_factory=list)
    silent: int = 0  # so many are never answered
    strict: bool = False  # answers 401 to a wrong secret

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.headers.append(request.headers)
        self.bodies.append(json.loads(body) if body else None)
        if self.silent:
            self.silent -= 1
            await asyncio.sleep(60)
        self.answers.append(self._status(request))
        return web.Response(status=self.answers[-1], headers={"Location": self.url})

    def _status(self, request: web.Request) -> int:
        if self.strict and request.headers.get(HEADER) != SECRET:
            return 401
        return self.statuses.pop(0) if self.statuses else 200

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies if body is not None]

    @property
    def taken(self) -> list[str]:
        """The texts among what was answered with 200."""
        pairs = zip(self.bodies, self.answers, strict=True)
        bodies = [body for body, status in pairs if status == 200]
        return [body["message"]["text"] for body in bodies if body["event_name"] == "message.text.received"]

    async def set_on(self, scene: Scene) -> None:
        await scene.call("setWebhook", url=self.url, secret_token=SECRET)


@asynccontextmanager
async def hook_server() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/zalo", hook.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/zalo"
    try:
        yield hook
    finally:
        await runner.cleanup()


@asynccontextmanager
async def hooked(scene: Scene) -> AsyncIterator[Hook]:
    """A server whose address is set as the webhook, without a probe."""
    async with hook_server() as hook:
        scene.simulator.behaviour.verifies = False
        await hook.set_on(scene)
        scene.simulator.behaviour.verifies = True
        yield hook


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """A thousandfold speed: the fourth retry comes after a third of a second."""
    async with scene_of(clock=RunningClock(speed=1000), behaviour=Behaviour(patience=3600)) as made:
        yield made


async def test_without_a_webhook_there_is_no_information(scene: Scene) -> None:
    """404 by most sources, an empty address by others; removing what is not there goes well."""
    assert await scene.refused("getWebhookInfo") == (404, "Not Found")
    assert await scene.refused("testWebhook") == (404, "Not Found")
    assert (await scene.call("deleteWebhook"))["url"] == ""

    scene.simulator.behaviour.missing_webhook_is_empty = True

    assert (await scene.call("getWebhookInfo"))["url"] == ""


async def test_a_new_webhook_is_called_at_once(scene: Scene) -> None:
    """With an empty body and no content type; how it answered is told, and its address is known from then on."""
    async with hooked(scene) as hook:
        answer = await scene.call("setWebhook", url=hook.url, secret_token=SECRET)

        [headers], [body] = hook.headers, hook.bodies
        assert (body, headers.get("Content-Type"), headers[HEADER]) == (None, None, SECRET)
        assert headers["User-Agent"].startswith("Java/")
        assert answer.keys() == {"url", "updated_at", "verification"}
        assert answer["verification"]["ok"] is True
        assert (answer["verification"]["outcome"], answer["verification"]["status_code"]) == ("webhook.ok", 200)
        info = await scene.call("getWebhookInfo")
        assert info == {"url": hook.url, "updated_at": answer["updated_at"]}


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (403, "webhook.http.403"),
        (404, "webhook.http.404"),
        (401, "webhook.http.other"),
        (302, "webhook.http.other"),
        (502, "webhook.http.5xx"),
    ],
)
async def test_a_webhook_is_kept_even_if_it_does_not_answer_well(scene: Scene, status: int, outcome: str) -> None:
    """The refusal stands in the verification only. testWebhook asks the same once more."""
    async with hooked(scene) as hook:
        hook.statuses += [status, status]
        verification = (await scene.call("setWebhook", url=hook.url, secret_token=SECRET))["verification"]
        assert (verification["ok"], verification["outcome"], verification["status_code"]) == (False, outcome, status)
        assert (await scene.call("getWebhookInfo"))["url"] == hook.url

        assert (await scene.call("testWebhook"))["outcome"] == outcome
        assert (await scene.call("testWebhook"))["outcome"] == "webhook.ok"


@pytest.mark.parametrize(
    ("url", "outcome"),
    [("http://127.0.0.1:1/zalo", "webhook.err.conn"), ("https://phuong.example/zalo", "webhook.err.blocked")],
)
async def test_a_webhook_that_cannot_be_reached_is_kept(scene: Scene, url: str, outcome: str) -> None:
    """Nobody listens there, or it is another machine, which the simulator never calls."""
    verification = (await scene.call("setWebhook", url=url, secret_token=SECRET))["verification"]

    assert (verification["outcome"], "status_code" in verification) == (outcome, False)
    assert (await scene.call("getWebhookInfo"))["url"] == url


async def test_the_verification_can_be_written_or_left_out(scene: Scene) -> None:
    """An outcome that no test can bring about, a probe without the secret, and none at all."""
    async with hooked(scene) as hook:
        scene.simulator.behaviour.probe_outcome = "webhook.err.tls"
        scene.simulator.behaviour.probe_has_secret = False
        answer = await scene.call("setWebhook", url=hook.url, secret_token=SECRET)
        assert answer["verification"]["outcome"] == "webhook.err.tls"
        assert HEADER not in hook.headers[0]

        scene.simulator.behaviour.verifies = False

        assert "verification" not in await scene.call("setWebhook", url=hook.url, secret_token=SECRET)
        assert len(hook.bodies) == 1


@pytest.mark.parametrize(
    ("url", "secret"),
    [
        ("", SECRET),
        ("phuong.example", SECRET),
        ("https://[::1/zalo", SECRET),
        ("ftp://phuong.example", SECRET),
        ("http://phuong.example/zalo", SECRET),
        ("http://10.0.0.5/zalo", SECRET),
        ("https://192.168.1.5/zalo", SECRET),
        ("https://phuong.example/zalo", ""),
        ("https://phuong.example/zalo", "x" * 7),
        ("https://phuong.example/zalo", "x" * 257),
    ],
)
async def test_a_webhook_needs_https_and_a_secret(scene: Scene, url: str, secret: str) -> None:
    """The secret has 8 to 256 characters; what is refused changes nothing."""
    assert (await scene.refused("setWebhook", url=url, secret_token=secret))[0] == 400
    assert (await scene.refused("getWebhookInfo"))[0] == 404


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.5", "192.168.1.5", "[::1]"])
async def test_a_strict_webhook_is_public(scene: Scene, host: str) -> None:
    """As the real server has it: neither this machine nor its neighbours."""
    scene.simulator.behaviour.loopback_webhooks = False

    assert (await scene.refused("setWebhook", url=f"https://{host}/zalo", secret_token=SECRET))[0] == 400


async def test_setting_webhooks_has_a_daily_limit() -> None:
    """After it comes 426 until the next day, in Việt Nam."""
    clock = SteppedClock()
    async with scene_of(clock=clock, behaviour=Behaviour(webhook_calls_a_day=2)) as scene:
        hook = {"url": "https://phuong.example/zalo", "secret_token": SECRET}
        await scene.call("setWebhook", **hook)
        await scene.call("testWebhook")
        assert (await scene.refused("testWebhook"))[0] == 426
        assert (await scene.refused("setWebhook", **hook))[0] == 426

        clock.advance(15 * 3600)  # the clock began at nine in the morning

        await scene.call("testWebhook")
