"""Listening to Zalo: by polling, or by its calls to our webhook. What has come is put on the shelf before all else."""

import asyncio
import hmac
import json
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from weakref import WeakValueDictionary

from aiohttp import web

from bot.channels.web_access import public
from bot.channels.zalo_client import Away, Busy, Rejected, TokenRefused, ZaloClient, updates_in
from bot.channels.zalo_names import WEBHOOK
from bot.channels.zalo_reading import Heard, key_of, nameless, read
from bot.channels.zalo_shelf import Shelf
from bot.channels.zalo_turns import Turns
from bot.intake import TurnFailed
from storage.domain.conversation import Reply

SECRET_HEADER: Final = "X-Bot-Api-Secret-Token"  # noqa: S105  the name of a header
TRIES: Final = 3
_POLL_SECONDS: Final = 25
_AT_ONCE: Final = 32  # chats
_MOST_UNFINISHED: Final = 200
_MAX_BODY: Final = 256 * 1024

log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Zalo calls, and the secret by which we know it."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds: until Zalo is asked again when it does not answer, when somebody else's webhook is in the way, when it

    repeats what is done; after a failed turn; and how long what is under way may go on when the channel stops.
    """

    away: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0, 30.0)
    elsewhere: float = 30.0
    repeated: float = 1.0
    again: float = 1.0
    finish: float = 10.0


@dataclass(slots=True, eq=False)
class Work:
    """An update under way: ``handled`` as soon as all it caused is committed, or it was given up."""

    handled: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    task: "asyncio.Task[None] | None" = None


class ZaloListener:
    """From ``start`` to ``stop``. Without a webhook it polls."""

    def __init__(
        self, client: ZaloClient, turns: Turns, shelf: Shelf, webhook: Webhook | None, *, pauses: Pauses = Pauses()
    ) -> None:
        self._client, self._turns, self._shelf, self._webhook, self._pauses = client, turns, shelf, webhook, pauses
        self._unfinished: dict[str, Work] = {}
        self._chats: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._listening: asyncio.Task[None] | None = None
        self._stopping = False

    def start(self) -> None:
        for key, update in self._shelf.waiting():  # what the last process did not finish
            self._begin(key, update)
        self._listening = asyncio.create_task(self._listen(), name="zalo")

    async def stop(self) -> None:
        """Take nothing new, finish what has begun; what is not finished stays on the shelf."""
        self._stopping = True
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.wait([self._listening])
        tasks = self._tasks
        if tasks:
            await asyncio.wait(tasks, timeout=self._pauses.finish)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def send_owed(self) -> None:
        """Replies that could not be sent when they were due."""
        for chat_id in self._shelf.owed_to():
            async with self._lock(chat_id):
                await self._turns.answer(chat_id, ())

    @property
    def _tasks(self) -> "list[asyncio.Task[None]]":
        return [work.task for work in self._unfinished.values() if work.task is not None]

    async def _listen(self) -> None:
        try:
            if self._webhook is None:
                await self._poll()
            else:
                await self._ask_to_be_called(self._webhook)
        except TokenRefused:
            log.critical("Zalo refuses ZALO_BOT_TOKEN: nothing is heard there until a start with a right one")
        except Exception as error:
            log.critical("listening to Zalo has ended error=%s", type(error).__name__)

    async def _patiently(self, call: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result, however long it takes; only a refused token ends the waiting."""
        failures = 0
        while True:
            try:
                result = await call()
            except (Away, Busy) as error:
                if not failures:
                    log.warning("Zalo does not answer, asked again and again: %s", error.why)
                pause = self._pauses.away[min(failures, len(self._pauses.away) - 1)]
                failures += 1
                await asyncio.sleep(pause * random.uniform(1.0, 1.3))  # noqa: S311  no secret
            except Rejected as error:
                log.error("%s: %s", await self._why_not_heard(), error.why)
                await asyncio.sleep(self._pauses.elsewhere)
            else:
                if failures:
                    log.info("Zalo answers again")
                return result

    async def _why_not_heard(self) -> str:
        """A webhook that somebody set is never taken away unasked: it may be another program's."""
        try:
            is_in_the_way = bool(await self._client.webhook_url()) and self._webhook is None
        except (Away, Busy, Rejected):
            is_in_the_way = False
        return "a webhook is set for this bot, so nothing is heard by polling" if is_in_the_way else "Zalo refuses us"

    # Polling: Zalo hands out an update and forgets it, so the next moment has it on the shelf

    async def _poll(self) -> None:
        while True:
            updates = await self._patiently(lambda: self._client.get_updates(_POLL_SECONDS))
            news = [self._take(update) for update in updates]
            if news and not any(news):
                await asyncio.sleep(self._pauses.repeated)  # a server that repeats would be asked without end
            while len(self._unfinished) >= _MOST_UNFINISHED:
                await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    def _take(self, update: Mapping[str, Any]) -> bool:
        """Begin the work on an update; whether it is a new one."""
        update = nameless(update)
        key = key_of(update)
        if key in self._unfinished or self._shelf.is_done(key):
            return False
        self._shelf.keep(key, update)
        self._begin(key, update)
        return True

    # Updates, whichever way they came

    def _begin(self, key: str, update: Mapping[str, Any]) -> Work:
        work = Work()
        self._unfinished[key] = work
        work.task = asyncio.create_task(self._work(key, update, work))
        return work

    async def _work(self, key: str, update: Mapping[str, Any], work: Work) -> None:
        try:
            heard = _read(update)
            if heard is not None:
                async with self._lock(heard.chat_id), self._room:
                    await self._deal_with(heard, work)
            self._shelf.done(key)
        finally:
            del self._unfinished[key]
            if not work.handled.done():
                work.handled.set_result(self._shelf.is_done(key))

    async def _deal_with(self, heard: Heard, work: Work) -> None:
        """A turn, tried again if it fails, and given up kindly; then its replies."""
        said: Sequence[Reply] = ()
        for attempt in range(1, TRIES + 1):
            try:
                replies = await self._turns.turn(heard)
            except Exception as error:
                said = error.said if isinstance(error, TurnFailed) else ()
                log.error("an update failed try=%d error=%s", attempt, type(error).__name__)
                await asyncio.sleep(self._pauses.again * attempt if attempt < TRIES else 0)
            else:
                work.handled.set_result(True)
                return await self._turns.answer(heard.chat_id, replies)
        return await self._turns.give_up(heard.chat_id, said)

    def _lock(self, chat_id: str) -> asyncio.Lock:
        """Taken in the order of asking."""
        return self._chats.setdefault(chat_id, asyncio.Lock())

    # The webhook

    async def _ask_to_be_called(self, webhook: Webhook) -> None:
        """Told at each start: whether the secret is still the same cannot be asked."""
        told = await self._patiently(lambda: self._told(webhook))
        verification = told.get("verification")
        if isinstance(verification, dict) and verification.get("ok") is False:
            log.error("Zalo cannot reach PUBLIC_URL: %s", str(verification.get("outcome"))[:40])

    async def _told(self, webhook: Webhook) -> Mapping[str, Any]:
        try:
            return await self._client.set_webhook(webhook.url, webhook.secret)
        except Rejected as error:
            # 426: told too often today. What it was told before may still be right.
            if error.code != 426 or await self._client.webhook_url() != webhook.url:
                raise
            log.warning("Zalo takes no webhook any more today; the one of earlier stays")
            return {}

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK, self.receive)] if self._webhook is not None else []

    @public("Zalo, known by its secret; each message is authorised by the conversation")
    async def receive(self, request: web.Request) -> web.Response:
        """200 once all that the update caused is committed; 500 if it is to come again."""
        assert self._webhook is not None
        if not request.body_exists:  # Zalo tries whether anybody is there
            return web.Response()
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._webhook.secret.encode()):
            raise web.HTTPUnauthorized
        if self._stopping:
            raise web.HTTPServiceUnavailable
        for update in updates_in(await _body(request)):
            if not await self._handled(update):
                raise web.HTTPInternalServerError
        return web.Response()

    async def _handled(self, update: Mapping[str, Any]) -> bool:
        self._take(update)
        work = self._unfinished.get(key_of(nameless(update)))
        return True if work is None else await asyncio.shield(work.handled)


async def _body(request: web.Request) -> object:
    raw = bytearray()
    async for piece in request.content.iter_any():
        raw += piece
        if len(raw) > _MAX_BODY:
            raise web.HTTPBadRequest
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise web.HTTPBadRequest from None


def _read(update: Mapping[str, Any]) -> Heard | None:
    try:
        return read(update)
    except Exception as error:  # whatever is wrong with one, it stops no other; its text would show the message
        log.error("an update cannot be read error=%s", type(error).__name__)
        return None
