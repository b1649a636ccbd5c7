"""What a channel has under way: one notice of a recipient, and as many at once as there is room for."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Set
from functools import partial

from storage.domain.outbox import Priority, QueuedNotice


class UnderWay:
    """Bulk has its own room, beside that of the others: neither stands still for the other.

    Who takes long keeps its place in the room, and holds up nobody but those for whom it is too small.
    """

    def __init__(self, at_once: int, bulk_at_once: int, deliver: Callable[[QueuedNotice], Awaitable[None]]) -> None:
        self._rooms = {True: asyncio.Semaphore(bulk_at_once), False: asyncio.Semaphore(at_once)}
        self._deliver = deliver
        self._tasks: dict[bytes, asyncio.Task[None]] = {}  # by lane
        self._inside = 0  # of them, who has a place in a room
        self._ended: list[asyncio.Task[None]] = []
        self._stirred = asyncio.Event()

    @property
    def lanes(self) -> Set[bytes]:
        return set(self._tasks)

    @property
    def all_begun(self) -> bool:
        """Nobody waits for a place."""
        return self._inside == len(self._tasks)

    def begin(self, notices: Iterable[QueuedNotice]) -> None:
        """Deliver each as soon as there is room for it."""
        for notice in notices:
            lane = notice.envelope.lane
            task = self._tasks[lane] = asyncio.create_task(self._one(notice), name="notice")
            task.add_done_callback(partial(self._end, lane))

    def stir(self) -> None:
        """Look again whether it is ``enough``."""
        self._stirred.set()

    async def until(self, enough: Callable[[], bool]) -> None:
        """Or until all have come to their end; raises what a delivery has raised."""
        while True:
            while self._ended:
                self._ended.pop().result()
            if not self._tasks or enough():
                return
            self._stirred.clear()
            await self._stirred.wait()

    async def cancel(self) -> None:
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        self._ended.clear()

    async def _one(self, notice: QueuedNotice) -> None:
        async with self._rooms[notice.envelope.priority is Priority.BROADCAST]:
            self._inside += 1
            self.stir()
            try:
                await self._deliver(notice)
            finally:
                self._inside -= 1

    def _end(self, lane: bytes, task: "asyncio.Task[None]") -> None:
        del self._tasks[lane]
        self._ended.append(task)
        self.stir()
