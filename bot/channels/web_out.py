"""The web page's way out: replies and notices become events of the account's stream."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from storage.domain.conversation import Account, Reply
from storage.domain.errors import WindowClosed
from storage.sessions import Sessions, session_key

CHANNEL: Final = "web"
FILES_URL: Final = "/api/chat/files/"


@dataclass(slots=True, eq=False)
class OpenPage:
    """One stream of an account. ``is_alive`` asks whether anybody is still at the other end."""

    is_alive: Callable[[], bool]
    news: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False

    def close(self) -> None:
        """End the stream; the page comes back by itself if it still may."""
        self.closed = True
        self.news.set()


class WebStreams:
    """The open pages. An event is kept beside the session first, then pushed: a lost connection misses nothing."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._open: dict[Account, set[OpenPage]] = defaultdict(set)
        self._closed = False
        self.on_open: Callable[[Account], None] = lambda account: None
        self.is_locked: Callable[[Account], Awaitable[bool]] = _is_open

    async def send(self, account: Account, reply: Reply) -> None:
        """To the open page; raises WindowClosed if there is none, or one that has to be signed in anew."""
        if not any(page.is_alive() for page in self._open.get(account, ())) or await self.is_locked(account):
            raise WindowClosed
        self.push(account, reply)

    async def leave(self, account: Account, reply: Reply) -> None:
        if self._sessions.exists(session_key(account)):
            self.push(account, reply)

    def push(self, account: Account, reply: Reply) -> None:
        self._sessions.add_event(session_key(account), _event(reply))
        for page in self._open.get(account, ()):
            page.news.set()

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for account in list(self._open):
            self.end(account)

    def end(self, account: Account) -> None:
        """End the streams of this account."""
        for page in self._open.get(account, ()):
            page.close()

    def end_where(self, is_ended: Callable[[Account], bool]) -> None:
        """End the streams of accounts that are known no more."""
        for account in [each for each in self._open if is_ended(each)]:
            self.end(account)

    @contextmanager
    def opened(self, account: Account, is_alive: Callable[[], bool] = lambda: True) -> Iterator[OpenPage]:
        """While a page of this account is open."""
        page = OpenPage(is_alive)
        self._open[account].add(page)
        self.on_open(account)
        try:
            yield page
        finally:
            self._open[account].discard(page)
            if not self._open[account]:
                del self._open[account]

    async def events(self, account: Account, last_id: str, page: OpenPage) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """(id, body) of every event after ``last_id`` ("" or unknown: the recent ones), until the stream is ended."""
        key = session_key(account)
        last = self._number(key, last_id)
        while not (self._closed or page.closed):
            page.news.clear()
            for number, body in self._sessions.events_after(key, last):
                last = number
                yield str(number), {"id": str(number), **body}
            await page.news.wait()

    def _number(self, key: str, event_id: str) -> int:
        """The number of an event that is still kept; 0, before all others, if there is none of this id."""
        return next((number for number, _ in self._sessions.events_after(key, 0) if str(number) == event_id), 0)


async def _is_open(account: Account) -> bool:
    return False


def _event(reply: Reply) -> dict[str, Any]:
    """``tag`` lets a page show how a notice's choice is typed ("1 K7") apart from those of the last menu."""
    return {
        "tag": reply.tag,
        "replaces": reply.replaces,
        "conceals": reply.conceals,
        "editable": reply.editable,
        "text": reply.text,
        "choices": [{"label": choice.label, "value": choice.value} for choice in reply.choices],
        "files": [{"name": f.name, "type": f.media_type, "url": FILES_URL + f.file_id} for f in reply.files],
    }


def new_token() -> str:
    """A page's token: 192 random bits, known to the page alone."""
    return secrets.token_urlsafe(24)
