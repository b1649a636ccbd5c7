"""The updates under way: each once, and those that take long out of the others' way."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.channels.telegram_shelf import Shelf

_MOST_ON_SHELF: Final = 1_000  # beyond that it is not one chat that is slow

_Update = Mapping[str, Any]


@dataclass(slots=True)
class _Work:
    """``since``: by the loop's clock. What the ``on_shelf`` holds Telegram need not keep for us."""

    raw: _Update
    task: asyncio.Task[bool]
    since: float
    on_shelf: bool


class UnderWay:
    """What ``take`` is doing; it says whether the update is dealt with."""

    def __init__(self, shelf: Shelf, take: Callable[[_Update, bool], Awaitable[bool]]) -> None:
        self._shelf, self._take = shelf, take
        self._works: dict[int, _Work] = {}

    @property
    def tasks(self) -> Sequence[asyncio.Task[bool]]:
        return [work.task for work in self._works.values()]

    @property
    def first(self) -> int | None:
        """The first update that Telegram must keep for us."""
        return min((number for number, work in self._works.items() if not work.on_shelf), default=None)

    def begin(self, raw: _Update, *, comes_again: bool = False, on_shelf: bool = False) -> asyncio.Task[bool]:
        """The work on this update, begun now unless it is under way."""
        number = raw["update_id"]
        if number not in self._works:
            task = asyncio.create_task(self._work(raw, comes_again))
            self._works[number] = _Work(raw, task, asyncio.get_running_loop().time(), on_shelf)
            task.add_done_callback(lambda _: self._works.pop(number))
        return self._works[number].task

    async def _work(self, raw: _Update, comes_again: bool) -> bool:
        handled = await self._take(raw, comes_again)
        if handled and self._works[raw["update_id"]].on_shelf:
            self._shelf.drop(raw["update_id"])
        return handled

    def make_way(self, seconds: float) -> None:
        """Keep what has taken that long ourselves: Telegram shows a hundred updates from the first it keeps for us.

        Where a kill would forget it, the others have to wait.
        """
        if not self._shelf.outlives_a_kill:
            return
        room = _MOST_ON_SHELF - sum(work.on_shelf for work in self._works.values())
        until = asyncio.get_running_loop().time() - seconds
        waiting = [work for work in self._works.values() if not work.on_shelf and not work.task.done()]
        slow = [work for work in waiting if work.since < until]
        for work in slow[: max(room, 0)]:
            self._shelf.keep(work.raw)
            work.on_shelf = True
