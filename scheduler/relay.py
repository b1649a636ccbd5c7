"""One channel's share of the outbox: in order per recipient, at the channel's pace, recorded as it goes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.context import Office
from scheduler.carrying import Carrier, Elsewhere, Parcel
from scheduler.discretion import leaves_later, says_nothing, words_of
from scheduler.outcomes import Outcome, Surroundings
from scheduler.recording import Record
from scheduler.silence import Silence
from scheduler.under_way import UnderWay
from storage.domain.conversation import Account
from storage.domain.errors import ChatBusy, PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.outbox import MOVED, Priority, QueuedNotice
from storage.sealing import ForeignAddress, MovedAddress

BATCH: Final = 50
COLLECT_SECONDS: Final = 0.01  # whoever woke the loop is answered first, and what comes meanwhile goes in one batch
MOST_ELSEWHERE: Final = 1_000  # lanes of other channels that are remembered
POLL_SECONDS: Final = 1.0  # retries whose time has come; what is new wakes the loop at once

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Flow:
    """How many notices a channel may have under way. What is under way at a kill may be sent twice."""

    at_once: int = 1
    bulk_at_once: int = 1
    bulk_turn: Callable[[], Awaitable[None]] | None = None  # waits until one more bulk notice may be begun
    silence: Callable[[float], None] = lambda seconds: None  # told what is left of one from before the restart


class Relay:
    """A loop over one channel's notices. Recorded after sending: a crash in between repeats a notice, loses none."""

    def __init__(self, channel: str, carrier: Carrier, flow: Flow, around: Surroundings) -> None:
        self._channel, self._carrier, self._flow, self._around = channel, carrier, flow, around
        self._wake = asyncio.Event()
        self._under_way = UnderWay(flow.at_once, flow.bulk_at_once, self._deliver)
        self._faults: list[Exception] = []
        self._left = False  # some, for an alarm that has come and goes before them
        self._parked: set[bytes] = set()  # lanes of named people whose window is closed: so it is stored
        self._returned: set[bytes] = set()  # of those, who is back since; at the start all are taken to be
        self._is_new = True
        self._elsewhere: set[bytes] = set()  # lanes of authors who wrote on another channel
        self._after = b""  # the lane with which the last look broke off
        self._silence = Silence(channel)
        self._record = Record(around, self._silence)
        self._stopping = False
        self._away_since: datetime | None = None  # there has been nobody to carry it
        self.idle = False

    def wake(self) -> None:
        """Something new is in the outbox."""
        self.idle = False
        self._stir()

    def _stir(self) -> None:
        self._wake.set()
        self._under_way.stir()

    def opened(self, account: Account) -> None:
        """The person is back: what waited for them goes out now."""
        lane = self._around.seals.account_key(account)  # of whoever is named
        if lane in self._parked:
            self._parked.remove(lane)
            self._returned.add(lane)
        self.wake()

    @property
    def held_up_since(self) -> datetime | None:
        """Since when nothing goes out, and what waits will later by itself: silent by order, failing, or away."""
        return min(filter(None, (self._away_since, self._record.failing_since, self._silence.since)), default=None)

    def silence(self, seconds: float) -> None:
        """The platform has refused something, and nothing shall go out for so long, nor after a restart."""
        self._silence.ask(self._around.clock.now(), seconds)
        self._stir()

    def stop(self) -> None:
        """Come to an end after what is under way: what has been sent is still recorded, and not sent again."""
        self._stopping = True
        self._stir()

    async def run(self) -> None:
        """Deliver until stopped. A fault of the database waits and goes on; nothing is lost by it."""
        while not self._stopping:
            try:
                await self.deliver_all()
            except Exception as error:
                log.error("delivery stopped for a moment error=%s", type(error).__name__)
                self._record.failing_since = self._record.failing_since or self._around.clock.now()
            # Not wait_for: in Python 3.11 it swallows a cancellation that meets the wake, and a stop then never ends.
            with suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wake.wait()
                    await asyncio.sleep(COLLECT_SECONDS)

    async def deliver_all(self) -> None:
        """Until nothing is left that can go out now."""
        self.idle = False  # a silence may have ended, or a time to try again come: nobody has woken us for that
        if len(self._elsewhere) > MOST_ELSEWHERE:  # most have been delivered by now: no query shall name them for ever
            self._elsewhere.clear()
        try:
            await self._begin_all()
            await self._under_way.until(lambda: False)
        finally:  # nothing is left, unless this is cancelled
            await self._under_way.cancel()
        faults, self._faults = self._faults, []
        if faults:
            raise faults[0]
        self.idle = not self._wake.is_set()  # something may have been written since the last look

    async def _begin_all(self) -> None:
        try:
            while not self._stopping and not self._faults and await self._go_on():
                pass
        except Exception as fault:  # what is under way comes to its end, and is recorded
            self._faults.append(fault)

    async def _go_on(self) -> bool:
        """A look at the outbox, and begin what it finds; whether there may be more that can go out now.

        The next look comes when all of that is under way: who takes long holds up nobody else.
        """
        self._wake.clear()
        self._left, before = False, self._under_way.lanes  # what ends during the look is in it still
        await self._record.write_left()
        now = self._around.clock.now()
        if not self._carrier.is_there:
            self._away_since = self._away_since or now
            return False
        self._away_since = None
        if self._silence.is_new:
            async with self._around.store.writing() as uow:
                await self._silence.store(uow)
        await self._unpark()
        async with self._around.store.reading() as reads:
            if left := await self._silence.recall(reads, now):
                self._flow.silence(left)
            if self._silence.is_on(now):
                return False
            batch = await reads.outbox.heads(now, BATCH, self._channel, self._elsewhere, self._after)
            self._after = batch[-1].envelope.lane if len(batch) == BATCH else b""
            if self._record.failing_since and not batch and await reads.outbox.oldest(now) is None:
                self._record.failing_since = None  # what failed is not to be sent any more
        new = [notice for notice in batch if notice.envelope.lane not in before]
        self._under_way.begin(new)
        is_full = bool(new) and len(batch) == BATCH
        await self._under_way.until(lambda: self._under_way.all_begun and (is_full or self._wake.is_set()))
        if self._under_way.lanes and not is_full:
            await asyncio.sleep(COLLECT_SECONDS)
        more = is_full or self._left or before or self._under_way.lanes
        return bool(more) or any(notice.followed for notice in new)

    async def _unpark(self) -> None:
        """Before a look, so that those who are back get what waited for them, in its order.

        Not of whom something is under way: that they were away may be about to be noted.
        """
        if self._is_new:
            async with self._around.store.reading() as reads:
                self._returned |= set(await reads.outbox.parked(self._channel))
            self._is_new = False
        if not (returned := frozenset(self._returned - self._under_way.lanes)):
            return
        async with self._around.store.writing() as uow:
            await uow.outbox.unpark(returned)
            await uow.commit()
        self._returned -= returned

    async def _deliver(self, notice: QueuedNotice) -> None:
        """It keeps its place until it is recorded: what is sent and not recorded is what a crash repeats."""
        if self._stopping or self._faults or self._silence.is_on(self._around.clock.now()):
            return
        try:
            self._left = self._left or await self._alarm_has_come(notice)
            if not self._left and (outcome := await self._attempt(notice)) is not None:
                await self._record.write(notice, outcome)
        except Exception as fault:  # raised only when the others are through
            self._faults.append(fault)

    async def _alarm_has_come(self, notice: QueuedNotice) -> bool:
        """Since the look at the outbox, and goes before this notice."""
        if notice.envelope.priority is Priority.ALARM or not self._wake.is_set():
            return False
        async with self._around.store.reading() as reads:
            return await reads.outbox.has_alarm(self._around.clock.now(), self._channel)

    async def _attempt(self, notice: QueuedNotice) -> Outcome | None:
        """What became of it; None: it is another channel's, or is not to be sent now."""
        try:
            return await self._send(notice)
        except WindowClosed:
            return Outcome(parked=True)
        except ChatBusy as error:  # others need not wait with it
            return Outcome(held_until=self._around.clock.now() + error.wait)
        except TransientDelivery as error:
            return Outcome(again=error.retry_after, tried=True)
        except PermanentDelivery as error:
            return Outcome(failed=error.reason, tried=True)
        except ForeignAddress:
            log.critical("a sealed address opens with none of the keys: was an older database restored?")
            return Outcome(failed="other-key")
        except MovedAddress:
            log.critical("a sealed address lies on a case it was not made for")
            return Outcome(failed="moved-address")
        except Exception as error:
            log.error("a notice could not be sent error=%s", type(error).__name__)
            return Outcome(odd=True)

    def _quiet_until(self, notice: QueuedNotice) -> datetime | None:
        """When a reminder that comes late, after its channel was down, may go out: not at night, nor on a day off."""
        now, unit = self._around.clock.now(), str(notice.envelope.notice.arguments.get("of", ""))
        calendar = self._around.office().calendar_of(unit)
        if notice.envelope.priority is not Priority.REMINDER or calendar.may_push(now):
            return None
        return calendar.next_push(now)

    async def _send(self, notice: QueuedNotice) -> Outcome | None:
        envelope = notice.envelope
        if notice.refused:
            if notice.refused == MOVED:
                log.critical("a notice does not open where it lies")
            return Outcome(failed=notice.refused)
        if quiet_until := self._quiet_until(notice):
            return Outcome(held_until=quiet_until)
        office = self._around.office()
        if later := leaves_later(notice, office, self._around.clock.now(), self._around.chance):
            return Outcome(leaves_at=later)
        if notice.address is None:
            return Outcome(failed="no-address")
        reply = words_of(notice, office, self._around.seals)
        if envelope.priority is Priority.BROADCAST and not await self._its_turn(notice):
            return None
        along = await self._along(notice, office)
        try:
            await self._carrier.carry(Parcel(notice.address, envelope.case_id, reply, envelope.language))
        except Elsewhere:
            self._elsewhere.add(envelope.lane)
            return None
        except WindowClosed:
            if reply.replaces:
                return Outcome()  # of no use to who is not there: the next one says more
            self._parked.add(envelope.lane)
            raise
        return Outcome(along=along)

    async def _along(self, notice: QueuedNotice, office: Office) -> tuple[bytes, ...]:
        """What need not be pushed any more once this has been; to be asked before it is sent."""
        if not notice.followed or not says_nothing(notice, office):
            return ()
        async with self._around.store.reading() as reads:
            return tuple(await reads.outbox.behind(notice.id))

    async def _its_turn(self, notice: QueuedNotice) -> bool:
        """Wait for a broadcast's notice to be allowed; False if its sender has paused or stopped it meanwhile."""
        if self._flow.bulk_turn is not None:
            if not await self._still_waits(notice):
                return False  # and takes no place in the channel's pace
            await self._flow.bulk_turn()
        return await self._still_waits(notice)

    async def _still_waits(self, notice: QueuedNotice) -> bool:
        async with self._around.store.reading() as reads:
            return await reads.outbox.still_waits(notice.id)
