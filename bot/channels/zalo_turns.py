"""From what was heard to turns: in order within a chat, files fetched, numbers that mean nothing told, answers sent."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.channels.zalo_client import ZaloError
from bot.channels.zalo_media import MediaLost
from bot.channels.zalo_names import CHANNEL
from bot.channels.zalo_out import Interrupted, ZaloSender
from bot.channels.zalo_reading import Heard
from bot.channels.zalo_shelf import Shelf
from bot.intake import TurnFailed
from handlers import matching
from storage.domain.conversation import Account, Choice, Inbound, Reply
from storage.domain.errors import DeliveryError, TransientDelivery
from storage.files import MAX_FILE_BYTES
from storage.sessions import Session, Sessions, session_key

_NUMBER: Final = re.compile(r"(\d{1,2})[.)]?")
_REPLY_TRIES: Final = 2  # it may have arrived the first time
_FIRST_WAIT: Final = 0.5
_PATIENCE: Final = timedelta(seconds=30)

log = logging.getLogger(__name__)
# What ``Intake.receive`` is.
Receive = Callable[[Inbound, Sequence[bytes]], Awaitable[Sequence[Reply]]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files of a message, and the text keys of what to say about those that could not be had."""

    contents: tuple[bytes, ...]
    lost: tuple[str, ...]


