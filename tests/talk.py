"""A person with a phone: says, taps what is seen, expects. The same script runs in the process and over HTTP."""

import asyncio
import json
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Protocol

from aiohttp import ClientResponse, ClientSession, ClientTimeout, FormData

from bot.app import App
from bot.channels.web_in import account_of
from bot.channels.web_out import new_token
from storage.domain.conversation import Account, Inbound
from storage.sessions import session_key

Event = dict[str, Any]


class Phone(Protocol):
    """How words reach the product and events come back."""

    events: list[Event]

    async def post(
        self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()
    ) -> None: ...
    async def refresh(self) -> None:
        """Fetch the events that have arrived."""
        ...

    async def close_page(self) -> None: ...
    async def open_page(self) -> None: ...


class DirectPhone:
    """Within the process: what the web channel does, without HTTP."""

    def __init__(self, app: App, token: str | None = None) -> None:
        self._app = app
        self.account = account_of(token or new_token())
        self.events: list[Event] = []
        self._stream = app.streams.opened(self.account)
        self._stream.__enter__()

    async def post(self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()) -> None:
        message = Inbound(self.account, key, text=text, choice=choice)
        for reply in await self._app.intake.receive(message, files):
            self._app.streams.push(self.account, reply)

    @property
    def _last_number(self) -> int:
        return self.events[-1]["id"] if self.events else 0

    async def refresh(self) -> None:
        self.events += [
            {**body, "id": number}
            for number, body in self._app.sessions.events_after(session_key(self.account), self._last_number)
        ]

    async def close_page(self) -> None:
        self._stream.__exit__(None, None, None)

    async def open_page(self) -> None:
        self._stream = self._app.streams.opened(self.account)
        self._stream.__enter__()


class HttpPhone:
    """Over HTTP, by the public interface of docs/web-api.md alone."""

    def __init__(self, http: ClientSession, base: str, newest: Callable[[Account], int] = lambda account: 0) -> None:
        """``newest`` says the number of the latest event that the server has for a page."""
        self._http, self._base, self._newest = http, base, newest
        self.token = ""
        self.events: list[Event] = []
        self._listening: asyncio.Task[None] | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def begin(self, invite: str = "") -> ClientResponse:
        body = {"invite": invite} if invite else {}
        response = await self._http.post(f"{self._base}/api/chat", json=body)
        if response.status == 200:
            self.token = (await response.json())["token"]
            await self.open_page()
        return response

    async def post(self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()) -> None:
        response = await self.send(key=key, text=text, choice=choice, files=files)
        assert response.status == 202, await response.text()

    async def send(
        self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()
    ) -> ClientResponse:
        """The bare answer, whatever it is."""
        url = f"{self._base}/api/chat/messages"
        if files:
            form = FormData()
            form.add_field("id", key)
            form.add_field("text", text)
            for content in files:
                form.add_field("file", content, filename="tep")
            return await self._http.post(url, data=form, headers=self.headers)
        body = {"id": key, "choice": choice} if choice else {"id": key, "text": text}
        return await self._http.post(url, json=body, headers=self.headers)

    async def refresh(self) -> None:
        """Until the stream's own task has read what there is; of a page that is closed, nothing comes."""
        newest = self._newest(account_of(self.token)) if self.token else 0
        async with asyncio.timeout(10):
            while self._is_open and (int(self.events[-1]["id"]) if self.events else 0) < newest:
                await asyncio.sleep(0.001)

    @property
    def _is_open(self) -> bool:
        return self._listening is not None and not self._listening.done()

    async def open_page(self) -> None:
        ready = asyncio.Event()
        self._listening = asyncio.create_task(self._listen(ready))
        await ready.wait()

    async def close_page(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with suppress(asyncio.CancelledError):
                await self._listening

    async def _listen(self, ready: asyncio.Event) -> None:
        headers = dict(self.headers)
        if self.events:
            headers["Last-Event-ID"] = self.events[-1]["id"]
        url, forever = f"{self._base}/api/chat/events", ClientTimeout(total=None)
        async with self._http.get(url, headers=headers, timeout=forever) as response:
            assert response.status == 200, await response.text()
            ready.set()
            async for line in response.content:
                if line.startswith(b"data:"):
                    self.events.append(json.loads(line[5:]))


class Talk:
    """A conversation as a script: ``say``, ``tap``, ``expect``, ``expect_silence``."""

    def __init__(self, phone: Phone, settle: Any) -> None:
        self.phone = phone
        self._settle = settle
        self._read = 0

    async def say(self, text: str, *, files: Sequence[bytes] = (), key: str = "") -> None:
        self._read = len(self.phone.events)
        await self.phone.post(key=key or secrets.token_hex(8), text=text, files=files)
        await self._settle()

    async def tap(self, label: str, *, key: str = "") -> None:
        """Press the newest button that shows these words."""
        value = self.value_of(label)
        self._read = len(self.phone.events)
        await self.phone.post(key=key or secrets.token_hex(8), choice=value)
        await self._settle()

    def value_of(self, label: str) -> str:
        for event in reversed(self.phone.events):
            for choice in event["choices"]:
                if label in choice["label"]:
                    return str(choice["value"])
        raise AssertionError(f"no button {label!r} on this phone; it shows {self.labels}")

    @property
    def labels(self) -> list[str]:
        """The buttons of the newest message."""
        return [choice["label"] for choice in self.phone.events[-1]["choices"]] if self.phone.events else []

    @property
    def new(self) -> list[str]:
        """The texts that came since this person last did something."""
        return [event["text"] for event in self.phone.events[self._read :]]

    def expect(self, *parts: str) -> str:
        """Some new message holds all these parts; it is returned."""
        for text in self.new:
            if all(part in text for part in parts):
                return text
        raise AssertionError(f"expected {parts}, got {self.new or 'silence'}")

    def expect_silence(self) -> None:
        assert not self.new, f"expected silence, got {self.new}"

    def expect_no(self, *parts: str) -> None:
        """No message ever shown on this phone holds any of the parts."""
        shown = "\n".join(event["text"] for event in self.phone.events)
        assert not [part for part in parts if part in shown]

    async def settle(self) -> None:
        """Until all that was caused has arrived."""
        await self._settle()

    def listen(self) -> None:
        """From here on, ``new`` counts afresh."""
        self._read = len(self.phone.events)
