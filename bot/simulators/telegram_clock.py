"""The simulator's time: running at any speed, or standing still until it is moved."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Protocol


class SimulatorClock(Protocol):
    def time(self) -> float:
        """Seconds since 1970."""
        ...

    async def sleep(self, seconds: float) -> None: ...

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        """Like asyncio.timeout, by this clock."""
        ...


class RunningClock:
    """The system's time; at ``speed`` 100 a minute passes in 0.6 seconds."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self._began, self._origin = time.time(), time.monotonic()

    def time(self) -> float:
        return self._began + (time.monotonic() - self._origin) * self._speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[object]:
        return asyncio.timeout(seconds / self._speed)


class SteppedClock:
    """Stands still until ``advance``. Begins on Monday 2 November 2026, 09:00 in Hà Nội."""

    def __init__(self, at: float = 1_793_584_800.0) -> None:
        self._at = at
        self._sleepers: dict[asyncio.Future[None], float] = {}
        self._timeouts: dict[asyncio.Timeout, float] = {}

    def time(self) -> float:
        return self._at

    @property
    def waits(self) -> list[float]:
        """For how many more seconds each sleeper sleeps, the first to wake first."""
        return sorted(due - self._at for due in self._sleepers.values())

    def advance(self, seconds: float) -> None:
        self._at += seconds
        for sleeper, due in list(self._sleepers.items()):
            if due <= self._at and not sleeper.done():
                sleeper.set_result(None)
        for timeout, due in self._timeouts.items():
            if due <= self._at:
                timeout.reschedule(0)  # long past for the loop: it ends at once

    async def sleep(self, seconds: float) -> None:
        sleeper = asyncio.get_running_loop().create_future()
        self._sleepers[sleeper] = self._at + seconds
        if seconds <= 0:
            sleeper.set_result(None)
        try:
            await sleeper
        finally:
            del self._sleepers[sleeper]

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncIterator[object]:
        async with asyncio.timeout(None) as limit:
            self._timeouts[limit] = self._at + seconds
            try:
                yield limit
            finally:
                del self._timeouts[limit]
