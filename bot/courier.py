"""The delivery process: holds the key that opens addresses, has no database and no way in.

It calls the front, takes one parcel after the other, opens its address, sends, answers what became of it, and forgets.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import Any, Final

from bot.limits import Limiter
from bot.link_format import SHAPE, STILL, Frame, as_bytes, as_text, frame_bytes, read_frame, read_parcel
from handlers.texts.catalog import DEFAULT_LANGUAGE
from scheduler.carrying import Opener, Parcel
from storage.domain.conversation import Account, File
from storage.domain.errors import ChatBusy, NotFound, PermanentDelivery, TransientDelivery
from storage.domain.ports import Sender, StoredFile
from storage.sealing import ForeignAddress, MovedAddress

CALL_SECONDS: Final = 0.5  # between two tries to reach the front
STILL_SECONDS: Final = 30.0  # after which the front is told what is still under way
STOP_SECONDS: Final = 10.0  # for what is under way; the front keeps what it hears nothing of
# Every anonymous author's address is opened once a channel. Whoever has taken over the front cannot have all opened.
OPENED_AT_ONCE, OPENED_PER_HOUR = 3_000, 3_000
_TOO_MANY_WAIT: Final = 300.0

log = logging.getLogger(__name__)
_enclosed: ContextVar[Mapping[str, Any]] = ContextVar("enclosed")
_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


class Enclosed:
    """The files of the parcel that is being sent: they come along with it."""

    async def content(self, account: Account, file: File) -> StoredFile:
        """Raises NotFound."""
        sent = _enclosed.get().get(file.file_id)
        if sent is None:
            raise NotFound
        return StoredFile(file.file_id, sent["name"], sent["type"], as_bytes(sent["content"]))

    def address(self, file_id: str) -> str:
        return str(_enclosed.get().get(file_id, ""))

    @property
    def language(self) -> str:
        return _language.get()


class Courier:
    """``senders`` speak for the channels; of one that is not among them (the page) the front is told the account."""

    def __init__(
        self,
        opener: Opener,
        senders: Mapping[str, Sender],
        *,
        opens: Sequence[bytes],
        by_buttons: frozenset[str] = frozenset(),
        notes: Callable[[str], Mapping[str, Any]] = lambda channel: {},
        limiter: Limiter | None = None,
    ) -> None:
        """``opens``: the public halves of the keys it holds, by which the front knows it.

        ``by_buttons``: channels where an author's choices need not be typed; ``notes`` go with each outcome.
        """
        self._opener, self._senders, self._by_buttons, self._notes = opener, senders, by_buttons, notes
        self._hello = frame_bytes({"opens": [as_text(public) for public in opens], "takes": SHAPE})
        self._limiter = limiter or Limiter(OPENED_AT_ONCE, OPENED_PER_HOUR / 3600)
        self._under_way: dict[int, asyncio.Task[None]] = {}

    async def run(self, path: Path, until: asyncio.Event, met: Callable[[], None] = lambda: None) -> None:
        """Serve the front at this socket until the event is set; it may come and go. ``met``: it is there."""
        stopped = asyncio.ensure_future(until.wait())
        try:
            while not until.is_set():
                with suppress(ConnectionError, FileNotFoundError):
                    reader, writer = await asyncio.open_unix_connection(path)
                    writer.write(self._hello)
                    met()
                    await self._serve(reader, writer, stopped)
                await asyncio.wait([stopped], timeout=CALL_SECONDS)
        finally:
            stopped.cancel()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, stopped: "asyncio.Future[Any]"
    ) -> None:
        """Until the front hangs up, or we are stopped: then what is under way is still sent and answered, for a while.

        What a front that is gone has handed over is not sent any more: the next one hands it over again.
        """
        reading = asyncio.ensure_future(self._read(reader, writer))
        telling = asyncio.ensure_future(self._tell(writer))
        try:
            await asyncio.wait([reading, stopped], return_when=asyncio.FIRST_COMPLETED)
            if self._under_way and not reading.done():
                reading.cancel()
                await asyncio.wait(self._under_way.values(), timeout=STOP_SECONDS)
        finally:
            rest = [telling, *self._under_way.values()]
            for task in (reading, *rest):
                task.cancel()
            await asyncio.wait(rest)
            writer.close()
            with suppress(asyncio.CancelledError):
                await reading

    async def _tell(self, writer: asyncio.StreamWriter) -> None:
        """The front gives up what it hears nothing of for long."""
        while True:
            await asyncio.sleep(STILL_SECONDS)
            for number in self._under_way:
                writer.write(frame_bytes({"id": number, "outcome": STILL}))

    async def _read(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (frame := await read_frame(reader)) is not None:
            number = frame["id"]
            task = self._under_way[number] = asyncio.ensure_future(self._answer(frame, writer))
            task.add_done_callback(partial(self._ended, number))

    def _ended(self, number: int, _task: "asyncio.Task[None]") -> None:
        del self._under_way[number]

    async def _answer(self, frame: Frame, writer: asyncio.StreamWriter) -> None:
        outcome = await self.carry(frame)
        with suppress(ConnectionError):
            writer.write(frame_bytes({"id": frame["id"], **outcome, **self._notes(frame["channel"])}))
            await writer.drain()

    async def carry(self, frame: Frame) -> Frame:
        """What became of it, in a few words for the front."""
        try:
            parcel = read_parcel(frame)
            _enclosed.set(frame["enclosed"])
            _language.set(parcel.language)
            return await self._carry(parcel, frame["channel"])
        except ForeignAddress:
            log.critical("a sealed address opens with none of the keys: was an older database restored?")
            return {"outcome": "foreign"}
        except MovedAddress:
            log.critical("a sealed address lies on a case it was not made for")
            return {"outcome": "moved"}
        except PermanentDelivery as error:
            return {"outcome": "failed", "reason": error.reason}
        except ChatBusy as error:
            return {"outcome": "busy", "wait": error.wait.total_seconds()}
        except TransientDelivery as error:
            return {"outcome": "later", "wait": error.retry_after.total_seconds() if error.retry_after else None}
        except Exception as error:
            log.error("a parcel could not be sent error=%s", type(error).__name__)
            return {"outcome": "odd"}

    async def _carry(self, parcel: Parcel, channel: str) -> Frame:
        if parcel.case_id is not None and not self._limiter.allows("all"):
            log.critical("the front asks for more addresses than an office writes to: was it taken over?")
            return {"outcome": "later", "wait": _TOO_MANY_WAIT}
        account = self._opener.open(parcel.address, parcel.case_id)
        if account.channel != channel:
            return {"outcome": "elsewhere"}
        sender = self._senders.get(channel)
        if sender is not None:
            await sender.send(account, parcel.reply)
        if parcel.case_id is not None and channel in self._by_buttons:
            return {"outcome": "arrived"}  # the front need not know whose it was
        return {"outcome": "arrived", "account": account.key}
