"""Albums: Telegram sends each photo on its own, people mean one message. And the shelf."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.channels.telegram_reading import Heard
from storage.sessions import Sessions

QUIET_SECONDS: Final = 0.6
_SHELF: Final = "telegram:albums"  # no chat has this name
_NAMES: Final = frozenset(
    {"first_name", "last_name", "username", "title", "sender_user_name", "author_signature", "phone_number"}
)


@dataclass(slots=True, eq=False)
class Album:
    """The parts so far; ``news`` is set when one more has come, ``handled`` tells how it ended."""

    parts: list[Heard]
    news: asyncio.Event = field(default_factory=asyncio.Event)
    handled: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Albums:
    """Gathers the parts until none has come for ``quiet_seconds``."""

    def __init__(self, quiet_seconds: float = QUIET_SECONDS) -> None:
        self._quiet_seconds = quiet_seconds
        self._open: dict[tuple[int, str], Album] = {}

    def join(self, part: Heard) -> tuple[Album, bool]:
        """The album the part belongs to, and whether it is its first."""
        name = (part.chat_id, part.album)
        album = self._open.get(name)
        if album is None:
            self._open[name] = album = Album([part])
            return album, True
        album.parts.append(part)
        album.news.set()
        return album, False

    async def whole(self, album: Album) -> Heard:
        """The album as one message, once it is whole; a part that comes later begins another."""
        try:
            while True:
                album.news.clear()
                async with asyncio.timeout(self._quiet_seconds):
                    await album.news.wait()
        except TimeoutError:
            del self._open[album.parts[0].chat_id, album.parts[0].album]
            return _one(album.parts)


def _one(parts: Sequence[Heard]) -> Heard:
    """In the order in which they were sent. The key names all: with one part more it is another message."""
    sent = sorted(parts, key=lambda part: part.update_ids)
    return replace(
        sent[0],
        update_ids=tuple(number for part in sent for number in part.update_ids),
        key="+".join(part.key for part in sent),
        text="\n".join(part.text for part in sent if part.text),
        uploads=tuple(upload for part in sent for upload in part.uploads),
        parts=tuple(part.part for part in sent),
    )


class Shelf:
    """Updates that were acknowledged before they were dealt with, kept beside the conversations, never on a disk.

    A webhook needs it for parts of an album: Telegram hands out a chat's next update only when the one before is
    acknowledged. Polling needs it for what takes so long that it would hide what is new.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def outlives_a_kill(self) -> bool:
        return self._sessions.outlive_a_kill

    def keep(self, raw: Mapping[str, Any]) -> None:
        """Keep the update, without the names in it."""
        shelf = self._sessions.load(_SHELF)
        shelf.drafts[str(raw["update_id"])] = {kind: _nameless(raw[kind]) for kind in raw if kind != "update_id"}
        self._sessions.save(_SHELF, shelf)

    def waiting(self) -> Sequence[Mapping[str, Any]]:
        """The updates that are kept, in order."""
        kept = self._sessions.load(_SHELF).drafts
        return [{"update_id": int(number), **kept[number]} for number in sorted(kept, key=int)]

    def drop(self, update_ids: Sequence[int]) -> None:
        """They are dealt with."""
        shelf = self._sessions.load(_SHELF)
        left = {number: raw for number, raw in shelf.drafts.items() if int(number) not in update_ids}
        if len(left) == len(shelf.drafts):
            return
        shelf.drafts = left
        self._sessions.save(_SHELF, shelf)


def _nameless(value: Any) -> Any:
    """With nothing in the place of names: whoever reads updates looks for some of them."""
    if isinstance(value, list):
        return [_nameless(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: "" if name in _NAMES else _nameless(each) for name, each in value.items()}
