"""The line to Zalo's Bot Platform: its eleven methods over httpx, its many ways to say no made few.

The token stands in every address. So no address is logged, httpx is kept quiet, and what httpx raises never leaves.
"""

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

import httpx

ZALO: Final = "https://bot-api.zaloplatforms.com"
_ANSWER_SECONDS: Final = 10.0
_PHOTO_SECONDS: Final = 60.0  # Zalo fetches the picture before it answers
_POLL_EXTRA_SECONDS: Final = 10.0
_LONGEST_ANSWER: Final = 2**20  # bytes
_LONGEST_WHY: Final = 120
_BUSY: Final = 429
# 403 is documented as "internal server error".
_PASSING: Final = 403


class ZaloError(Exception):
    """Zalo did not do what it was asked. ``why`` names nobody and holds no address."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Away(ZaloError):
    """No answer that helps, for now; what was to be sent may have arrived all the same."""


class Busy(ZaloError):
    """429: the month's messages are used up, or too many came at once. Zalo does not say which, nor for how long."""


class TokenRefused(ZaloError):
    """Zalo does not know the token."""


class Rejected(ZaloError):
    """This call, as it is, will never succeed."""

    def __init__(self, code: int, why: str) -> None:
        self.code = code
        super().__init__(why)


class ZaloClient:
    """Every method raises Away, Busy, TokenRefused or Rejected."""

    def __init__(self, token: str, base: str = "") -> None:
        # At INFO httpx shows the address of every request.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        self._address = f"{base or ZALO}/bot{token}/"
        self._http = httpx.AsyncClient(timeout=_ANSWER_SECONDS)

    async def close(self) -> None:
        await self._http.aclose()

    async def get_me(self) -> Mapping[str, Any]:
        return await self._call("getMe")

    # Updates

    async def get_updates(self, seconds: int) -> Sequence[Mapping[str, Any]]:
        """What comes within these seconds: at most one update, as far as is known. It cannot be asked for again."""
        try:
            result = await self._ask("getUpdates", {"timeout": seconds}, seconds + _POLL_EXTRA_SECONDS)
        except _Idle:
            return []
        return updates_in(result)

    async def set_webhook(self, url: str, secret: str) -> Mapping[str, Any]:
        return await self._call("setWebhook", url=url, secret_token=secret)

    async def webhook_url(self) -> str:
        """Where updates are sent now (getWebhookInfo); empty if nowhere."""
        try:
            return str((await self._call("getWebhookInfo")).get("url") or "")
        except Rejected as error:
            if error.code != 404:
                raise
            return ""

    async def delete_webhook(self) -> None:
        await self._call("deleteWebhook")

    async def test_webhook(self) -> Mapping[str, Any]:
        """Zalo calls the webhook and tells how that went; a few times a day only."""
        return await self._call("testWebhook")

    # Messages; the id of the new one

    async def send_message(self, chat_id: str, text: str) -> str:
        """Plain: no sign in the text is taken for formatting."""
        return await self._sent("sendMessage", chat_id, text=text)

    async def send_photo(self, chat_id: str, url: str, caption: str = "") -> str:
        """Zalo fetches the picture from this address, more than once."""
        told = {"caption": caption} if caption else {}
        return await self._sent("sendPhoto", chat_id, _PHOTO_SECONDS, photo=url, **told)

    async def send_voice(self, chat_id: str, url: str) -> str:
        """An address that ends in ``.aac``; private chats only."""
        return await self._sent("sendVoice", chat_id, _PHOTO_SECONDS, voice_url=url)

    async def send_sticker(self, chat_id: str, sticker: str) -> str:
        return await self._sent("sendSticker", chat_id, sticker=sticker)

    async def send_typing(self, chat_id: str) -> None:
        await self._ask("sendChatAction", {"chat_id": chat_id, "action": "typing"}, _ANSWER_SECONDS)

    # How a call goes

    async def _sent(self, method: str, chat_id: str, seconds: float = _ANSWER_SECONDS, **values: str) -> str:
        result = await self._ask(method, {"chat_id": chat_id, **values}, seconds)
        return str(result.get("message_id") or "") if isinstance(result, dict) else ""

    async def _call(self, method: str, **values: str) -> Mapping[str, Any]:
        result = await self._ask(method, values, _ANSWER_SECONDS)
        return result if isinstance(result, dict) else {}

    async def _ask(self, method: str, values: Mapping[str, Any], seconds: float) -> object:
        status, body = await self._post(method, values, seconds)
        answer = _object(body)
        if answer is None:  # a gateway's page
            raise Busy("a page instead of an answer") if status == _BUSY else Away(f"no JSON, status {status}")
        if answer.get("ok") is True:
            return answer.get("result")
        raise _error(_code(answer, status), str(answer.get("description") or ""))

    async def _post(self, method: str, values: Mapping[str, Any], seconds: float) -> tuple[int, bytes]:
        """Status and body. What httpx raises holds the address, so ours is raised outside of its ``except``."""
        body = bytearray()
        try:
            async with (
                asyncio.timeout(seconds),  # httpx bounds each step, but not how many there are
                self._http.stream("POST", self._address + method, json=values, timeout=seconds) as response,
            ):
                async for piece in response.aiter_bytes():
                    body += piece
                    if len(body) > _LONGEST_ANSWER:
                        break
                return response.status_code, bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
            why = type(error).__name__
        raise Away(why)


class _Idle(Away):
    """408: nothing came while it was waited for."""


def updates_in(body: object) -> Sequence[Mapping[str, Any]]:
    """The updates in what Zalo hands out: one or several, bare or wrapped in ``{"ok", "result"}``."""
    if isinstance(body, dict) and isinstance(body.get("result"), dict | list):
        body = body["result"]
    found = body if isinstance(body, list) else [body]
    return [update for update in found if isinstance(update, dict) and update.get("event_name")]


def _object(body: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _code(answer: Mapping[str, Any], status: int) -> int:
    """Zalo's code, under either name and as number or text; the status of HTTP where there is none."""
    for name in ("error_code", "errorCode"):
        if str(answer.get(name) or "").isdecimal():
            return int(str(answer[name]))
    return status


def _error(code: int, why: str) -> ZaloError:
    why = f"{code} {why[:_LONGEST_WHY]}".strip()
    if code == 401:
        return TokenRefused(why)
    if code == _BUSY:
        return Busy(why)
    if code == 408:
        return _Idle(why)
    if code == _PASSING or code >= 500:
        return Away(why)
    return Rejected(code, why)
