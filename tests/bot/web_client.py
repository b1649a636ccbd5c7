"""A client of the web interface that sends whatever it is told to, sense or nonsense."""

import json
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from aiohttp import ClientSession, ClientTimeout, StreamReader
from multidict import CIMultiDictProxy
from yarl import URL

from tests.talk import Event
from tests.world import World


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    headers: CIMultiDictProxy[str]
    content: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.content)

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"])

    @property
    def message(self) -> str:
        return str(self.body["error"]["message"])


@dataclass(slots=True)
class Client:
    """One conversation, or none yet (``token`` empty)."""

    http: ClientSession
    base: str
    token: str = ""

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """Any request, with the conversation's token if there is one; the path is sent as it stands."""
        own = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers = {**own, **options.pop("headers", {})}
        async with self.http.request(
            method, URL(self.base + path, encoded=True), headers=headers, **options
        ) as response:
            return Answer(response.status, response.headers, await response.read())

    async def begin(self, **body: Any) -> Answer:
        """``invite=`` for the way in; with a token, for the conversation that is open."""
        answer = await self.ask("POST", "/api/chat", json=body)
        if answer.status == 200:
            self.token = answer.body["token"]
        return answer

    async def post(self, *, key: str = "", **body: Any) -> Answer:
        """``text=`` or ``choice=``, under the id ``key`` (default: a random one)."""
        content = json.dumps({"id": key or secrets.token_hex(8), **body}).encode()
        return await self.say(content, "application/json")

    async def say(self, content: bytes, media_type: str) -> Answer:
        """A message as it stands."""
        headers = {"Content-Type": media_type}
        return await self.ask("POST", "/api/chat/messages", data=BytesIO(content), headers=headers)

    @asynccontextmanager
    async def stream(self, last_id: str = "") -> AsyncIterator[AsyncIterator[Event]]:
        """The events as they come, until the server ends the stream."""
        headers = {"Authorization": f"Bearer {self.token}"}
        if last_id:
            headers["Last-Event-ID"] = last_id
        forever = ClientTimeout(total=None)
        async with self.http.get(self.base + "/api/chat/events", headers=headers, timeout=forever) as response:
            assert response.status == 200
            async with aclosing(_events(response.content)) as events:
                yield events

    async def events(self, count: int, last_id: str = "") -> list[Event]:
        """The first ``count`` events of a new stream."""
        async with self.stream(last_id) as stream:
            return [await anext(stream) for _ in range(count)]


async def _events(lines: StreamReader) -> AsyncGenerator[Event]:
    async for line in lines:
        if line.startswith(b"data:"):
            yield json.loads(line[5:])


def client_of(world: World, token: str = "") -> Client:
    assert world.http is not None
    return Client(world.http, world.base, token)
