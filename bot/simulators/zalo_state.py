"""What the simulated Zalo knows: chats, messages, updates, calls, and what all its parts share."""

import asyncio
import hashlib
import itertools
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from aiohttp import ClientSession

from bot.simulators.telegram_clock import SimulatorClock
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import Faults

if TYPE_CHECKING:
    from bot.simulators.zalo_updates import Updates
    from bot.simulators.zalo_webhook import Webhook

HANOI: Final = timedelta(hours=7)
NO_JSON: Final = -1


@dataclass(slots=True, eq=False)
class Chat:
    """``number`` is a person's place in the order in which people first wrote, which a group has none of."""

    chat_id: str
    kind: Literal["PRIVATE", "GROUP"]
    name: str
    number: int = 0
    wrote: bool = False
    blocked: bool = False
    said: "list[Said]" = field(default_factory=list)
    sent: "list[Sent]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Said:
    """What a person sent, as the phone shows it; ``kind`` is that of the event."""

    at: float
    message_id: str
    author: str
    kind: str
    text: str


@dataclass(slots=True, eq=False)
class Sent:
    """A message of the bot. ``delivered`` is false where Zalo says yes and shows nothing."""

    at: float  # seconds since 1970, by the simulator's clock
    method: str
    chat_id: str
    message_id: str
    text: str = ""  # the caption of a photo
    photo: str | None = None  # the URL
    picture: bytes | None = None  # what its last fetch brought, empty if it failed; None if it was not fetched
    voice: str | None = None
    sticker: str | None = None
    parse_mode: str = ""
    delivered: bool = True


@dataclass(slots=True)
class Called:
    """A call of a method and its end: ``code`` is 0 for a success, NO_JSON if nothing or a page was answered."""

    at: float
    method: str
    chat_id: str = ""
    code: int = NO_JSON


@dataclass(slots=True, eq=False)
class Update:
    """``message_id`` is empty where the event has no message."""

    body: dict[str, Any]
    chat_id: str
    message_id: str
    copies: int = 1
    as_list: bool = False
    empty_first: bool = False
    wrong_secret: bool = False

    @property
    def content(self) -> object:
        return [self.body] if self.as_list else self.body


@dataclass(slots=True, eq=False)
class World:
    """All there is; ``base`` and ``http`` while the simulator serves."""

    token: str
    clock: SimulatorClock
    behaviour: Behaviour
    faults: Faults = field(default_factory=Faults)
    chats: dict[str, Chat] = field(default_factory=dict)
    sent: list[Sent] = field(default_factory=list)
    calls: list[Called] = field(default_factory=list)
    actions: list[tuple[str, str]] = field(default_factory=list)  # chat, "typing"
    lost: list[Update] = field(default_factory=list)  # the webhook never took them
    base: str = ""
    http: ClientSession | None = None
    webhook: "Webhook | None" = None
    webhook_changed: int = 0  # epoch milliseconds
    webhook_calls: dict[str, int] = field(default_factory=dict)  # by day
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    updates: "Updates" = field(init=False)
    tasks: "set[asyncio.Task[Any]]" = field(default_factory=set)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _counted_in: dict[str, int] = field(default_factory=dict)  # messages by month

    def milliseconds(self) -> int:
        return int(self.clock.time() * 1000)

    def day(self) -> str:
        """In Việt Nam."""
        return (datetime.fromtimestamp(self.clock.time(), UTC) + HANOI).strftime("%Y-%m-%d")

    def new_id(self) -> str:
        """20 hexadecimal digits, as Zalo's ids are."""
        seed = f"{self.token}:{next(self._numbers)}".encode()
        return hashlib.blake2b(seed, digest_size=10).hexdigest()

    def tell(self) -> None:
        """Wake everyone who waits for something to happen."""
        self.changed.set()
        self.changed = asyncio.Event()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self.keep(asyncio.get_running_loop().create_task(work))

    def keep(self, task: "asyncio.Task[Any]") -> None:
        """Until it ends, which it does with the simulator at the latest."""
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def stop(self) -> None:
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def messages_this_month(self) -> int:
        """Those that count for the quota."""
        return self._counted_in.get(self.day()[:7], 0)

    def count_message(self) -> None:
        self._counted_in[self.day()[:7]] = self.messages_this_month + 1

    def add_sent(self, message: Sent) -> None:
        self.count_message()
        self.sent.append(message)
        self.chats[message.chat_id].sent.append(message)
        self.tell()
