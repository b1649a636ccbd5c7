"""An event loop whose seconds pass only while there is nothing to do: six minutes of waiting take none."""

import asyncio
import selectors
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Final

from storage.domain.ports import Store, UnitOfWork
from tests.clock import FakeClock

_TICK_SECONDS: Final = 0.1  # how closely the app's clock follows the loop's


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Its time is that of its timers. Sockets are real; on one machine, what was sent can be read at once.

    ``busy`` counts what is under way in other threads; until it is done, time passes no faster than it really does.
    """

    def __init__(self) -> None:
        self.busy = 0
        self._now = 0.0
        super().__init__(_Skipping(self))

    def time(self) -> float:
        return self._now

    def skip(self, seconds: float) -> None:
        self._now += seconds


class _Skipping(selectors.DefaultSelector):
    """Where the loop would sleep until its next timer, it is that time at once."""

    def __init__(self, loop: SimulatedLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if (self._loop.busy or timeout is None) and (ready := super().select(timeout)):
            return ready
        if timeout is not None:
            self._loop.skip(timeout)
        return []


async def follow(clock: FakeClock) -> None:
    """The app's clock goes with the loop's."""
    loop, begun = asyncio.get_running_loop(), clock.now()
    started = loop.time()
    while True:
        await asyncio.sleep(_TICK_SECONDS)
        clock.move_to(begun + timedelta(seconds=loop.time() - started))


class LoopClock:
    """The simulated messenger's time is the loop's."""

    def __init__(self, began: float) -> None:
        self._began = began  # seconds since 1970

    def time(self) -> float:
        return self._began + asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        return asyncio.timeout(seconds)


class CountedStore:
    """``ports.Store`` whose threads are waited for."""

    def __init__(self, store: Store, loop: SimulatedLoop) -> None:
        self._store, self._loop = store, loop

    def writing(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._counted(self._store.writing())

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        return self._counted(self._store.reading())

    @asynccontextmanager
    async def _counted(self, unit: UnitOfWork) -> AsyncIterator[UnitOfWork]:
        self._loop.busy += 1
        try:
            async with unit:
                yield unit
        finally:
            self._loop.busy -= 1
