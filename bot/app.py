"""The composition root: makes every real object once, starts and stops them in order."""

import asyncio
import gc
import hashlib
import logging
import re
import tomllib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import web

from bot.channels.telegram_channel import TelegramChannel
from bot.channels.web_demo import DemoPage
from bot.channels.web_in import MAX_BODY, WebChat
from bot.channels.web_out import CHANNEL, WebStreams
from bot.channels.web_pages import Pages
from bot.channels.web_security import secure, tell_errors
from bot.config import Settings
from bot.health import Health
from bot.intake import Intake
from bot.inviting import Inviter
from handlers import registry
from handlers.context import Office
from handlers.engine import Engine
from handlers.texts.catalog import Texts
from scheduler import broadcasts, reminders
from scheduler.clock import Clock, DemoClock, SystemClock
from scheduler.delivery import Delivery
from scheduler.jobs import Job, Ticker
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Organisation, calendar_of, parse_organisation
from storage.domain.ports import Store
from storage.domain.routing import Guesser
from storage.files import FileCleaner
from storage.holidays_vn import vietnamese_days
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from storage.sessions import Sessions, memory_folder
from storage.sql.engine import Database, open_database
from storage.sql.leadership import OnlyProcess
from storage.sql.migrate import migrate

DEMO_ORGANISATION: Final = Path(__file__).parent / "demo" / "ward.toml"
CALENDAR_YEARS_BACK, CALENDAR_YEARS_AHEAD = 2, 3
NO_ORGANISATION: Final = Problem("settings-no-organisation")
STOP_SECONDS: Final = 5.0

log = logging.getLogger(__name__)


