"""Where a channel's messages wait for their turn to go out."""

import asyncio
from collections.abc import Awaitable, Callable

from storage.domain.pace import Pace


class Gate:
    """Replies and notices of one bot pass here, so that the platform never has to refuse them."""

    def __init__(
        self,
        pace: Pace,
        now: Callable[[], float] = lambda: asyncio.get_running_loop().time(),
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace, self._now, self.sleep = pace, now, sleep

    async def bulk_turn(self) -> None:
        """Until one more bulk message may be begun."""
        await self._until(self._pace.bulk_at(self._now()))

    async def any_turn(self) -> None:
        """Until a message may go to a chat that is not known here."""
        await self._until(self._pace.bot_at(self._now()))

    async def turn(self, chat_id: int) -> None:
        """Until a message to this chat may go."""
        await self._until(self._pace.chat_at(self._now(), chat_id))
        await self._until(self._pace.bot_at(self._now()))

    def refused(self, seconds: float) -> None:
        """The platform asks for silence."""
        self._pace.refused(self._now(), seconds)

    async def _until(self, at: float) -> None:
        await self._sleep_until(at)
        await self._sleep_until(self._pace.silent_until)  # a refusal of another message may have come meanwhile

    async def _sleep_until(self, at: float) -> None:
        wait = at - self._now()
        if wait > 0:
            await self.sleep(wait)
