"""An office on Telegram whose process is killed and begun anew; and a look into what it has stored."""

import asyncio
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from aiohttp import ClientError, ClientSession
from pydantic import SecretStr

from bot.base import DEMO_ORGANISATION, Base, read_organisation
from bot.config import Settings
from bot.exporting import COLUMNS, rows
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_people import Person
from storage.domain.conversation import Account
from storage.domain.ids import AccountKey
from storage.domain.permissions import Post, Role
from tests.builders import MONTH
from tests.serving import HOST, START_SECONDS, STOP_SECONDS, free_port
from tests.soak.nursery import Life, Nursery
from tests.storage.databases import quick_folder
from tests.telegram_world import TOKEN

SECRET: Final = "mat-khau_cua-webhook"


class Office:
    """An installation's folder, from outside: organisation, people, what is stored."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Base]:
        """Its database and keys, from outside."""
        settings = Settings(_env_file=None, data_dir=self.data, database_url=SecretStr(""))  # type: ignore[call-arg]
        base = await Base.open(settings)
        try:
            yield base
        finally:
            await base.close()

    async def settle_in(self) -> None:
        """An organisation in which every day is a working day and no hour is quiet: the soak may run at night."""
        today = datetime.now(UTC).date()
        around = frozenset(today + timedelta(days) for days in (-1, 0, 1))
        ward = replace(read_organisation(DEMO_ORGANISATION), is_demo=False, quiet_hours=(), days_off=frozenset())
        async with self.opened() as base:
            await base.load_organisation(replace(ward, weekdays=frozenset(range(7)), make_up_days=around))

    async def enrol(self, chat_ids: Sequence[int], role: Role = Role.STAFF, unit: str = "") -> list[AccountKey]:
        """People on Telegram, as by an invite, but for the talk."""
        keys, posts = [], [Post(role, unit)]
        async with self.opened() as base, base.store.writing() as uow:
            for chat_id in chat_ids:
                account = Account("telegram", str(chat_id))
                keys.append(base.seals.account_key(account))
                sealed = base.seals.seal(account, None)
                await uow.people.enrol(keys[-1], sealed, posts, name="", month=MONTH, channel="telegram")
            await uow.commit()
        return keys

    async def bodies(self) -> list[str]:
        """The text of every case."""
        async with self.opened() as base:
            return [row[COLUMNS.index("body")] for row in await rows(base.store)]

    async def waiting(self) -> int:
        """How many notices are still to be sent."""
        async with self.opened() as base, base.store.reading() as reads:
            return await reads.outbox.waiting()


class Product:
    """``doithoai run`` with Telegram, on a folder and a port of its own, the same ones in each of its lives."""

    def __init__(self, nursery: Nursery, data: Path, sessions: Path, telegram: str, *, by_webhook: bool) -> None:
        self._nursery, self._sessions, self._port = nursery, sessions, free_port()
        self.office = Office(data)
        self._environment = {
            "DATA_DIR": str(data),
            "SESSIONS_DIR": str(sessions),
            "DATABASE_URL": "",
            "WEB_HOST": HOST,
            "WEB_PORT": str(self._port),
            "PUBLIC_URL": self.base,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_BASE": telegram,
            "TELEGRAM_WEBHOOK_SECRET": SECRET if by_webhook else "",
            "ZALO_BOT_TOKEN": "",
        }
        self._life: Life | None = None
        self.slowest_stop = 0.0

    @property
    def base(self) -> str:
        return f"http://{HOST}:{self._port}"

    @property
    def log(self) -> Path:
        return self._sessions / "log"

    def start(self) -> None:
        self._life = self._nursery.run(self.office.data, self.log, self._environment)

    async def ready(self) -> None:
        """Until it serves; fails if it ends instead."""
        assert self._life is not None
        async with asyncio.timeout(START_SECONDS), ClientSession() as http:
            while not await _serves(http, f"{self.base}/healthz"):
                assert self._life.poll() is None, self.log.read_text()
                await asyncio.sleep(0.01)

    async def kill(self) -> None:
        """As a power cut or an impatient system does it: at once, without a word."""
        assert self._life is not None
        assert await self._life.end(signal.SIGKILL) == -signal.SIGKILL, self.log.read_text()
        await asyncio.sleep(0.03)  # what it had sent before arrives

    async def stop(self) -> None:
        """Ask it to end; fails if it does not within 15 seconds, with exit code 0."""
        assert self._life is not None
        begun = time.perf_counter()
        async with asyncio.timeout(STOP_SECONDS):
            assert await self._life.end(signal.SIGTERM) == 0, self.log.read_text()
        self.slowest_stop = max(self.slowest_stop, time.perf_counter() - begun)


async def _serves(http: ClientSession, url: str) -> bool:
    try:
        async with http.get(url) as response:
            return response.status == 200
    except ClientError:
        return False


def known_people(simulator: TelegramSimulator, count: int) -> list[Person]:
    """To whom the bot may write, as if they had written to it."""
    people = [simulator.person(f"Người {number}") for number in range(count)]
    for person in people:
        person.bot.chats[person.chat_id] = person.chat
    return people


async def one_more(simulator: TelegramSimulator) -> None:
    """Until the bot has sent one more message; a second at most, for it may have nothing to send."""
    before = len(simulator.ledger.sent)
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            while len(simulator.ledger.sent) == before:
                await asyncio.sleep(0.001)


@asynccontextmanager
async def office_on_telegram(
    nursery: Nursery, *, by_webhook: bool = False
) -> AsyncIterator[tuple[Product, TelegramSimulator]]:
    """A settled office that is not started yet, and its Telegram."""
    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
            data, sessions = Path(folder) / "data", Path(folder) / "sessions"
            data.mkdir()
            sessions.mkdir()
            product = Product(nursery, data, sessions, simulator.url, by_webhook=by_webhook)
            await product.office.settle_in()
            yield product, simulator