class Turns:
    """``fetch`` raises MediaLost; ``typing`` shows in a chat that something happens, and raises ZaloError.

    ``upload_link`` makes an address where this account can hand in a file, empty if there is none.
    """

    def __init__(
        self,
        *,
        fetch: Callable[[str], Awaitable[bytes]],
        typing: Callable[[str], Awaitable[None]],
        receive: Receive,
        sender: ZaloSender,
        sessions: Sessions,
        shelf: Shelf,
        upload_link: Callable[[Account], str],
        today: Callable[[], date],
    ) -> None:
        self._fetch, self._typing, self._receive, self._sender = fetch, typing, receive, sender
        self._sessions, self._shelf, self._upload_link, self._today = sessions, shelf, upload_link, today
        self._groups_told: dict[str, date] = {}

    async def turn(self, heard: Heard) -> Sequence[Reply]:
        """The replies. When this returns, all that was caused is committed."""
        account = account_of(heard.chat_id)
        if not heard.is_private:
            return self._decline_group(heard, account)
        notes = [self._not_taken(account)] if heard.not_taken else []
        if not (heard.text or heard.media):
            return notes
        fetched = await self._fetched(heard)
        notes += [Reply(self._sender.words(account)(key)) for key in fetched.lost]
        if not (heard.text or fetched.contents):
            return notes
        said = self._as_meant(Inbound(account, heard.key, text=heard.text))
        if isinstance(said, Inbound):
            return [*notes, *self._old_menu(said), *await self._received(said, fetched.contents)]
        return [*notes, *said]

    async def _received(self, said: Inbound, contents: Sequence[bytes]) -> Sequence[Reply]:
        replies = await self._receive(said, contents)
        if not self._is_repeat(said):  # were it one, it would be tried afresh
            raise TurnFailed(replies)
        return replies

    async def take_files(self, message: Inbound, contents: Sequence[bytes]) -> None:
        """Files that came by the upload page; what is said to them goes into the chat."""
        await self.answer(message.account.key, await self._receive(message, contents))

    async def answer(self, chat_id: str, replies: Sequence[Reply]) -> None:
        """Send the replies, and first those that are still owed. What cannot be sent now is owed; never raises."""
        replies = [*self._shelf.owed(chat_id), *replies]
        if not replies:
            return
        rest: Sequence[Reply] = ()
        try:
            await self._sent(account_of(chat_id), replies)
        except TransientDelivery as error:
            rest = error.rest if isinstance(error, Interrupted) else replies
            log.warning("replies wait until Zalo takes them")
        except DeliveryError as error:
            log.info("a reply could not be delivered error=%s", type(error).__name__)
        self._shelf.owe(chat_id, rest)  # only now: a kill on the way says them twice, and loses none

    async def give_up(self, chat_id: str, said: Sequence[Reply]) -> None:
        """Tell the person that their message could not be read, or what is ``said`` of it."""
        await self.answer(chat_id, said or [Reply(self._sender.words(account_of(chat_id))("zalo-given-up"))])

    async def _sent(self, account: Account, replies: Sequence[Reply]) -> None:
        for attempt in range(_REPLY_TRIES - 1):
            try:
                return await self._sender.answer(account, replies)
            except TransientDelivery as error:
                is_long = error.retry_after is not None and error.retry_after > _PATIENCE
                if is_long or isinstance(error, Interrupted):
                    raise
                wait = error.retry_after.total_seconds() if error.retry_after else _FIRST_WAIT * 2**attempt
                await asyncio.sleep(wait)
        return await self._sender.answer(account, replies)

    # Files

    async def _fetched(self, heard: Heard) -> Fetched:
        if not heard.media:
            return Fetched((), ())
        with suppress(ZaloError):  # seconds may pass: the person sees that something happens
            await self._typing(heard.chat_id)
        contents, lost = [], []
        for url in heard.media:
            try:
                content = await self._fetch(url)
            except MediaLost:
                lost.append("zalo-media-lost")
                continue
            if len(content) > MAX_FILE_BYTES:
                lost.append("error-file-too-large")
            else:
                contents.append(content)
        return Fetched(tuple(contents), tuple(dict.fromkeys(lost)))

    def _not_taken(self, account: Account) -> Reply:
        """What came through Zalo as nothing: say what to do instead."""
        say, link = self._sender.words(account), self._upload_link(account)
        return Reply(say("zalo-not-taken-link", link=link) if link else say("zalo-not-taken"))

    def _decline_group(self, heard: Heard, account: Account) -> Sequence[Reply]:
        """One sentence a day."""
        if self._groups_told.get(heard.chat_id) == self._today():
            return ()
        self._groups_told[heard.chat_id] = self._today()
        return [Reply(self._sender.words(account)("zalo-group"))]

    # Words and numbers that stand for nothing, or for several things

    def _as_meant(self, said: Inbound) -> Inbound | Sequence[Reply]:
        """The message, or what to say where it cannot be taken for what it looks like."""
        if not said.text or self._is_repeat(said):
            return said
        session = self._sessions.load(session_key(said.account))
        number = _NUMBER.fullmatch(said.text.strip())
        if number is None:
            return self._which_of(said, session)
        return self._as_number(int(number[1]), said, session) if int(number[1]) else said

    def _which_of(self, said: Inbound, session: Session) -> Inbound | Sequence[Reply]:
        """A label that several notices bear, and nothing else: it is asked which of them is meant."""
        if matching.offered(said.text, session.offered) or matching.command(said.text):
            return said
        forms = matching.typed_forms(said.text, session.notices)
        if len(forms) < 2 or matching.of_notice(said.text, session.notices):
            return said
        return [Reply(self._sender.words(said.account)("zalo-which", forms="\n".join(forms)))]

    def _as_number(self, number: int, said: Inbound, session: Session) -> Inbound | Sequence[Reply]:
        """A number that the newest menu does not have: the menu is shown again, as it is.

        Where one text is asked for, with a single way out beside it ("Bỏ qua"), it is that text.
        """
        open_menu = session.offered[: session.numbered]
        if number <= len(open_menu) or (session.state is not None and len(open_menu) < 2):
            return said
        say = self._sender.words(said.account)
        if not open_menu:
            return [Reply(say("zalo-no-menu"))]
        shown = tuple(Choice(label, value) for label, value in open_menu)
        return [Reply(say("zalo-no-such-number", number=number), shown)]

    def _is_repeat(self, said: Inbound) -> bool:
        """Whether it was dealt with before a kill: then it means what it meant, and gets the same replies."""
        return self._sessions.replies_to(session_key(said.account), said.message_key) is not None

    def _old_menu(self, said: Inbound) -> Sequence[Reply]:
        """Where it looks like the answer to a notice that is not known any more, how to get there."""
        session: Session = self._sessions.load(session_key(said.account))
        if session.state is not None or self._is_repeat(said):
            return ()
        if not matching.answers_unknown_notice(said.text, session.notices):
            return ()
        return [Reply(self._sender.words(said.account)("zalo-old-notice"))]


def account_of(chat_id: str) -> Account:
    return Account(CHANNEL, chat_id)
