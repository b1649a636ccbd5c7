"""People and groups, as a test or a demo moves them: what they send, and what they see of the bot."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from bot.simulators.zalo_state import Chat, Sent, Update

if TYPE_CHECKING:
    from bot.simulators.zalo import ZaloSimulator

_PATIENCE: Final = 10.0  # real seconds
_STICKER_PAGE: Final = "https://stickers.example"


class ChatView:
    """A chat as it is seen on the phone."""

    def __init__(self, simulator: "ZaloSimulator", chat: Chat) -> None:
        self._simulator, self.chat = simulator, chat

    @property
    def chat_id(self) -> str:
        return self.chat.chat_id

    @property
    def messages(self) -> list[Sent]:
        """What the bot sent here and Zalo showed, the oldest first."""
        return [each for each in self.chat.sent if each.delivered]

    @property
    def last(self) -> Sent:
        """The bot's newest message."""
        found = self.messages
        assert found, "the bot has written nothing"
        return found[-1]

    async def until(self, count: int, *, patience: float = _PATIENCE) -> list[Sent]:
        """The bot's messages, as soon as there are so many."""
        await self._simulator.until(lambda: len(self.messages) >= count, patience=patience)
        return self.messages

    async def see(self, wanted: str | Callable[[Sent], bool], *, after: int = 0, patience: float = _PATIENCE) -> Sent:
        """The first of the bot's messages with this text in it, waiting for it; ``after`` so many of them."""
        fits = wanted if callable(wanted) else lambda message: wanted in message.text
        await self._simulator.until(lambda: any(map(fits, self.messages[after:])), patience=patience)
        return next(filter(fits, self.messages[after:]))


class Person(ChatView):
    """Somebody with a chat of their own with the bot, which begins with the first thing they send."""

    async def say(self, text: str, *, message_id: str | None = None) -> str:
        """Write to the bot; the message's id. With the id of an earlier message it is the same one once more."""
        return self._send("text", {"text": text}, message_id)

    async def send_photo(self, content: bytes, caption: str = "", *, message_id: str | None = None) -> str:
        field = self._simulator.behaviour.photo_field
        body = {field: self._simulator.media.keep(content, "jpg")} | ({"caption": caption} if caption else {})
        # The documents, which have "photo", know no message_type.
        body |= {"message_type": "CHAT_PHOTO"} if field == "photo_url" else {}
        return self._send("image", body, message_id)

    async def send_album(self, contents: Sequence[bytes], caption: str = "") -> list[str]:
        """Several photos at once: as many events, the caption with the first."""
        return [await self.send_photo(each, "" if at else caption) for at, each in enumerate(contents)]

    async def send_voice(self, content: bytes) -> str:
        url = self._simulator.media.keep(content, "aac")
        return self._send("voice", {"voice_url": url, "message_type": "CHAT_VOICE"})

    async def send_sticker(self, sticker: str = "4a5b6c") -> str:
        return self._send("sticker", {"sticker": sticker, "url": f"{_STICKER_PAGE}/{sticker}.webp"})

    async def send_file(self, name: str) -> str:
        """Of a file the bot learns nothing, not even this name."""
        assert name, "a file has a name"
        return self.send_unsupported()

    async def send_link(self, url: str) -> str:
        """A link that Zalo turned into a card comes as unsupported."""
        assert url.startswith("http"), "no link"
        return self.send_unsupported()

    def send_unsupported(self) -> str:
        """A file, video, place, contact, link card, or what a protected person wrote."""
        return self._send("unsupported", {})

    def block(self) -> None:
        """The bot is not told."""
        self.chat.blocked = True

    def unblock(self) -> None:
        self.chat.blocked = False

    def _send(self, kind: str, content: dict[str, Any], message_id: str | None = None) -> str:
        return self._simulator.hear(self.chat, self, kind, content, message_id)


class Group(ChatView):
    """The bot hears only what names it, or answers it."""

    async def say(self, person: Person, text: str, *, mention: bool = True) -> str | None:
        """None if the bot does not hear it."""
        if not mention:
            return None
        return self._simulator.hear(self.chat, person, "text", {"text": f"@{self._simulator.bot_name} {text}"})


def update_of(kind: str, chat: Chat, sender: Person, message: dict[str, Any], *, bare: bool) -> Update:
    """The event as Zalo tells of it; ``bare`` without its message."""
    event: dict[str, Any] = {"event_name": f"message.{kind}.received"}
    if bare:
        return Update(event, chat.chat_id, "")
    author = {"id": sender.chat_id, "is_bot": False, "display_name": sender.chat.name}
    place = {"chat_type": chat.kind, "id": chat.chat_id}
    event["message"] = {"chat": place, "from": author, **message}
    return Update(event, chat.chat_id, str(message["message_id"]))


async def wait_for(true: Callable[[], bool], news: Callable[[], asyncio.Event], patience: float) -> None:
    """Until it is true, looking again at every change; at most so many real seconds."""
    async with asyncio.timeout(patience):
        while True:
            changed = news()
            if true():
                return
            await changed.wait()
