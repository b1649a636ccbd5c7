"""The composition root: starts whole or not at all, ends without a rest, and takes over what changes meanwhile."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import pytest
from aiohttp import ClientSession
from sqlalchemy import select, text

from bot.app import App, run
from bot.base import Base
from bot.config import Settings
from scheduler.clock import SystemClock
from scheduler.jobs import Job, Ticker
from storage.domain.errors import SettingsError
from storage.domain.ports import Recipient
from storage.sessions import Sessions
from storage.sql import schema
from storage.sql.leadership import OnlyProcess
from tests.bot.command import quick_data, settings_in
from tests.builders import account_key, make_broadcast
from tests.domain.ward import demo_ward
from tests.storage.databases import KINDS, migrated_database
from tests.talk import DirectPhone
from tests.world import World, open_world


@pytest.fixture
def settings() -> Iterator[Settings]:
    with quick_data() as folder:
        yield settings_in(folder)


@pytest.fixture
def nothing_left() -> Iterator[None]:
    """When the test is over no thread is left of it."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive(), thread


@asynccontextmanager
async def serving(settings: Settings, *, demo: bool = True) -> AsyncIterator[tuple[App, str]]:
    """The product from start to stop, and its address."""
    started: asyncio.Queue[tuple[App, str]] = asyncio.Queue()
    stop = asyncio.Event()

    async def ready(app: App, port: int) -> None:
        started.put_nowait((app, f"http://127.0.0.1:{port}"))

    served = asyncio.create_task(run(settings, demo=demo, ready=ready, until=stop))
    try:
        yield await asyncio.wait_for(started.get(), 20)
    finally:
        stop.set()
        await served


async def load(settings: Settings, **changes: object) -> None:
    base = await Base.open(settings)
    await base.load_organisation(replace(demo_ward(), **changes))  # type: ignore[arg-type]
    await base.close()


async def refusal(settings: Settings, *, demo: bool = False) -> list[str]:
    """The text keys of what is said instead of a start."""

    async def ready(app: App, port: int) -> None:
        raise AssertionError("it serves")

    with pytest.raises(SettingsError) as caught:
        await run(settings, demo=demo, ready=ready, until=asyncio.Event())
    return [problem.text_key for problem in caught.value.problems_found]


async def test_it_serves_and_ends_without_a_rest(settings: Settings, nothing_left: None) -> None:
    """Once it says it is ready it answers; after the stop no task, thread or lock of it is left."""
    for _ in range(2):
        async with serving(settings) as (_, address), ClientSession() as http:
            for path in ("/healthz", "/", "/demo", "/api/about"):
                async with http.get(address + path) as response:
                    assert response.status == 200, path
        assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_it_ends_at_once_when_it_has_just_begun(settings: Settings, nothing_left: None) -> None:
    """A stop that comes with the start finds nothing half made."""
    async with serving(settings):
        pass
    assert asyncio.all_tasks() == {asyncio.current_task()}


@pytest.mark.parametrize("turns", range(1, 40, 3))
async def test_it_ends_in_the_middle_of_its_sweeps(settings: Settings, nothing_left: None, turns: int) -> None:
    """Whatever the jobs are doing when the stop comes, they have ended before the database is closed."""
    base = await Base.open(settings)
    app = App(base, demo_ward(), Sessions(None, SystemClock().now), SystemClock())
    jobs = (app.sweeps.what_is_due, app.sweeps.broadcasts, app.sweeps.reload_organisation, base.database.checkpoint)
    app.ticker = Ticker([Job(str(number), 0.002, job) for number, job in enumerate(jobs)], SystemClock())
    await app.start()
    for _ in range(turns):
        await asyncio.sleep(0.0005)
    app.delivery.wake()
    await app.stop()
    assert asyncio.all_tasks() == {asyncio.current_task()}
    await base.close()


async def test_it_is_healthy_from_the_start(settings: Settings) -> None:
    """Right after the start every job counts as fresh and nothing waits."""
    async with serving(settings) as (_, address), ClientSession() as http, http.get(f"{address}/healthz") as response:
        body = await response.json()
    assert (body["status"], body["database"], body["waiting"]) == ("ok", True, 0)
    assert set(body["jobs"]) == {
        *("reminders", "broadcasts", "calendar", "sessions", "checkpoint", "organisation"),
        *("release", "retention", "audit"),
    }


async def test_only_one_serves_a_folder(settings: Settings, nothing_left: None) -> None:
    """A second one is refused while the first serves on, and may start when that has ended."""
    async with serving(settings) as (_, address):
        assert await refusal(settings, demo=True) == ["settings-running"]
        async with ClientSession() as http, http.get(f"{address}/healthz") as response:
            assert response.status == 200
    async with serving(settings):
        pass


