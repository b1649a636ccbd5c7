"""What is still to be said to chats: each in its order, patiently, and after a kill as well."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Protocol

from bot.channels.telegram_channel import CHANNEL
from bot.channels.telegram_client import Away
from bot.channels.telegram_traces import Traces
from handlers.remembering import body_of, reply_from
from storage.domain.conversation import Account, Reply
from storage.domain.errors import DeliveryError, TransientDelivery
from storage.sessions import Sessions, account_of, session_key

MOST: Final = 3_000  # replies that may wait: at Telegram's pace a hundred seconds
AT_ONCE: Final = 10  # under way: where an answer takes a third of a second, the thirty that Telegram takes in one
_TRIES: Final = 60  # about an hour
_FIRST_WAIT: Final = timedelta(seconds=0.5)
_LONGEST_WAIT: Final = timedelta(minutes=1)

log = logging.getLogger(__name__)


class Line(Protocol):
    """What is done in a chat besides speaking."""

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> bool:
        """Messages of a private chat; whether Telegram has done it."""
        ...


class Speaker(Protocol):
    """The channel's way out."""

    async def speak(self, account: Account, reply: Reply) -> Sequence[int]:
        """As ``ports.Sender.send``; the numbers of the messages."""
        ...


@dataclass(frozen=True, slots=True)
class Cause:
    """What was heard: the numbers of its messages, the message whose button was pressed, whether a concern begins,

    and the key by which it is known when it comes again.
    """

    message_ids: tuple[int, ...] = ()
    pressed_on: int | None = None
    begins: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class _Due:
    """Something to be said or done in a chat; ``number`` is where it is kept, None for what a kill may undo."""

    cause: Cause
    reply: Reply | None = None
    then: Callable[[], Awaitable[None]] | None = None
    number: int | None = None


