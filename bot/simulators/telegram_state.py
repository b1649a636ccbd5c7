"""What the simulated Telegram knows: people, chats, messages, files."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from bot.simulators.telegram_entities import Entity
from bot.simulators.telegram_keyboards import Keyboard

LINK_SECONDS: Final = 3600.0  # how long a path from getFile opens the file


class Kind(StrEnum):
    """Of a file."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"


FOLDERS: Final = {
    Kind.PHOTO: ("photos", ".jpg"),
    Kind.DOCUMENT: ("documents", ""),
    Kind.VOICE: ("voice", ".oga"),
    Kind.VIDEO: ("videos", ".mp4"),
    Kind.STICKER: ("stickers", ".webp"),
}


class Standing(StrEnum):
    """Of a bot in a chat; a person who blocks it has, for Telegram, kicked it out."""

    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True, eq=False)
class User:
    user_id: int
    first_name: str
    is_bot: bool = False
    username: str = ""
    language: str = ""
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    number: int
    file_id: str
    unique_id: str
    kind: Kind
    content: bytes
    name: str = ""
    media_type: str = ""
    seconds: int = 1  # of voice and video
    preview: "StoredFile | None" = None  # the small size of a photo


@dataclass(slots=True, eq=False)
class Chat:
    chat_id: int
    type: str  # private, group, supergroup
    title: str = ""
    user: User | None = None  # of a private chat
    members: dict[int, User] = field(default_factory=dict)
    standing: Standing = Standing.MEMBER
    deleted: bool = False
    upgraded_to: int | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)
    last_id: int = 0

    def visible(self) -> list["Message"]:
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(slots=True, eq=False)
class Message:
    """``text`` is the caption where there is a file."""

    message_id: int
    chat: Chat
    sender: User
    date: int
    text: str = ""
    entities: tuple[Entity, ...] = ()
    file: StoredFile | None = None
    album: str = ""
    keyboard: Keyboard = ()
    reply_to: "Message | None" = None
    extra: Mapping[str, Any] = field(default_factory=dict)  # service messages, link previews, other kinds
    silent: bool = False
    edit_date: int = 0
    deleted: bool = False
    earlier: list[str] = field(default_factory=list)  # texts before edits

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    @property
    def buttons(self) -> tuple[str, ...]:
        """What is written on the inline buttons, row by row."""
        return tuple(button["text"] for row in self.keyboard for button in row)


@dataclass(slots=True, eq=False)
class Press:
    """Of an inline button; ``answer`` is what the bot showed for it."""

    press_id: str
    user: User
    message: Message
    data: str
    at: float
    answered: bool = False
    answer: str = ""
    alert: bool = False


@dataclass(slots=True)
class Files:
    """Those of one bot; another bot's ids open nothing."""

    bot_id: int
    _known: dict[str, StoredFile] = field(default_factory=dict)
    _links: dict[str, tuple[StoredFile, float]] = field(default_factory=dict)

    def keep(self, kind: Kind, content: bytes, *, name: str = "", media_type: str = "", seconds: int = 1) -> StoredFile:
        preview = self._add(kind, content) if kind is Kind.PHOTO else None
        return self._add(kind, content, name=name, media_type=media_type, seconds=seconds, preview=preview)

    def _add(self, kind: Kind, content: bytes, **details: Any) -> StoredFile:
        number = len(self._known)
        seed = f"{self.bot_id}:{number}".encode()
        file_id, unique_id = (_name(seed, size) for size in (48, 12))
        self._known[file_id] = StoredFile(number, file_id, unique_id, kind, content, **details)
        return self._known[file_id]

    def find(self, file_id: str) -> StoredFile | None:
        return self._known.get(file_id)

    def link(self, file: StoredFile, now: float) -> str:
        """The path under which the file can be fetched for an hour. It says the kind, not the name."""
        folder, suffix = FOLDERS[file.kind]
        ending = suffix or (f".{file.name.rpartition('.')[2]}" if "." in file.name else "")
        path = f"{folder}/file_{file.number}{ending}"
        self._links[path] = (file, now + LINK_SECONDS)
        return path

    def open(self, path: str, now: float) -> StoredFile | None:
        file, until = self._links.get(path, (None, 0.0))
        return file if now < until else None


def _name(seed: bytes, size: int) -> str:
    return base64.urlsafe_b64encode(hashlib.blake2b(seed, digest_size=size).digest()).decode()
