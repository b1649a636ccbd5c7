"""Where a channel's messages wait for their turn to go out."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Final

from storage.domain.pace import Pace

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
        self.on_refused: Callable[[float], None] = lambda seconds: None

    async def bulk_turn(self) -> None:
        """Until one more bulk message may be begun: the next one that this task sends."""
        await self._until(self._pace.bulk_at(self._now()))
        _bulk.set(self)

    async def any_turn(self) -> None:
        """Until a message may go to a chat that is not known here."""
        bulk, silent_until = _bulk.get() is self, -1.0
        _bulk.set(None)
        while silent_until != self._pace.silent_until:  # asked for meanwhile: all who wait must not rush out after it
            silent_until = self._pace.silent_until
            await self._sleep_until(self._pace.bot_at(self._now(), bulk=bulk))

    async def turn(self, chat_id: int) -> None:
        """Until a message to this chat may go."""
        await self._until(self._pace.chat_at(self._now(), chat_id))
        await self.any_turn()

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
