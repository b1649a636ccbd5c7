"""The demo's four phones as chats on a simulated messenger: a page shows one of its chats, and sends what is typed."""

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from aiohttp import web

from bot.channels.web_access import public
from bot.channels.web_demo import refuse_others
from bot.channels.web_pages import Pages
from handlers.texts.catalog import DEFAULT_LANGUAGE, say

_LONGEST: Final = 2000  # what Zalo itself takes
_LONGEST_BODY: Final = 16 * 1024


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the phone shows it."""

    id: int
    bot: bool
    text: str
    buttons: tuple[str, ...] = ()


class MessengerPhones(ABC):
    """``source`` makes a phone; its page asks for the messages, sends what is typed, and presses buttons."""

    def __init__(self, channel: str) -> None:
        self._chats, self._pages = f"/demo/{channel}", Pages()
        self._name = say(DEFAULT_LANGUAGE, "demo-messenger", channel=channel.title())

    @abstractmethod
    async def begin(self, name: str, code: str) -> str:
        """The chat of a new phone, whose owner has just come with this invite code."""

    @abstractmethod
    def shown(self, chat: str) -> Sequence[Shown]:
        """All of the chat, the oldest first; raises LookupError if there is no such chat."""

    @abstractmethod
    async def say(self, chat: str, text: str) -> None: ...

    @abstractmethod
    async def press(self, chat: str, message: int, label: str) -> None:
        """Raises LookupError if there is no such button."""

    async def source(self, name: str, code: str) -> str:
        """The address of a new phone."""
        return f"{self._chats}/{await self.begin(name, code)}"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(self._chats + "/{chat}", self.page),
            web.get(self._chats + "/{chat}/messages", self.messages),
            web.post(self._chats + "/{chat}/messages", self.write),
        ]

    @public("the demo, on loopback only")
    async def page(self, request: web.Request) -> web.Response:
        self._messages_of(request)
        return self._pages.page("messenger.html", {"name": self._name})

    @public("the demo, on loopback only")
    async def messages(self, request: web.Request) -> web.Response:
        return web.json_response([asdict(message) for message in self._messages_of(request)])

    @public("the demo, on loopback only")
    async def write(self, request: web.Request) -> web.Response:
        """{"text": …}, or {"press": label, "on": message}."""
        self._messages_of(request)
        chat, body = request.match_info["chat"], _object(await request.content.read(_LONGEST_BODY))
        match body:
            case {"text": str(text)} if 0 < len(text) <= _LONGEST:
                await self.say(chat, text)
            case {"press": str(label), "on": int(message)}:
                try:
                    await self.press(chat, message, label)
                except LookupError:
                    raise web.HTTPBadRequest from None
            case _:
                raise web.HTTPBadRequest
        return web.json_response({}, status=202)

    def _messages_of(self, request: web.Request) -> Sequence[Shown]:
        refuse_others(request)
        try:
            return self.shown(request.match_info["chat"])
        except LookupError:
            raise web.HTTPNotFound from None


def _object(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise web.HTTPBadRequest from None
