"""What each conversation asks of whoever is in it; checked again at every step, since a post can be lost meanwhile."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from storage.domain.permissions import Action


class Open(Enum):
    """What is not asked for by an action of its own."""

    PUBLIC = "public"  # open to everybody who can write to us
    CASE = "case"  # the action is asked for with the case in hand (Context.case_in_hand)


PUBLIC: Final = Open.PUBLIC
CASE: Final = Open.CASE

FLOWS: Final[Mapping[str, Action | Open]] = MappingProxyType(
    {
        "absence": Action.NAME_STAND_IN,
        "account": Action.MANAGE_ACCOUNTS,
        "answer": CASE,
        "broadcast": Action.BROADCAST,
        "calendar": Action.CONFIRM_CALENDAR,
        "code": PUBLIC,  # whoever holds a code is the author
        "desk": CASE,
        "device": Action.OWN_ACCOUNT,
        "enrol": PUBLIC,  # an invite is typed before there are any posts
        "erase": CASE,
        "group": Action.LINK_GROUP,
        "keep": CASE,
        "lead": CASE,
        "own": CASE,
        "promise": CASE,
        "report": Action.FILE,
        "request": Action.MANAGE_ACCOUNTS,
        "rights": Action.OWN_ACCOUNT,
        "similar": CASE,
        "triage": CASE,
        "undelivered": Action.SEE_UNDELIVERED,
        "urgent": Action.BROADCAST,
        "work": CASE,
    }
)
