"""/healthz: green while all that was promised can be kept, red when somebody has to look."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.health import Health
from scheduler.delivery import Delivery
from scheduler.jobs import Job, Ticker
from storage.domain.errors import TransientDelivery
from storage.domain.outbox import DeliveryState
from storage.domain.ports import Store, UnitOfWork
from storage.domain.set_aside import Stumble, Sweep
from tests.scheduler.mailroom import Mailroom, running
from tests.scheduler.test_jobs import Counted
from tests.senders import CHANNEL


@dataclass(slots=True)
class Broken:
    """A store that can be written to and not read, as after a change that nobody tried."""

    store: Store

    def reading(self) -> UnitOfWork:
        raise LookupError

    def writing(self) -> UnitOfWork:
        return self.store.writing()


async def health(mail: Mailroom, ticker: Ticker, delivery: Delivery, **troubles: str) -> tuple[int, dict[str, Any]]:
    app = web.Application()
    app.add_routes(Health(mail.store, ticker, delivery, troubles=lambda: troubles).routes())
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
        green |= {"failing_seconds": {CHANNEL: 0}, "oldest_seconds": 0, "troubles": {}}
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


async def test_health_turns_red_for_one_notice_that_never_arrives(mail: Mailroom) -> None:
    """Others of its channel arrive all the while; what was promised to one person is late all the same."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    mail.sender.will("lan", *[TransientDelivery()] * 20)
    ticker, delivery, begun = Ticker([], mail.clock), mail.delivery(), mail.clock.now()
    status = 200
    while status == 200:
        await mail.write("minh", "1")
        await delivery.deliver_all()
        mail.clock.advance(seconds=20)
        status, body = await health(mail, ticker, delivery)
        assert body["failing_seconds"][CHANNEL] <= 60
    assert timedelta(minutes=15) < mail.clock.now() - begun < timedelta(minutes=19)


async def test_health_turns_red_when_a_channel_is_silent_for_long(mail: Mailroom) -> None:
    """Told to wait for an hour, nothing keeps its promise there; a restart does not make that good."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", TransientDelivery(timedelta(hours=1)))
    ticker, seen = Ticker([], mail.clock), []
    await mail.delivery().deliver_all()
    restarted = mail.delivery()
    for minutes in (10, 10, 50):
        await restarted.deliver_all()
        mail.clock.advance(minutes=minutes)
        seen.append((await health(mail, ticker, restarted))[0])
    await restarted.deliver_all()
    seen.append((await health(mail, ticker, restarted))[0])
    assert seen == [200, 503, 503, 200]


async def test_health_turns_red_when_the_outbox_cannot_be_worked_off(mail: Mailroom) -> None:
    """A loop that meets an error at every turn is no delivery, though the database answers."""
    delivery, ticker = mail.delivery(Broken(mail.store)), Ticker([], mail.clock)
    async with running(delivery):
        async with asyncio.timeout(20):
            while not delivery.held_up():
                await asyncio.sleep(0)
        mail.clock.advance(minutes=16)
        status, body = await health(mail, ticker, delivery)
    assert (status, body["failing_seconds"]) == (503, {CHANNEL: 960})


async def test_health_forgets_what_is_not_to_be_sent_any_more(mail: Mailroom) -> None:
    """What failed was a broadcast's, and that was stopped: nothing is late."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", TransientDelivery())
    ticker, delivery = Ticker([], mail.clock), mail.delivery()
    await delivery.deliver_all()
    await mail.turn_all(DeliveryState.DROPPED)
    await delivery.deliver_all()
    mail.clock.advance(minutes=16)
    assert (await health(mail, ticker, delivery))[0] == 200


async def test_health_turns_red_when_a_channel_needs_somebody(mail: Mailroom) -> None:
    """A token that was taken back, a second program with it: named, and at once."""
    status, body = await health(mail, Ticker([], mail.clock), mail.delivery(), telegram="heard-elsewhere")
    assert (status, body["troubles"]) == (503, {"telegram": "heard-elsewhere"})
