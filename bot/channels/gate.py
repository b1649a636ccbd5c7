"""Where a channel's messages wait for their turn to go out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from datetime import timedelta
from math import inf
from typing import Final

from storage.domain.errors import ChatBusy
from storage.domain.pace import Pace, Window

# Whose turn as bulk this task has been given, and not used yet.
_bulk: Final[ContextVar["Gate | None"]] = ContextVar("bulk", default=None)


class Gate:
    """Replies and notices of one bot pass here, so that the platform never has to refuse them."""

    def __init__(
        self,
        pace: Pace,
        now: Callable[[], float] = lambda: asyncio.get_running_loop().time(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace, self._now, self.sleep = pace, now, sleep
        self._first, self._first_of_bulk = asyncio.Lock(), asyncio.Lock()  # of those who wait for the bot
        self._wanted = 0  # places, by the first of those who are no bulk
        self._answered = asyncio.Event()
        self.on_refused: Callable[[float], None] = lambda seconds: None
        self._keep: Callable[[int, float], None] = lambda chat_id, seconds: None

    def recall(self, known: Iterable[tuple[int, float]], keep: Callable[[int, float], None]) -> None:
        """What groups got before a restart, and for how many seconds it counts; ``keep`` is told of what they get."""
        now = self._now()
        for chat_id, seconds in known:
            self._pace.chat(now, chat_id).count(now + min(seconds, self._pace.minute))
        self._keep = keep

    def recall_nothing(self) -> None:
        """Groups may have got all that a minute allows: they wait for the rest of it."""
        self._pace.groups_are_full(self._now())

    async def bulk_turn(self) -> None:
        """Until one more bulk message may be begun: the next one that this task sends."""
        await self._until(self._pace.bulk_at(self._now()))
        _bulk.set(self)

    @asynccontextmanager
    async def turn(self, chat_id: int, patience: float = inf, messages: int = 1) -> AsyncIterator[None]:
        """Waits until a message to this chat may go; leave it when it has been answered, or given up.

        Raises ChatBusy at once if the chat alone would keep it, or one of the ``messages`` that it is the first of,
        waiting for longer than ``patience``.
        """
        now = self._now()
        window = self._pace.chat(now, chat_id)
        if now + patience < (free_at := window.free_at(now, min(messages, window.most))) < inf:
            raise ChatBusy(timedelta(seconds=free_at - now))
        await self._room(window, lambda: 1)
        async with self._counted(window), self.any_turn():
            if chat_id < 0:
                self._keep(chat_id, self._pace.minute)
            yield

    @asynccontextmanager
    async def any_turn(self, messages: int = 1) -> AsyncIterator[None]:
        """As ``turn``, for so many messages to a chat that is not known here."""
        is_bulk, bot = _bulk.get() is self, self._pace.bot
        _bulk.set(None)
        messages = min(messages, bot.most)
        await (self._bulk_room(messages) if is_bulk else self._reply_room(messages))
        left_at = self._now()
        async with self._counted(bot, messages):
            yield
            self._pace.trip(self._now() - left_at)

    async def _bulk_room(self, messages: int) -> None:
        async with self._first_of_bulk:
            await self._room(self._pace.bot, lambda: messages + self._wanted)

    async def _reply_room(self, messages: int) -> None:
        self._pace.give_way(self._now(), messages)
        async with self._first:
            self._wanted = messages
            try:
                await self._room(self._pace.bot, lambda: messages)
            finally:
                self._wanted = 0

    async def _room(self, window: Window, places: Callable[[], int]) -> None:
        """Until the window has room and nobody has asked for silence. Nothing may be awaited before it is taken."""
        now = self._now()
        while (at := max(window.free_at(now, places()), self._pace.silent_until)) > now:
            if at == inf:
                await self._answered.wait()
                now = max(now, self._now())
            else:
                await self._sleep_until(at)
                now = max(at, self._now())

    @asynccontextmanager
    async def _counted(self, window: Window, messages: int = 1) -> AsyncIterator[None]:
        window.leave(messages)
        way = 0.0  # what was not answered may be on its way still
        try:
            yield
            way = self._pace.way
        finally:
            window.arrived(self._now() - way, messages)
            self._answered.set()
            self._answered = asyncio.Event()

    def refused(self, seconds: float) -> None:
        """The platform asks for silence; ``on_refused`` is told of it."""
        self.silence(seconds)
        self.on_refused(seconds)

    def silence(self, seconds: float) -> None:
        """So long nothing goes out: it was asked for before a restart, or of another process."""
        self._pace.refused(self._now(), seconds)

    async def _until(self, at: float) -> None:
        await self._sleep_until(at)
        await self._sleep_until(self._pace.silent_until)  # a refusal of another message may have come meanwhile

    async def _sleep_until(self, at: float) -> None:
        wait = at - self._now()
        if wait > 0:
            await self.sleep(wait)
