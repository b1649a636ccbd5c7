"""What the rules and the conversation need from the outside, as protocols."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from storage.domain.accounts import Accounts, Pins
from storage.domain.audit import AuditLog
from storage.domain.broadcast import Audience, Broadcast, BroadcastState, Progress
from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind, Clocks
from storage.domain.commitment import Commitment
from storage.domain.conversation import Account, Reply
from storage.domain.digest import Waiting
from storage.domain.ids import AccountKey, CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.organisation import Organisation
from storage.domain.outbox import Envelope, OutboxFailures, OutboxLine, QueuedNotice, Undelivered
from storage.domain.permissions import Actor, Post, Role
from storage.domain.retention import Keeping
from storage.domain.rights import Rights
from storage.domain.set_aside import SetAside
from storage.domain.similarity import Frequencies
from storage.domain.statistics import Span, Spans
from storage.domain.views import CaseLine, CommitmentLine


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account a notice can be written to, with its language."""

    account: AccountKey
    language: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of a unit, as somebody who names a stand-in sees them."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A person away from a unit, the last day included, and who has their posts there meanwhile."""

    person: PersonId
    unit: str
    substitute: PersonId
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Invite:
    """A way in: ``verifier`` is the keyed hash of its code."""

    verifier: bytes
    posts: tuple[Post, ...]
    uses_left: int
    expires_on: date
    name: str = ""
    confirmed: bool = False  # its posts wait for nobody's word
    person: PersonId | None = None  # a new way in for this person, after a lost phone


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A cleaned file with its content, on its way into a case."""

    file_id: str
    name: str
    media_type: str
    content: bytes


class Cases(Protocol):
    """The cases. Every getter raises NotFound."""

    async def add(
        self,
        case: Case,
        *,
        return_address: bytes | None,
        reply_verifier: bytes | None,
        files: Sequence[StoredFile],
    ) -> bool:
        """Insert; False (and nothing written) if a case of this id is there already."""
        ...

    async def get(self, ref: str) -> Case: ...
    async def get_by_id(self, case_id: CaseId) -> Case: ...
    async def some(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Case]:
        """These cases, read together: for who looks at many."""
        ...

    async def get_by_reply_code(self, verifier: bytes) -> Case: ...
    async def save(self, case: Case) -> None:
        """Write what changed; raises ConcurrentUpdate if the stored version is not ``case.version``."""
        ...

    async def merged_into(self, case_id: CaseId) -> Sequence[Case]: ...
    async def unreleased(self) -> Mapping[CaseId, datetime]:
        """The cases that wait for their release, each with its first slot; not those withdrawn meanwhile."""
        ...

    async def of_person(self, person: PersonId, limit: int) -> Sequence[CaseLine]:
        """A person's named cases, newest first by date, then by reference."""
        ...

    async def of_departments(
        self, units: Iterable[str], statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases led or supported by one of the units, by due date.

        ``reader``, here and below: the units of whoever reads; what is kept from one of them is left out.
        """
        ...

    async def in_status(
        self, statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases of any department, by due date."""
        ...

    async def due_until(
        self, day: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases in these statuses due on or before ``day``."""
        ...

    async def file(self, file_id: str) -> tuple[CaseId, StoredFile]: ...
    async def add_files(self, case_id: CaseId, files: Sequence[StoredFile]) -> None: ...


class Contents(Protocol):
    """What cases hold, as a whole."""

    async def erase(self, case_id: CaseId) -> bool:
        """Destroy the case's key and all it sealed; dates, units, topic and clocks stay. False if that was done."""
        ...

    async def readable(self) -> bool:
        """Whether the keys at hand are those the cases were written with."""
        ...


class People(Protocol):
    """Persons, their posts and their accounts."""

    async def actor(self, account: AccountKey, on: date | None = None) -> Actor:
        """The actor behind an account, with the posts it stands in for on that day; without posts if it is unknown."""
        ...

    async def enrol(
        self,
        account: AccountKey,
        sealed_address: bytes,
        posts: Sequence[Post],
        *,
        name: str,
        month: str,
        channel: str | None = None,
        person: PersonId | None = None,
    ) -> PersonId:
        """Give the account's person these posts, making the person if need be. ``month`` is "2026-11": never a day.

        With ``person``, it is this person's account from now on, whosever it was.
        """
        ...

    async def name(self, person: PersonId) -> str: ...
    async def set_name(self, person: PersonId, name: str) -> None: ...
    async def set_language(self, person: PersonId, language: str) -> None: ...
    async def holders(
        self, roles: Iterable[Role], unit: str | None = None, *, on: date | None = None, but: Collection[str] = ()
    ) -> Sequence[Recipient]:
        """The accounts of those who hold one of the roles (in this unit), one account a person.

        On a given day, who is away is left out and who stands in is there. Nobody of the units ``but`` is among them,
        nor who stands in there.
        """
        ...

    async def at_work(
        self, person: PersonId, unit: str, on: date, *, but: Collection[str] = ()
    ) -> Sequence[Recipient]:
        """This person if at work in the unit on that day, or who stands in; nobody if the person has left it."""
        ...

    async def named_posts(self) -> Sequence[tuple[str, Post]]:
        """Everybody of whom a name is known, with each post."""
        ...

    async def colleagues(self, unit: str) -> Sequence[Colleague]:
        """Who has a post in the unit other than being of its staff, by name."""
        ...

    async def stand_in(self, absence: Absence) -> None:
        """Name who stands in; a later word about the same person and unit replaces the earlier one."""
        ...

    async def recipient(self, account: AccountKey) -> Recipient | None: ...
    async def audience(self, audience: Audience) -> Sequence[Recipient]: ...
    async def forget_account(self, account: AccountKey) -> None:
        """Sign out: the account goes; a person without accounts and named cases goes too."""
        ...


class Invites(Protocol):
    async def add(self, invite: Invite) -> None: ...
    async def redeem(self, verifier: bytes, today: date) -> Invite | None:
        """Use the invite once; None if it is unknown, used up, expired or revoked."""
        ...

    async def revoke(self, verifier: bytes) -> bool: ...


class GroupChats(Protocol):
    """Chats of departments: told of tasks and reminders, without the words of a case."""

    async def add_code(self, verifier: bytes, unit: str, expires_on: date) -> None:
        """A code, known by its keyed hash, that links one chat with the unit."""
        ...

    async def redeem(self, verifier: bytes, today: date) -> str | None:
        """The unit of a code, which is used up by this; None if it is unknown, used or expired."""
        ...

    async def link(self, chat: AccountKey, unit: str, channel: str, sealed_address: bytes) -> None:
        """The chat is the unit's from now on, whosever it was."""
        ...

    async def unlink(self, chat: AccountKey) -> str | None:
        """The unit that has lost the chat, None if it was nobody's. What waits for it is dropped."""
        ...

    async def move(self, chat: AccountKey, to: AccountKey, sealed_address: bytes) -> bool:
        """The chat has another address, also for what waits; False if it is not linked."""
        ...

    async def unit_of(self, chat: AccountKey) -> str | None: ...
    async def of_unit(self, unit: str) -> Sequence[Recipient]: ...
    async def linked_units(self) -> Sequence[str]: ...


class Outbox(Protocol):
    async def put(self, envelopes: Sequence[Envelope]) -> None: ...
    async def heads(
        self, now: datetime, limit: int, skip_lanes: Iterable[bytes], channel: str | None = None
    ) -> Sequence[QueuedNotice]:
        """The first queued notice of each lane whose time has come, by priority; never two of a lane.

        For a channel: its own, and those of which only the sealed address knows where they go.
        """
        ...

    async def sent(self, notice_ids: Sequence[bytes]) -> None:
        """Delivered: the payloads are erased. A notice to an anonymous author ends as DONE."""
        ...

    async def failed(self, notice_id: bytes, reason: str) -> None:
        """Undeliverable: kept as FAILED with its reason, or DONE for an anonymous author."""
        ...

    async def retry(self, notice_id: bytes, at: datetime) -> None: ...
    async def hold(self, notice_id: bytes, until: datetime) -> None:
        """Not before that moment, though nothing has failed; what is behind it in its lane need not wait."""
        ...

    async def postpone(self, lane: bytes, until: datetime) -> None:
        """What has no moment yet of this anonymous author's lane leaves then; what has one keeps it."""
        ...

    async def behind(self, notice_id: bytes) -> Sequence[bytes]:
        """What waits behind a notice in its lane."""
        ...

    async def stop_channel(self, channel: str, until: datetime) -> None:
        """The platform wants silence until then."""
        ...

    async def stopped_until(self, channel: str) -> datetime | None: ...
    async def overview(self) -> tuple[Sequence[OutboxLine], Sequence[OutboxFailures]]:
        """What waits, by channel and priority, and what has failed, by channel and reason."""
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
        """Whether a notice to this account has failed finally, and nobody has dealt with it yet."""
        ...

    async def requeue(self, notice_id: bytes) -> bool:
        """Try a failed notice again, in its old place in the lane; False if it is not there or not to be sent."""
        ...

    async def settle(self, notice_id: bytes) -> bool:
        """A failed notice was handed over in another way: it is done. False if it is not there (any more)."""
        ...


class Deadlines(Protocol):
    """The clocks of cases and the one day on which each case wants to be looked at next."""

    async def clocks(self, case_id: CaseId) -> Clocks: ...
    async def clocks_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Clocks]:
        """The clocks of each of these cases."""
        ...

    async def put_clocks(self, case_id: CaseId, clocks: Sequence[Clock]) -> None: ...
    async def wake(self, case_id: CaseId, on: date | None) -> None:
        """Look at this case on that day, or (None) never again."""
        ...

    async def wake_again(self, days: Mapping[CaseId, date]) -> None:
        """Look at cases that were taken once more, each on its day."""
        ...

    async def take_due(self, today: date, limit: int) -> Sequence[CaseId]:
        """Cases whose day has come; they are this transaction's, and come back if it is undone."""
        ...

    async def any_due(self, today: date) -> bool: ...
    async def wake_homeless(self, units: Iterable[str], today: date) -> None:
        """Cases of departments other than these are looked at by the next sweep."""
        ...

    async def mark_seen(self, case_id: CaseId, unit: str, today: date) -> None:
        """The unit has opened the case; the first time counts."""
        ...

    async def seen(self, case_id: CaseId) -> Mapping[str, date]:
        """The units that have opened the case, with the day of the first time."""
        ...

    async def seen_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Mapping[str, date]]:
        """The same of each of these cases."""
        ...


