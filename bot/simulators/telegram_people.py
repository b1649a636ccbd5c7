"""People and their phones: what they do in a private chat with the bot, and what they see there."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_entities import MAX_TEXT, caption, typed
from bot.simulators.telegram_menus import commands_seen
from bot.simulators.telegram_sending import new_album
from bot.simulators.telegram_state import Chat, Kind, Message, Press, Standing, StoredFile, User

_PAYLOAD: Final = re.compile(r"[A-Za-z0-9_-]{0,64}")
_PATIENCE: Final = 10.0  # real seconds


@dataclass(frozen=True, slots=True)
class Media:
    """One file of an album."""

    kind: Kind
    content: bytes
    name: str = ""
    media_type: str = ""


class ChatView:
    """A chat as it is seen on the phone."""

    def __init__(self, bot: SimulatedBot, chat: Chat) -> None:
        self.bot, self.chat = bot, chat

    @property
    def chat_id(self) -> int:
        return self.chat.chat_id

    @property
    def messages(self) -> list[Message]:
        """Everything in the chat, from both sides, as it reads now: edited texts, and no deleted messages."""
        return self.chat.visible()

    @property
    def from_bot(self) -> list[Message]:
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        found = self.from_bot
        assert found, "the bot has written nothing"
        return found[-1]

    def find_button(self, label: str, on: Message | None = None) -> tuple[Message, str]:
        """The newest message that shows this button (or ``on``), and the button's data."""
        for message in [on] if on is not None else reversed(self.from_bot):
            for button in (button for row in message.keyboard for button in row):
                if button["text"] == label and "callback_data" in button:
                    return message, button["callback_data"]
        seen = [message.buttons for message in self.from_bot if message.buttons][-1:]
        raise LookupError(f"no button {label!r} to press; the newest are {seen}")

    async def see(
        self, wanted: str | Callable[[Message], bool], *, after: int = 0, patience: float = _PATIENCE
    ) -> Message:
        """The first of the bot's messages with this text in it, waiting for it; ``after`` so many of them."""
        fits = wanted if callable(wanted) else lambda message: wanted in message.text
        async with asyncio.timeout(patience):
            while True:
                changed = self.bot.world.changed
                for message in self.from_bot[after:]:
                    if fits(message):
                        return message
                await changed.wait()


class Person(ChatView):
    """Somebody with a private chat with the bot, which begins with the first thing they send."""

    def __init__(self, bot: SimulatedBot, user: User) -> None:
        super().__init__(bot, Chat(user.user_id, "private", user=user))
        self.user = user
        bot.known_users[user.user_id] = user

    @property
    def commands(self) -> list[str]:
        """Of the menu, in order."""
        return [
            each["command"] for each in commands_seen(self.bot, self.chat_id, self.user.user_id, self.user.language)
        ]

    def start(self, payload: str = "") -> Message:
        """Open the bot's link; after a block this takes the bot back."""
        if not _PAYLOAD.fullmatch(payload):
            raise ValueError("a link's payload has at most 64 letters, digits, _ or -")
        if self.chat.standing is Standing.KICKED:
            self.unblock()
        return self.write(f"/start {payload}".rstrip())

    def write(self, text: str, *, reply_to: Message | None = None) -> Message:
        assert len(text) <= MAX_TEXT, "the apps cut a longer text into several messages"
        found = typed(text)
        return self._send(text=found.text, entities=found.entities, reply_to=reply_to)

    def edit(self, message: Message, text: str, media: Media | None = None) -> None:
        """Change what was written, or what stands under a file; with ``media`` the file as well, if there was one."""
        message.earlier.append(message.text)
        if media is not None:
            message.file = self._kept(media)
        found = typed(text)
        message.text, message.entities = found.text, found.entities
        message.edit_date = self.bot.world.now()
        self.bot.hear(message, edited=True)

    def press(self, label: str, *, on: Message | None = None) -> Press:
        """Press the button that reads so, on the newest message that has it or on the one named."""
        message, data = self.find_button(label, on)
        return self.bot.hear_press(self.user, message, data)

    def send_photo(self, content: bytes, text: str = "") -> Message:
        return self._send_file(Media(Kind.PHOTO, content), text)

    def send_document(self, content: bytes, name: str = "tep.pdf", media_type: str = "", text: str = "") -> Message:
        return self._send_file(Media(Kind.DOCUMENT, content, name, media_type or "application/pdf"), text)

    def send_voice(self, content: bytes) -> Message:
        return self._send_file(Media(Kind.VOICE, content), "")

    def send_video(self, content: bytes, text: str = "") -> Message:
        return self._send_file(Media(Kind.VIDEO, content), text)

    def send_sticker(self) -> Message:
        return self._send_file(Media(Kind.STICKER, b"sticker"), "")

    def send_location(self, latitude: float = 16.05, longitude: float = 108.2) -> Message:
        return self._send(extra={"location": {"latitude": latitude, "longitude": longitude}})

    def send_contact(self, phone_number: str = "+84900000000") -> Message:
        return self._send(extra={"contact": {"phone_number": phone_number, "first_name": self.user.first_name}})

    def send_album(self, items: Sequence[Media | bytes], text: str = "") -> list[Message]:
        """Several files at once (bytes are photos); the text goes with the first."""
        album = new_album(self.bot)
        media = [item if isinstance(item, Media) else Media(Kind.PHOTO, item) for item in items]
        return [self._send_file(item, "" if at else text, album=album) for at, item in enumerate(media)]

    def _send_file(self, media: Media, text: str, **content: Any) -> Message:
        return self._send(text=caption(text, "", "").text, file=self._kept(media), **content)

    def _kept(self, media: Media) -> StoredFile:
        return self.bot.files.keep(media.kind, media.content, name=media.name, media_type=media.media_type)

    def _send(self, **content: Any) -> Message:
        assert self.chat.standing is Standing.MEMBER, "a blocked bot cannot be written to: start it anew"
        assert not self.user.deactivated, "this account is gone"
        self.bot.chats.setdefault(self.chat_id, self.chat)
        message = self.bot.add_message(self.chat, self.user, **content)
        self.bot.hear(message)
        return message

    def block(self) -> None:
        self.bot.change_standing(self.chat, self.user, Standing.KICKED)

    def unblock(self) -> None:
        self.bot.change_standing(self.chat, self.user, Standing.MEMBER)

    def deactivate(self) -> None:
        """Delete the account; the bot is not told."""
        self.user.deactivated = True
