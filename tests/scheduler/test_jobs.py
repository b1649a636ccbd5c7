"""The table of ticks: a job that fails is tried again, and one that no longer ends well is seen."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from scheduler.jobs import Job, Ticker
from tests.clock import FakeClock

WORDS = "Lời riêng của một người"
OFTEN = 0.01  # seconds


class Counted:
    """A job that fails its first ``failures`` times; a test waits for what it needs."""

    def __init__(self, failures: int = 0) -> None:
        self.runs = 0
        self._failures = failures
        self._ran = asyncio.Condition()

    async def run(self) -> None:
        async with self._ran:
            self.runs += 1
            self._ran.notify_all()
        if self.runs <= self._failures:
            raise ValueError(WORDS)

    async def until(self, runs: int) -> None:
        async with asyncio.timeout(20), self._ran:
            await self._ran.wait_for(lambda: self.runs >= runs)


@asynccontextmanager
async def ticking(clock: FakeClock, **jobs: Callable[[], Awaitable[object]]) -> AsyncIterator[Ticker]:
    ticker = Ticker([Job(name, OFTEN, run) for name, run in jobs.items()], clock)
    ticker.start()
    try:
        yield ticker
    finally:
        await ticker.stop(patience=0)


async def test_a_failing_job_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    """Its error is logged by type, without its words; the next tick runs it again, and other jobs run on."""
    bad, good = Counted(failures=2), Counted()
    async with ticking(FakeClock(), bad=bad.run, good=good.run):
        await bad.until(3)
        await good.until(2)
    errors = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert errors == ["job failed job=bad error=ValueError"] * 2
    assert WORDS not in caplog.text


async def test_a_job_that_fails_is_seen_to_stay_away() -> None:
    """Only a run that ended well counts: the age of one that fails grows, that of the others begins anew."""
    clock = FakeClock()
    bad, good = Counted(failures=10**9), Counted()
    async with ticking(clock, bad=bad.run, good=good.run) as ticker:
        clock.advance(minutes=10)
        await bad.until(bad.runs + 2)
        await good.until(good.runs + 2)
        assert ticker.seconds_since() == {"bad": 600, "good": 0}
        assert ticker.missed()["bad"] == pytest.approx(600 / OFTEN)
        assert ticker.missed()["good"] == 0


async def test_a_job_that_comes_back_is_well_again() -> None:
    """After it has ended well once, nothing is missed any more."""
    clock = FakeClock()
    job = Counted(failures=1)
    async with ticking(clock, job=job.run) as ticker:
        clock.advance(minutes=10)
        await job.until(job.runs + 3)
        assert ticker.missed() == {"job": 0}


async def test_a_job_that_hangs_is_not_started_twice() -> None:
    """While one run goes on the next ticks pass; the other jobs do not wait for it."""
    started = 0
    other = Counted()

    async def hang() -> None:
        nonlocal started
        started += 1
        await asyncio.Event().wait()

    async with ticking(FakeClock(), hang=hang, other=other.run):
        await other.until(4)
    assert started == 1


async def test_a_stop_lets_jobs_end() -> None:
    """What is under way comes to its end before the stop does; nothing begins after it."""
    steps: list[str] = []
    begun = asyncio.Event()

    async def work() -> None:
        steps.append("begun")
        begun.set()
        for _ in range(20):
            await asyncio.sleep(0)
        steps.append("ended")

    async with ticking(FakeClock(), work=work) as ticker:
        await begun.wait()
        await ticker.stop()
        assert steps.count("begun") == steps.count("ended")
        known = len(steps)
        await asyncio.sleep(3 * OFTEN)
    assert len(steps) == known
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_stop_does_not_wait_for_ever() -> None:
    """A job that hangs is cancelled when patience ends, and has ended when the stop has."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            for _ in range(5):  # it has things to put away
                await asyncio.sleep(0)
            ended.set()

    async with ticking(FakeClock(), hang=hang) as ticker:
        await begun.wait()
        await ticker.stop(patience=0.01)
        assert ended.is_set()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_never_began_can_be_stopped() -> None:
    """Where the start failed half way the stop still goes through."""
    await Ticker([Job("never", OFTEN, Counted().run)], FakeClock()).stop()
