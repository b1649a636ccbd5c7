"""A message of the leadership to everyone, one unit or one role."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from storage.domain.ids import AccountKey
from storage.domain.permissions import Role


class BroadcastState(StrEnum):
    """A broadcast's rows are written in batches; then they are under way; then it is reported."""

    CONFIRMED = "confirmed"
    SENDING = "sending"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets it: everyone (both empty), one unit, or one role."""

    unit: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Broadcast:
    """``id`` is made of the draft's nonce, so that a second press of Gửi makes no second broadcast."""

    id: bytes
    text: str
    by: str
    sender: AccountKey
    audience: Audience
    confirmed_on: date
    state: BroadcastState = BroadcastState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a broadcast is: recipients by state of their notice."""

    total: int
    sent: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.total - self.sent - self.failed
