"""A Zalo listener on a simulator, whose conversation is a list."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_files import Files
from bot.channels.zalo_in import Pauses, Webhook, ZaloListener
from bot.channels.zalo_out import ZaloSender
from bot.channels.zalo_quota import Quota
from bot.channels.zalo_shelf import Shelf
from bot.channels.zalo_turns import Turns
from bot.simulators.zalo import ZaloSimulator
from storage.domain.conversation import Inbound, Reply
from storage.sessions import Sessions, session_key
from storage.sql.engine import Database
from tests.clock import FakeClock
from tests.scheduler.office import demo_office
from tests.storage.databases import fresh_database

TOKEN: Final = "700000023:listening"
QUICK: Final = Pauses(away=(0.01,), elsewhere=0.02, repeated=0.05, again=0.001, finish=0.3)
PATIENCE: Final = 10.0


@dataclass
class Scene:
    """A listener on a simulator; its turns are a list. ``fails`` are raised by the next turns, one each."""

    simulator: ZaloSimulator
    base: str
    database: Database
    received: list[Inbound] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    not_stored: int = 0  # so many of the next turns are an apology
    held: asyncio.Event | None = None
    sessions: Sessions = field(default_factory=lambda: Sessions(None, FakeClock().now))
    listeners: list[ZaloListener] = field(default_factory=list)
    clients: list[ZaloClient] = field(default_factory=list)

    async def receive(self, message: Inbound, contents: Sequence[bytes]) -> Sequence[Reply]:
        if self.held is not None:
            await self.held.wait()
        if self.fails:
            raise self.fails.pop(0)
        self.received.append(message)
        if self.not_stored:
            self.not_stored -= 1
            return [Reply(f"Xin lỗi: {message.text}")]
        key = session_key(message.account)
        self.sessions.save_handled(key, self.sessions.load(key), message.message_key, [])
        return [Reply(f"Đã nghe: {message.text}")]

    def listener(self, webhook: Webhook | None = None, *, token: str = TOKEN) -> ZaloListener:
        """A new process, so to speak: what it knows of earlier ones stands beside the sessions."""
        clock, office, shelf = FakeClock(), demo_office(), Shelf(self.sessions)
        client = ZaloClient(token, self.base)
        self.clients.append(client)
        sender = ZaloSender(
            client=client,
            files=Files(b"key", "", self.database.store, clock.now),
            quota=Quota(0, self.database.store, clock.now, office.calendar.zone),
            sessions=self.sessions,
            office=demo_office,
            page="",
        )
        turns = Turns(
            fetch=self._nothing,
            typing=self._nothing,
            receive=self.receive,
            sender=sender,
            sessions=self.sessions,
            shelf=shelf,
            upload_link=lambda account: "",
            today=lambda: date(2026, 11, 2),
        )
        self.listeners.append(ZaloListener(client, turns, shelf, webhook, pauses=QUICK))
        return self.listeners[-1]

    @staticmethod
    async def _nothing(_: str) -> Any:
        raise AssertionError("no file was sent")

    async def until(self, count: int) -> None:
        """So many turns have been made."""
        async with asyncio.timeout(PATIENCE):
            while len(self.received) < count:
                await asyncio.sleep(0.002)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.received]


@asynccontextmanager
async def listening_scene() -> AsyncIterator[Scene]:
    """A scene whose listeners are stopped at its end."""
    simulator = ZaloSimulator(TOKEN)
    async with fresh_database("sqlite") as database, simulator.serving() as base:
        made = Scene(simulator, base, database)
        yield made
        for listener in made.listeners:
            await listener.stop()
        for client in made.clients:
            await client.close()