async def test_only_one_serves_a_database_on_a_server(settings: Settings, nothing_left: None) -> None:
    """Nor does one from another folder, as on another machine: both would send. It may when the first has ended."""
    async with migrated_database("postgresql") as url:
        with quick_data() as folder:
            first = settings_in(settings.data_dir, database_url=url)
            other = settings_in(folder, database_url=url, keys_dir=first.keys)
            async with serving(first):
                assert await refusal(other, demo=True) == ["settings-running-elsewhere"]
            async with serving(other):
                pass


async def test_a_port_in_use_is_refused(settings: Settings, nothing_left: None) -> None:
    """It is told before anything is served, and the folder is free again."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken_too = settings.model_copy(update={"web_port": taken.getsockname()[1]})
        assert await refusal(taken_too, demo=True) == ["settings-port"]
    only = OnlyProcess(settings.data_dir / "running.lock")
    assert only.acquire()
    only.release()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_newer_database_is_refused(settings: Settings, nothing_left: None) -> None:
    """Upgraded by a later version of the program, it is neither served nor changed."""
    await load(settings)
    base = await Base.open(settings)
    async with base.database.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await base.close()
    assert await refusal(settings) == ["settings-database-newer"]


async def test_nothing_is_served_without_an_organisation(settings: Settings, nothing_left: None) -> None:
    """``run`` does not make one up."""
    assert await refusal(settings) == ["settings-no-organisation"]


async def test_the_demo_keeps_to_its_own(settings: Settings) -> None:
    """It fills an empty folder with the demo ward, renews that one, and never starts over a real office."""
    async with serving(settings) as (app, _):
        assert app.engine.office.organisation == demo_ward()
    await load(settings, name="Phường Hoa Sen cũ")
    async with serving(settings) as (app, _):
        assert app.engine.office.organisation == demo_ward()
    await load(settings, is_demo=False)
    assert await refusal(settings, demo=True) == ["settings-demo-data"]


async def test_a_real_office_has_no_demo_page(settings: Settings) -> None:
    """Its invites for everybody exist for the demo ward in the demo only."""
    await load(settings, is_demo=False)
    async with serving(settings, demo=False) as (_, address), ClientSession() as http:
        async with http.get(f"{address}/demo") as response:
            assert response.status == 404
        async with http.get(f"{address}/api/about") as response:
            assert await response.json() == {"organisation": "Phường Hoa Sen", "demo": False}


@pytest.fixture(params=KINDS)
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    with quick_data() as folder:
        async with open_world(request.param, folder) as world:
            yield world


async def test_a_loaded_organisation_is_taken_over(world: World) -> None:
    """What the command line loads while the program runs is in force at the next look, without a restart."""
    app = world.app
    before = app.engine.office
    await app.sweeps.reload_organisation()
    assert app.engine.office is before

    changed = replace(demo_ward(), name="Phường Sen Hồng", reminder_hour=9, culture_day=False)
    await app.base.load_organisation(changed)
    await app.sweeps.reload_organisation()
    assert app.engine.office.organisation == changed
    assert app.engine.office.calendar.is_working_day(date(2026, 11, 24))


async def test_the_calendar_grows_with_the_years(world: World) -> None:
    """A program that runs for years learns the coming holidays as it goes."""
    assert not world.app.engine.office.calendar.is_working_day(date(2027, 9, 2))
    years = world.app.engine.office.years
    world.clock.advance(days=3 * 365)
    await world.app.sweeps.reload_organisation()
    assert world.app.engine.office.years.stop == years.stop + 3
    assert not world.app.engine.office.calendar.is_working_day(date(2032, 4, 30))


async def test_sweeps_at_once_double_no_broadcast(world: World) -> None:
    """Started by a turn, by the tick and by the demo's clock at the same moment, they queue each recipient once."""
    accounts = [account_key(str(number)) for number in range(450)]
    async with world.app.base.store.writing() as uow:
        await uow.broadcasts.add(make_broadcast(), [Recipient(account, "vi") for account in accounts])
        await uow.commit()
    world.app.delivery.wake()
    await asyncio.gather(*(world.app.sweeps.broadcasts() for _ in range(3)), world.app.sweeps.what_is_due())
    async with world.app.base.database.writer.connect() as connection:
        rows = (await connection.execute(select(schema.outbox.c.account_key))).scalars().all()
    assert Counter(rows) == Counter(accounts)


async def test_a_finished_broadcast_is_reported_once(world: World) -> None:
    """However many sweeps find it finished at the same moment, its sender hears of it once."""
    app, leader = world.app, await world.leader()
    assert isinstance(leader.phone, DirectPhone)
    broadcast = make_broadcast(sender=app.base.seals.account_key(leader.phone.account))
    async with app.base.store.writing() as uow:
        await uow.broadcasts.add(broadcast, [])
        await uow.commit()
    await app.sweeps.broadcasts()
    await app.delivery.deliver_all()
    await asyncio.gather(*(app.sweeps.broadcasts() for _ in range(4)))
    await world.settle()
    assert len(leader.new) == 1
    leader.expect("Đã gửi xong", "Đã gửi 0/0")
