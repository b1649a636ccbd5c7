"""Telegram's calls to our webhook. What is not dealt with is not acknowledged, but for what is on the shelf."""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_work import UnderWay
from bot.channels.web_access import public

PATH: Final = "/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram calls, and the secret by which we know it."""

    url: str
    secret: str


class Calls:
    """Hears those that bear the secret, until ``stop``."""

    def __init__(self, webhook: Webhook, shelf: Shelf, under_way: UnderWay) -> None:
        self._secret, self._shelf, self._under_way = webhook.secret.encode(), shelf, under_way
        self._stopped = False

    def routes(self) -> list[web.RouteDef]:
        return [web.post(PATH, self.receive)]

    def stop(self) -> None:
        self._stopped = True

    @public("Telegram, known by its secret; each message is authorised by the conversation")
    async def receive(self, request: web.Request) -> web.Response:
        """200 once the update is dealt with; 500 makes Telegram send it again, and wait with the chat's next ones."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), self._secret):
            raise web.HTTPUnauthorized
        if self._stopped:
            raise web.HTTPServiceUnavailable
        raw = await _update(request)
        if _is_of_album(raw):  # its next part comes only when this one is acknowledged
            self._shelf.keep(raw)
            self._under_way.begin(raw, on_shelf=True)
            return web.Response()
        if not await asyncio.shield(self._under_way.begin(raw, comes_again=True)):
            raise web.HTTPInternalServerError
        return _acknowledgement(raw)


def _acknowledgement(raw: Mapping[str, Any]) -> web.Response:
    """Of a press in private, with the call that lets the button stop turning: it saves a request of our own."""
    match raw:
        case {"callback_query": {"message": {"chat": {"type": str(where)}}}} if where != "private":
            return web.Response()
        case {"callback_query": {"id": str(press_id)}}:
            return web.json_response({"method": "answerCallbackQuery", "callback_query_id": press_id})
    return web.Response()


async def _update(request: web.Request) -> Mapping[str, Any]:
    try:
        raw = await request.json()
    except ValueError:
        raise web.HTTPBadRequest from None
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        raise web.HTTPBadRequest
    return raw


def _is_of_album(raw: Mapping[str, Any]) -> bool:
    message = raw.get("message")
    return isinstance(message, dict) and "media_group_id" in message
