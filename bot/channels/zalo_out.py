"""Speaking on Zalo: replies and notices as plain text, pictures by an address that Zalo fetches."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final, Protocol

from bot.channels.zalo_client import Away, Busy, Rejected, TokenRefused, ZaloClient, ZaloError
from bot.channels.zalo_files import Files
from bot.channels.zalo_quiet import Quiet
from bot.channels.zalo_quota import Quota
from bot.channels.zalo_text import Say, texts_of
from bot.charting import OpenFigures, no_figures
from handlers.context import Office
from handlers.own_data import is_made_when_opened
from handlers.texts.catalog import DEFAULT_LANGUAGE
from storage.domain.conversation import Account, File, Reply
from storage.domain.errors import DeliveryError, NotFound, PermanentDelivery, TransientDelivery
from storage.sessions import Session, Sessions, session_key

_WAITS: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 2, 4))  # of a reply's later messages
_TOKEN_WAIT: Final = timedelta(minutes=5)

log = logging.getLogger(__name__)
_Send = Callable[[], Awaitable[Any]]


class Interrupted(TransientDelivery):
    """The beginning has arrived; ``rest`` has not."""

    def __init__(self, rest: Sequence[Reply], cause: TransientDelivery) -> None:
        self.rest = rest
        super().__init__(cause.retry_after)


class Addresses(Protocol):
    """Where files can be fetched."""

    def address(self, file_id: str) -> str: ...


class Plan(Protocol):
    """Told of each message, and asked before the next."""

    quiet: Quiet

    def taken(self, chat_id: str) -> None: ...
    def refused(self, chat_id: str) -> None: ...


class ZaloSpeaker:
    """``ports.Sender`` of notices."""

    def __init__(
        self, *, client: ZaloClient, addresses: Addresses, plan: Plan, words: Callable[[Account], Say]
    ) -> None:
        self._client, self._addresses, self._plan, self.words = client, addresses, plan, words

    async def send(self, account: Account, reply: Reply) -> None:
        """A notice, with its choices as number and code. What was sent cannot be changed, so nothing replaces it."""
        if reply.replaces:
            return
        say = self.words(account)
        await self._say(account, texts_of([reply], {}, say), reply.files, say)

    async def leave(self, account: Account, reply: Reply) -> None:
        """Nothing is ever left: Zalo itself keeps what was sent."""

    async def _say(self, account: Account, texts: Sequence[str], files: Sequence[File], say: Say) -> None:
        """All messages, in order. Once the first has arrived, the others are waited for a little."""
        addresses = [(file, await self._address(account, file)) for file in files]
        sends: list[_Send] = [partial(self._client.send_message, account.key, text) for text in texts]
        sends += [self._of_file(account.key, file, address, say) for file, address in addresses if address]
        if missing := sum(not address for _, address in addresses):
            sends.append(partial(self._client.send_message, account.key, say("zalo-files-elsewhere", count=missing)))
        await self._sent(account.key, sends[0])
        for sent, send in enumerate(sends[1:], 1):
            try:
                await self._sent_patiently(account.key, send)
            except TransientDelivery as error:
                raise Interrupted(_rest(texts[sent:], files[max(sent - len(texts), 0) :]), error) from None

    async def _address(self, account: Account, file: File) -> str:
        """Where it can be fetched, empty if nowhere."""
        return self._addresses.address(file.file_id)

    def _of_file(self, chat_id: str, file: File, address: str, say: Say) -> _Send:
        """A picture to be seen at once; one that Zalo does not like, and any other file, as a link."""

        async def send() -> None:
            if file.media_type.startswith("image/"):
                try:
                    await self._client.send_photo(chat_id, address)
                    return
                except Rejected:
                    log.warning("Zalo does not take a picture; it is sent as a link")
            await self._client.send_message(chat_id, say("zalo-file-link", name=file.name, link=address))

        return send

    async def _sent(self, chat_id: str, send: _Send) -> None:
        if wait := self._plan.quiet.wait:
            raise TransientDelivery(wait)
        if self._plan.quiet.holds_for(chat_id):
            raise TransientDelivery
        try:
            await send()
        except ZaloError as error:
            problem = self._as_delivery_error(error, chat_id)
        else:
            self._plan.taken(chat_id)
            return
        raise problem

    async def _sent_patiently(self, chat_id: str, send: _Send) -> None:
        for wait in _WAITS:
            try:
                return await self._sent(chat_id, send)
            except TransientDelivery as error:
                if error.retry_after:
                    raise
                await asyncio.sleep(wait.total_seconds())
        return await self._sent(chat_id, send)

    def _as_delivery_error(self, error: ZaloError, chat_id: str) -> DeliveryError:
        """What becomes of a message that met this error. Whatever is not known to be final is tried again."""
        match error:
            case Busy():
                self._plan.refused(chat_id)
                return TransientDelivery(self._plan.quiet.wait or None)
            case TokenRefused():
                log.error("Zalo refuses ZALO_BOT_TOKEN: what is to be sent there waits")
                return TransientDelivery(_TOKEN_WAIT)
            case Rejected():
                # Not logged: Zalo refuses likewise for who blocked the bot, and a line would date it for an author.
                return PermanentDelivery("refused")
            case Away() | _:  # it may have arrived all the same
                return TransientDelivery()


class ZaloSender(ZaloSpeaker):
    """The same with ``answer`` for the replies of a turn."""

    def __init__(
        self,
        *,
        client: ZaloClient,
        files: Files,
        quota: Quota,
        sessions: Sessions,
        office: Callable[[], Office],
        page: str,
        figures: OpenFigures = no_figures,
    ) -> None:
        def words(account: Account) -> Say:
            """In the language of the conversation."""
            language = sessions.load(session_key(account)).language or DEFAULT_LANGUAGE
            return partial(office().texts.say, language)

        super().__init__(client=client, addresses=files, plan=quota, words=words)
        self._files, self._quota, self._sessions, self._page, self._figures = files, quota, sessions, page, figures

    async def answer(self, account: Account, replies: Sequence[Reply]) -> None:
        """The replies of a turn, with the numbers of the menu that is open now. Raises what ``send`` raises."""
        say = self.words(account)
        is_ending = self._page and self._quota.is_nearly_used_up
        ending = [Reply(say("zalo-nearly-used-up", page=self._page))] if is_ending else []
        places = places_of(self._sessions.load(session_key(account)))
        files = [file for reply in replies for file in reply.files]
        await self._say(account, texts_of([*replies, *ending], places, say), files, say)

    async def _address(self, account: Account, file: File) -> str:
        """Where it can be fetched, empty if nowhere. One of numbers is made now, for whoever may see them."""
        if not is_made_when_opened(file.file_id):
            return await super()._address(account, file)
        try:
            return self._files.keep(await self._figures(account, file.file_id))
        except NotFound:
            return ""


def _rest(texts: Sequence[str], files: Sequence[File]) -> Sequence[Reply]:
    """As replies that can be sent later."""
    names = [", ".join(file.name for file in files)] if files and not texts else []
    *before, last = [*texts, *names]
    return [*map(Reply, before), Reply(last, files=tuple(files))]


def places_of(session: Session) -> dict[str, int]:
    """The numbers of the newest menu."""
    return {value: place for place, (_, value) in enumerate(session.offered[: session.numbered], 1)}
