"""Speaking on Telegram: replies and notices through python-telegram-bot's bare Bot, its errors made ours."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.gate import Gate
from bot.channels.render import Piece, with_buttons
from bot.channels.telegram_request import AiohttpRequest
from bot.charting import OpenFigures, no_figures
from handlers.figure_files import is_figure_file
from storage.domain.conversation import Account, File, Reply
from storage.domain.errors import DeliveryError, NotFound, PermanentDelivery, TransientDelivery
from storage.domain.ports import Store

MAX_TEXT: Final = 4096
_TELEGRAM: Final = "https://api.telegram.org"
_WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4))  # of a reply's later messages
_LONGEST_WAIT: Final = timedelta(seconds=5)  # others wait for their turn meanwhile
_TOKEN_WAIT: Final = timedelta(minutes=5)
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

# The library's own switch: times come as timedelta, and it does not warn of the other way at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = logging.getLogger(__name__)
_Send = Callable[[int], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _Content:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


class TelegramSender:
    """``ports.Sender`` of private chats: texts are sent anew, never forwarded, and files come from our own store."""

    def __init__(self, token: str, base: str, store: Store, gate: Gate, *, figures: OpenFigures = no_figures) -> None:
        # At DEBUG it shows whole messages, and an ERROR may hold Telegram's answer.
        logging.getLogger("telegram").setLevel(logging.CRITICAL)
        self._store, self._figures = store, figures
        self._gate = gate
        self._line = AiohttpRequest()
        # Never initialised: that would ask Telegram who we are, and the page must start without Telegram, too.
        self._bot = Bot(token, f"{base or _TELEGRAM}/bot", request=self._line, get_updates_request=self._line)

    async def close(self) -> None:
        await self._line.shutdown()

    async def send(self, account: Account, reply: Reply) -> None:
        """All messages of the reply, in order. Once the first has arrived, the others are waited for a little.

        To begin anew would repeat what the person has read, and might never come further.
        """
        files = [self._file(content) for content in await self._contents(account, reply.files)]
        texts = [self._text(piece) for piece in with_buttons(reply, MAX_TEXT)]
        first, *others = texts + files
        await self._sent(first, int(account.key))
        for other in others:
            await self._sent_patiently(other, int(account.key))

    async def leave(self, account: Account, reply: Reply) -> None:
        """Nothing is ever left: Telegram itself keeps what was sent."""

    async def _sent(self, send: _Send, chat_id: int) -> None:
        await self._gate.turn(chat_id)
        try:
            await send(chat_id)
        except ChatMigrated as error:
            await self._sent(send, error.new_chat_id)
        except TelegramError as error:  # its text may hold the address with the token
            if isinstance(error, RetryAfter):
                self._gate.refused(_wait_of(error).total_seconds())
            raise as_delivery_error(error) from None

    async def _sent_patiently(self, send: _Send, chat_id: int) -> None:
        for wait in _WAITS:
            try:
                return await self._sent(send, chat_id)
            except TransientDelivery as error:
                if (error.retry_after or wait) > _LONGEST_WAIT:
                    raise
                await asyncio.sleep((error.retry_after or wait).total_seconds())
        return await self._sent(send, chat_id)

    async def _contents(self, account: Account, files: Sequence[File]) -> Sequence[_Content]:
        """The files that are still there."""
        found = []
        for file in files:
            try:
                found.append(await self._content(account, file))
            except NotFound:  # erased since
                continue
        return found

    async def _content(self, account: Account, file: File) -> _Content:
        """A file of a case, named after it, or one of numbers, made now. Raises NotFound."""
        if is_figure_file(file.file_id):
            made = await self._figures(account, file.file_id)
            return _Content(made.name, made.media_type, made.content)
        async with self._store.reading() as reads:
            case_id, stored = await reads.cases.file(file.file_id.partition(".")[0])
            case = await reads.cases.get_by_id(case_id)
        return _Content(f"{case.ref}-{stored.name}", stored.media_type, stored.content)

    def _text(self, piece: Piece) -> _Send:
        rows = [[InlineKeyboardButton(each.label, callback_data=each.value) for each in row] for row in piece.rows]
        keyboard = InlineKeyboardMarkup(rows) if rows else None

        async def send(chat_id: int) -> Any:
            return await self._bot.send_message(
                chat_id, piece.text, reply_markup=keyboard, link_preview_options=_NO_PREVIEW
            )

        return send

    def _file(self, file: _Content) -> _Send:
        """A picture to be seen at once; one that Telegram does not like as such, and the rest, as a document."""

        async def send(chat_id: int) -> Any:
            content = InputFile(file.content, file.name)
            if file.media_type.startswith("image/"):
                try:
                    return await self._bot.send_photo(chat_id, content)
                except BadRequest as error:
                    if _is_gone(error):
                        raise
            return await self._bot.send_document(chat_id, content)

        return send


def as_delivery_error(error: TelegramError) -> DeliveryError:
    """What becomes of a message that met this error. Whatever is not known to be final is tried again."""
    match error:
        case RetryAfter():
            return TransientDelivery(_wait_of(error))
        case Forbidden():
            return PermanentDelivery("blocked" if "blocked" in error.message.lower() else "gone")
        case BadRequest() if _is_gone(error):
            return PermanentDelivery("gone")
        case BadRequest():
            log.error("Telegram refuses a message as it is")
            return PermanentDelivery("refused")
        case InvalidToken():
            log.error("Telegram refuses TELEGRAM_TOKEN: what is to be sent there waits")
            return TransientDelivery(_TOKEN_WAIT)
        case _:  # no answer, or one of 5xx: it may have arrived all the same
            return TransientDelivery()


def _wait_of(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _is_gone(error: BadRequest) -> bool:
    return any(words in error.message.lower() for words in ("chat not found", "user not found", "peer_id_invalid"))
