"""One simulated bot: its chats, its messages, and what it hears."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from aiohttp import ClientSession

from bot.simulators.telegram_clock import SimulatorClock
from bot.simulators.telegram_errors import ApiError
from bot.simulators.telegram_faults import Faults
from bot.simulators.telegram_limits import Ledger, Limits, Meter, Sent
from bot.simulators.telegram_objects import membership_object, message_object, press_object
from bot.simulators.telegram_requests import Call
from bot.simulators.telegram_state import Chat, Files, Message, Press, Standing, User
from bot.simulators.telegram_updates import PRESS_SECONDS, Updates

if TYPE_CHECKING:
    from bot.simulators.telegram_webhook import Webhook

_SUPERGROUP_BASE: Final = -1_000_000_000_000


@dataclass(slots=True, eq=False)
class World:
    """What all bots of one simulator share."""

    clock: SimulatorClock
    perform: Callable[["SimulatedBot", Call], Awaitable[Any]]
    faults: Faults = field(default_factory=Faults)
    ledger: Ledger = field(default_factory=Ledger)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    http: ClientSession | None = None  # for webhooks, while the simulator runs
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def now(self) -> int:
        return int(self.clock.time())

    def tell(self) -> None:
        """Wake everyone who waits for something to be seen."""
        self.changed.set()
        self.changed = asyncio.Event()


class SimulatedBot:
    """``reads_all_group_messages`` is BotFather's privacy mode switched off; on, a group's small talk stays unheard."""

    def __init__(self, token: str, world: World, *, limits: Limits | None, reads_all_group_messages: bool) -> None:
        self.token, self.world = token, world
        self.reads_all_group_messages = reads_all_group_messages
        bot_id = int(token.partition(":")[0])
        self.user = User(bot_id, "Đối Thoại", is_bot=True, username=f"doi_thoai_{bot_id}_bot")
        self.chats: dict[int, Chat] = {}
        self.known_users: dict[int, User] = {}
        self.files = Files(bot_id)
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, int, int, str], list[dict[str, str]]] = {}  # by scope, chat, user, language
        self.menu_buttons: dict[int, dict[str, Any]] = {}  # by chat; 0 is the default
        self.actions: list[tuple[int, str]] = []  # chat, "typing" …
        self.updates = Updates(world.clock, world.faults)
        self.webhook: Webhook | None = None
        self.limit(limits)
        self.last_id = 0

    def limit(self, limits: Limits | None) -> None:
        """Enforce these limits from now on; None lifts them."""
        self._meter = Meter(self.world.clock, limits) if limits is not None else None

    def admit(self, chat: Chat, count: int = 1) -> None:
        """Let the bot send so many messages to the chat now, or raise 429."""
        if self._meter is None:
            return
        try:
            self._meter.admit(chat.chat_id, count)
        except ApiError:
            self.world.ledger.refused.append((self.world.clock.time(), chat.chat_id))
            raise

    def new_chat(self, chat_type: str, **details: Any) -> Chat:
        """A group or supergroup with a number of its own."""
        number = next(self.world.numbers)
        chat_id = -4_000_000_000 - number if chat_type == "group" else _SUPERGROUP_BASE - 2_000_000_000 - number
        self.chats[chat_id] = Chat(chat_id, chat_type, **details)
        return self.chats[chat_id]

    def add_message(self, chat: Chat, sender: User, **content: Any) -> Message:
        """Put a message into the chat. As in Telegram, only supergroups count their messages on their own."""
        counter: Chat | SimulatedBot = chat if chat.type == "supergroup" else self
        counter.last_id += 1
        message = Message(counter.last_id, chat, sender, self.world.now(), **content)
        chat.messages[message.message_id] = message
        self.world.tell()
        return message

    def record(self, method: str, message: Message) -> None:
        """Enter into the ledger that the bot sent or edited this."""
        kind = str(message.file.kind) if message.file is not None else ""
        chat_id, message_id = message.chat.chat_id, message.message_id
        at = self.world.clock.time()
        self.world.ledger.sent.append(Sent(at, self.user.user_id, method, chat_id, message_id, message.text, kind))

    # What the bot hears

    def hear(self, message: Message, *, edited: bool = False) -> None:
        """A person's message, or a service message."""
        kind = "edited_message" if edited else "message"
        self.updates.add(kind, message_object(message), ("chat", message.chat.chat_id))

    def hear_service(self, chat: Chat, sender: User, extra: Mapping[str, Any]) -> None:
        self.hear(self.add_message(chat, sender, extra=extra))

    def hear_press(self, user: User, message: Message, data: str) -> Press:
        """Somebody presses an inline button."""
        press_id = str(user.user_id * 2**32 + next(self.world.numbers))
        press = Press(press_id, user, message, data, self.world.clock.time())
        self.presses[press_id] = press
        self.updates.add("callback_query", press_object(press), ("person", user.user_id), PRESS_SECONDS)
        return press

    def change_standing(self, chat: Chat, by: User, standing: Standing) -> None:
        """The bot enters or leaves a chat, or a person blocks it or takes it back."""
        before, chat.standing = chat.standing, standing
        body = membership_object(chat, by, self.world.now(), self.user, before=before)
        self.updates.add("my_chat_member", body, ("membership", chat.chat_id))
