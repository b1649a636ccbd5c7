"""What became of an attempt to deliver a notice, and what is written of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from handlers.context import Office
from handlers.unreached import give_up
from scheduler.clock import Clock
from storage.domain.outbox import QueuedNotice, retry_at
from storage.domain.ports import Seals, Store, UnitOfWork

ODD_TRIES: Final = 8  # an error nobody thought of seldom passes, and the lane waits behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What all relays work with."""

    store: Store
    office: Callable[[], Office]
    seals: Seals
    clock: Clock
    chance: Random


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt; nothing set: delivered. ``tried``: the platform was asked, be it in vain."""

    failed: str = ""
    again: timedelta | None = None
    tried: bool = False
    odd: bool = False
    parked: bool = False
    held_until: datetime | None = None
    leaves_at: datetime | None = None
    along: tuple[bytes, ...] = ()  # what the one push stood for as well

    @property
    def arrived(self) -> bool:
        return replace(self, along=()) == _ARRIVED

    @property
    def answered(self) -> bool:
        """The platform works, though it may have refused this one for good."""
        return self.arrived or (self.tried and bool(self.failed))


_ARRIVED: Final = Outcome()


async def write(notice: QueuedNotice, outcome: Outcome, uow: UnitOfWork, now: datetime, around: Surroundings) -> None:
    """What became of a notice that has not arrived."""
    if outcome.parked:
        await uow.outbox.park(notice.envelope.lane)
        return
    if outcome.held_until is not None:
        await uow.outbox.hold(notice.id, outcome.held_until)
        return
    if outcome.leaves_at is not None:
        await uow.outbox.postpone(notice.envelope.lane, outcome.leaves_at)
        return
    tries = notice.tries + 1
    if not outcome.failed and (outcome.tried or (outcome.odd and tries < ODD_TRIES)):
        at = retry_at(now, tries, around.chance.random(), outcome.again)
        if at is not None:
            await uow.outbox.retry(notice.id, at)
            return
    today = now.astimezone(around.office().calendar.zone).date()
    await give_up(notice, outcome.failed or "gave-up", uow, today)
