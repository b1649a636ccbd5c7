"""The product served on a port of its own, as `python -m bot` does, but within the test's process."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.app import App
from bot.base import Base
from bot.config import Settings
from scheduler.clock import DemoClock
from storage.domain.case import Case
from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from storage.domain.ports import StoredFile
from storage.sessions import Sessions
from tests.domain.ward import demo_ward


@dataclass(slots=True)
class Served:
    """A running product; ``base`` is its address."""

    app: App
    base: str

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    async def invite(self, role: Role = Role.STAFF, unit: str = "") -> str:
        return await self.app.inviter.invite([Post(role, unit)], uses=1, confirmed=True)

    async def cases(self) -> list[Case]:
        """Every case there is."""
        async with self.app.base.store.reading() as reads:
            lines = await reads.cases.in_status(list(Status), 100)
            return [await reads.cases.get(line.ref) for line in lines]

    async def file(self, file_id: str) -> StoredFile:
        async with self.app.base.store.reading() as reads:
            _, file = await reads.cases.file(file_id)
        return file


@asynccontextmanager
async def served(folder: Path, *, port: int = 0, **changes: Any) -> AsyncIterator[Served]:
    """The demo office on this folder, with ``changes`` of its organisation.

    Served twice on the same folder and port, it has only been restarted.
    """
    async with AsyncExitStack() as stack:
        settings = Settings(_env_file=None, data_dir=folder, web_port=port)  # type: ignore[call-arg]
        base = await Base.open(settings)
        stack.push_async_callback(base.close)
        organisation = replace(demo_ward(), **changes)
        await base.load_organisation(organisation)
        clock = DemoClock()
        app = App(base, organisation, Sessions(folder / "sessions.db", clock.now), clock)
        stack.push_async_callback(app.stop)
        yield Served(app, f"http://127.0.0.1:{await app.start()}")
