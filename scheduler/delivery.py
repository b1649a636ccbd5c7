"""Empties the outbox: in order per recipient, tried again, given up; the only user of the key that opens addresses."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from handlers.context import Office
from handlers.notices import in_words
from scheduler.clock import Clock
from storage.domain.conversation import Account, Reply
from storage.domain.errors import PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.ids import CaseId
from storage.domain.outbox import QueuedNotice, retry_at
from storage.domain.ports import Seals, Sender, Store, UnitOfWork
from storage.sealing import MovedAddress

BATCH: Final = 50
ODD_TRIES: Final = 8  # an error nobody thought of seldom passes, and the lane waits behind it
COLLECT_SECONDS: Final = 0.01  # whoever woke the loop is answered first, and what comes meanwhile goes in one batch
POLL_SECONDS: Final = 1.0  # retries whose time has come; what is new wakes the loop at once

log = logging.getLogger(__name__)


class Opener(Protocol):
    """What opens sealed addresses."""

    def open(self, sealed: bytes, case_id: CaseId | None) -> Account: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; at most one field is set, none of them: delivered."""

    failed: str = ""
    again: timedelta | None = None
    tried: bool = False
    odd: bool = False
    parked: bool = False

    @property
    def arrived(self) -> bool:
        return self == _ARRIVED


_ARRIVED: Final = Outcome()


class Delivery:
    """One loop over the outbox. Success is recorded after sending: a crash in between repeats a notice, loses none."""

    def __init__(
        self,
        *,
        store: Store,
        opener: Opener,
        senders: Mapping[str, Sender],
        office: Callable[[], Office],
        seals: Seals,
        clock: Clock,
        told: Callable[[Account, Reply], Awaitable[None]],
    ) -> None:
        self._store, self._opener, self._senders = store, opener, senders
        self._office, self._seals, self._clock, self._told = office, seals, clock, told
        self._wake = asyncio.Event()
        self._parked: dict[bytes, Account] = {}
        self._stopping = False
        self.idle = False

    def wake(self) -> None:
        """Something new is in the outbox."""
        self.idle = False
        self._wake.set()

    def opened(self, account: Account) -> None:
        """The person is back: what waited for them goes out now."""
        self._parked = {lane: waiting for lane, waiting in self._parked.items() if waiting != account}
        self.wake()

    def stop(self) -> None:
        """Come to an end after the batch under way: what has been sent is still recorded, and not sent again."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Deliver until stopped. A fault of the database waits and goes on; nothing is lost by it."""
        while not self._stopping:
            try:
                await self.deliver_all()
            except Exception as error:
                log.error("delivery stopped for a moment error=%s", type(error).__name__)
            # Not wait_for: in Python 3.11 it swallows a cancellation that meets the wake, and a stop then never ends.
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
                    await asyncio.sleep(COLLECT_SECONDS)

    async def deliver_all(self) -> None:
        """Until nothing is left that can go out now."""
        self._wake.clear()
        while not self._stopping and await self.deliver_due():
            pass
        self.idle = not self._wake.is_set()  # something may have been written since the last look

    async def deliver_due(self) -> bool:
        """One batch, at most one notice per recipient; whether there may be more that can go out now."""
        now = self._clock.now()
        async with self._store.reading() as reads:
            batch = await reads.outbox.heads(now, BATCH, self._parked)
        outcomes = await asyncio.gather(*(self._attempt(notice) for notice in batch))
        tried = list(zip(batch, outcomes, strict=True))
        if batch:
            async with self._store.writing() as uow:
                await uow.outbox.sent([notice.id for notice, outcome in tried if outcome.arrived])
                for notice, outcome in tried:
                    if not outcome.arrived:
                        await self._record(notice, outcome, uow, now)
                await uow.commit()
        return len(batch) == BATCH or any(notice.followed for notice in batch)

    async def _attempt(self, notice: QueuedNotice) -> Outcome:
        try:
            return await self._send(notice)
        except WindowClosed:
            return Outcome(parked=True)
        except TransientDelivery as error:
            return Outcome(again=error.retry_after, tried=True)
        except PermanentDelivery as error:
            return Outcome(failed=error.reason)
        except MovedAddress:
            log.critical("a sealed address lies on a case it was not made for")
            return Outcome(failed="moved-address")
        except Exception as error:
            log.error("a notice could not be sent error=%s", type(error).__name__)
            return Outcome(odd=True)

    async def _send(self, notice: QueuedNotice) -> Outcome:
        envelope = notice.envelope
        if notice.address is None:
            return Outcome(failed="no-address")
        account = self._opener.open(notice.address, envelope.case_id)
        sender = self._senders.get(account.channel)
        if sender is None:
            return Outcome(failed="no-channel")
        reply = in_words(envelope.notice, envelope.language, self._office().texts, self._seals)
        try:
            await sender.send(account, reply)
        except WindowClosed:
            if envelope.case_id is None:
                self._parked[envelope.lane] = account
                raise
            # An anonymous author's page is closed: left for a return within the session, else by reply code.
            await sender.leave(account, reply)
        await self._note(account, reply)
        return Outcome()

    async def _note(self, account: Account, reply: Reply) -> None:
        """Its choices can be typed from now on. It has been sent, and no fault here may send it again."""
        try:
            await self._told(account, reply)
        except Exception as error:
            log.error("a notice's choices cannot be typed error=%s", type(error).__name__)

    async def _record(self, notice: QueuedNotice, outcome: Outcome, uow: UnitOfWork, now: datetime) -> None:
        if outcome.parked:
            return
        tries = notice.tries + 1
        if outcome.tried or (outcome.odd and tries < ODD_TRIES):
            at = retry_at(now, tries, outcome.again)
            if at is not None:
                await uow.outbox.retry(notice.id, at)
                return
        await uow.outbox.failed(notice.id, outcome.failed or "gave-up")
