"""APScheduler as a clock only: a table of ticks. What is due lives in our tables, so a missed tick heals itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from scheduler.clock import Clock

PATIENCE: Final = 5.0  # seconds a stop waits for what is under way

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A sweep and how often it is run; running it twice, or late, changes nothing."""

    name: str
    seconds: float
    run: Callable[[], Awaitable[object]]


class Ticker:
    """Runs the jobs, one instance each; remembers when each last ended well."""

    def __init__(self, jobs: list[Job], clock: Clock) -> None:
        self._clock = clock
        self._jobs = jobs
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._last: dict[str, datetime] = {}
        self._under_way: set[asyncio.Task[Any]] = set()
        for job in jobs:
            self._scheduler.add_job(
                self._tick,
                IntervalTrigger(seconds=job.seconds),
                [job],
                id=job.name,
                misfire_grace_time=None,
                coalesce=True,
                max_instances=1,
            )

    def start(self) -> None:
        self._last = {job.name: self._clock.now() for job in self._jobs}
        self._scheduler.start()

    async def stop(self, patience: float = PATIENCE) -> None:
        """No tick any more; jobs under way come to their end, or are cancelled when patience does."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        await asyncio.sleep(0)  # a tick that is due already begins
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # it ends at the loop's next turn

    def seconds_since(self) -> Mapping[str, int]:
        """Per job, the seconds since it last ended well (or since the start)."""
        now = self._clock.now()
        return {name: int((now - at).total_seconds()) for name, at in self._last.items()}

    def missed(self) -> Mapping[str, float]:
        """Per job, how many of its intervals have passed since then."""
        ages = self.seconds_since()
        return {job.name: ages[job.name] / job.seconds for job in self._jobs if job.name in ages}

    async def _tick(self, job: Job) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        try:
            await job.run()
        except Exception as error:
            # The next tick tries again; health shows a job that no longer ends well.
            log.error("job failed job=%s error=%s", job.name, type(error).__name__)
            return
        self._last[job.name] = self._clock.now()
