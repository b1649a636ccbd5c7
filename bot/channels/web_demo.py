"""The demo page: four phones on one page, and a clock to put forward. Only for the demo organisation, on loopback."""

import ipaddress
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from typing import Final
from urllib.parse import quote

from aiohttp import web

from bot.channels.web_access import public
from bot.channels.web_pages import Pages
from bot.inviting import Inviter
from handlers.cards import answering_units
from handlers.context import Office
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from scheduler.clock import DemoClock
from storage.domain.organisation import Organisation
from storage.domain.permissions import Post, Role

PHONES: Final = ("staff", "officer", "office", "leader")
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")


# From a phone's name and an invite code to the address of its page.
Source = Callable[[str, str], Awaitable[str]]


class DemoPage:
    """``after_jump`` runs the sweeps, so that what a new day brings is seen at once; ``source`` makes the phones."""

    def __init__(
        self,
        pages: Pages,
        office: Callable[[], Office],
        inviter: Inviter,
        clock: DemoClock,
        after_jump: Callable[[], Awaitable[None]],
        *,
        source: Source | None = None,
    ) -> None:
        self._pages, self._office, self._inviter, self._clock = pages, office, inviter, clock
        self._after_jump, self._source = after_jump, source or web_phone

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/demo", self.page),
            web.get("/demo/clock", self.clock),
            web.post("/demo/clock/next-day", self.next_day),
        ]

    @public("the demo, on loopback only")
    async def page(self, request: web.Request) -> web.Response:
        """The four phones, each with an invite of its own that works once."""
        refuse_others(request)
        sources = {}
        for phone in PHONES:
            name = say(DEFAULT_LANGUAGE, f"demo-name-{phone}")
            posts = posts_of(phone, self._office().organisation)
            code = await self._inviter.invite(posts, uses=1, name=name, confirmed=True)
            sources[f"{phone}-src"] = await self._source(phone, code)
        return self._pages.page("demo.html", sources)

    @public("the demo, on loopback only")
    async def clock(self, request: web.Request) -> web.Response:
        refuse_others(request)
        return self._time()

    @public("the demo, on loopback only")
    async def next_day(self, request: web.Request) -> web.Response:
        """To the reminder hour of the next working day."""
        refuse_others(request)
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise web.HTTPNotFound
        self._clock.put_forward_to(next_morning(self._clock.now(), self._office()))
        await self._after_jump()
        return self._time()

    def _time(self) -> web.Response:
        local = self._clock.now().astimezone(self._office().calendar.zone)
        return web.json_response({"now": local.isoformat(timespec="seconds")})


async def web_phone(phone: str, code: str) -> str:
    """The web page, let in by the code."""
    return f"/#invite={quote(code)}&as={phone}"


def refuse_others(request: web.Request) -> None:
    """Loopback only, and by a loopback name: a page elsewhere must not reach in through the browser."""
    host = request.host.rsplit(":", 1)[0] if not request.host.endswith("]") else request.host
    if host not in _LOCAL_NAMES or not ipaddress.ip_address(request.remote or "0.0.0.0").is_loopback:  # noqa: S104
        raise web.HTTPNotFound


def posts_of(phone: str, organisation: Organisation) -> tuple[Post, ...]:
    """The posts behind a phone of the demo. Its one officer works for every department, so that each loop ends."""
    match phone:
        case "officer":
            return tuple(Post(Role.OFFICER, unit.code) for unit in answering_units(organisation))
        case "office":
            return (Post(Role.OFFICE, organisation.office),)
        case "leader":
            return tuple(Post(Role.LEADER, unit) for unit in organisation.ladder)
        case _:
            return (Post(Role.STAFF),)


def next_morning(now: datetime, office: Office) -> datetime:
    local = now.astimezone(office.calendar.zone)
    day = office.calendar.next_working_day(local.date())
    hour = time(office.organisation.reminder_hour, tzinfo=office.calendar.zone)
    return datetime.combine(day, hour) + timedelta(minutes=1)
