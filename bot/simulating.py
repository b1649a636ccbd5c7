"""A simulated channel by itself: its server, a page on which to play its users, and the settings that lead there."""

import asyncio
import html
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.simulators import telegram, zalo
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import Problem, SettingsError

HOST: Final = "127.0.0.1"
_PLACEHOLDER: Final = re.compile(r"\{\{([a-z-]+)\}\}")
_TEXTS: Final = (
    "simulator-title",
    "simulator-text",
    "simulator-name",
    "simulator-add",
    "simulator-write",
    "simulator-send",
    "simulator-photo",
    "simulator-sticker",
    "simulator-file",
)


@dataclass(frozen=True, slots=True)
class Simulated:
    """A server that runs; ``settings`` are the variables that lead the product to it."""

    channel: str
    address: str
    settings: Mapping[str, str]

    @property
    def lines(self) -> list[str]:
        """What the person at the command line needs to know."""
        ready = say(DEFAULT_LANGUAGE, "simulator-ready", channel=self.channel, address=f"{self.address}/")
        return [ready, *(f"{name}={value}" for name, value in self.settings.items())]


async def simulate(channel: str, port: int, ready: Callable[[Simulated], None], until: asyncio.Event) -> None:
    """Serve a channel until the event; raises SettingsError if the port is taken."""
    serve = {"Zalo": _zalo, "Telegram": _telegram}[channel]
    async with AsyncExitStack() as stack:
        try:
            running = await stack.enter_async_context(serve(port))
        except OSError:
            raise SettingsError(Problem("simulator-port", {"port": str(port)})) from None
        ready(running)
        await until.wait()


@asynccontextmanager
async def _zalo(port: int) -> AsyncIterator[Simulated]:
    simulator = zalo.ZaloSimulator(host=HOST, port=port)
    async with simulator.serving([page_route(more=True)]) as base:
        yield Simulated("Zalo", base, {"ZALO_API_BASE": base, "ZALO_BOT_TOKEN": simulator.token})


@asynccontextmanager
async def _telegram(port: int) -> AsyncIterator[Simulated]:
    async with telegram.TelegramSimulator(host=HOST, port=port, routes=[page_route(more=False)]) as simulator:
        simulator.add_bot(telegram.DEMO_TOKEN)
        settings = {"TELEGRAM_API_BASE": simulator.url, "TELEGRAM_TOKEN": telegram.DEMO_TOKEN}
        yield Simulated("Telegram", simulator.url, settings)


def page_route(*, more: bool) -> web.RouteDef:
    """The page with its texts; ``more`` than text can be sent from it where the remote control takes it."""
    known = {"more": "yes" if more else "no"} | {key: say(DEFAULT_LANGUAGE, key) for key in _TEXTS}
    source = (files("bot.simulators") / "phones.html").read_text(encoding="utf-8")
    text = _PLACEHOLDER.sub(lambda found: html.escape(known[found[1]]), source)

    async def show(_request: web.Request) -> web.Response:
        return web.Response(text=text, content_type="text/html")

    return web.get("/", show)
