"""Notices that wait for delivery: what a row holds, what becomes of it, when it is tried again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from storage.domain.ids import AccountKey, CaseId
from storage.domain.permissions import Post
from storage.domain.records import CaseFile

MOVED: Final = "moved-contents"  # why a notice is refused: somebody wrote into the database
MAX_TRIES: Final = 290  # some 24 hours: a platform may be down for a day
SOON: Final = 8  # tries: some four minutes
_FIRST_WAIT: Final = timedelta(seconds=1)
_LONGEST_WAIT: Final = timedelta(minutes=5)
_SPREAD: Final = 0.1


class Priority(IntEnum):
    """Whose notice goes first where many wait; a reply is never in the outbox at all.

    An alarm goes before what waits for the same recipient as well; all else of a lane keeps its order.
    """

    ALARM = 0
    ANSWER = 1
    TASK = 2
    REMINDER = 3
    BROADCAST = 4


class DeliveryState(StrEnum):
    """Where a notice stands. An anonymous author's ends as DONE whatever happened, so that it tells nothing.

    HELD are notices of broadcasts that wait or are paused; DROPPED is what is not to be said any more.
    """

    QUEUED = "queued"
    HELD = "held"
    DROPPED = "dropped"
    SENT = "sent"
    FAILED = "failed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else, by text key and values; it is put into words when it is sent.

    ``choices`` pairs the text key of a label with the action it stands for; ``case_ref`` is the case both speak of.
    """

    text_key: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()
    case_ref: str = ""
    files: tuple[CaseFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """A notice with its addressee: an account, or the sealed return address of an anonymous case.

    ``about`` is the case whose words the notice holds: they are kept no longer than those of the case.
    """

    notice: Notice
    priority: Priority
    account: AccountKey | None = None
    case_id: CaseId | None = None
    language: str = "vi"
    broadcast_id: bytes | None = None
    about: CaseId | None = None

    def __post_init__(self) -> None:
        if (self.account is None) == (self.case_id is None):
            raise ValueError("a notice goes to an account or to the author of a case")

    @property
    def lane(self) -> bytes:
        """The recipient: notices of one lane are delivered in the order they were written, alarms first."""
        return self.account or self.case_id or b""


@dataclass(frozen=True, slots=True)
class QueuedNotice:
    """A row of the outbox as delivery takes it. ``address`` is sealed; only delivery can open it.

    ``refused`` says why what the notice says cannot be read, where it cannot.
    """

    id: bytes
    envelope: Envelope
    tries: int
    address: bytes | None
    followed: bool = False  # another one waits behind it in its lane
    dated: bool = False  # its moment was chosen before, and has come
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A notice to a named person that failed finally; ``name`` is "" and there are no posts where nobody is left."""

    id: bytes
    reason: str
    channel: str
    text_key: str
    case_ref: str
    name: str
    posts: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """How many notices wait on a channel ("" where only the sealed addresses know it), how many were tried in vain,

    and since when one of them has been.
    """

    channel: str
    priority: Priority
    count: int
    retried: int
    waited: timedelta


@dataclass(frozen=True, slots=True)
class OutboxFailures:
    """How many notices to named people could not be sent, and why."""

    channel: str
    reason: str
    count: int


def retry_at(now: datetime, tries: int, chance: float, asked: timedelta | None = None) -> datetime | None:
    """When to try again after ``tries`` failures, or None to give up; the channel's own wish is honoured.

    ``chance``, from 0 to 1, spreads those that failed together.
    """
    if tries >= MAX_TRIES:
        return None
    return now + max(asked or timedelta(0), _wait(tries) * (1 + _SPREAD * chance))


def waited(tries: int, again_at: datetime, now: datetime) -> timedelta:
    """How long at least it is since the first of these failures; ``again_at``: the time of the next try."""
    waits = sum(map(_wait, range(1, tries + 1)), timedelta(0))
    return max(waits + now - again_at, timedelta(0))


def _wait(tries: int) -> timedelta:
    return min(_FIRST_WAIT * (1 << min(tries - 1, 20)), _LONGEST_WAIT)