class Reminders(Protocol):
    async def claim(self, reminders: Sequence[Waiting]) -> int:
        """How many are new: each is said once, however often the sweep runs. They wait for a digest."""
        ...

    async def waiting(self) -> Sequence[Waiting]:
        """What the next digest says."""
        ...

    async def times_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, int]:
        """How often whoever owed the next step was reminded of each of these cases."""
        ...

    async def has_digest(self, today: date, slot: int) -> bool: ...
    async def open_digest(self, today: date, slot: int) -> bool:
        """True the first time only: a day has two digests at most."""
        ...

    async def said(self, reminders: Sequence[Waiting]) -> None: ...


@dataclass(frozen=True, slots=True)
class Summarised:
    """A case of which the office has written a summary, open or answered."""

    id: CaseId
    ref: str
    topic: str
    status: Status
    summary: str
    excluded: tuple[str, ...] = ()


class Similar(Protocol):
    """The words of the office's summaries."""

    async def frequencies(self, terms: Collection[str]) -> Frequencies: ...
    async def sharing(self, terms: Collection[str], limit: int) -> Sequence[Summarised]:
        """Open and answered cases whose summaries share most of these terms, in no order."""
        ...

    async def followers(self, case_id: CaseId) -> int:
        """How many cases are answered together with this one."""
        ...

    async def hold(self, ref: str) -> None:
        """To be called before another case is merged into this one: until commit nobody answers or withdraws it.

        Otherwise, where several write at once, the answer would go out without the one who joins that moment.
        """
        ...


