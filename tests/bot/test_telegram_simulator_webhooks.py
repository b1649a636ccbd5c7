"""Webhooks: the secret, the order, the retries, and calls in the answer."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_clock import SteppedClock
from bot.simulators.telegram_people import Person
from tests.bot.test_telegram_simulator import TOKEN, until
from tests.bot.test_telegram_simulator_updates import ask

SECRET = "s3cret_-"


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def simulator(clock: SteppedClock) -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(clock=clock, limits=None) as running:
        running.add_bot(TOKEN)
        yield running


class Hook:
    """A bot's own server, which answers as it is told."""

    def __init__(self, statuses: Sequence[int], headers: dict[str, str], answer: dict[str, Any]) -> None:
        self._statuses = iter(statuses)
        self._headers, self._answer = headers, answer
        self.got: list[Any] = []
        self.secrets: list[str | None] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.got.append(await request.json())
        await self.gate.wait()
        status = next(self._statuses, 200)
        return web.json_response(self._answer, status=status, headers=self._headers if status != 200 else {})

    @property
    def texts(self) -> list[str]:
        return [_said(update) for update in self.got]


def _said(update: dict[str, Any]) -> str:
    return str(update["callback_query"]["data"] if "callback_query" in update else update["message"]["text"])


@asynccontextmanager
async def hooked(
    simulator: TelegramSimulator,
    *statuses: int,
    headers: dict[str, str] | None = None,
    answer: dict[str, Any] | None = None,
    **params: Any,
) -> AsyncIterator[Hook]:
    hook = Hook(statuses, headers or {}, answer or {})
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        url = str(server.make_url("/hook"))
        assert (await ask(simulator, "setWebhook", url=url, secret_token=SECRET, **params))["ok"]
        yield hook
        hook.gate.set()
        await ask(simulator, "deleteWebhook")


async def test_a_webhook_gets_updates_with_its_secret(simulator: TelegramSimulator) -> None:
    """Updates that wait already and new ones are posted, with the secret in the header; info tells what is left."""
    lan = simulator.person("Lan")
    lan.write("trước")
    async with hooked(simulator) as hook:
        lan.write("sau")
        await until(lambda: hook.texts == ["trước", "sau"])

        info = (await ask(simulator, "getWebhookInfo"))["result"]

    assert set(hook.secrets) == {SECRET}
    assert (info["pending_update_count"], info["max_connections"]) == (0, 40)
    assert (await ask(simulator, "getWebhookInfo"))["result"]["url"] == ""


async def test_a_failed_delivery_is_tried_again_at_growing_distances(
    simulator: TelegramSimulator, clock: SteppedClock
) -> None:
    """The second try follows at once, the next after 2, 4, 8 seconds; then the update has gone."""
    async with hooked(simulator, 500, 500, 500, 500):
        simulator.person("Lan").write("Chào")
        attempts = await attempts_until_over(simulator, clock)

        assert attempts == [(0, 500), (0, 500), (2, 500), (6, 500), (14, 200)]
        info = (await ask(simulator, "getWebhookInfo"))["result"]
        assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_webhook_may_ask_for_time(simulator: TelegramSimulator, clock: SteppedClock) -> None:
    """Retry-After is kept to the second."""
    async with hooked(simulator, 503, headers={"Retry-After": "7"}) as hook:
        simulator.person("Lan").write("Chào")
        await until(lambda: clock.waits == [7.0])
        assert len(hook.got) == 1
        clock.advance(7)
        await until(lambda: len(hook.got) == 2)


async def test_a_webhook_that_does_not_answer_is_tried_again_after_a_minute(
    simulator: TelegramSimulator, clock: SteppedClock
) -> None:
    """An answer that takes longer than 60 seconds counts as none."""
    async with hooked(simulator) as hook:
        hook.gate.clear()
        simulator.person("Lan").write("Chào")
        await until(lambda: len(hook.got) == 1)
        clock.advance(60)
        await until(lambda: len(hook.got) == 2)
        hook.gate.set()
        await until(lambda: not len(simulator.bot.updates))


async def test_a_press_that_is_never_taken_is_dropped_after_150_seconds(
    simulator: TelegramSimulator, clock: SteppedClock
) -> None:
    """A button press is not delivered after its life, however often the webhook failed."""
    lan = simulator.person("Lan")
    show_button(simulator, lan)
    async with hooked(simulator, *[500] * 50):
        lan.press("Có")
        attempts = await attempts_until_over(simulator, clock)

    assert [at for at, _ in attempts] == [0, 0, 2, 6, 14, 30, 62, 122]
    lan.press("Có")
    clock.advance(150)
    async with hooked(simulator) as hook:
        lan.write("Chào")
        await until(lambda: not len(simulator.bot.updates))
        assert hook.texts == ["Chào"]


