"""The demo's four phones as chats on Zalo: a simulator in this process, and a page that shows one of its chats."""

import json
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.channels.web_demo import refuse_others
from bot.channels.web_pages import Pages
from storage.domain.conversation import MAX_CHOICE_VALUE

if TYPE_CHECKING:
    from bot.simulators.zalo import ZaloSimulator
    from bot.simulators.zalo_people import Person

_CHATS: Final = "/demo/zalo"
_LONGEST: Final = 2000  # what Zalo itself takes
_LONGEST_BODY: Final = 16 * 1024


class ZaloPhones:
    """``source`` makes a phone; its page asks for the messages, and sends what is typed."""

    def __init__(self, simulator: "ZaloSimulator") -> None:
        self._simulator, self._pages = simulator, Pages()

    async def source(self, name: str, code: str) -> str:
        """The address of a new phone, whose owner has just typed this invite code."""
        person = self._simulator.person(name[:MAX_CHOICE_VALUE])
        await person.say(f"start {code}")
        return f"{_CHATS}/{person.chat_id}"

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get(_CHATS + "/{chat}", self.page),
            web.get(_CHATS + "/{chat}/messages", self.messages),
            web.post(_CHATS + "/{chat}/messages", self.write),
        ]

    async def page(self, request: web.Request) -> web.Response:
        self._person(request)
        return self._pages.page("zalo.html", {})

    async def messages(self, request: web.Request) -> web.Response:
        """All of the chat, the oldest first."""
        chat = self._person(request).chat
        lines = [(each.at, False, each.text) for each in chat.said]
        lines += [(each.at, True, each.text or each.photo or "") for each in chat.sent]
        found = sorted(lines, key=lambda line: line[0])
        return web.json_response([{"bot": is_bot, "text": text} for _, is_bot, text in found])

    async def write(self, request: web.Request) -> web.Response:
        person = self._person(request)
        raw = await request.content.read(_LONGEST_BODY)
        try:
            text = json.loads(raw)["text"]
        except (ValueError, LookupError, TypeError):
            raise web.HTTPBadRequest from None
        if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
            raise web.HTTPBadRequest
        await person.say(text)
        return web.json_response({}, status=202)

    def _person(self, request: web.Request) -> "Person":
        refuse_others(request)
        person = self._simulator.people.get(request.match_info["chat"])
        if person is None:
            raise web.HTTPNotFound
        return person
