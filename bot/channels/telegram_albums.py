"""Albums: Telegram sends each photo on its own, people mean one message."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.channels.telegram_reading import Heard

QUIET_SECONDS: Final = 0.6


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
        not_taken=any(part.not_taken for part in sent),
        parts=tuple(part.part for part in sent),
    )
