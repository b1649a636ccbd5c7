"""The line on which we listen to Telegram: one aiogram Bot, its errors made few."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from aiohttp import ClientError

from bot.channels.telegram_reading import ALLOWED_UPDATES

MOST_CONNECTIONS: Final = 40
_MOST_DELETED: Final = 100
BATCH: Final = 100
_ANSWER_SECONDS: Final = 15
_LONGEST_WAIT: Final = 30.0  # seconds for which a chat is held up because Telegram asks for them
_AWAY_SECONDS: Final = 900.0
_PAUSES: Final = (1.0, 2.0, 4.0)

_Result = TypeVar("_Result")


class TokenRefused(Exception):
    """Telegram does not know the token."""


class HeardElsewhere(Exception):
    """Another program listens with the same token: Telegram speaks to one at a time."""


class Away(Exception):
    """No answer that helps, for now. ``wait`` is how many seconds Telegram asked for; ``why`` names nobody."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        self.why, self.wait = why, wait
        super().__init__(why)


class _Updates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates with each update as it came: one that cannot be read must not hide the others."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    limit: int
    allowed_updates: tuple[str, ...] = ALLOWED_UPDATES


class TelegramClient:
    """Raises TokenRefused, HeardElsewhere and Away, and of a method's own errors none."""

    def __init__(
        self,
        token: str,
        base: str,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        # At DEBUG aiogram may show what it sends and gets.
        logging.getLogger("aiogram").setLevel(logging.WARNING)
        api = TelegramAPIServer.from_base(base) if base else PRODUCTION
        self._session = AiohttpSession(api=api)
        self._bot, self._sleep, self._now = Bot(token, session=self._session), sleep, now
        self._deaf = ""
        self._away_since: float | None = None

    async def close(self) -> None:
        # Not Bot's own way, which then sleeps for a quarter of a second.
        await (await self._session.create_session()).close()

    @property
    def trouble(self) -> str:
        """Why nothing is heard, "" where all is well; it needs somebody to look."""
        away = self._away_since is not None and self._now() - self._away_since > _AWAY_SECONDS
        return self._deaf or ("no-answer" if away else "")

    # Updates

    async def updates(self, offset: int | None, seconds: int, limit: int = BATCH) -> Sequence[dict[str, Any]]:
        """The next updates from ``offset`` on, waiting for the first; those before it are confirmed by that."""
        asked = _Updates(offset=offset, timeout=seconds, limit=limit)
        return await self._listened(self._bot(asked, request_timeout=seconds + _ANSWER_SECONDS))

    async def poll_from_now_on(self) -> None:
        """A webhook that was set before must be gone."""
        await self._listened(self._bot.delete_webhook())

    async def call_from_now_on(self, url: str, secret: str) -> None:
        """Updates come to this address, with the secret in a header."""
        call = self._bot.set_webhook(
            url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES), max_connections=MOST_CONNECTIONS
        )
        await self._listened(call)

    async def _listened(self, call: Awaitable[_Result]) -> _Result:
        """The result of a call by which we listen, and how it went."""
        deaf, away = "", False
        try:
            return await _plain(call)
        except TokenRefused:
            deaf = "token-refused"
            raise
        except HeardElsewhere:
            deaf = "heard-elsewhere"
            raise
        except Away:
            away = True
            raise
        finally:
            self._deaf = deaf
            if not away:
                self._away_since = None
            elif self._away_since is None:
                self._away_since = self._now()

    # What goes with an update

    async def fetch(self, file_id: str) -> bytes:
        """A file somebody sent; empty if Telegram will not hand it over (too large, gone).

        It does not wait itself: others would wait with it.
        """
        try:
            found = await self._bot.get_file(file_id)
            content = await self._bot.download_file(found.file_path or "") if found.file_path else None
        except TelegramBadRequest:
            return b""
        except TelegramRetryAfter as error:
            raise Away("too many requests", error.retry_after) from None
        except (AiogramError, ClientError, TimeoutError) as error:  # their texts may hold the address with the token
            raise Away(type(error).__name__) from None
        return content.read() if content is not None else b""

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        """Messages of a private chat, those of the person too; False if Telegram will not: they are two days old."""
        for first in range(0, len(message_ids), _MOST_DELETED):
            if not await self._deleted(chat_id, list(message_ids[first : first + _MOST_DELETED])):
                return False
        return True

    async def _deleted(self, chat_id: int, message_ids: list[int]) -> bool:
        """Tried a few times: who asks again later does not know their numbers any more."""
        for pause in (*_PAUSES, None):
            try:
                return await self._when_allowed(lambda: self._bot.delete_messages(chat_id, message_ids))
            except TelegramBadRequest:
                return False
            except (AiogramError, ClientError) as error:
                if pause is None:
                    raise Away(type(error).__name__) from None
                await self._sleep(pause)
        raise AssertionError

    async def _when_allowed(self, call: Callable[[], Awaitable[_Result]]) -> _Result:
        """The result, after the time that Telegram may ask for if it is short."""
        try:
            return await call()
        except TelegramRetryAfter as error:
            if error.retry_after > _LONGEST_WAIT:
                raise
            await self._sleep(error.retry_after)
            return await call()

    async def answer_press(self, press_id: str, text: str = "") -> None:
        """The button stops turning; of no importance if it is too late for that."""
        try:
            await self._bot.answer_callback_query(press_id, text or None, show_alert=bool(text))
        except (AiogramError, ClientError):
            return

    async def set_commands(
        self, commands: Sequence[tuple[str, str]], language: str = "", chat_id: int | None = None
    ) -> None:
        """The menu of everybody, or of one chat; without a language that of all who have none of their own."""
        scope = BotCommandScopeChat(chat_id=chat_id) if chat_id is not None else BotCommandScopeAllPrivateChats()
        shown = [BotCommand(command=name, description=description) for name, description in commands]
        await _plain(
            self._when_allowed(lambda: self._bot.set_my_commands(shown, scope=scope, language_code=language or None))
        )


async def _plain(call: Awaitable[_Result]) -> _Result:
    try:
        return await call
    except (TelegramUnauthorizedError, TelegramNotFound):  # 404 is what a token of a wrong form gets
        raise TokenRefused from None
    except TelegramConflictError:
        raise HeardElsewhere from None
    except TelegramRetryAfter as error:
        raise Away("too many requests", error.retry_after) from None
    except TelegramBadRequest as error:
        raise Away(error.message) from None
    except (AiogramError, ClientError) as error:  # their texts may hold the address with the token
        raise Away(type(error).__name__) from None
