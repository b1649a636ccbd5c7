"""The composition root: makes every real object once, starts and stops them in order."""

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.base import DEMO_ORGANISATION, NO_ORGANISATION, Base, office_of, open_sessions, port_problem, read_organisation
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.web_demo import DemoPage
from bot.channels.web_in import MAX_BODY, WebChat
from bot.channels.web_out import CHANNEL, WebStreams
from bot.channels.web_pages import Pages
from bot.channels.web_security import secure, tell_errors
from bot.channels.zalo_channel import ZaloChannel
from bot.charting import Charting
from bot.config import Settings
from bot.health import Health
from bot.intake import Intake
from bot.inviting import Inviter
from handlers import registry
from handlers.engine import Engine
from scheduler import broadcasts, calendar_check, commitments, reminders
from scheduler.clock import Clock, DemoClock, SystemClock
from scheduler.delivery import OURS, Delivery
from scheduler.jobs import Job, Ticker
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Organisation
from storage.files import FileCleaner
from storage.sealing import AddressOpener
from storage.sessions import Sessions
from storage.sql.leadership import OnlyProcess

if TYPE_CHECKING:
    from bot.channels.zalo_demo import ZaloPhones

STOP_SECONDS: Final = 5.0
SWITCH_SECONDS: Final = 0.0005  # SQLite's threads wait this long for the loop to let them hand over a result

log = logging.getLogger(__name__)


class App:
    """The running product: web page, conversation, delivery and sweeps in one process."""

    def __init__(
        self,
        base: Base,
        organisation: Organisation,
        sessions: Sessions,
        clock: Clock,
        *,
        phones: "ZaloPhones | None" = None,
    ) -> None:
        """``phones`` take the place of the demo's web pages."""
        registry.load_flows()
        self.base, self.clock, self.sessions, self.phones = base, clock, sessions, phones
        self.engine = Engine(base.store, sessions, base.seals, office_of(organisation, base.settings, clock.now()))
        self.streams, self.telegram = WebStreams(sessions), TelegramChannel(base.settings)
        self.zalo = ZaloChannel(base.settings, clock, base.keys.secret("links"))
        charting = Charting(base.store, base.seals, lambda: self.engine.office, clock)
        self.delivery = Delivery(
            store=base.store,
            opener=AddressOpener(base.keys),
            senders={
                CHANNEL: self.streams,
                **self.telegram.senders(base.store, charting.open),
                **self.zalo.senders(base.store, sessions, lambda: self.engine.office, charting.open),
            },
            office=lambda: self.engine.office,
            seals=base.seals,
            clock=clock,
            told=self.engine.told,
            flows={CHANNEL: OURS, **self.telegram.flows(), **self.zalo.flows()},
        )
        base.database.when_queued(self.delivery.wake)
        self.streams.on_open = self.delivery.opened
        self.intake = Intake(self.engine, FileCleaner(), clock)
        self.telegram.connect(self.intake, base.store, base.seals, sessions, lambda: self.engine.office)
        self.zalo.connect(self.intake)
        self.ticker = Ticker([*self._jobs(), *self.zalo.jobs()], SystemClock())
        self.inviter = Inviter(base.store, base.seals, clock)
        self.chat = WebChat(
            self.intake,
            self.streams,
            sessions,
            base.store,
            base.seals,
            figures=charting.open,
            today=lambda: clock.now().astimezone(self.engine.office.calendar.zone).date(),
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self._broadcasting = asyncio.Lock()
        self._runner: web.AppRunner | None = None

    def web_app(self) -> web.Application:
        settings = self.base.settings
        app = web.Application(client_max_size=MAX_BODY, middlewares=[tell_errors])
        app.on_response_prepare.append(secure(settings.embed_origins))
        pages = Pages()
        app.add_routes(pages.routes())
        app.add_routes([*self.chat.routes(), *self.telegram.routes(), *self.zalo.routes()])
        app.add_routes(Health(self.base.store, self.ticker, self.delivery).routes())
        app.router.add_get("/api/about", self._about)
        if self.engine.office.organisation.is_demo and isinstance(self.clock, DemoClock):
            app.add_routes(self._demo(pages, self.clock))
        return app

    def _demo(self, pages: Pages, clock: DemoClock) -> list[web.RouteDef]:
        phones = self.phones
        page = DemoPage(
            pages,
            lambda: self.engine.office,
            self.inviter,
            clock,
            self.sweep,
            source=phones.source if phones is not None else None,
        )
        return [*page.routes(), *(phones.routes() if phones is not None else [])]

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
        self.zalo.start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, leave nothing half done."""
        self.chat.stop()
        await self.ticker.stop()
        served = self._runner.cleanup() if self._runner is not None else asyncio.sleep(0)
        await asyncio.gather(served, self.telegram.stop(), self.zalo.stop())
        self.delivery.stop()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.telegram.close()
        await self.zalo.close()
        self.sessions.close()

    async def sweep(self) -> None:
        """Everything that time brings, now."""
        await reminders.sweep(self.base.store, self.engine.office, self.clock.now())
        await commitments.sweep(self.base.store, self.engine.office, self.clock.now())
        await self.sweep_broadcasts()

    def _jobs(self) -> list[Job]:
        return [
            Job("reminders", 30, self.sweep),
            Job("broadcasts", 1, self.sweep_broadcasts),
            Job("calendar", 600, self.sweep_calendar),
            Job("sessions", 300, self._expire),
            Job("checkpoint", 60, self.base.database.checkpoint),
            Job("organisation", 30, self.reload_organisation),
        ]

    async def sweep_broadcasts(self) -> None:
        """Confirmed broadcasts into the outbox, finished ones reported."""
        async with self._broadcasting:  # two at once would take the same recipients
            while await broadcasts.sweep(
                self.base.store, self.engine.office, self.clock.now(), delivery_idle=self.delivery.idle
            ):
                pass

    async def sweep_calendar(self) -> None:
        """The coming year's days off, while the office has not confirmed them."""
        await calendar_check.sweep(self.base.store, self.engine.office, self.clock.now())

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
        before = self.engine.office.organisation
        if organisation != before or not self.engine.office.covers(now.date()):
            self.engine.office = office_of(organisation, self.base.settings, now)
        if organisation.units != before.units:
            await self.base.wake_homeless(organisation, now)

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


async def run(
    settings: Settings,
    *,
    demo: bool,
    ready: Callable[[App, int], Awaitable[None]],
    until: asyncio.Event,
    phones: "ZaloPhones | None" = None,
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
        clock = DemoClock() if demo else SystemClock()
        app = App(base, organisation, open_sessions(settings), clock, phones=phones)
        stack.push_async_callback(app.stop)
        port = await app.start()
        _be_quick()
        await ready(app, port)
        await until.wait()


def _be_quick() -> None:
    """Answer in few milliseconds at the worst, not on average: both were measured by the benches."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is there after the start stays for good: the collector need not look at it again and again


async def _organisation(base: Base, demo: bool) -> Organisation:
    """The stored organisation; the demo's is loaded into an empty database, and never over a real one."""
    stored = await base.organisation()
    if demo and (stored is None or stored.is_demo):
        await base.load_organisation(read_organisation(DEMO_ORGANISATION))
        stored = await base.organisation()
    if stored is None:
        raise SettingsError(NO_ORGANISATION)
    if demo and not stored.is_demo:
        raise SettingsError(Problem("settings-demo-data", {"path": str(base.settings.data_dir)}))
    return stored