async def attempts_until_over(simulator: TelegramSimulator, clock: SteppedClock) -> list[tuple[float, int]]:
    """Move the clock on whenever the delivery waits, until nothing is pending; time and status of each attempt."""
    webhook = simulator.bot.webhook
    assert webhook is not None
    attempts = webhook.attempts
    seen = 1  # the second attempt follows the first at once

    def rests() -> bool:
        return not len(simulator.bot.updates) or (len(attempts) > seen and bool(clock.waits))

    while len(simulator.bot.updates):
        await until(rests)
        seen = len(attempts)
        clock.advance(min(clock.waits, default=0))
    return [(attempt.at - attempts[0].at, attempt.status) for attempt in attempts]


def show_button(simulator: TelegramSimulator, person: Person) -> None:
    """Put a message with a button into the chat, as if the bot had sent it."""
    person.start()
    keyboard = (({"text": "Có", "callback_data": "có"},),)
    simulator.bot.add_message(person.chat, simulator.bot.user, text="?", keyboard=keyboard)
    simulator.bot.updates.clear()


async def test_queues_do_not_wait_for_each_other(simulator: TelegramSimulator) -> None:
    """Messages of one chat come one by one; the same person's press, and other chats, overtake them."""
    lan, minh = simulator.person("Lan"), simulator.person("Minh")
    show_button(simulator, lan)
    async with hooked(simulator) as hook:
        hook.gate.clear()
        lan.write("một")
        lan.write("hai")
        lan.press("Có")
        minh.write("Chào")
        await until(lambda: len(hook.got) == 3)
        assert set(hook.texts) == {"một", "có", "Chào"}
        hook.gate.set()
        await until(lambda: hook.texts[3:] == ["hai"])


async def test_max_connections_limits_how_many_come_at_once(simulator: TelegramSimulator) -> None:
    """With one connection the next chat waits until the first is answered."""
    async with hooked(simulator, max_connections=1) as hook:
        hook.gate.clear()
        for name in ("An", "Bình", "Chi"):
            simulator.person(name).write(name)
        await until(lambda: hook.got)
        await asyncio.sleep(0.02)
        assert len(hook.got) == 1
        hook.gate.set()
        await until(lambda: len(hook.got) == 3)


async def test_the_answer_of_a_webhook_may_call_a_method(simulator: TelegramSimulator) -> None:
    """A method in the answer is performed; one that would ask for something is not."""
    lan = simulator.person("Lan")
    async with hooked(simulator, answer={"method": "sendMessage", "chat_id": lan.chat_id, "text": "Đã nhận."}):
        lan.write("Chào")
        await lan.see("Đã nhận.")
    async with hooked(simulator, answer={"method": "deleteWebhook"}) as hook:
        lan.write("Chào")
        await until(lambda: hook.got and not len(simulator.bot.updates))
        assert (await ask(simulator, "getWebhookInfo"))["result"]["url"] != ""


async def test_pending_updates_can_be_dropped(simulator: TelegramSimulator) -> None:
    """drop_pending_updates forgets what waits, both when a webhook is set and when it is deleted."""
    lan = simulator.person("Lan")
    lan.write("cũ")
    async with hooked(simulator, drop_pending_updates=True) as hook:
        lan.write("mới")
        await until(lambda: hook.texts == ["mới"])
    lan.write("nữa")
    await ask(simulator, "deleteWebhook", drop_pending_updates=True)
    assert (await ask(simulator, "getUpdates"))["result"] == []


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"url": "ftp://127.0.0.1/hook"}, "invalid webhook URL specified"),
        ({"url": "http://ward.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://127.0.0.1/hook"}, "bad webhook: the simulator delivers over plain HTTP"),
        ({"url": "http://127.0.0.1/hook", "secret_token": "s" * 257}, "secret token is too long"),
        ({"url": "http://127.0.0.1/hook", "secret_token": "bí mật"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_is_checked_when_it_is_set(
    simulator: TelegramSimulator, params: dict[str, str], complaint: str
) -> None:
    """Only plain HTTP on this machine is delivered to, with a secret of the allowed form."""
    answer = await ask(simulator, "setWebhook", **params)

    assert answer["error_code"] == 400
    assert complaint in answer["description"]
