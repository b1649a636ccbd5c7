"""A message of the leadership to everyone, one unit or one role."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from storage.domain.ids import AccountKey
from storage.domain.pace import PaceLimits
from storage.domain.permissions import Role

# Messages a second of one broadcast, by channel. Others take what comes, or wait for their reader.
PACES: Final[Mapping[str, float]] = MappingProxyType({"telegram": PaceLimits().bulk_per_second})


class BroadcastState(StrEnum):
    """A broadcast's rows are written in batches; then they are under way; then it is reported.

    Those that wait go on by themselves when the quiet hours are over, those that are paused when the sender says so.
    """

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    SENDING = "sending"
    REPORTED = "reported"
    PAUSED = "paused"
    STOPPED = "stopped"


UNDER_WAY: Final = frozenset({BroadcastState.CONFIRMED, BroadcastState.SENDING})
HELD: Final = frozenset({BroadcastState.WAITING, BroadcastState.PAUSED})  # no notice of theirs goes out


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets it: everyone (both empty), one unit, or one role."""

    unit: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """``id`` is made of the draft's nonce, so that a second press of Gửi makes no second broadcast.

    ``urgent``: its sender has said twice that it cannot wait for the quiet hours to end.
    """

    id: bytes
    text: str
    by: str
    sender: AccountKey
    audience: Audience
    confirmed_on: date
    state: BroadcastState = BroadcastState.CONFIRMED
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast is: recipients by state of their notice, and on which channels the others wait.

    ``stumbled``: those of them that were tried in vain, and will be again soon.
    """

    total: int
    sent: int
    failed: int
    waiting_on: Mapping[str, int] = field(default_factory=dict)
    stumbled: int = 0

    @property
    def waiting(self) -> int:
        return self.total - self.sent - self.failed

    @property
    def counts(self) -> Mapping[str, str]:
        """As the arguments of a notice."""
        counted = {"total": self.total, "sent": self.sent, "failed": self.failed, "waiting": self.waiting}
        return {name: str(count) for name, count in counted.items()}

    @property
    def minutes_left(self) -> int:
        """At the pace of the slowest channel, begun minutes counting whole; 0 where no channel has a pace."""
        seconds = (self.waiting_on.get(channel, 0) / pace for channel, pace in PACES.items())
        return math.ceil(max(seconds) / 60)
