"""A simulator of Telegram, somebody in it, and a listener whose turns are a list."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.telegram_client import TelegramClient
from bot.channels.telegram_in import Pauses, TelegramListener
from bot.channels.telegram_menu import Menus
from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_webhook import Webhook
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_people import Person
from storage.sealing import KeyFolder, KeySeals
from storage.sessions import Sessions
from tests.bot.telegram_scene import PATIENCE, Scene
from tests.clock import FakeClock
from tests.storage.databases import fresh_database
from tests.telegram_world import TOKEN, simulated_telegram

SECRET: Final = "mat-khau_cua-webhook"
QUICK: Final = Pauses(first=0.005, longest=0.01, elsewhere=0.005, slow=0.05, finish=1.0)
PHOTO: Final = b"\xff\xd8\xff a photo"


@dataclass
class Line:
    """A simulator, somebody in it, and a listener whose turns are a list."""

    simulator: TelegramSimulator
    person: Person
    scene: Scene
    new_listener: Callable[[str], TelegramListener]
    listeners: list[TelegramListener] = field(default_factory=list)

    @property
    def pending(self) -> int:
        """The updates that Telegram still keeps."""
        return len(self.simulator.bot.updates)

    def listen(self, token: str = TOKEN) -> TelegramListener:
        self.listeners.append(self.new_listener(token))
        self.listeners[-1].start()
        return self.listeners[-1]

    async def stop(self) -> None:
        """The listener that began last."""
        await self.listeners.pop().stop()

    async def all_confirmed(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.pending:
                await asyncio.sleep(0.002)

    def hold(self) -> asyncio.Event:
        """The person's turns take until this is set."""
        self.scene.held[self.person.chat_id] = asyncio.Event()
        return self.scene.held[self.person.chat_id]


@asynccontextmanager
async def line_to(
    stack: AsyncExitStack, tmp_path: Any, webhook: Webhook | None = None, sessions: Path | None = None
) -> AsyncIterator[Line]:
    """``sessions`` is where conversations lie; None: in the process."""
    simulator = await stack.enter_async_context(simulated_telegram())
    database = await stack.enter_async_context(fresh_database("sqlite"))
    scene, seals = Scene(sessions=Sessions(sessions, FakeClock().now)), KeySeals(KeyFolder(tmp_path / "keys"))

    def new_listener(token: str) -> TelegramListener:
        client = TelegramClient(token, simulator.url)
        turns, menus = scene.turns_on(client), Menus(client, database.store, seals, lambda: date(2026, 11, 2))
        return TelegramListener(
            client, turns, Shelf(scene.sessions), menus, webhook, buttons=ButtonMarks(token), pauses=QUICK
        )

    line = Line(simulator, simulator.person("Ai Đó"), scene, new_listener)
    yield line
    for event in scene.held.values():
        event.set()
    while line.listeners:
        await line.stop()
    scene.sessions.close()
