"""Webhooks: setting them, and delivering updates to them until they are taken."""

import asyncio
import json
import re
from collections.abc import Coroutine
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import ClientError, ClientResponse

from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_errors import ApiError, bad_request, conflict
from bot.simulators.telegram_requests import Call, read_answer
from bot.simulators.telegram_updates import Queue, Update

_SECRET: Final = re.compile(r"[A-Za-z0-9_-]*")
_MAX_SECRET: Final = 256
_DEFAULT_CONNECTIONS: Final = 40
_ANSWER_SECONDS: Final = 60.0
_MAX_WAIT: Final = 60.0  # the real server picks a limit between 60 and 120 seconds anew each time
_MAX_RETRY_AFTER: Final = 3600
_NOT_IN_ANSWERS: Final = {"setwebhook", "deletewebhook", "close", "logout"}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery; ``status`` is 0 if there was no answer."""

    at: float
    update_id: int
    status: int


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    reason: str
    retry_after: int
    call: Call | None


_NONE: Final = _Answer(0, "", 0, None)


class Webhook:
    """Delivers each queue in order, several queues at once. Runs from ``start`` to ``stop``."""

    def __init__(self, bot: SimulatedBot, url: str, secret: str, max_connections: int) -> None:
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.attempts: list[Attempt] = []
        self.last_error, self.last_error_date = "", 0
        self._bot, self._clock = bot, bot.world.clock
        self._room = asyncio.Semaphore(max_connections)
        self._workers: dict[Queue, asyncio.Task[None]] = {}

    def start(self) -> None:
        self._bot.updates.webhook = self._wake
        for queue in self._bot.updates.queues():
            self._wake(queue)

    async def stop(self) -> None:
        self._bot.updates.webhook = None
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)

    def _wake(self, queue: Queue) -> None:
        if queue not in self._workers:
            self._workers[queue] = asyncio.create_task(self._drain(queue))

    async def _drain(self, queue: Queue) -> None:
        try:
            while (update := self._bot.updates.first_of(queue)) is not None:
                await self._deliver(update)
        finally:
            del self._workers[queue]

    async def _deliver(self, update: Update) -> None:
        """Until it is taken, or has outlived its time. The second attempt follows at once, then after 2, 4, 8 … s."""
        delay = 1.0
        failures = 0
        while (retry_after := await self._attempt(update)) is not None:
            if retry_after == 0 and failures:
                delay = min(delay * 2, _MAX_WAIT)
            wait = retry_after or (delay if failures else 0.0)
            failures += 1
            if self._clock.time() + wait > update.expires_at:
                self._bot.updates.drop(update)
                return
            await self._clock.sleep(wait)
        self._bot.updates.confirm(update)

    async def _attempt(self, update: Update) -> int | None:
        """None if it was taken, else for how many seconds the bot wants to be left alone."""
        at = self._clock.time()
        async with self._room:
            try:
                async with self._clock.timeout(_ANSWER_SECONDS):
                    answer = await self._post(update)
            except (ClientError, OSError, ApiError) as error:
                answer = _NONE
                self._note(f"Connection failed: {type(error).__name__}")
        self.attempts.append(Attempt(at, update.update_id, answer.status))
        if 200 <= answer.status <= 299:
            await self._perform(answer.call)
            return None
        if answer.status:
            self._note(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        return min(answer.retry_after, _MAX_RETRY_AFTER)

    async def _post(self, update: Update) -> _Answer:
        http = self._bot.world.http
        assert http is not None, "the simulator is not running"
        body = json.dumps(update.json(), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.secret
        async with http.post(self.url, data=body, headers=headers, allow_redirects=False) as response:
            call = await read_answer(response) if response.ok else None
            return _Answer(response.status, response.reason or "", _retry_after(response), call)

    async def _perform(self, call: Call | None) -> None:
        """Do what the answer asks for; nobody learns how it went."""
        if call is None or call.method.startswith("get") or call.method in _NOT_IN_ANSWERS:
            return
        try:
            await self._bot.world.perform(self._bot, call)
        except ApiError:
            return

    def _note(self, error: str) -> None:
        self.last_error, self.last_error_date = error, self._bot.world.now()


def _retry_after(response: ClientResponse) -> int:
    value = response.headers.get("Retry-After", "")
    return int(value) if value.isdecimal() else 0


def set_webhook(bot: SimulatedBot, call: Call) -> Coroutine[Any, Any, bool]:
    return _replace(bot, call, _checked(bot, call) if call.text("url") else None)


def delete_webhook(bot: SimulatedBot, call: Call) -> Coroutine[Any, Any, bool]:
    return _replace(bot, call, None)


async def _replace(bot: SimulatedBot, call: Call, webhook: Webhook | None) -> bool:
    await stop_webhook(bot)
    if call.flag("drop_pending_updates"):
        bot.updates.clear()
    if webhook is not None:
        bot.updates.allow(call.text("allowed_updates"))
        bot.updates.interrupt(conflict("terminated by setWebhook request"))
        bot.webhook = webhook
        webhook.start()
    return True


async def stop_webhook(bot: SimulatedBot) -> None:
    if bot.webhook is not None:
        await bot.webhook.stop()
        bot.webhook = None


def _checked(bot: SimulatedBot, call: Call) -> Webhook:
    url = call.text("url")
    target = urlsplit(url)
    if target.scheme not in ("http", "https") or not target.hostname:
        raise bad_request("invalid webhook URL specified")
    if target.scheme == "http" and not _is_loopback(target.hostname):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if target.scheme == "https":
        raise bad_request("bad webhook: the simulator delivers over plain HTTP to its own machine only")
    if len(call.text("secret_token")) > _MAX_SECRET:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(call.text("secret_token")):
        raise bad_request("secret token contains unallowed characters")
    connections = min(max(call.integer("max_connections", _DEFAULT_CONNECTIONS), 1), 100)
    return Webhook(bot, url, call.text("secret_token"), connections)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def get_webhook_info(bot: SimulatedBot, _call: Call) -> dict[str, Any]:
    found = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if bot.updates.narrowed is not None:
        found["allowed_updates"] = bot.updates.narrowed
    if bot.webhook is None:
        return found
    found |= {"url": bot.webhook.url, "max_connections": bot.webhook.max_connections, "ip_address": "127.0.0.1"}
    if bot.webhook.last_error:
        found |= {"last_error_date": bot.webhook.last_error_date, "last_error_message": bot.webhook.last_error}
    return found


METHODS: Final = {
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
}
