"""The web page's way out: replies and notices become events of the account's stream."""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from handlers.engine import session_key
from storage.domain.conversation import Account, Reply
from storage.domain.errors import WindowClosed
from storage.sessions import Sessions

CHANNEL: Final = "web"
FILES_URL: Final = "/api/chat/files/"


class WebStreams:
    """The open pages. An event is kept beside the session first, then pushed: a lost connection misses nothing."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._open: dict[Account, set[asyncio.Event]] = defaultdict(set)
        self._closed = False
        self.on_open: Callable[[Account], None] = lambda account: None
        # Event numbers begin anew when the sessions are lost; the prefix tells a page that they did.
        self._prefix = sessions.identity()

    async def send(self, account: Account, reply: Reply) -> None:
        """To the open page; raises WindowClosed if there is none."""
        if not self._open.get(account):
            raise WindowClosed
        self.push(account, reply)

    async def leave(self, account: Account, reply: Reply) -> None:
        if self._sessions.exists(session_key(account)):
            self.push(account, reply)

    def push(self, account: Account, reply: Reply) -> None:
        self._sessions.add_event(session_key(account), _event(reply))
        for waiting in self._open.get(account, ()):
            waiting.set()

    def close(self) -> None:
        """End every stream; the pages come back by themselves."""
        self._closed = True
        for waiting in [event for events in self._open.values() for event in events]:
            waiting.set()

    @contextmanager
    def opened(self, account: Account) -> Iterator[asyncio.Event]:
        """While a page of this account is open; the event is set whenever there is something new."""
        news = asyncio.Event()
        self._open[account].add(news)
        self.on_open(account)
        try:
            yield news
        finally:
            self._open[account].discard(news)
            if not self._open[account]:
                del self._open[account]

    async def events(
        self, account: Account, last_id: str, news: asyncio.Event
    ) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """(id, body) of every event after ``last_id`` ("" or unknown: the recent ones), until the server stops."""
        prefix, _, number = last_id.partition("-")
        last = int(number) if prefix == self._prefix and number.isdigit() else 0
        while not self._closed:
            news.clear()
            for number_of, body in self._sessions.events_after(session_key(account), last):
                last = number_of
                event_id = f"{self._prefix}-{last}"
                yield event_id, {"id": event_id, **body}
            await news.wait()


def _event(reply: Reply) -> dict[str, Any]:
    """``tag`` lets a page show how a notice's choice is typed ("1 K7") apart from those of the last menu."""
    return {
        "tag": reply.tag,
        "text": reply.text,
        "choices": [{"label": choice.label, "value": choice.value} for choice in reply.choices],
        "files": [{"name": f.name, "type": f.media_type, "url": FILES_URL + f.file_id} for f in reply.files],
    }


def new_token() -> str:
    """A page's token: 192 random bits, known to the page alone."""
    return secrets.token_urlsafe(24)
