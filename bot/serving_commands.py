"""The commands that go on running: serve, show, simulate; and the one that frees a channel for them."""

import asyncio
import signal
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from bot.config import load_settings
from bot.parts import Part
from handlers.texts.catalog import DEFAULT_LANGUAGE, say

if TYPE_CHECKING:
    from bot.channels.messenger_demo import MessengerPhones

SimulatorPort = Annotated[int, typer.Option(min=0, max=65535, help="Port of the server and its page.")]
simulate_cli = typer.Typer(
    no_args_is_help=True, help="A channel's server on this machine, with a page on which to play its users."
)


def run(
    role: Annotated[Part | None, typer.Option(help="Only this part; the other one runs as another user.")] = None,
) -> None:
    """Serve the organisation that has been loaded."""
    if role is Part.DELIVERY:
        asyncio.run(_deliver())
        return
    asyncio.run(_serve(demo=False, delivers=role is None))


def demo(
    zalo: Annotated[bool, typer.Option("--zalo", help="The phones are chats on a simulated Zalo.")] = False,
    telegram: Annotated[bool, typer.Option("--telegram", help="The phones are chats in a simulated Telegram.")] = False,
) -> None:
    """Serve the demo organisation, with four phones side by side at /demo."""
    asyncio.run(_demo_on_zalo() if zalo else _demo_on_telegram() if telegram else _serve(demo=True))


@simulate_cli.command("zalo")
def simulate_zalo(port: SimulatorPort = 8090) -> None:
    """A Zalo Bot server; prints the settings that lead there."""
    asyncio.run(_simulate("Zalo", port))


@simulate_cli.command("telegram")
def simulate_telegram(port: SimulatorPort = 8091) -> None:
    """A Telegram Bot server; prints the settings that lead there."""
    asyncio.run(_simulate("Telegram", port))


def unhook() -> None:
    """Take away the Zalo bot's webhook, whoever set it, so that polling hears again."""
    from bot.channels.zalo_checking import unhook as take_away

    asyncio.run(take_away(load_settings()))
    print(say(DEFAULT_LANGUAGE, "cli-zalo-unhooked"))


async def _simulate(channel: str, port: int) -> None:
    from bot.simulating import Simulated, simulate

    def ready(running: Simulated) -> None:
        print(*running.lines, sep="\n", flush=True)

    await simulate(channel, port, ready, _stop_on_signal())


async def _demo_on_zalo() -> None:
    from bot.channels.zalo_demo import ZaloPhones
    from bot.simulators.zalo import ZaloSimulator

    simulator = ZaloSimulator()
    async with simulator.serving() as base:
        line = {"zalo_bot_token": simulator.token, "zalo_api_base": base, "zalo_webhook_secret": ""}
        await _serve(demo=True, phones=ZaloPhones(simulator), line=line)


async def _demo_on_telegram() -> None:
    from bot.channels.telegram_demo import TelegramPhones
    from bot.simulators.telegram import DEMO_TOKEN, TelegramSimulator

    async with TelegramSimulator() as simulator:
        bot = simulator.add_bot(DEMO_TOKEN)
        line = {"telegram_token": bot.token, "telegram_api_base": simulator.url, "telegram_webhook_secret": ""}
        await _serve(demo=True, phones=TelegramPhones(simulator), line=line)


async def _deliver() -> None:
    from bot.roles import run_delivery

    def ready() -> None:
        print(say(DEFAULT_LANGUAGE, "cli-delivery-ready"), flush=True)

    await run_delivery(load_settings(), ready, _stop_on_signal())


async def _serve(
    *, demo: bool, phones: "MessengerPhones | None" = None, delivers: bool = True, line: Mapping[str, str] | None = None
) -> None:
    from bot.app import App
    from bot.app import run as run_app

    settings = load_settings(**(line or {}))
    stop = _stop_on_signal()

    async def ready(app: App, port: int) -> None:
        address = settings.public_url or f"http://{settings.web_host}:{port}"
        print(say(DEFAULT_LANGUAGE, "cli-ready", address=f"{address}/demo" if demo else f"{address}/"), flush=True)
        if delivers and not demo:
            print(say(DEFAULT_LANGUAGE, "cli-one-process"), flush=True)

    await run_app(settings, demo=demo, ready=ready, until=stop, phones=phones, delivers=delivers)


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    return stop
