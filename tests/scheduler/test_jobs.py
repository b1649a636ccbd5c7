"""The table of ticks: a job that fails is tried again, and one that no longer ends well is seen."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.health import Health
from scheduler.delivery import Delivery
from scheduler.jobs import Job, Ticker
from storage.domain.errors import TransientDelivery
from storage.domain.set_aside import Stumble, Sweep
from tests.clock import FakeClock
from tests.scheduler.mailroom import Mailroom
from tests.senders import CHANNEL

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


async def health(mail: Mailroom, ticker: Ticker, delivery: Delivery) -> tuple[int, dict[str, object]]:
    app = web.Application()
    app.add_routes(Health(mail.store, ticker, delivery).routes())
    async with TestClient(TestServer(app)) as client, client.get("/healthz") as response:
        return response.status, await response.json()


async def test_health_turns_red_when_a_job_stays_away(mail: Mailroom) -> None:
    """Green until a job has missed more than five of its runs; red from then on, with every job's age in seconds."""
    clock, delivery = mail.clock, mail.delivery()
    ticker = Ticker([Job("sweep", 30, Counted().run), Job("rare", 300, Counted().run)], clock)
    ticker.start()
    try:
        clock.advance(seconds=150)
        green = {"status": "ok", "database": True, "waiting": 0, "backup_days": None, "set_aside": []}
        green["failing_seconds"] = {CHANNEL: 0}
        assert await health(mail, ticker, delivery) == (200, green | {"jobs": {"sweep": 150, "rare": 150}})
        clock.advance(seconds=1)
        status, body = await health(mail, ticker, delivery)
        assert (status, body["status"], body["jobs"]) == (503, "failing", {"sweep": 151, "rare": 151})
    finally:
        await ticker.stop()


async def test_health_names_what_was_set_aside(mail: Mailroom) -> None:
    """By sweep, type and place, with the number of cases: nothing that tells which they are."""
    case_id = await mail.anonymous_case("lan", "1")
    async with mail.store.writing() as uow:
        await uow.set_aside.note(case_id, Stumble(Sweep.DUE, "ValueError", "storage.sql.case_rows:89"))
        await uow.commit()
    _, body = await health(mail, Ticker([], mail.clock), mail.delivery())
    what = {"sweep": "due", "error": "ValueError", "place": "storage.sql.case_rows:89"}
    assert body["set_aside"] == [what | {"cases": 1}]


async def test_health_turns_red_when_a_channel_takes_nothing(mail: Mailroom) -> None:
    """Green while a notice is tried again, red when nothing has arrived for a quarter of an hour, then green again."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", *[TransientDelivery()] * 3)
    ticker, delivery, seen = Ticker([], mail.clock), mail.delivery(), []
    for minutes in (15, 15, 1, 0):
        await delivery.deliver_all()
        mail.clock.advance(minutes=minutes)
        status, body = await health(mail, ticker, delivery)
        seen.append((status, body["waiting"], body["failing_seconds"]))
    assert seen == [
        (200, 1, {CHANNEL: 900}),
        (503, 1, {CHANNEL: 1800}),
        (503, 1, {CHANNEL: 1860}),
        (200, 0, {CHANNEL: 0}),
    ]
