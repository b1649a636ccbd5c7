"""A whole office in a test: the real app on a real database, people with phones, a clock that is moved by hand."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector
from aiohttp.test_utils import TestServer

from bot.app import App
from bot.base import Base
from bot.config import Settings
from bot.roles import run_delivery
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.zalo import ZaloSimulator
from storage.delivery_keys import CURRENT
from storage.domain.broadcast import UNDER_WAY, BroadcastState
from storage.domain.conversation import Account
from storage.domain.organisation import Organisation
from storage.domain.permissions import Post, Role
from storage.sealing import KeyFolder, KeySeals
from storage.sessions import Sessions, session_key
from storage.sql.engine import Database
from tests.clock import FakeClock
from tests.domain.ward import demo_ward
from tests.storage.databases import fresh_database
from tests.talk import DirectPhone, HttpPhone, Phone, Talk
from tests.telegram_world import TOKEN, TelegramPhone, simulated_telegram
from tests.zalo_world import TOKEN as ZALO_TOKEN
from tests.zalo_world import ZaloPhone, simulated_zalo


@dataclass(slots=True)
class World:
    """The app and its people. ``http`` is set when they talk to it over HTTP, else the messenger they use, if any."""

    app: App
    clock: FakeClock
    phones: list[Phone]
    http: ClientSession | None = None
    base: str = ""
    telegram: TelegramSimulator | None = None
    zalo: ZaloSimulator | None = None

    async def settle(self) -> None:
        """Until everything that can be delivered has been, and every phone has it."""
        for _ in range(3):
            await self.app.delivery.deliver_all()
            await self.app.sweeps.broadcasts()
            if await self._is_quiet():
                break
        else:
            await self.app.delivery.deliver_all()
        await asyncio.gather(*(phone.refresh() for phone in self.phones))

    def _newest_event(self, account: Account) -> int:
        """Of a page; 0 if there is none."""
        return max((number for number, _ in self.app.sessions.events_after(session_key(account), 0)), default=0)

    async def _is_quiet(self) -> bool:
        """Whether another round would do nothing: no notice waits, and no broadcast is under way."""
        async with self.app.base.store.reading() as reads:
            under_way = await reads.broadcasts.in_state(BroadcastState.WAITING, *UNDER_WAY)
            return not under_way and not await reads.outbox.waiting()

    async def stranger(self) -> Talk:
        """Somebody without an invite."""
        return await self._talk("")

    async def person(self, *posts: Post, name: str = "") -> Talk:
        code = await self.app.inviter.invite(posts, uses=1, name=name, confirmed=True)
        return await self._talk(code)

    async def staff(self, unit: str = "") -> Talk:
        return await self.person(Post(Role.STAFF, unit))

    async def officer(self, unit: str) -> Talk:
        return await self.person(Post(Role.OFFICER, unit))

    async def head(self, unit: str) -> Talk:
        return await self.person(Post(Role.HEAD, unit))

    async def office(self) -> Talk:
        return await self.person(Post(Role.OFFICE, self.app.engine.office.organisation.office))

    async def leader(self, unit: str = "UBND") -> Talk:
        return await self.person(Post(Role.LEADER, unit))

    async def _talk(self, invite: str) -> Talk:
        phone: Phone
        if self.http is not None:
            over_http = HttpPhone(self.http, self.base, self._newest_event)
            await over_http.begin(invite)
            phone = over_http
        elif self.telegram is not None:
            phone = TelegramPhone(self.telegram.person(f"Người {len(self.phones) + 1}"), self.app.telegram.said)
        elif self.zalo is not None:
            phone = ZaloPhone(self.zalo.person(f"Người {len(self.phones) + 1}"), self.zalo, self.app.sessions)
        else:
            phone = DirectPhone(self.app)
        self.phones.append(phone)
        talk = Talk(phone, self.settle)
        if self.telegram is not None:
            await talk.say(f"/start {invite}".rstrip())
        elif self.http is None:
            await talk.say(invite or "menu")
        await self.settle()
        talk.listen()
        return talk


@asynccontextmanager
async def open_world(
    kind: str,
    folder: Path,
    *,
    http: bool = False,
    telegram: bool = False,
    zalo: bool = False,
    sessions: Path | None = None,
    parted: bool = False,
    **changes: object,
) -> AsyncIterator[World]:
    """A world on "sqlite" or "postgresql"; ``changes`` are those of the demo organisation.

    ``parted``: notices go out by a delivery process, which alone has the key and is within this one.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(kind))
        simulator = await stack.enter_async_context(simulated_telegram()) if telegram else None
        channel = {"telegram_token": TOKEN, "telegram_api_base": simulator.url} if simulator is not None else {}
        zalo_simulator: ZaloSimulator | None = None
        if zalo:
            zalo_simulator, base = await stack.enter_async_context(simulated_zalo())
            channel = {"zalo_bot_token": ZALO_TOKEN, "zalo_api_base": base}
        world = await world_on(database, folder, sessions=sessions, settings=channel, parted=parted, **changes)
        if parted:
            await stack.enter_async_context(delivering(world))
        world.telegram, world.zalo = simulator, zalo_simulator
        stack.push_async_callback(world.app.stop)
        world.app.telegram.start()
        world.app.zalo.start()
        if http:
            server = TestServer(world.app.web_app())
            await stack.enter_async_context(server)
            world.http = await stack.enter_async_context(ClientSession(connector=TCPConnector(limit=0)))
            world.base = str(server.make_url("")).rstrip("/")
            for phone in world.phones:
                stack.push_async_callback(phone.close_page)
        yield world


async def world_on(
    database: Database,
    folder: Path,
    *,
    sessions: Path | None = None,
    settings: Mapping[str, Any] = {},
    parted: bool = False,
    **changes: object,
) -> World:
    """A world on this database; made twice on the same folders, it is the same office after a restart."""
    organisation: Organisation = replace(demo_ward(), **changes)  # type: ignore[arg-type]
    keys = KeyFolder(folder / "keys")
    base = Base(Settings(_env_file=None, data_dir=folder, **settings), database, keys, KeySeals(keys))  # type: ignore[call-arg]
    await base.load_organisation(organisation)
    clock = FakeClock()
    app = App(base, organisation, Sessions(sessions, clock.now), clock, delivers=not parted)
    app.telegram.gate.sleep = _no_time  # only the clock makes anybody wait
    return World(app, clock, [])


@asynccontextmanager
async def delivering(world: World) -> AsyncIterator[None]:
    """A delivery process beside the world's front: it is handed the key, and nothing else but the socket."""
    settings, stop = world.app.base.settings, asyncio.Event()
    private = settings.data_dir / "delivery"
    private.mkdir()
    (settings.keys / CURRENT).rename(private / CURRENT)
    assert world.app.link is not None
    await world.app.link.start()
    own = settings.model_copy(update={"keys_dir": private, "delivery_socket": settings.link, "data_dir": private})
    running = asyncio.create_task(run_delivery(own, lambda: None, stop, is_first=True))
    async with asyncio.timeout(10):
        while not world.app.link.is_up:
            await asyncio.sleep(0.001)
    try:
        yield
    finally:
        stop.set()
        await running


async def _no_time(seconds: float) -> None:
    await asyncio.sleep(0)