class Commitments(Protocol):
    """What answers promised. A promise changes together with its case, whose version guards both."""

    async def add(self, commitment: Commitment) -> None: ...
    async def save(self, commitment: Commitment) -> None: ...
    async def of_case(self, case_id: CaseId) -> Sequence[Commitment]:
        """All promises of a case, in the order they were made."""
        ...

    async def take_due(self, today: date, limit: int, of: CaseId | None = None) -> Sequence[Commitment]:
        """Promises (of a case) whose day has come; they are this transaction's, and come back if it is undone."""
        ...

    async def due_cases(self, today: date) -> Collection[CaseId]:
        """The cases whose promises have come to their day."""
        ...

    async def wake_later(self, case_id: CaseId, today: date, on: date) -> None:
        """What is due of this case is not looked at before that day."""
        ...

    async def open_lines(
        self, units: Iterable[str] | None, limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CommitmentLine]:
        """Open promises of these units, or (None) of all, the one due first on top."""
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


class Statistics(Protocol):
    async def spans(self, since: date) -> Spans:
        """The clocks of the cases filed since that day, and of all that are open; alike ones are counted together."""
        ...

    async def lines(
        self, clock: ClockKind, since: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[tuple[CaseLine, Span]]:
        """Of the same cases, those in these statuses one by one, the oldest first."""
        ...


class Organisations(Protocol):
    async def load(self) -> Organisation | None: ...
    async def store(self, organisation: Organisation) -> None: ...
    async def claim_calendar_question(self, year: int, week: date) -> bool:
        """True the first time only: the office is asked once a week to confirm a year's days off."""
        ...


class UnitOfWork(Protocol):
    """One transaction, begun by its first statement. Leaving it without ``commit`` undoes everything."""

    @property
    def cases(self) -> Cases: ...
    @property
    def contents(self) -> Contents: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def people(self) -> People: ...
    @property
    def invites(self) -> Invites: ...
    @property
    def group_chats(self) -> GroupChats: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def set_aside(self) -> SetAside: ...
    @property
    def similar(self) -> Similar: ...
    @property
    def commitments(self) -> Commitments: ...
    @property
    def broadcasts(self) -> Broadcasts: ...
    @property
    def usages(self) -> Usages: ...
    @property
    def statistics(self) -> Statistics: ...
    @property
    def organisations(self) -> Organisations: ...
    @property
    def audit(self) -> AuditLog: ...
    @property
    def pins(self) -> Pins: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def rights(self) -> Rights: ...
    async def commit(self) -> None: ...
    async def __aenter__(self) -> "UnitOfWork": ...
    async def __aexit__(self, *exc: object) -> None: ...


class Store(Protocol):
    """The database. ``writing`` units run one after another on SQLite; ``reading`` ones refuse to write."""

    def writing(self) -> UnitOfWork: ...
    def reading(self) -> UnitOfWork: ...


class Sender(Protocol):
    """One channel's way out. ``send`` raises TransientDelivery, PermanentDelivery or WindowClosed."""

    async def send(self, account: Account, reply: Reply) -> None: ...
    async def leave(self, account: Account, reply: Reply) -> None:
        """Keep it for the person's return, where the channel can without a disk; never raises, never tells."""
        ...


class Seals(Protocol):
    """Keys at work: ids, codes and sealed addresses. Nothing here can tell who wrote an anonymous case."""

    def new_nonce(self, today: date) -> str:
        """A draft's random nonce, with the epoch of the key that turns it into ids; short ASCII."""
        ...

    def case_id(self, nonce: str) -> CaseId:
        """The same for the same nonce, so that sending twice files once. Raises TooLate when its epoch is gone."""
        ...

    def ref(self, nonce: str) -> str: ...
    def reply_code(self, nonce: str) -> str: ...
    def code_verifier(self, code: str) -> bytes: ...
    def new_invite_code(self) -> str:
        """12 characters; only its ``code_verifier`` is kept."""
        ...

    def account_key(self, account: Account) -> AccountKey: ...
    def seal(self, account: Account, case_id: CaseId | None) -> bytes:
        """A sealed address of fixed length, bound to a case (a return address) or to none (an enrolled account)."""
        ...

    def pin_hash(self, person: PersonId, pin: str) -> bytes:
        """A slow hash that only this server can check; not for the event loop."""
        ...

    def is_pin(self, person: PersonId, pin: str, hashed: bytes) -> bool: ...
    def audit_hash(self, before: bytes, entry: bytes) -> bytes:
        """What chains an entry of the log to the one before."""
        ...

    def author_mark(self, ref: str) -> str:
        """What makes a button under an answer the author's own: 13 characters only this server can make."""
        ...

    def is_author_mark(self, ref: str, mark: str) -> bool: ...
