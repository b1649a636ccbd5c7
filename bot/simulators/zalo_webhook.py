"""The webhook: checking its URL, calling it once to see, and bringing it updates until it takes them."""

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientError

from bot.simulators.zalo_errors import rejected
from bot.simulators.zalo_hosts import host_of, is_here, is_private
from bot.simulators.zalo_state import Update, World

SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"  # noqa: S105  a name
USER_AGENT: Final = "Java/1.8.0_192"
_LEAST_SECRET, _MOST_SECRET = 8, 256
_NO_ANSWER: Final = 0
_OK_HINT: Final = "Your endpoint responded successfully."
_HINT: Final = "Your endpoint did not take the request."


@dataclass(frozen=True, slots=True)
class Attempt:
    """One delivery; ``status`` is 0 if there was no answer."""

    at: float
    message_id: str
    status: int


class Webhook:
    """First attempts keep the order within a chat; further ones may be overtaken, as nothing else is promised."""

    def __init__(self, world: World, url: str, secret: str) -> None:
        self.url, self.secret = url, secret
        self.attempts: list[Attempt] = []
        self._world = world
        self._lanes: dict[str, deque[Update]] = {}
        self._open: list[Update] = []  # not taken and not given up yet
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def idle(self) -> bool:
        return not self._open

    def deliver(self, update: Update) -> None:
        copies, update.copies = update.copies, 1
        for _ in range(copies):
            self._open.append(update)
            if update.chat_id not in self._lanes:
                self._lanes[update.chat_id] = deque()
                self._start(self._drain(update.chat_id))
            self._lanes[update.chat_id].append(update)

    async def stop(self) -> list[Update]:
        """End all deliveries; what was not taken."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        return self._open

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, chat_id: str) -> None:
        lane = self._lanes[chat_id]
        while lane:
            update = lane.popleft()
            if update.empty_first:
                await self.post(b"", secret=self.secret)
            if not await self._taken(update):
                self._start(self._retry(update))
        del self._lanes[chat_id]

    async def _retry(self, update: Update) -> None:
        for pause in self._world.behaviour.retries:
            await self._world.clock.sleep(pause)
            if await self._taken(update):
                return
        self._world.lost.append(update)
        self._close(update)

    async def _taken(self, update: Update) -> bool:
        secret, update.wrong_secret = (f"not {self.secret}" if update.wrong_secret else self.secret), False
        content = update.content
        body = {"ok": True, "result": content} if self._world.behaviour.wrapped else content
        at = self._world.clock.time()
        status = await self.post(json.dumps(body, ensure_ascii=False).encode(), secret=secret)
        self.attempts.append(Attempt(at, update.message_id, status))
        self._world.tell()
        if not 200 <= status <= 299:
            return False
        self._close(update)
        return True

    def _close(self, update: Update) -> None:
        self._open.remove(update)
        self._world.tell()

    async def post(self, body: bytes, *, secret: str | None) -> int:
        """The status of the answer, 0 without one. An empty body goes without a content type, as was seen."""
        http = self._world.http
        assert http is not None, "the simulator is not running"
        if not is_here(self.url):
            return _NO_ANSWER
        headers = {"User-Agent": USER_AGENT} | ({"Content-Type": "application/json"} if body else {})
        headers |= {SECRET_HEADER: secret} if secret is not None else {}
        skip = () if body else ("Content-Type",)
        request = http.post(self.url, data=body, headers=headers, skip_auto_headers=skip, allow_redirects=False)
        try:
            async with self._world.clock.timeout(self._world.behaviour.patience), request as response:
                return response.status
        except (ClientError, OSError):
            return _NO_ANSWER


def check(world: World, url: str, secret: str) -> None:
    """Refuse what Zalo refuses. The words of these refusals are ours: nobody has written down Zalo's."""
    if not host_of(url) or not url.startswith(("http://", "https://")):
        raise rejected("The webhook url is invalid")
    ours = is_here(url) and world.behaviour.loopback_webhooks
    if not ours and (is_private(url) or not url.startswith("https://")):
        raise rejected("The webhook url must be a public https url")
    if not _LEAST_SECRET <= len(secret) <= _MOST_SECRET:
        raise rejected("The secret_token must have 8 to 256 characters")


async def verify(world: World, webhook: Webhook) -> dict[str, Any]:
    """Call the URL once with an empty body. Other machines are never called: the simulator has no way out."""
    began = world.clock.time()
    status, outcome = await _call(world, webhook)
    outcome = world.behaviour.probe_outcome or outcome
    good = outcome == "webhook.ok"
    found = {"ok": good, "url": webhook.url, "outcome": outcome, "hint": _OK_HINT if good else _HINT}
    if not status:
        return found
    return found | {"status_code": status, "latency_ms": int((world.clock.time() - began) * 1000)}


async def _call(world: World, webhook: Webhook) -> tuple[int, str]:
    if not is_here(webhook.url):
        return _NO_ANSWER, "webhook.err.blocked"
    status = await webhook.post(b"", secret=webhook.secret if world.behaviour.probe_has_secret else None)
    return status, _outcome(status)


def _outcome(status: int) -> str:
    if status == _NO_ANSWER:
        return "webhook.err.conn"
    if 200 <= status <= 299:
        return "webhook.ok"
    if status in (403, 404):
        return f"webhook.http.{status}"
    return "webhook.http.5xx" if status >= 500 else "webhook.http.other"
