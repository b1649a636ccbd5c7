"""Front and delivery with a real socket between them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bot.courier import Courier
from bot.link import ByCourier, DeliveryLink, PageByCourier
from scheduler.carrying import Carrier, Parcel
from storage.domain.conversation import PAGE, Account, Choice, Reply
from storage.domain.ids import CaseId
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from tests.senders import CHANNEL, FakeSender
from tests.storage.databases import quick_folder

REPLY: Final = Reply("Có trả lời.", (Choice("Đã rõ", "a.clear.DT-7K3Q-9XMD"),), (), "K7")


@dataclass(slots=True)
class Line:
    """A front and a delivery process in one loop, with a real socket between them."""

    seals: KeySeals
    opener: AddressOpener
    link: DeliveryLink
    path: Path
    sender: FakeSender = field(default_factory=FakeSender)
    page: FakeSender = field(default_factory=lambda: FakeSender(PAGE))
    told: list[str] = field(default_factory=list)
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    running: "asyncio.Task[None] | None" = None

    async def connect(self, **options: Any) -> None:
        """A delivery process begins, and is there."""
        self.stop = asyncio.Event()
        options.setdefault("opens", self.opener.public_halves)
        courier = Courier(self.opener, {CHANNEL: self.sender}, **options)
        self.running = asyncio.create_task(courier.run(self.path, self.stop))
        await self.until(lambda: self.link.is_up)

    async def disconnect(self) -> None:
        if self.running is not None:
            self.stop.set()
            await self.running
            await self.until(lambda: not self.link.is_up)

    async def until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not reached():
                await asyncio.sleep(0.001)

    async def note(self, account: Account, reply: Reply) -> None:
        self.told.append(account.key)

    @property
    def carrier(self) -> Carrier:
        return ByCourier(CHANNEL, self.link, self.note)

    @property
    def page_carrier(self) -> Carrier:
        return PageByCourier(PAGE, self.link, self.note, self.page)

    def parcel(self, name: str, case_id: CaseId | None = None, *, channel: str = CHANNEL) -> Parcel:
        room = self.page if channel == PAGE else self.sender
        return Parcel(self.seals.seal(room.knows(name), case_id), case_id, REPLY, "vi")


@asynccontextmanager
async def open_line() -> AsyncIterator[Line]:
    """The front listens; nobody is there yet."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        keys, path = KeyFolder(Path(folder) / "keys"), Path(folder) / "link.sock"
        link = DeliveryLink(path, bytes(keys.public_key()), lambda: None)
        made = Line(KeySeals(keys), AddressOpener(keys), link, path)
        await link.start()
        try:
            yield made
            await made.disconnect()
        finally:
            await link.stop()