def read_organisation(path: Path) -> Organisation:
    """An organisation file; raises SettingsError (OrganisationError for its content) if it cannot be used."""
    try:
        return parse_organisation(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        problem = Problem("settings-file", {"path": str(path), "why": error.strerror or ""})
    except UnicodeDecodeError:
        problem = Problem("settings-file-encoding", {"path": str(path)})
    except tomllib.TOMLDecodeError as error:
        problem = Problem("settings-file-toml", {"path": str(path), "line": _line_of(error)})
    raise SettingsError(problem)


def _line_of(error: tomllib.TOMLDecodeError) -> int:
    """Where the mistake is, as the parser's message says; 0 if it is the end of the file."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found[1]) if found else 0


def office_of(organisation: Organisation, settings: Settings, now: datetime) -> Office:
    """The organisation made ready for work, with the holidays of the years around ``now``."""
    years = range(now.year - CALENDAR_YEARS_BACK, now.year + CALENDAR_YEARS_AHEAD + 1)
    days_off, make_up_days = vietnamese_days(years)
    calendar = calendar_of(organisation, settings.zone, days_off, make_up_days)
    return Office(organisation, calendar, Guesser(organisation), Texts(organisation), years)


@dataclass(slots=True)
class Base:
    """Database and keys: what every command needs. ``close`` it, or SQLite's threads live on."""

    settings: Settings
    database: Database
    keys: KeyFolder
    seals: KeySeals

    @classmethod
    async def open(cls, settings: Settings) -> Self:
        """Open, and bring the tables up to date. Raises SettingsError if anything needed cannot be reached."""
        try:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            keys = KeyFolder(settings.data_dir / "keys")
            base = cls(settings, open_database(settings.database), keys, KeySeals(keys))
        except OSError as error:
            path, why = str(error.filename or settings.data_dir), error.strerror or ""
            raise SettingsError(Problem("settings-folder", {"path": path, "why": why, "name": "DATA_DIR"})) from None
        try:
            await base.database.reach()
            await migrate(base.database)
        except BaseException:
            await base.close()
            raise
        return base

    @property
    def store(self) -> Store:
        return self.database.store

    async def organisation(self) -> Organisation | None:
        async with self.store.reading() as reads:
            return await reads.organisations.load()

    async def load_organisation(self, organisation: Organisation) -> None:
        async with self.store.writing() as uow:
            await uow.organisations.store(organisation)
            await uow.commit()

    async def close(self) -> None:
        await self.database.close()


class App:
    """The running product: web page, conversation, delivery and sweeps in one process."""

    def __init__(self, base: Base, organisation: Organisation, sessions: Sessions, clock: Clock) -> None:
        registry.load_flows()
        self.base, self.clock, self.sessions = base, clock, sessions
        self.engine = Engine(base.store, sessions, base.seals, office_of(organisation, base.settings, clock.now()))
        self.streams, self.telegram = WebStreams(sessions), TelegramChannel(base.settings)
        self.delivery = Delivery(
            store=base.store,
            opener=AddressOpener(base.keys),
            senders={CHANNEL: self.streams, **self.telegram.senders(base.store)},
            office=lambda: self.engine.office,
            seals=base.seals,
            clock=clock,
            told=self.engine.told,
        )
        self.streams.on_open = self.delivery.opened
        self.intake = Intake(self.engine, FileCleaner(), clock, self.wake)
        self.telegram.connect(self.intake, base.store, base.seals, sessions, lambda: self.engine.office)
        self.ticker = Ticker(self._jobs(), SystemClock())
        self.inviter = Inviter(base.store, base.seals, clock)
        self.chat = WebChat(self.intake, self.streams, sessions, base.store, base.seals)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._broadcasting = asyncio.Lock()
        self._runner: web.AppRunner | None = None

    def wake(self) -> None:
        """A turn has been committed: what it wrote is delivered now, not at the next tick."""
        self.delivery.wake()
        if not any(task.get_name() == "broadcasts" for task in self._tasks):
            self._spawn("broadcasts", self.sweep_broadcasts())

    def web_app(self) -> web.Application:
        settings = self.base.settings
        app = web.Application(client_max_size=MAX_BODY, middlewares=[tell_errors])
        app.on_response_prepare.append(secure(settings.embed_origins))
        pages = Pages()
        app.add_routes(pages.routes())
        app.add_routes([*self.chat.routes(), *self.telegram.routes()])
        app.add_routes(Health(self.base.store, self.ticker).routes())
        app.router.add_get("/api/about", self._about)
        if self.engine.office.organisation.is_demo and isinstance(self.clock, DemoClock):
            app.add_routes(DemoPage(pages, lambda: self.engine.office, self.inviter, self.clock, self.sweep).routes())
        return app

    async def start(self) -> int:
        """Listen and work; the port that is listened on."""
        settings = self.base.settings
        self._spawn("delivery", self.delivery.run())
        self._runner = web.AppRunner(
            self.web_app(), access_log=None, handle_signals=False, shutdown_timeout=STOP_SECONDS
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, settings.web_host, settings.web_port)
        try:
            await site.start()
        except OSError:
            raise SettingsError(port_problem(settings)) from None
        self.ticker.start()
        self.telegram.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, leave nothing half done."""
        self.chat.stop()
        await self.ticker.stop()
        served = self._runner.cleanup() if self._runner is not None else asyncio.sleep(0)
        await asyncio.gather(served, self.telegram.stop())
        self.delivery.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.telegram.close()
        self.sessions.close()

    async def sweep(self) -> None:
        """Everything that time brings, now."""
        await reminders.sweep(self.base.store, self.engine.office, self.clock.now())
        await self.sweep_broadcasts()
        self.delivery.wake()

    def _jobs(self) -> list[Job]:
        return [
            Job("reminders", 30, self.sweep),
            Job("broadcasts", 2, self.sweep_broadcasts),
            Job("sessions", 300, self._expire),
            Job("checkpoint", 60, self.base.database.checkpoint),
            Job("organisation", 30, self.reload_organisation),
        ]

    async def sweep_broadcasts(self) -> None:
        """Confirmed broadcasts into the outbox, finished ones reported."""
        async with self._broadcasting:  # two at once would take the same recipients
            while await broadcasts.sweep(self.base.store, delivery_idle=self.delivery.idle):
                self.delivery.wake()

    async def _expire(self) -> None:
        now = self.clock.now()
        self.sessions.expire()
        self.base.keys.destroy_old_epochs(now.date())

    async def reload_organisation(self) -> None:
        """An organisation loaded by the command line is taken over without a restart."""
        organisation = await self.base.organisation()
        now = self.clock.now()
        if organisation is None:
            return
        if organisation != self.engine.office.organisation or not self.engine.office.covers(now.date()):
            self.engine.office = office_of(organisation, self.base.settings, now)

    def _spawn(self, name: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        task.set_name(name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("task failed task=%s error=%s", task.get_name(), type(task.exception()).__name__)

    async def _about(self, request: web.Request) -> web.Response:
        organisation = self.engine.office.organisation
        return web.json_response({"organisation": organisation.name, "demo": organisation.is_demo})


def sessions_folder(settings: Settings) -> Path | None:
    """The folder in memory for the sessions of this installation, None if there is none on this machine."""
    name = hashlib.sha256(str(settings.data_dir.resolve()).encode()).hexdigest()[:12]
    return memory_folder(settings.sessions_dir, f"doithoai-{name}")


def open_sessions(settings: Settings) -> Sessions:
    """The sessions of this installation: on tmpfs where there is one, else in the process."""
    folder = sessions_folder(settings)
    if folder is None:
        log.warning("no tmpfs here: a restart forgets open drafts; people are asked again")
    return Sessions(folder / "sessions.db" if folder else None, SystemClock().now)


async def run(
    settings: Settings, *, demo: bool, ready: Callable[[App, int], Awaitable[None]], until: asyncio.Event
) -> None:
    """Start, tell ``ready``, work until the event is set, stop. Raises SettingsError before anything is served."""
    async with AsyncExitStack() as stack:
        base = await Base.open(settings)
        stack.push_async_callback(base.close)
        only = OnlyProcess(settings.data_dir / "running.lock")
        if not only.acquire():
            raise SettingsError(Problem("settings-running", {"path": str(settings.data_dir)}))
        stack.callback(only.release)
        organisation = await _organisation(base, demo)
        app = App(base, organisation, open_sessions(settings), DemoClock() if demo else SystemClock())
        stack.push_async_callback(app.stop)
        port = await app.start()
        if app.telegram.is_on:  # its libraries' objects stay for good: the collector need not look at them again
            gc.collect()
            gc.freeze()
        await ready(app, port)
        await until.wait()


async def _organisation(base: Base, demo: bool) -> Organisation:
    """The stored organisation; the demo's is loaded into an empty database, and never over a real one."""
    stored = await base.organisation()
    if demo and (stored is None or stored.is_demo):
        stored = read_organisation(DEMO_ORGANISATION)
        await base.load_organisation(stored)
    if stored is None:
        raise SettingsError(NO_ORGANISATION)
    if demo and not stored.is_demo:
        raise SettingsError(Problem("settings-demo-data", {"path": str(base.settings.data_dir)}))
    return stored


def port_problem(settings: Settings) -> Problem:
    """What is said where the page's port cannot be listened on."""
    return Problem("settings-port", {"host": settings.web_host, "port": str(settings.web_port)})
