"""One message: a turn of the conversation, a group's affair, or a kind refusal; what is said to it is kept."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Protocol

from bot.channels import telegram_replies as replies
from bot.channels.telegram_channel import CHANNEL
from bot.channels.telegram_reading import Heard, Upload
from bot.channels.telegram_replies import Cause, Replies
from handlers.changing import brings_another_file
from handlers.context import Office
from handlers.drafts import is_begun
from handlers.texts.catalog import DEFAULT_LANGUAGE, LANGUAGES
from storage.domain.conversation import Account, Inbound, Reply
from storage.domain.ids import parse_invite
from storage.files import MAX_FILE_BYTES, MAX_FILES
from storage.sessions import Session, Sessions, session_key

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


class TurnFailed(Exception):
    """A fault of ours, and what the conversation says of it; nothing is committed."""

    def __init__(self, said: Sequence[Reply]) -> None:
        self.said = said
        super().__init__()


class Hearing:
    """``enrolled`` is told of each account whose posts have changed, ``spoke`` of each that has said something."""

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
        groups: Groups,
    ) -> None:
        self._line, self._receive, self._sessions, self._office = line, receive, sessions, office
        self.replies = Replies(line, sender, sessions, self._too_late)
        self._enrolled, self._spoke, self._groups = enrolled, spoke, groups
        self._groups_told: set[tuple[int, tuple[str, ...]]] = set()  # about which cases, none but where to write

    async def hear(self, heard: Heard) -> None:
        """Its turn is committed and its replies are kept when this returns; else it raises."""
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
            raise TurnFailed(said)
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
            is_linked = await self._groups.is_linked(chat)
            self._groups_told.add(told)
            if not is_linked:
                await self._tell(heard, "telegram-group")
            elif heard.replies_to:
                await self._tell(heard, "group-write-private")

    # Words

    async def give_up(self, heard: Heard, said: Sequence[Reply] = ()) -> None:
        """Tell the person that their message could not be read, or what is ``said`` of it."""
        if not (heard.is_private or heard.text):
            return  # small talk of a group
        said = said or [Reply(self._words(heard, "telegram-given-up"))]
        await self.replies.put(heard.chat_id, Cause(tuple(heard.message_ids)), said)

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
