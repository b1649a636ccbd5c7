"""Who may do what: one table, one function, used by every channel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol, assert_never

from storage.domain.errors import NotPermitted
from storage.domain.ids import AccountKey, CaseId, PersonId


class Role(StrEnum):
    """What a post allows."""

    STAFF = "staff"
    OFFICER = "officer"
    HEAD = "head"
    OFFICE = "office"
    LEADER = "leader"
    ADMIN = "admin"
    AUDITOR = "auditor"


# An invite alone gives none of these: a second person, of the office, has to say that it is the right one.
CONFIRMED_BY_OFFICE: Final = (Role.LEADER, Role.ADMIN)
# Posts that are an office; being of the staff is not.
DESK_ROLES: Final = tuple(role for role in Role if role is not Role.STAFF)


class Action(StrEnum):
    """Everything a permission can be asked for."""

    FILE = "file"
    READ = "read"
    HANDLE = "handle"  # read it as those who answer it do, with what is internal and what others wrote who joined it
    ROUTE = "route"
    MERGE = "merge"  # and separate again
    SUM_UP = "sum_up"
    DECLINE = "decline"
    KEEP_FROM = "keep_from"  # a unit that it is about; and let it in again
    ADD_SUPPORT = "add_support"
    ACCEPT = "accept"
    BOUNCE = "bounce"
    ASK = "ask"
    DRAFT = "draft"
    ADD_PART = "add_part"
    EXTEND = "extend"
    EXTEND_AGAIN = "extend_again"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    ANSWER = "answer"
    ASSIGN = "assign"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    ERASE = "erase"  # its texts and files, once nothing is owed any more
    ADD = "add"
    JUDGE = "judge"  # say whether the answer is clear
    BROADCAST = "broadcast"
    SEE_DEPARTMENT_WORK = "see_department_work"
    NAME_STAND_IN = "name_stand_in"
    SEE_TRIAGE = "see_triage"
    SEE_APPROVALS = "see_approvals"
    SEE_PROMISES = "see_promises"
    KEEP_PROMISE = "keep_promise"  # say that it is done, with proof, or name another date
    SEE_NUMBERS = "see_numbers"
    CONFIRM_CALENDAR = "confirm_calendar"
    SEE_UNDELIVERED = "see_undelivered"  # and send again
    OWN_ACCOUNT = "own_account"  # see and end the own devices, get a code for another one
    SEE_LOG = "see_log"  # what staff did, without names and contents
    MANAGE_ACCOUNTS = "manage_accounts"  # confirm posts, cut off a lost phone, take a PIN away
    LINK_GROUP = "link_group"  # the chat of a department


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit; ``unit`` is "" for staff who did not say where they work."""

    role: Role
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. ``author_of`` is set only once authorship of that one case has been proven in this turn."""

    posts: frozenset[Post] = frozenset()
    person: PersonId | None = None
    account: AccountKey | None = None
    author_of: CaseId | None = None
    signed_in: str | None = None  # the month in which this account came in
    agreed_to: str | None = None  # the version of the consent

    def as_staff(self) -> "Actor":
        """The same person, of the staff and nothing more: what a page whose sign-in has ended may still do."""
        return replace(self, posts=frozenset({Post(Role.STAFF)}))

    def as_author_of(self, case_id: CaseId) -> "Actor":
        """The same actor, acting as the author of this case: other posts do not count."""
        return replace(self, author_of=case_id)

    def has(self, *roles: Role) -> bool:
        return any(post.role in roles for post in self.posts)

    def units(self, *roles: Role) -> tuple[str, ...]:
        """The units in which the actor holds one of the roles, sorted."""
        return tuple(sorted({post.unit for post in self.posts if post.role in roles}))

    @property
    def everywhere(self) -> tuple[str, ...]:
        """All units the actor belongs to, or stands in for somebody in: what is kept from one of them is kept away."""
        return self.units(*Role)


class CaseScope(Protocol):
    """What a permission needs to know of a case."""

    @property
    def id(self) -> CaseId: ...
    @property
    def department(self) -> str: ...
    @property
    def supporting(self) -> tuple[str, ...]: ...
    @property
    def released(self) -> bool: ...
    @property
    def excluded(self) -> tuple[str, ...]: ...


class Scope(StrEnum):
    """Of which cases a rule speaks."""

    ANY = "any"
    LEAD = "lead"  # the department that owes the answer
    PART = "part"  # a supporting department
    OWN = "own"  # the author's own case


_DEPARTMENT: Final = (Role.OFFICER, Role.HEAD)
_DESK: Final = (Role.OFFICE, Role.LEADER)
_EVERYBODY: Final = (*_DEPARTMENT, *_DESK, Role.STAFF, Role.ADMIN, Role.AUDITOR)


def _rule(scope: Scope, *roles: Role) -> frozenset[tuple[Role, Scope]]:
    return frozenset((role, scope) for role in roles)


_OWN: Final = _rule(Scope.OWN, *_EVERYBODY)
# The office is a department too: what is routed to its own unit, its people work on.
_LEAD: Final = _rule(Scope.LEAD, *_DEPARTMENT, Role.OFFICE)
_HANDLERS: Final = _rule(Scope.ANY, *_DESK) | _LEAD | _rule(Scope.PART, *_DEPARTMENT)

RULES: Final[Mapping[Action, frozenset[tuple[Role, Scope]]]] = MappingProxyType(
    {
        Action.FILE: _rule(Scope.ANY, *_EVERYBODY),
        Action.READ: _HANDLERS | _OWN,
        Action.HANDLE: _HANDLERS,
        Action.ROUTE: _rule(Scope.ANY, *_DESK),
        Action.MERGE: _rule(Scope.ANY, Role.OFFICE),
        Action.SUM_UP: _rule(Scope.ANY, Role.OFFICE),
        Action.DECLINE: _rule(Scope.ANY, Role.OFFICE),
        Action.KEEP_FROM: _rule(Scope.ANY, *_DESK),
        Action.ADD_SUPPORT: _rule(Scope.ANY, *_DESK),
        Action.ACCEPT: _LEAD,
        Action.BOUNCE: _LEAD,
        Action.ASK: _LEAD | _rule(Scope.ANY, *_DESK),
        Action.DRAFT: _LEAD,
        Action.ADD_PART: _rule(Scope.PART, *_DEPARTMENT, Role.OFFICE),
        Action.EXTEND: _LEAD | _rule(Scope.ANY, Role.LEADER),
        Action.EXTEND_AGAIN: _rule(Scope.ANY, Role.LEADER),
        Action.APPROVE: _rule(Scope.ANY, Role.LEADER),
        Action.SEND_BACK: _rule(Scope.ANY, Role.LEADER),
        Action.ANSWER: _rule(Scope.ANY, Role.LEADER),
        Action.ASSIGN: _rule(Scope.ANY, Role.LEADER),
        Action.EDIT: _OWN,
        Action.WITHDRAW: _OWN,
        Action.ERASE: _OWN | _rule(Scope.ANY, Role.OFFICE, Role.ADMIN),
        Action.ADD: _OWN,
        Action.JUDGE: _OWN,
        Action.BROADCAST: _rule(Scope.ANY, Role.LEADER),
        Action.SEE_DEPARTMENT_WORK: _rule(Scope.ANY, *_DEPARTMENT, Role.OFFICE),
        Action.NAME_STAND_IN: _rule(Scope.ANY, Role.HEAD, Role.OFFICE),
        Action.SEE_TRIAGE: _rule(Scope.ANY, Role.OFFICE),
        Action.SEE_APPROVALS: _rule(Scope.ANY, Role.LEADER),
        Action.SEE_PROMISES: _rule(Scope.ANY, *_DEPARTMENT, *_DESK),
        Action.KEEP_PROMISE: _LEAD | _rule(Scope.PART, *_DEPARTMENT, Role.OFFICE) | _rule(Scope.ANY, Role.LEADER),
        Action.SEE_NUMBERS: _rule(Scope.ANY, *_DESK, Role.AUDITOR),
        Action.CONFIRM_CALENDAR: _rule(Scope.ANY, Role.OFFICE),
        Action.SEE_UNDELIVERED: _rule(Scope.ANY, Role.OFFICE),
        Action.OWN_ACCOUNT: _rule(Scope.ANY, *_EVERYBODY),
        Action.SEE_LOG: _rule(Scope.ANY, Role.AUDITOR),
        Action.MANAGE_ACCOUNTS: _rule(Scope.ANY, Role.OFFICE, Role.ADMIN),
        Action.LINK_GROUP: _rule(Scope.ANY, Role.OFFICE),
    }
)


def may(actor: Actor, action: Action, case: CaseScope | None = None) -> bool:
    """Whether the actor may do this, to this case or (None) at all.

    A proven author is judged as the author only: a leader who opens a case by its code gets no leader's rights by it.
    Before its release a case is its author's alone, and whoever belongs to a unit it is kept from has no part in it.
    """
    if case is not None and actor.author_of == case.id:
        return any(scope is Scope.OWN for _, scope in RULES[action])
    if case is not None and (not case.released or not set(actor.everywhere).isdisjoint(case.excluded)):
        return False
    return any(
        _covers(scope, post.unit, case) for post in actor.posts for role, scope in RULES[action] if role is post.role
    )


def authorize(actor: Actor, action: Action, case: CaseScope | None = None) -> None:
    """Raise NotPermitted unless ``may``."""
    if not may(actor, action, case):
        raise NotPermitted


def _covers(scope: Scope, unit: str, case: CaseScope | None) -> bool:
    match scope:
        case Scope.ANY:
            return True
        case Scope.LEAD:
            return case is not None and unit == case.department
        case Scope.PART:
            return case is not None and unit in case.supporting
        case Scope.OWN:
            return False
        case _:
            assert_never(scope)
