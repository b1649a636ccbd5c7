"""A Telegram Bot API server on this machine, with people and groups to talk to its bots (docs/simulators.md)."""

import asyncio
import functools
import json
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import ClientSession, TCPConnector, web

from bot.simulators.telegram_bot import SimulatedBot, World
from bot.simulators.telegram_clock import RunningClock, SimulatorClock
from bot.simulators.telegram_control import Control
from bot.simulators.telegram_errors import ApiError, too_many
from bot.simulators.telegram_faults import Fault, Faults, Ordered
from bot.simulators.telegram_groups import Group
from bot.simulators.telegram_limits import Ledger, Limits
from bot.simulators.telegram_methods import perform
from bot.simulators.telegram_people import Person
from bot.simulators.telegram_requests import Call, read_request
from bot.simulators.telegram_state import User
from bot.simulators.telegram_webhook import stop_webhook

DEMO_TOKEN: Final = "7000000001:simulated"  # noqa: S105  it opens nothing but the simulator
DEFAULT_LIMITS: Final = Limits()
_FIRST_PERSON: Final = 5_000_000_000
_MAX_BODY: Final = 2**26
_STOP_SECONDS: Final = 0.2
_BAD_GATEWAY: Final = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"

_dumps: Final = functools.partial(json.dumps, ensure_ascii=False)


class TelegramSimulator:
    """Serves while it is entered, ``routes`` besides. ``limits`` None lets bots send as fast as they can."""

    def __init__(
        self,
        *,
        clock: SimulatorClock | None = None,
        limits: Limits | None = DEFAULT_LIMITS,
        host: str = "127.0.0.1",
        port: int = 0,
        routes: Sequence[web.AbstractRouteDef] = (),
    ) -> None:
        self.clock: SimulatorClock = clock or RunningClock()
        self._world = World(self.clock, perform)
        self._limits, self._host, self._port, self._routes = limits, host, port, routes
        self.bots: dict[str, SimulatedBot] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}  # by the number they began with
        self._runner: web.AppRunner | None = None

    # For tests and demos

    @property
    def url(self) -> str:
        """The base of all addresses, without a slash at the end."""
        return f"http://{self._host}:{self._port}"

    @property
    def faults(self) -> Faults:
        return self._world.faults

    @property
    def ledger(self) -> Ledger:
        """What the bots have sent."""
        return self._world.ledger

    @property
    def bot(self) -> SimulatedBot:
        """The first one."""
        return next(iter(self.bots.values()))

    def add_bot(self, token: str, *, reads_all_group_messages: bool = False) -> SimulatedBot:
        bot = SimulatedBot(token, self._world, limits=self._limits, reads_all_group_messages=reads_all_group_messages)
        self.bots[token] = bot
        return bot

    def limit(self, limits: Limits | None) -> None:
        """Enforce these limits on every bot from now on; None lifts them."""
        self._limits = limits
        for bot in self.bots.values():
            bot.limit(limits)

    def person(self, name: str, *, language: str = "vi", bot: SimulatedBot | None = None) -> Person:
        """Somebody new, whom the bot does not know yet."""
        user = User(_FIRST_PERSON + len(self.people), name, language=language)
        self.people[user.user_id] = Person(bot or self.bot, user)
        return self.people[user.user_id]

    def group(self, title: str, members: Sequence[Person]) -> Group:
        """A new group with the bot in it, made by the first of the members."""
        group = Group(members[0].bot, title, members)
        self.groups[group.chat_id] = group
        return group

    # Serving

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=_MAX_BODY)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.add_routes([*Control(self).routes(), *self._routes])
        app.router.add_route("*", "/{anything:.*}", self._nothing)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_STOP_SECONDS)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._world.http = ClientSession(connector=TCPConnector(limit=0))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for bot in self.bots.values():
            await stop_webhook(bot)
            bot.updates.interrupt(None)
        if self._world.http is not None:
            await self._world.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            bot = self._bot(request)
            call = await read_request(request, request.match_info["method"])
            fault = self.faults.take(call.method)
            if fault is None:
                return _ok(await perform(bot, call))
            return await self._faulty(request, bot, call, fault)
        except ApiError as refusal:
            return _refused(refusal)

    def _bot(self, request: web.Request) -> SimulatedBot:
        token = request.match_info["token"]
        if ":" not in token or not token.partition(":")[0].isdecimal():
            raise ApiError(401, "Unauthorized: invalid token specified")
        if token not in self.bots:
            raise ApiError(401, "Unauthorized")
        return self.bots[token]

    async def _faulty(self, request: web.Request, bot: SimulatedBot, call: Call, fault: Ordered) -> web.StreamResponse:
        match fault.kind:
            case Fault.TOO_MANY:
                raise too_many(max(int(fault.seconds), 1))
            case Fault.SERVER_ERROR:
                raise ApiError(500, "Internal Server Error")
            case Fault.BAD_GATEWAY:
                return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
            case Fault.DELAY:
                await self.clock.sleep(fault.seconds)
                return _ok(await perform(bot, call))
            case Fault.LATE_ANSWER:
                answer = _ok(await perform(bot, call))
                await self.clock.sleep(fault.seconds)
                return answer
            case Fault.LOST_ANSWER:
                answer = _ok(await perform(bot, call))
                await self.clock.sleep(fault.seconds)
                if request.transport is not None:
                    request.transport.abort()
                return answer

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            file = self._bot(request).files.open(request.match_info["path"], self.clock.time())
        except ApiError as refusal:
            return _refused(refusal)
        if file is None:
            return await self._nothing(request)
        return web.Response(body=file.content, content_type="application/octet-stream")

    @staticmethod
    async def _nothing(_request: web.Request) -> web.StreamResponse:
        return _refused(ApiError(404, "Not Found"))


def _ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result}, dumps=_dumps)


def _refused(refusal: ApiError) -> web.Response:
    headers = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return web.json_response(refusal.body(), status=refusal.code, headers=headers, dumps=_dumps)


async def serve(host: str, port: int, token: str = DEMO_TOKEN) -> None:
    """Run a simulator with one bot until cancelled."""
    async with TelegramSimulator(host=host, port=port) as simulator:
        simulator.add_bot(token)
        await asyncio.Event().wait()
