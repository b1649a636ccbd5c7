"""The life of a case as a table: from which status which verb leads where."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from storage.domain.errors import InvalidTransition


class Status(StrEnum):
    """Where a case stands: stored, and changed by people only."""

    SUBMITTED = "submitted"  # waits for the office
    RECEIVED = "received"  # came back to the office, which decides
    ROUTED = "routed"  # with a department, not yet accepted
    IN_PROGRESS = "in_progress"
    NEEDS_INFO = "needs_info"  # the author was asked
    AWAITING_APPROVAL = "awaiting_approval"
    ANSWERED = "answered"
    CLOSED = "closed"  # the author said it is clear
    MERGED = "merged"  # answered together with another case
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Verb(StrEnum):
    """What people do to a case."""

    ROUTE = "route"
    ASSIGN = "assign"
    ACCEPT = "accept"
    TRANSFER = "transfer"  # a bounce to the department that fits better
    RETURN = "return"  # a bounce up to the office
    LAPSE = "lapse"  # back to the office by the clock: nobody took it on, or the department is no more
    ASK = "ask"
    REPLY = "reply"
    SUBMIT_DRAFT = "submit_draft"
    SEND_BACK = "send_back"
    ANSWER = "answer"
    ANSWER_FOR_NOW = "answer_for_now"  # an interim answer: the full one is still owed
    CONFIRM = "confirm"
    ASK_AGAIN = "ask_again"
    PUSH_BACK = "push_back"
    MERGE = "merge"
    SEPARATE = "separate"  # to be answered by itself again
    SUM_UP = "sum_up"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EDIT = "edit"
    EXTEND = "extend"
    SUPPORT = "support"
    KEEP_FROM = "keep_from"  # from a unit it is about, or no longer
    TAKE_BACK = "take_back"  # from the department it is about, to the office
    ERASE = "erase"


_S, _V = Status, Verb
_WITH_DEPARTMENT: Final = (Status.ROUTED, Status.IN_PROGRESS, Status.NEEDS_INFO)
OPEN: Final = frozenset({_S.SUBMITTED, _S.RECEIVED, *_WITH_DEPARTMENT, _S.AWAITING_APPROVAL})
IN_TRIAGE: Final = frozenset({_S.SUBMITTED, _S.RECEIVED})
SETTLED: Final = frozenset({_S.MERGED, _S.DECLINED, _S.WITHDRAWN})  # nothing is owed any more

_RULES: Final[tuple[tuple[Verb, tuple[Status, ...], Status | None], ...]] = (
    # verb, from, to (None: the status stays)
    (_V.ROUTE, (_S.SUBMITTED, _S.RECEIVED, _S.ROUTED, _S.IN_PROGRESS), _S.ROUTED),
    (_V.ASSIGN, (_S.SUBMITTED, _S.RECEIVED, *_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), _S.ROUTED),
    (_V.ACCEPT, (_S.ROUTED,), _S.IN_PROGRESS),
    (_V.TRANSFER, (_S.ROUTED, _S.IN_PROGRESS), _S.ROUTED),
    (_V.RETURN, (_S.ROUTED, _S.IN_PROGRESS), _S.RECEIVED),
    (_V.LAPSE, (*_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), _S.RECEIVED),
    (_V.ASK, (_S.ROUTED, _S.IN_PROGRESS), _S.NEEDS_INFO),
    (_V.REPLY, (_S.NEEDS_INFO,), _S.IN_PROGRESS),
    (_V.SUBMIT_DRAFT, _WITH_DEPARTMENT, _S.AWAITING_APPROVAL),
    (_V.SEND_BACK, (_S.AWAITING_APPROVAL,), _S.IN_PROGRESS),
    (_V.ANSWER, (_S.SUBMITTED, _S.RECEIVED, *_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), _S.ANSWERED),
    (_V.ANSWER_FOR_NOW, (*_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), _S.IN_PROGRESS),
    (_V.CONFIRM, (_S.ANSWERED,), _S.CLOSED),
    (_V.ASK_AGAIN, (_S.ANSWERED, _S.CLOSED), _S.IN_PROGRESS),
    (_V.PUSH_BACK, (_S.ANSWERED, _S.CLOSED), _S.IN_PROGRESS),
    (_V.MERGE, (_S.SUBMITTED, _S.RECEIVED, *_WITH_DEPARTMENT), _S.MERGED),
    (_V.SEPARATE, (_S.MERGED,), _S.RECEIVED),
    (_V.SUM_UP, (*OPEN, _S.ANSWERED, _S.CLOSED), None),
    (_V.DECLINE, (_S.SUBMITTED, _S.RECEIVED), _S.DECLINED),
    (_V.WITHDRAW, tuple(OPEN), _S.WITHDRAWN),
    (_V.EDIT, tuple(OPEN), None),
    (_V.EXTEND, (*_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), None),
    (_V.SUPPORT, (*_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), None),
    (_V.KEEP_FROM, (*sorted(OPEN), _S.MERGED), None),
    (_V.TAKE_BACK, (*_WITH_DEPARTMENT, _S.AWAITING_APPROVAL), _S.RECEIVED),
    (_V.ERASE, (_S.ANSWERED, _S.CLOSED, *sorted(SETTLED)), None),
)

NEXT: Final[Mapping[tuple[Status, Verb], Status]] = MappingProxyType(
    {(start, verb): start if end is None else end for verb, starts, end in _RULES for start in starts}
)


def next_status(status: Status, verb: Verb) -> Status:
    """The status after ``verb``; raises InvalidTransition where the table has no such step."""
    try:
        return NEXT[status, verb]
    except KeyError:
        raise InvalidTransition from None
