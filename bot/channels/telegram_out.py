"""Speaking on Telegram: replies and notices through python-telegram-bot's bare Bot, its errors made ours."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from math import inf
from typing import Final, Protocol

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.gate import Gate
from bot.channels.render import Piece, with_buttons
from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.telegram_channel import CHANNEL
from bot.channels.telegram_group_news import Groups
from bot.channels.telegram_request import AiohttpRequest
from bot.charting import OpenFigures, no_figures
from handlers.own_data import is_made_when_opened
from handlers.rounds import round_of_its_own
from storage.domain.conversation import Account, File, Reply
from storage.domain.errors import DeliveryError, NotFound, PermanentDelivery, TransientDelivery
from storage.domain.ports import Store, StoredFile

MAX_TEXT: Final = 4096
_TELEGRAM: Final = "https://api.telegram.org"
_WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4))  # of a reply's later messages
_LONGEST_WAIT: Final = timedelta(seconds=5)  # others wait for their turn meanwhile
_TOKEN_WAIT: Final = timedelta(minutes=5)
_MARKS_KEPT: Final = 100
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

# The library's own switch: times come as timedelta, and it does not warn of the other way at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = logging.getLogger(__name__)
_Send = Callable[[int], Awaitable[Message]]


class Contents(Protocol):
    """Where the files of a reply come from."""

    async def content(self, account: Account, file: File) -> StoredFile:
        """Under the name it shall have; raises NotFound."""
        ...


class StoredContents:
    """Files of cases, and those of numbers, which are made now."""

    def __init__(self, store: Store, figures: OpenFigures = no_figures) -> None:
        self._store, self._figures = store, figures

    async def content(self, account: Account, file: File) -> StoredFile:
        if is_made_when_opened(file.file_id):
            return await self._figures(account, file.file_id)
        return await self.of_case(file)

    async def of_case(self, file: File) -> StoredFile:
        """A file of a case, named after it. Raises NotFound."""
        async with self._store.reading() as reads:
            case_id, stored = await reads.cases.file(file.file_id.partition(".")[0])
            case = await reads.cases.get_by_id(case_id)
        return replace(stored, name=f"{case.ref}-{stored.name}")


class TelegramSender:
    """``ports.Sender`` of private chats: texts are sent anew, never forwarded, and files come from our own store."""

    def __init__(self, token: str, base: str, contents: Contents, gate: Gate) -> None:
        # At DEBUG it shows whole messages, and an ERROR may hold Telegram's answer.
        logging.getLogger("telegram").setLevel(logging.CRITICAL)
        self._contents, self._gate, self._buttons = contents, gate, ButtonMarks(token)
        self._groups: Groups | None = None
        self._marked: dict[tuple[str, str], tuple[int, Piece]] = {}
        self.token_refused = False
        self._line = AiohttpRequest()
        # Never initialised: that would ask Telegram who we are, and the page must start without Telegram, too.
        self._bot = Bot(token, f"{base or _TELEGRAM}/bot", request=self._line, get_updates_request=self._line)

    def follow(self, groups: Groups) -> None:
        """What is learned of groups while speaking to them goes there."""
        self._groups = groups

    async def close(self) -> None:
        await self._line.shutdown()

    async def send(self, account: Account, reply: Reply) -> None:
        """As ``speak``."""
        await self.speak(account, reply)

    async def speak(self, account: Account, reply: Reply) -> Sequence[int]:
        """All messages of the reply, in order; their numbers. Once the first has arrived, the others are waited for.

        To begin anew would repeat what the person has read, and might never come further.
        """
        if reply.replaces:
            return [await self._replaced(account, reply)]
        files = [self._file(content) for content in await self._found(account, reply.files)]
        if int(account.key) < 0:  # what is typed in a group the bot does not hear
            reply = replace(reply, tag="")
        texts = [self._text(piece) for piece in with_buttons(reply, MAX_TEXT)]
        first, *others = all_of_it = texts + files
        numbers = [await self._sent(first, int(account.key), messages=len(all_of_it))]
        numbers += [await self._sent_patiently(other, int(account.key)) for other in others]
        return numbers

    async def _replaced(self, account: Account, reply: Reply) -> int:
        """The message with the same mark is changed; where there is none (any more) a new one is sent."""
        mark, chat_id = (account.key, reply.replaces), int(account.key)
        piece = with_buttons(reply, MAX_TEXT)[-1]
        number, shown = self._marked.get(mark, (0, None))  # kept until it has gone: what fails is tried again on it
        if shown != piece:  # Telegram refuses to change nothing
            number = (
                await self._changed(piece, number, chat_id) if number else await self._sent(self._text(piece), chat_id)
            )
        self._marked.pop(mark, None)
        self._marked[mark] = number, piece  # the latest is the last to be forgotten
        while len(self._marked) > _MARKS_KEPT:
            del self._marked[next(iter(self._marked))]
        return number

    async def _changed(self, piece: Piece, number: int, chat_id: int) -> int:
        try:
            return await self._sent(self._edit(piece, number), chat_id)
        except _ReadsSo:
            return number
        except PermanentDelivery:  # deleted meanwhile
            return await self._sent(self._text(piece), chat_id)

    async def leave(self, account: Account, reply: Reply) -> None:
        """Nothing is ever left: Telegram itself keeps what was sent."""

    async def _sent(
        self, send: _Send, chat_id: int, patience: float = _LONGEST_WAIT.total_seconds(), messages: int = 1
    ) -> int:
        """The number of the message, the first of so many.

        A chat that may not get them all for longer than ``patience`` is left to the caller.
        """
        try:
            async with self._gate.turn(chat_id, patience, messages):
                await round_of_its_own()
                number = (await send(chat_id)).message_id
        except _NoPicture as refused:
            return await self._sent(refused.instead, chat_id, patience, messages)
        except ChatMigrated as error:
            if self._groups is not None:
                await self._groups.moved(_account(chat_id), _account(error.new_chat_id))
            return await self._sent(send, error.new_chat_id, patience, messages)
        except TelegramError as error:  # its text may hold the address with the token
            if chat_id < 0 and isinstance(error, Forbidden) and self._groups is not None:
                await self._groups.lost(_account(chat_id))
            if isinstance(error, RetryAfter):
                self._gate.refused(_wait_of(error).total_seconds())
            self.token_refused = isinstance(error, InvalidToken)
            raise as_delivery_error(error) from None
        self.token_refused = False
        return number

    async def _sent_patiently(self, send: _Send, chat_id: int) -> int:
        for wait in _WAITS:
            try:
                return await self._sent(send, chat_id, inf)
            except TransientDelivery as error:
                if (error.retry_after or wait) > _LONGEST_WAIT:
                    raise
                await asyncio.sleep((error.retry_after or wait).total_seconds())
        return await self._sent(send, chat_id, inf)

    async def _found(self, account: Account, files: Sequence[File]) -> Sequence[StoredFile]:
        """The files that are still there."""
        found = []
        for file in files:
            try:
                found.append(await self._contents.content(account, file))
            except NotFound:  # erased since
                continue
        return found

    def _text(self, piece: Piece) -> _Send:
        async def send(chat_id: int) -> Message:
            return await self._bot.send_message(
                chat_id, piece.text, reply_markup=self._keyboard(piece, chat_id), link_preview_options=_NO_PREVIEW
            )

        return send

    def _edit(self, piece: Piece, number: int) -> _Send:
        async def send(chat_id: int) -> Message:
            try:
                changed = await self._bot.edit_message_text(
                    piece.text,
                    chat_id,
                    number,
                    reply_markup=self._keyboard(piece, chat_id),
                    link_preview_options=_NO_PREVIEW,
                )
            except BadRequest as error:
                if "not modified" not in error.message.lower():
                    raise
                raise _ReadsSo from None
            assert isinstance(changed, Message)  # "True" is said of messages sent through others' chats only
            return changed

        return send

    def _keyboard(self, piece: Piece, chat_id: int) -> InlineKeyboardMarkup | None:
        """The buttons, each with the mark by which its press is known to be of this chat."""
        rows = [
            [InlineKeyboardButton(each.label, callback_data=self._buttons.marked(each.value, chat_id)) for each in row]
            for row in piece.rows
        ]
        return InlineKeyboardMarkup(rows) if rows else None

    def _file(self, file: StoredFile) -> _Send:
        """A picture to be seen at once; one that Telegram does not like as such, and the rest, as a document."""

        async def document(chat_id: int) -> Message:
            return await self._bot.send_document(chat_id, InputFile(file.content, file.name))

        async def picture(chat_id: int) -> Message:
            try:
                return await self._bot.send_photo(chat_id, InputFile(file.content, file.name))
            except BadRequest as error:
                if _is_gone(error):
                    raise
                raise _NoPicture(document) from None

        return picture if file.media_type.startswith("image/") else document


class _NoPicture(Exception):
    """Telegram does not like it as such. To be sent ``instead``, as a message that takes its own turn."""

    def __init__(self, instead: _Send) -> None:
        self.instead = instead
        super().__init__()


class _ReadsSo(Exception):
    """The message reads so already: the answer to an earlier try was lost."""


def messages_of(reply: Reply) -> int:
    """How many messages Telegram gets of it, at the most."""
    return len(with_buttons(reply, MAX_TEXT)) + len(reply.files)


def _account(chat_id: int) -> Account:
    return Account(CHANNEL, str(chat_id))


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
