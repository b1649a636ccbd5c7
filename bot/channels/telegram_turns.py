"""From what was heard to turns: a chat's updates in order, tried again, given up kindly."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol
from weakref import WeakValueDictionary

from bot.channels import telegram_replies as replies
from bot.channels.telegram_albums import Albums
from bot.channels.telegram_channel import CHANNEL
from bot.channels.telegram_client import Away
from bot.channels.telegram_reading import Heard, Upload
from bot.channels.telegram_replies import Cause, Replies
from handlers.context import Office
from handlers.drafts import brings_another_file, is_begun
from handlers.texts.catalog import DEFAULT_LANGUAGE, LANGUAGES
from storage.domain.conversation import Account, Inbound, Reply
from storage.domain.ids import parse_invite
from storage.files import MAX_FILE_BYTES, MAX_FILES
from storage.sessions import Session, Sessions, session_key

TRIES: Final = 3
TRIES_WHILE_AWAY: Final = 20  # some nine minutes: it is not the message's fault that Telegram hands out no files
AT_ONCE: Final = 32  # chats
_KEPT: Final = 10_000  # update ids; Telegram repeats an update within minutes, or never
_LONGEST_PAUSE: Final = 30.0

log = logging.getLogger(__name__)
# What ``Intake.receive`` is.
Receive = Callable[[Inbound, Sequence[bytes]], Awaitable[Sequence[Reply]]]


class Line(replies.Line, Protocol):
    """The channel's line to Telegram."""

    async def fetch(self, file_id: str) -> bytes:
        """Raises Away if it cannot be had now."""
        ...

    async def answer_press(self, press_id: str, text: str = "") -> None:
        """The button stops turning, and the text is shown for a moment; never raises."""
        ...


class Groups(Protocol):
    """What ``handlers.group_chats.GroupChats`` is."""

    async def link(self, chat: Account, code: str) -> str | None: ...
    async def lost(self, chat: Account) -> None: ...
    async def moved(self, chat: Account, to: Account) -> None: ...
    async def is_linked(self, chat: Account) -> bool: ...
    async def is_enrolled(self, person: Account) -> bool: ...


@dataclass(frozen=True, slots=True)
class _Failed:
    """How often an update has failed; how many seconds Telegram asked for then, and when they are over."""

    times: int
    wait: float
    wait_until: float


class _TurnFailed(Exception):
    """A fault of ours, and what the conversation says of it; nothing is committed."""

    def __init__(self, said: Sequence[Reply]) -> None:
        self.said = said
        super().__init__()


