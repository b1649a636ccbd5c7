"""A chat's messages in order, each tried until it is dealt with, or given up kindly."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakValueDictionary

from bot.channels.telegram_albums import Albums
from bot.channels.telegram_client import Away
from bot.channels.telegram_hearing import Hearing, TurnFailed
from bot.channels.telegram_reading import Heard
from storage.domain.conversation import Reply

TRIES: Final = 3
TRIES_WHILE_AWAY: Final = 20  # some nine minutes: it is not the message's fault that Telegram hands out no files
AT_ONCE: Final = 32  # chats
_KEPT: Final = 10_000  # update ids; Telegram repeats an update within minutes, or never
_LONGEST_PAUSE: Final = 30.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Failed:
    """How often an update has failed; how many seconds Telegram asked for then, and when they are over."""

    times: int
    wait: float
    wait_until: float


class Turns:
    """``pause_seconds`` lie between the first two tries of an update that fails."""

    def __init__(self, hearing: Hearing, albums: Albums, pause_seconds: float = 1.0) -> None:
        self._hearing, self._albums, self._pause_seconds = hearing, albums, pause_seconds
        self.replies = hearing.replies
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._done: dict[int, bool] = {}
        self._failures: dict[tuple[int, ...], _Failed] = {}

    def is_done(self, update_id: int) -> bool:
        return update_id in self._done

    def set_aside(self, update_id: int) -> None:
        """Nothing is to be done about this update."""
        self._done[update_id] = True
        _forget_oldest(self._done)

    async def take(self, heard: Heard, *, comes_again: bool = False) -> bool:
        """Whether it is dealt with, its turn committed and the replies kept; False: it failed, and is to come again.

        An update that the channel does not send again by itself (not ``comes_again``) is tried again here and now, so
        that what the chat sent next still waits for it.
        """
        if not heard.album:
            async with self._lock(heard.chat_id):
                return await self._tried(heard, comes_again)
        album, is_first = self._albums.join(heard)
        if not is_first:
            return await asyncio.shield(album.handled)
        handled = False
        try:
            async with self._lock(heard.chat_id):
                handled = await self._tried(await self._albums.whole(album), comes_again)
        finally:
            album.handled.set_result(handled)
        return handled

    def _lock(self, chat_id: int) -> asyncio.Lock:
        """Taken in the order of asking."""
        return self._locks.setdefault(chat_id, asyncio.Lock())

    async def _tried(self, heard: Heard, comes_again: bool) -> bool:
        if all(map(self.is_done, heard.update_ids)):
            return True
        if comes_again and self._is_too_soon(heard):
            return False
        while (failed := await self._attempt(heard)) is not None:
            if comes_again:
                return False
            pause = min(self._pause_seconds * 2.0 ** (failed.times - 1), _LONGEST_PAUSE)
            await asyncio.sleep(max(pause, failed.wait))
        for update_id in heard.update_ids:
            self.set_aside(update_id)
        return True

    def _is_too_soon(self, heard: Heard) -> bool:
        failed = self._failures.get(heard.update_ids)
        return failed is not None and asyncio.get_running_loop().time() < failed.wait_until

    async def _attempt(self, heard: Heard) -> _Failed | None:
        """How it has failed; None: it is dealt with, given up or not."""
        try:
            async with self._room:
                await self._hearing.hear(heard)
        except Exception as error:
            return await self._failed(heard, error)
        self._failures.pop(heard.update_ids, None)
        return None

    async def _failed(self, heard: Heard, error: Exception) -> _Failed | None:
        before = self._failures.pop(heard.update_ids, None)
        times = before.times + 1 if before is not None else 1
        log.error("an update failed try=%d error=%s", times, type(error).__name__)
        if times >= (TRIES_WHILE_AWAY if isinstance(error, Away) else TRIES):
            await self.give_up(heard, error.said if isinstance(error, TurnFailed) else ())
            return None
        wait = (error.wait if isinstance(error, Away) else None) or 0.0
        failed = _Failed(times, wait, asyncio.get_running_loop().time() + wait)
        self._failures[heard.update_ids] = failed
        _forget_oldest(self._failures)
        return failed

    async def give_up(self, heard: Heard, said: Sequence[Reply] = ()) -> None:
        """Tell the person that their message could not be read, or what is ``said`` of it; never raises."""
        try:
            await self._hearing.give_up(heard, said)
        except Exception as error:
            log.error("nobody could be told of it error=%s", type(error).__name__)


def _forget_oldest(kept: dict[Any, Any]) -> None:
    while len(kept) > _KEPT:
        del kept[next(iter(kept))]
