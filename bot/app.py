"""The composition root: makes every real object once, starts and stops them in order."""

import asyncio
import gc
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.backup_note import last_backup
from bot.base import DEMO_ORGANISATION, NO_ORGANISATION, Base, office_of, open_sessions, port_problem, read_organisation
from bot.channels.telegram_channel import CHANNEL as TELEGRAM
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.web_access import check_declared, public
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
from bot.limits import Filings
from bot.link import DeliveryLink, PageByCourier
from bot.made_files import MadeFiles
from bot.roles import check_front
from bot.sweeps import Sweeps
from handlers import registry
from handlers.engine import Engine
from handlers.matching import typed_commands
from scheduler.carrying import Carrier, all_here
from scheduler.clock import Clock, DemoClock, SystemClock
from scheduler.delivery import OURS, Delivery
from scheduler.jobs import Ticker
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Organisation
from storage.domain.pace import ALONE, FRONT
from storage.domain.ports import Sender
from storage.files import FileCleaner
from storage.sealing import AddressOpener
from storage.sessions import Sessions
from storage.sql.leadership import OnlyProcess

if TYPE_CHECKING:
    from bot.channels.messenger_demo import MessengerPhones

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
        phones: "MessengerPhones | None" = None,
        delivers: bool = True,
    ) -> None:
        """``phones`` take the place of the demo's web pages; ``delivers``: or a process of its own does."""
        registry.load_flows()
        self.base, self.clock, self.sessions, self.phones = base, clock, sessions, phones
        chance = SystemRandom()  # when something leaves, and in which order: nobody shall guess it
        self.engine = Engine(base.store, sessions, base.seals, office_of(organisation, base.settings, clock.now()))
        self.streams = WebStreams(sessions)
        self.telegram = TelegramChannel(base.settings, ALONE if delivers else FRONT)
        self.zalo = ZaloChannel(base.settings, clock, base.keys.secret("links"))
        charting = Charting(base.store, base.seals, lambda: self.engine.office, clock)
        made = MadeFiles(charting.open, base.store, base.seals, lambda: self.engine.office, clock)
        self.link = (
            None if delivers else DeliveryLink(base.settings.link, bytes(base.keys.public_key()), self._delivery_came)
        )
        senders = {
            CHANNEL: self.streams,
            **self.telegram.senders(base.store, made.open),
            **self.zalo.senders(base.store, sessions, lambda: self.engine.office, made.open),
        }
        self.delivery = Delivery(
            store=base.store,
            carriers=self._carriers(senders),
            office=lambda: self.engine.office,
            seals=base.seals,
            clock=clock,
            flows={CHANNEL: OURS, **self.telegram.flows(), **self.zalo.flows()},
            chance=chance,
        )
        base.database.when_queued(self.delivery.wake)
        self.telegram.gate.on_refused = lambda seconds: self.delivery.silence(TELEGRAM, seconds)
        self.streams.on_open = self.delivery.opened
        self.streams.is_locked = lambda account: self.engine.is_locked(account, clock.now())
        self.engine.on_signed_in = self.delivery.opened
        self.engine.on_cut_off = lambda ended: self.streams.end_where(lambda a: base.seals.account_key(a) in ended)
        if base.settings.anonymous_per_hour and not organisation.is_demo:
            ceiling = Filings(base.settings.anonymous_per_hour, lambda: clock.now().timestamp())
            self.engine.may_file = ceiling.allow
        self.intake = Intake(self.engine, FileCleaner(), clock)
        self.telegram.connect(
            self.intake, base.store, base.seals, sessions, office=lambda: self.engine.office, now=clock.now
        )
        self.zalo.connect(self.intake)
        self.sweeps = Sweeps(base, self.engine, sessions, self.delivery, clock=clock, chance=chance)
        self.ticker = Ticker([*self.sweeps.jobs(), *self.zalo.jobs()], SystemClock())
        self.inviter = Inviter(base.store, base.seals, clock)
        self.chat = WebChat(
            self.intake,
            self.streams,
            sessions,
            base.store,
            base.seals,
            figures=made.open,
            today=lambda: clock.now().astimezone(self.engine.office.calendar.zone).date(),
            now=clock.now,
        )
        self._tasks: set[asyncio.Task[Any]] = set()
        self._runner: web.AppRunner | None = None

    def _carriers(self, senders: Mapping[str, Sender]) -> Mapping[str, Carrier]:
        """By which notices go out: from this process, or by the one that alone has the key."""
        link, told = self.link, self.engine.told
        if link is None:
            return all_here(AddressOpener(self.base.keys), senders, told)
        page = {CHANNEL: PageByCourier(CHANNEL, link, told, self.streams)}
        return {**page, **self.telegram.carriers(link, told), **self.zalo.carriers(link, told)}

    def _delivery_came(self) -> None:
        self.delivery.wake()

    def web_app(self) -> web.Application:
        settings = self.base.settings
        app = web.Application(client_max_size=MAX_BODY, middlewares=[tell_errors])
        is_demo = self.engine.office.organisation.is_demo  # whose page shows four phones in frames
        app.on_response_prepare.append(secure(settings.embed_origins, frames=is_demo))
        pages = Pages()
        app.add_routes(pages.routes())
        app.add_routes([*self.chat.routes(), *self.telegram.routes(), *self.zalo.routes()])
        health = Health(self.base.store, self.ticker, self.delivery, self._backup_days, self._troubles)
        app.add_routes(health.routes())
        app.router.add_get("/api/about", self._about)
        if self.engine.office.organisation.is_demo and isinstance(self.clock, DemoClock):
            app.add_routes(self._demo(pages, self.clock))
        check_declared(app)
        return app

    def _demo(self, pages: Pages, clock: DemoClock) -> list[web.RouteDef]:
        phones = self.phones
        page = DemoPage(
            pages,
            lambda: self.engine.office,
            self.inviter,
            clock,
            self.sweeps.what_is_due,
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
        if self.link is not None:
            await self.link.start()
        await self.sweeps.change_epochs()
        await asyncio.to_thread(typed_commands)  # reads all texts: the page is served meanwhile
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
        if self.link is not None:
            await self.link.stop()
        await self.telegram.close()
        await self.zalo.close()
        self.sessions.close()

    def _spawn(self, name: str, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        task.set_name(name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("task failed task=%s error=%s", task.get_name(), type(task.exception()).__name__)

    def _troubles(self) -> Mapping[str, str]:
        return {TELEGRAM: trouble} if (trouble := self.telegram.trouble) else {}

    def _backup_days(self) -> int | None:
        made = last_backup(self.base.settings.data_dir)
        return None if made is None else (self.clock.now().astimezone(self.base.settings.zone).date() - made).days

    @public("the name of the organisation")
    async def _about(self, request: web.Request) -> web.Response:
        organisation = self.engine.office.organisation
        return web.json_response({"organisation": organisation.name, "demo": organisation.is_demo})


async def run(
    settings: Settings,
    *,
    demo: bool,
    ready: Callable[[App, int], Awaitable[None]],
    until: asyncio.Event,
    phones: "MessengerPhones | None" = None,
    delivers: bool = True,
) -> None:
    """Start, tell ``ready``, work until the event is set, stop. Raises SettingsError before anything is served."""
    if not delivers:
        check_front(settings)
    async with AsyncExitStack() as stack:
        base = await Base.open(settings)
        stack.push_async_callback(base.close)
        only = OnlyProcess(settings.data_dir / "running.lock")
        if not only.acquire():
            raise SettingsError(Problem("settings-running", {"path": str(settings.data_dir)}))
        stack.callback(only.release)
        if not await base.database.acquire():
            raise SettingsError(Problem("settings-running-elsewhere"))
        organisation = await _organisation(base, demo)
        clock = DemoClock() if demo else SystemClock()
        app = App(base, organisation, open_sessions(settings), clock, phones=phones, delivers=delivers)
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
