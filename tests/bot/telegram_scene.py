"""A Telegram channel whose conversation is a list: what turns were made of, and what was said to whom."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.channels.telegram_albums import Albums
from bot.channels.telegram_hearing import Hearing, Line
from bot.channels.telegram_reading import Heard
from bot.channels.telegram_traces import WIPE
from bot.channels.telegram_turns import Turns
from handlers.remembering import body_of, reply_from
from handlers.states import State
from storage.domain.conversation import Account, Inbound, Reply
from storage.sessions import Session, Sessions, session_key
from tests.clock import FakeClock
from tests.scheduler.office import demo_office

CHAT: Final = 5
CODE: Final = "K7QM-2XPA-9RTD"
PATIENCE: Final = 20.0  # real seconds


@dataclass
class Scene:
    """The turns of a channel whose both ends are lists. A message that comes again gets the same replies.

    ``fails`` are raised by the next turns, ``not_sent`` by the next replies, one each. A turn of a ``held`` chat
    takes until that event is set.
    """

    received: list[tuple[Inbound, Sequence[bytes]]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    deleted: list[tuple[int, list[int]]] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    enrolled: list[Account] = field(default_factory=list)
    spoke: list[Account] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    not_sent: list[Exception] = field(default_factory=list)
    held: dict[int, asyncio.Event] = field(default_factory=dict)
    sessions: Sessions = field(default_factory=lambda: Sessions(None, FakeClock().now))
    numbers: int = 0
    groups_fail: bool = False

    def __post_init__(self) -> None:
        self.turns = self.turns_on(self)

    def turns_on(self, line: Line) -> Turns:
        """Others of the same scene, on another line."""
        hearing = Hearing(
            line=line,
            receive=self.receive,
            sender=self,
            sessions=self.sessions,
            office=demo_office,
            enrolled=self.enrol,
            spoke=self.hear_of,
            groups=self,
        )
        return Turns(hearing, Albums(0.05), pause_seconds=0.001)

    def restarted(self) -> "Scene":
        """What the next process finds."""
        return Scene(sessions=self.sessions, numbers=self.numbers)

    async def fetch(self, file_id: str) -> bytes:
        return f"content of {file_id}".encode()

    async def answer_press(self, press_id: str, text: str = "") -> None:
        self.pressed.append(press_id)
        self.toasts.append(text)

    # As a GroupChats whose only unit is KT and whose only code is CODE

    async def link(self, chat: Account, code: str) -> str | None:
        if self.groups_fail:
            raise ValueError
        if code != CODE:
            return None
        self.groups[chat.key] = "KT"
        return "KT"

    async def lost(self, chat: Account) -> None:
        self.groups.pop(chat.key, None)

    async def moved(self, chat: Account, to: Account) -> None:
        if self.groups_fail:
            raise ValueError
        if chat.key in self.groups:
            self.groups[to.key] = self.groups.pop(chat.key)

    async def is_linked(self, chat: Account) -> bool:
        if self.groups_fail:
            raise ValueError
        return chat.key in self.groups

    async def hear_of(self, account: Account) -> None:
        self.spoke.append(account)

    async def is_enrolled(self, person: Account) -> bool:
        return person.key == str(CHAT)

    async def enrol(self, account: Account) -> None:
        self.enrolled.append(account)

    async def receive(self, message: Inbound, uploads: Sequence[bytes]) -> Sequence[Reply]:
        if int(message.account.key) in self.held:
            await self.held[int(message.account.key)].wait()
        key = session_key(message.account)
        if (before := self.sessions.replies_to(key, message.message_key)) is not None:
            return [reply_from(body) for body in before]
        self.received.append((message, uploads))
        if self.fails:
            raise self.fails.pop(0)
        reply = Reply(f"reply to {message.text or message.choice}", wipes=message.choice == WIPE)
        self.sessions.save_handled(key, self.sessions.load(key), message.message_key, [body_of(reply)])
        return [reply]

    async def speak(self, account: Account, reply: Reply) -> Sequence[int]:
        if self.not_sent:
            raise self.not_sent.pop(0)
        self.said.append((account.key, reply.text))
        return [1_000 + len(self.said)]

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        self.deleted.append((chat_id, list(message_ids)))
        return True

    def heard(self, text: str = "", *, chat: int = CHAT, key: str = "", **content: object) -> Heard:
        self.numbers += 1
        return Heard((self.numbers,), chat, key or str(self.numbers), text=text, **content)  # type: ignore[arg-type]

    async def take(self, text: str = "", **content: object) -> bool:
        """Until what is said to it has been said."""
        handled = await self.turns.take(self.heard(text, **content))  # type: ignore[arg-type]
        await self.turns.replies.idle()
        return handled

    @property
    def texts(self) -> list[str]:
        """Of the turns."""
        return [message.text for message, _ in self.received]

    def in_state(self, state: State | None, language: str = "vi", **draft: object) -> None:
        drafts = {state.flow: dict(draft)} if state else {}
        session = Session(state=state, drafts=drafts, language=language)
        self.sessions.save(session_key(Account("telegram", str(CHAT))), session)

    async def until(self, count: int) -> None:
        """Wait for so many turns."""
        async with asyncio.timeout(PATIENCE):
            while len(self.received) < count:
                await asyncio.sleep(0.002)


def words(key: str, language: str = "vi") -> str:
    """What the demo office says."""
    return demo_office().texts.say(language, key)
