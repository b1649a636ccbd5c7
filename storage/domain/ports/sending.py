"""What goes out: the outbox, broadcasts, what a channel took, and the channel itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from storage.domain.broadcast import Broadcast, BroadcastState, Progress
from storage.domain.conversation import Account, Reply
from storage.domain.ids import AccountKey, CaseId
from storage.domain.outbox import Envelope, OutboxFailures, OutboxLine, QueuedNotice, Undelivered
from storage.domain.ports.people import Recipient


class Outbox(Protocol):
    async def put(self, envelopes: Sequence[Envelope]) -> None: ...
    async def heads(
        self, now: datetime, limit: int, channel: str, skip_lanes: Iterable[bytes] = (), after: bytes = b""
    ) -> Sequence[QueuedNotice]:
        """The first queued notice of each lane, an alarm if there is one, whose time has come; by priority.

        For a channel: its own, and those of which only the sealed address knows where they go. ``after``: the lane
        where the look before broke off; of the same priority the lanes behind it come first, so that all have a turn.
        """
        ...

    async def has_alarm(self, now: datetime, channel: str) -> bool:
        """Whether an alarm waits there whose time has come."""
        ...

    async def withhold(self, case_id: CaseId, unit: str, on: date, *, author: AccountKey | None) -> None:
        """What waits to be said of this case to the people of a unit and in chats goes; its author still hears."""
        ...

    async def sent(self, notice_ids: Sequence[bytes]) -> None:
        """Delivered: the payloads are erased. A notice to an anonymous author ends as DONE."""
        ...

    async def failed(self, notice_id: bytes, reason: str) -> bool:
        """Undeliverable: kept as FAILED with its reason, or DONE for an anonymous author.

        False if it was not to be said any more: it was taken back while it was under way, and stays so.
        """
        ...

    async def passed_on(self, notice_id: bytes) -> bool:
        """It is done here, and another one goes out in its stead, which counts for its broadcast from now on.

        False if it was taken back or paused while it was under way.
        """
        ...

    async def retry(self, notice_id: bytes, at: datetime) -> None: ...
    async def hold(self, notice_id: bytes, until: datetime) -> None:
        """Not before that moment, though nothing has failed; what is behind it in its lane need not wait."""
        ...

    async def postpone(self, lane: bytes, until: datetime) -> None:
        """What has no moment yet of this anonymous author's lane leaves then; what has one keeps it."""
        ...

    async def park(self, lane: bytes) -> None:
        """Nothing of a named person's lane goes out, nor what will be put there, until it is unparked."""
        ...

    async def parked(self, channel: str) -> Sequence[bytes]: ...
    async def unpark(self, lanes: Collection[bytes]) -> None:
        """They go on, in their order."""
        ...

    async def behind(self, notice_id: bytes) -> Sequence[bytes]:
        """What waits behind a notice in its lane."""
        ...

    async def stop_channel(self, channel: str, until: datetime) -> None:
        """The platform wants silence until then."""
        ...

    async def stopped_until(self, channel: str) -> datetime | None: ...
    async def stops(self) -> Mapping[str, datetime]:
        """Until when each platform that ever asked for silence wanted it."""
        ...

    async def overview(self, now: datetime) -> tuple[Sequence[OutboxLine], Sequence[OutboxFailures]]:
        """What waits, by channel and priority, and what has failed, by channel and reason."""
        ...

    async def oldest(self, now: datetime) -> timedelta | None:
        """For how long at least a notice that waits has been tried in vain, the longest; None if none was."""
        ...

    async def waiting(self) -> int:
        """The number of notices that still wait."""
        ...

    async def still_waits(self, notice_id: bytes) -> bool:
        """Whether it may go out: between being taken and being sent, its broadcast can have been stopped."""
        ...

    async def undelivered(self, limit: int) -> Sequence[Undelivered]:
        """Notices to named people that failed finally, person by person in their order; none of stopped broadcasts."""
        ...

    async def has_failed(self, account: AccountKey) -> bool:
        """Whether a notice to whoever has this account has failed finally, and nobody has dealt with it yet.

        No broadcast: of those only their sender reads who did not get them.
        """
        ...

    async def requeue(self, notice_id: bytes) -> bool:
        """Try a failed notice again, in its old place in the lane; False if it is not there or not to be sent."""
        ...

    async def settle(self, notice_id: bytes) -> bool:
        """A failed notice was handed over in another way: it is done. False if it is not there (any more)."""
        ...


class Broadcasts(Protocol):
    async def add(self, broadcast: Broadcast, recipients: Sequence[Recipient]) -> bool:
        """Freeze the audience; False if this broadcast is there already."""
        ...

    async def unsent(self, broadcast_id: bytes, limit: int) -> Sequence[Recipient]:
        """Recipients whose notice is not in the outbox yet."""
        ...

    async def mark_queued(self, broadcast_id: bytes, accounts: Sequence[AccountKey]) -> None: ...
    async def in_state(self, *states: BroadcastState) -> Sequence[Broadcast]: ...
    async def move(self, broadcast_id: bytes, before: Collection[BroadcastState], after: BroadcastState) -> bool:
        """False (and nothing done) unless it is in one of the states ``before``; until commit nobody else moves it.

        Its notices move along: what is in the outbox is held, let go or dropped as the new state asks.
        """
        ...

    async def set_urgent(self, broadcast_id: bytes) -> None: ...
    async def progress(self, broadcast_id: bytes) -> Progress: ...
    async def get(self, broadcast_id: bytes) -> Broadcast | None: ...
    async def latest_of(self, sender: AccountKey) -> Broadcast | None: ...


@dataclass(frozen=True, slots=True)
class Usage:
    """Messages a channel took in a month, and the last step (percent) the office was told of."""

    sent: int
    warned: int


class Usages(Protocol):
    async def add(self, channel: str, month: str, sent: int) -> Usage:
        """Count so many more; ``month`` is "2026-11"."""
        ...

    async def set_warned(self, channel: str, month: str, step: int) -> None: ...


class Sender(Protocol):
    """One channel's way out. ``send`` raises TransientDelivery, PermanentDelivery or WindowClosed."""

    async def send(self, account: Account, reply: Reply) -> None: ...
    async def leave(self, account: Account, reply: Reply) -> None:
        """Keep it for the person's return, where the channel can without a disk; never raises, never tells."""
        ...
