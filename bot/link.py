"""The front's end of the line to the delivery process: parcels go out sealed, outcomes come back.

The front listens on a Unix socket and delivery connects to it, so that the process with the key has no way in.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from bot.link_format import SHAPE, STILL, Frame, as_text, frame_bytes, parcel_frame, read_frame
from scheduler.carrying import Elsewhere, Parcel, Told, hand_over, note
from storage.domain.conversation import Account, Reply
from storage.domain.errors import ChatBusy, PermanentDelivery, TransientDelivery
from storage.domain.ports import Sender
from storage.sealing import ForeignAddress, MovedAddress

PATIENCE: Final = 120.0  # seconds without a word of a parcel
ON_ITS_WAY_SECONDS: Final = 1.0  # what left just before the line broke may arrive until then
SOCKET_MODE: Final = 0o660

log = logging.getLogger(__name__)


class _Asked:
    """A parcel whose outcome is waited for."""

    def __init__(self) -> None:
        self.outcome: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self.patience = asyncio.timeout(PATIENCE)

    def hear(self, frame: Frame) -> None:
        """Its outcome, or that delivery still has it: a silence the platform asked for takes as long as it takes."""
        if self.outcome.done():
            return
        if frame["outcome"] != STILL:
            self.outcome.set_result(frame)
        elif not self.patience.expired():
            self.patience.reschedule(asyncio.get_running_loop().time() + PATIENCE)

    def give_up(self) -> None:
        if not self.outcome.done():
            self.outcome.set_exception(ConnectionResetError())


class DeliveryLink:
    """Listens from ``start`` to ``stop``; one delivery process at a time is served, the newest."""

    def __init__(self, path: Path, public: bytes, on_up: Callable[[], None]) -> None:
        """``public``: what addresses are sealed to; ``on_up`` is called when a delivery process has come."""
        self._path, self._public, self._on_up = path, as_text(public), on_up
        self._strangers = 0
        self._numbers = itertools.count(1)
        self._asked: dict[int, _Asked] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._server: asyncio.Server | None = None

    @property
    def is_up(self) -> bool:
        return self._writer is not None

    async def start(self) -> None:
        self._path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        self._server = await asyncio.start_unix_server(self._meet, self._path)
        self._path.chmod(SOCKET_MODE)

    async def stop(self) -> None:
        if self._server is None:
            return
        self._server.close()
        self._hang_up(self._writer)
        self._path.unlink(missing_ok=True)

    async def ask(self, frame: Mapping[str, Any]) -> Frame:
        """The outcome of this frame; raises TransientDelivery if the line broke meanwhile."""
        if self._writer is None:
            raise TransientDelivery
        number = next(self._numbers)
        asked = self._asked[number] = _Asked()
        try:
            self._writer.write(frame_bytes({"id": number, **frame}))
            async with asked.patience:
                await self._writer.drain()
                return await asked.outcome
        except (ConnectionError, TimeoutError):
            await asyncio.sleep(ON_ITS_WAY_SECONDS)
            raise TransientDelivery from None
        finally:
            self._asked.pop(number, None)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve it, if it holds the key of what is sealed here: another one would take all addresses for moved.

        And if it knows what a parcel is made of.
        """
        if why := self._wrong_with(await read_frame(reader) or {}):
            self._strangers += 1
            if self._strangers == 1:
                log.error(why)
            writer.close()
            return
        self._strangers = 0
        await self._serve(reader, writer)

    def _wrong_with(self, hello: Frame) -> str:
        """What keeps a delivery process from being served; "" where all is well."""
        if self._public not in hello.get("opens", ()):
            return "the delivery process holds another key than this front seals to: was one of them restarted?"
        if hello.get("takes") != SHAPE:
            return "the delivery process is of another version than this front: upgrade and restart both"
        return ""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._hang_up(self._writer)  # it was restarted, and the old line is not known to be dead yet
        self._writer = writer
        log.info("the delivery process is there")
        self._on_up()
        try:
            while (frame := await read_frame(reader)) is not None:
                if (asked := self._asked.get(frame["id"])) is not None:
                    asked.hear(frame)
        finally:
            self._hang_up(writer)

    def _hang_up(self, writer: asyncio.StreamWriter | None) -> None:
        if writer is None:
            return
        writer.close()
        if writer is self._writer:
            self._writer = None
            log.warning("the delivery process is gone")
            for asked in self._asked.values():
                asked.give_up()


class OddDelivery(Exception):
    """A fault of ours in the delivery process; its log has the kind."""


class ByCourier:
    """A channel's carrier over the link: the delivery process opens the address, and sends."""

    def __init__(
        self,
        channel: str,
        link: DeliveryLink,
        told: Told,
        *,
        enclose: Callable[[Reply], Awaitable[Mapping[str, Any]]] | None = None,
        heard: Callable[[Frame], Awaitable[None]] | None = None,
        turn: Callable[[Reply], AbstractAsyncContextManager[None]] = lambda reply: nullcontext(),
    ) -> None:
        """``enclose``: what the files of a reply are sent as; ``heard`` is told each outcome; ``turn``: a pace.

        A parcel has its turn until its outcome is known.
        """
        self._channel, self._link, self._told = channel, link, told
        self._enclose, self._heard, self._turn = enclose, heard, turn

    @property
    def is_there(self) -> bool:
        return self._link.is_up

    async def carry(self, parcel: Parcel) -> None:
        enclosed = await self._enclose(parcel.reply) if self._enclose and parcel.reply.files else {}
        async with self._turn(parcel.reply):
            outcome = await self._link.ask({"channel": self._channel, **parcel_frame(parcel), "enclosed": enclosed})
            if self._heard is not None:
                await self._heard(outcome)
            raise_if_bad(outcome)
        if "account" in outcome:
            await self._arrived(parcel, Account(self._channel, outcome["account"]))

    async def _arrived(self, parcel: Parcel, account: Account) -> None:
        await note(account, parcel.reply, self._told)


class PageByCourier(ByCourier):
    """The web page's: delivery opens the address, but the open pages are here."""

    def __init__(self, channel: str, link: DeliveryLink, told: Told, sender: Sender) -> None:
        super().__init__(channel, link, told)
        self._sender = sender

    async def _arrived(self, parcel: Parcel, account: Account) -> None:
        await hand_over(parcel, account, self._sender, self._told)


def raise_if_bad(outcome: Mapping[str, Any]) -> None:
    """What the delivery process met, as if it had been met here."""
    match outcome["outcome"]:
        case "arrived":
            return
        case "elsewhere":
            raise Elsewhere
        case "moved":
            raise MovedAddress
        case "foreign":
            raise ForeignAddress
        case "failed":
            raise PermanentDelivery(outcome["reason"])
        case "busy":
            raise ChatBusy(timedelta(seconds=outcome["wait"]))
        case "later":
            wait = outcome["wait"]
            raise TransientDelivery(None if wait is None else timedelta(seconds=wait))
        case _:  # "odd", or what only another version says: it is not known to have arrived
            raise OddDelivery