class Replies:
    """A turn is acknowledged once its replies are kept here, beside the conversations; a chat's go out one by one.

    ``too_late`` says, to a chat, that what was to be deleted cannot be any more.
    """

    def __init__(self, line: Line, sender: Speaker, sessions: Sessions, too_late: Callable[[Account], Reply]) -> None:
        self._line, self._sender, self._sessions, self._too_late = line, sender, sessions, too_late
        self._traces = Traces()
        self._due: dict[int, deque[_Due]] = {}
        self._speaking: dict[int, asyncio.Task[None]] = {}
        self._waiting = 0
        self._resumed = False
        self._room = asyncio.Semaphore(AT_ONCE)
        self._eased = asyncio.Event()

    def resume(self) -> None:
        """Go on with what was still to be said when the program ended: once, and before anything new is said."""
        if self._resumed:
            return
        self._resumed = True
        for number in self._sessions.replies_due():
            try:
                chat_id, due = self._kept(number)
            except Exception as error:  # it stays where it is: no other waits for it, and its words are in no log
                log.error("a reply that was kept cannot be read error=%s", type(error).__name__)
                continue
            self._waiting += 1
            self._line_up(chat_id, due)

    def _kept(self, number: int) -> tuple[int, _Due]:
        """What is kept under this number, and for which chat."""
        key, body = self._sessions.reply_due(number)
        cause = Cause(tuple(body["message_ids"]), body["pressed_on"])
        return int(account_of(key).key), _Due(cause, reply_from(body["reply"]), number=number)

    async def put(
        self, chat_id: int, cause: Cause, replies: Sequence[Reply], then: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        """Keep what is to be said, and what is to be done ``then``. Where very many wait, this waits for room."""
        self.resume()  # Telegram may call before the channel has been started
        key = session_key(Account(CHANNEL, str(chat_id)))
        about = {"message_ids": cause.message_ids, "pressed_on": cause.pressed_on}
        numbers = self._sessions.keep_replies(key, [{"reply": body_of(reply), **about} for reply in replies], cause.key)
        self._waiting += len(numbers)  # only now: where they cannot be kept, nobody would ever count them as said
        self._give_way(chat_id, {reply.gives_way for reply in replies} - {""})
        self._line_up(chat_id, _Due(cause))
        for reply, number in zip(replies, numbers, strict=True):
            self._line_up(chat_id, _Due(cause, reply, number=number))
        if then is not None:
            self._line_up(chat_id, _Due(cause, then=then))
        while self._waiting > MOST:
            self._eased.clear()
            await self._eased.wait()

    def _give_way(self, chat_id: int, marks: Collection[str]) -> None:
        """What would be said just before replies with these marks, and says no more than they, is not said.

        The first in the queue may be under way.
        """
        queue, others = self._due.get(chat_id, deque()), deque[_Due]()
        while len(queue) > 1 and (queue[-1].reply is None or queue[-1].reply.gives_way in marks):
            due = queue.pop()
            if due.reply is None:
                others.appendleft(due)
            else:
                self._done(due)
        queue.extend(others)

    async def idle(self) -> None:
        """Until everything has been said."""
        while self._speaking:
            await asyncio.wait(self._speaking.values())

    async def stop(self, seconds: float) -> None:
        """Say what can be said by then; the rest is said after the next start."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.idle()
        for task in self._speaking.values():
            task.cancel()
        await asyncio.gather(*self._speaking.values(), return_exceptions=True)

    def _line_up(self, chat_id: int, due: _Due) -> None:
        self._due.setdefault(chat_id, deque()).append(due)
        if chat_id not in self._speaking:
            self._speaking[chat_id] = asyncio.create_task(self._speak(chat_id), name="replies")

    async def _speak(self, chat_id: int) -> None:
        """All that waits for this chat, in order; what fails is no reason to keep the rest."""
        queue = self._due[chat_id]
        while queue:
            try:
                await self._do(chat_id, queue[0])
            except Exception as error:
                log.error("a reply failed error=%s", type(error).__name__)
            self._done(queue.popleft())
        del self._due[chat_id], self._speaking[chat_id]

    def _done(self, done: _Due) -> None:
        if done.number is None:
            return
        self._waiting -= 1
        self._eased.set()
        try:
            self._sessions.reply_said(done.number)
        except Exception as error:  # it is said again after the next start; the chat goes on
            log.error("a reply that was said is still kept error=%s", type(error).__name__)

    async def _do(self, chat_id: int, due: _Due) -> None:
        if due.then is not None:
            async with self._room:
                await due.then()
        elif due.reply is None:
            self._note(chat_id, due.cause)
        elif due.reply.wipes:
            await self._wipe(chat_id, due.cause.pressed_on, due.reply)
        else:
            if due.reply.conceals:
                await self._conceal(chat_id, due.cause.message_ids)
            await self._say(chat_id, due.reply)

    def _note(self, chat_id: int, cause: Cause) -> None:
        if cause.begins:
            self._traces.begin(chat_id)
        self._traces.said(chat_id, cause.message_ids)

    async def _conceal(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """A PIN goes from the chat. If Telegram will not, the reply asks the person to delete it."""
        with suppress(Away):
            await self._line.delete(chat_id, message_ids)

    async def _wipe(self, chat_id: int, receipt: int | None, done: Reply) -> None:
        traces = self._traces.take(chat_id, receipt)
        deleted = False
        with suppress(Away):
            deleted = bool(traces) and await self._line.delete(chat_id, traces)
        await self._say(chat_id, done if deleted else self._too_late(Account(CHANNEL, str(chat_id))))

    async def _say(self, chat_id: int, reply: Reply) -> None:
        """With patience. What caused it is committed: whatever becomes of it here, nothing is undone."""
        account = Account(CHANNEL, str(chat_id))
        for attempt in range(_TRIES):
            try:
                async with self._room:
                    numbers = await self._sender.speak(account, reply)
                self._traces.replied(chat_id, reply, numbers)
                return
            except TransientDelivery as error:
                wait = error.retry_after or _FIRST_WAIT * 2 ** min(attempt, 7)
                await asyncio.sleep(min(wait, _LONGEST_WAIT).total_seconds())
            except DeliveryError as error:
                log.info("a reply could not be delivered error=%s", type(error).__name__)
                return
        log.error("a reply was given up after %d tries", _TRIES)