class Turns:
    """Makes one turn of each message. ``pause_seconds`` lie between the first two tries of an update that fails.

    ``enrolled`` is told of each account whose posts have changed, ``spoke`` of each that has said something.
    """

    def __init__(
        self,
        *,
        line: Line,
        receive: Receive,
        sender: replies.Speaker,
        sessions: Sessions,
        office: Callable[[], Office],
        enrolled: Callable[[Account], Awaitable[None]],
        spoke: Callable[[Account], Awaitable[None]],
        albums: Albums,
        groups: Groups,
        pause_seconds: float = 1.0,
    ) -> None:
        self._line, self._receive, self._sessions, self._office = line, receive, sessions, office
        self.replies = Replies(line, sender, sessions, self._too_late)
        self._enrolled, self._spoke, self._albums, self._groups = enrolled, spoke, albums, groups
        self._pause_seconds = pause_seconds
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._done: dict[int, bool] = {}
        self._failures: dict[tuple[int, ...], _Failed] = {}
        self._groups_told: set[tuple[int, tuple[str, ...]]] = set()  # about which cases, none but where to write

    def is_done(self, update_id: int) -> bool:
        return update_id in self._done

    def set_aside(self, update_id: int) -> None:
        """Nothing is to be done about this update."""
        self._done[update_id] = True
        _forget_oldest(self._done)

    async def take(self, heard: Heard, *, comes_again: bool = False) -> bool:
        """Whether it is dealt with, its turn committed and the replies kept; False: it failed, and is to come again.

        An update that the channel does not send again by itself (not ``comes_again``) is tried again here and now, so
        that what the chat sent next still waits for it.
        """
        if not heard.album:
            async with self._lock(heard.chat_id):
                return await self._tried(heard, comes_again)
        album, is_first = self._albums.join(heard)
        if not is_first:
            return await asyncio.shield(album.handled)
        handled = False
        try:
            async with self._lock(heard.chat_id):
                handled = await self._tried(await self._albums.whole(album), comes_again)
        finally:
            album.handled.set_result(handled)
        return handled

    def _lock(self, chat_id: int) -> asyncio.Lock:
        """Taken in the order of asking."""
        return self._locks.setdefault(chat_id, asyncio.Lock())

    async def _tried(self, heard: Heard, comes_again: bool) -> bool:
        if all(map(self.is_done, heard.update_ids)):
            return True
        if comes_again and self._is_too_soon(heard):
            return False
        while (failed := await self._attempt(heard)) is not None:
            if comes_again:
                return False
            pause = min(self._pause_seconds * 2.0 ** (failed.times - 1), _LONGEST_PAUSE)
            await asyncio.sleep(max(pause, failed.wait))
        for update_id in heard.update_ids:
            self.set_aside(update_id)
        return True

    def _is_too_soon(self, heard: Heard) -> bool:
        failed = self._failures.get(heard.update_ids)
        return failed is not None and asyncio.get_running_loop().time() < failed.wait_until

    async def _attempt(self, heard: Heard) -> _Failed | None:
        """How it has failed; None: it is dealt with, given up or not."""
        try:
            async with self._room:
                await self._hear(heard)
        except Exception as error:
            return await self._failed(heard, error)
        self._failures.pop(heard.update_ids, None)
        return None

    async def _failed(self, heard: Heard, error: Exception) -> _Failed | None:
        before = self._failures.pop(heard.update_ids, None)
        times = before.times + 1 if before is not None else 1
        log.error("an update failed try=%d error=%s", times, type(error).__name__)
        if times >= (TRIES_WHILE_AWAY if isinstance(error, Away) else TRIES):
            await self.give_up(heard, error.said if isinstance(error, _TurnFailed) else ())
            return None
        wait = (error.wait if isinstance(error, Away) else None) or 0.0
        failed = _Failed(times, wait, asyncio.get_running_loop().time() + wait)
        self._failures[heard.update_ids] = failed
        _forget_oldest(self._failures)
        return failed

    async def give_up(self, heard: Heard, said: Sequence[Reply] = ()) -> None:
        """Tell the person that their message could not be read, or what is ``said`` of it; never raises."""
        try:
            said = said or [Reply(self._words(heard, "telegram-given-up"))]
            await self.replies.put(heard.chat_id, Cause(tuple(heard.message_ids)), said)
        except Exception as error:
            log.error("nobody could be told of it error=%s", type(error).__name__)

    # One message

    async def _hear(self, heard: Heard) -> None:
        if heard.in_group and not await self._groups.is_enrolled(_account(heard)):
            await self._line.answer_press(heard.press_id, self._words(heard, "group-only-members"))
        elif heard.press_id:
            shown = self._words(heard, "group-see-private") if heard.in_group else ""
            await asyncio.gather(self._line.answer_press(heard.press_id, shown), self._understood(heard))
        else:
            await self._understood(heard)

    async def _understood(self, heard: Heard) -> None:
        if not heard.is_private:
            await self._group(heard)
        elif heard.corrects:
            await self._correct(heard)
        else:
            await self._turn(heard)

    async def _turn(self, heard: Heard) -> None:
        if heard.old_button:
            await self._tell(heard, "telegram-old-button")
            return
        small, refusals = self._small(heard)
        if heard.text or heard.choice or small:
            await self._receive_once(heard, _inbound(heard), small, refusals)
        else:
            await self.replies.put(heard.chat_id, Cause(), refusals)

    async def _correct(self, heard: Heard) -> None:
        """A changed message: what it is worth is the conversation's to know. A file is fetched if it is another one."""
        is_other = brings_another_file(heard.part, self._session(heard).drafts)
        small, refusals = self._small(heard) if is_other else ((), ())
        message = Inbound(_account(heard), heard.key, text=heard.text, replaces=heard.part)
        await self._receive_once(heard, message, small, refusals)

    def _small(self, heard: Heard) -> tuple[Sequence[Upload], Sequence[Reply]]:
        """The files that may be fetched, and what is to be said of what cannot be taken."""
        small = [upload for upload in heard.uploads if upload.size <= MAX_FILE_BYTES]
        refused = {"telegram-not-taken": heard.not_taken, "error-file-too-large": len(small) < len(heard.uploads)}
        return small, [Reply(self._words(heard, key)) for key, is_so in refused.items() if is_so]

    async def _receive_once(
        self, heard: Heard, message: Inbound, small: Sequence[Upload], refusals: Sequence[Reply]
    ) -> None:
        """The refusals are said with the turn's own replies: a turn that is tried again has said nothing before."""
        heeds = partial(self._enrolled if parse_invite(heard.text) else self._spoke, message.account)
        if self._sessions.has_replies_kept(session_key(message.account), heard.key):  # and then the program ended
            await self.replies.put(heard.chat_id, Cause(), (), heeds)
            return
        begins = not heard.corrects and not is_begun(self._session(heard).drafts.get("report", {}))
        said = await self._receive(message, await self._contents(small))
        if self._sessions.replies_to(session_key(message.account), heard.key) is None:  # nor would a repeat get them
            raise _TurnFailed(said)
        cause = Cause(tuple(heard.message_ids), heard.pressed_on, begins, heard.key)
        await self.replies.put(heard.chat_id, cause, [*refusals, *said], heeds)

    async def _contents(self, uploads: Sequence[Upload]) -> Sequence[bytes]:
        """The files that one message may bring; where there are more, the intake is to see that, not to have them."""
        contents = [await self._line.fetch(upload.file_id) for upload in uploads[:MAX_FILES]]
        return [*contents, b""] if len(uploads) > MAX_FILES else contents

    async def _group(self, heard: Heard) -> None:
        """A group is linked, moves, or is lost; what else is said to us there gets one sentence, once."""
        chat = _account(heard)
        if heard.moved_to is not None:
            await self._groups.moved(chat, Account(CHANNEL, str(heard.moved_to)))
        elif heard.left:
            await self._groups.lost(chat)
        elif heard.text:
            unit = await self._groups.link(chat, heard.text)
            self._groups_told.add((heard.chat_id, ()))
            await self._tell(heard, "group-linked" if unit else "group-code-wrong", department=unit or "")
        elif (told := (heard.chat_id, heard.replies_to)) not in self._groups_told:
            self._groups_told.add(told)
            if not await self._groups.is_linked(chat):
                await self._tell(heard, "telegram-group")
            elif heard.replies_to:
                await self._tell(heard, "group-write-private")

    # Words

    async def _tell(self, heard: Heard, key: str, **arguments: str) -> None:
        await self.replies.put(heard.chat_id, Cause(), [Reply(self._words(heard, key, **arguments))])

    def _words(self, heard: Heard, key: str, **arguments: str) -> str:
        """In the language of the conversation; before there is one, in that of the person's Telegram."""
        guess = heard.language.partition("-")[0]
        language = self._session(heard).language or (guess if guess in LANGUAGES else DEFAULT_LANGUAGE)
        return self._office().texts.say(language, key, **arguments)

    def _too_late(self, account: Account) -> Reply:
        language = self._sessions.load(session_key(account)).language or DEFAULT_LANGUAGE
        return Reply(self._office().texts.say(language, "telegram-wipe-late"))

    def _session(self, heard: Heard) -> Session:
        return self._sessions.load(session_key(_account(heard)))


def _account(heard: Heard) -> Account:
    return Account(CHANNEL, str(heard.chat_id))


def _inbound(heard: Heard) -> Inbound:
    alone = (heard.part,) if heard.message_ids else ()  # a press is no message that can be changed
    return Inbound(
        _account(heard),
        heard.key,
        text=heard.text,
        choice=heard.choice,
        replies_to=heard.replies_to,
        parts=heard.parts or alone,
    )


def _forget_oldest(kept: dict[Any, Any]) -> None:
    while len(kept) > _KEPT:
        del kept[next(iter(kept))]
