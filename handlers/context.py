"""What a handler is handed: who speaks, what time it is, where to read and write, and how to say it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handlers import notices, timing
from handlers.matching import COMMAND_PREFIX
from handlers.notice_words import case_choice
from handlers.states import State, Turn
from handlers.texts.catalog import Texts
from storage.domain.accounts import SignInCodes
from storage.domain.audit import Act, act_of
from storage.domain.calendar import WorkCalendar
from storage.domain.case import Case
from storage.domain.clocks import Moment
from storage.domain.conversation import Account, Choice, File, Reply
from storage.domain.deadlines import answer_by, brought_forward, external_date
from storage.domain.errors import NotFound, NotPermitted
from storage.domain.ids import AccountKey, CaseId, PersonId
from storage.domain.organisation import Organisation, calendar_of_unit
from storage.domain.permissions import DESK_ROLES, Action, Actor, Role, may
from storage.domain.ports import Seals, StoredFile, UnitOfWork
from storage.domain.records import AUTHOR, Kind
from storage.domain.routing import Guesser
from storage.domain.views import CaseView


@dataclass(frozen=True, slots=True)
class Office:
    """The organisation at work: its data, calendar, word index and words. Replaced when it is loaded anew."""

    organisation: Organisation
    calendar: WorkCalendar
    guesser: Guesser
    texts: Texts
    years: range  # whose holidays the calendar knows
    _of_units: Mapping[str, WorkCalendar] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        units = self.organisation.units
        own = {unit.code: calendar_of_unit(self.calendar, unit) for unit in units}
        object.__setattr__(self, "_of_units", own)

    def calendar_of(self, unit: str) -> WorkCalendar:
        """When this unit works; where it says nothing itself, or is no more, as the office does."""
        return self._of_units.get(unit, self.calendar)

    @property
    def calendars(self) -> Iterable[WorkCalendar]:
        """All by which somebody works."""
        return dict.fromkeys([self.calendar, *self._of_units.values()])

    def answer_due(self, kind: Kind, topic: str, text: str, at: datetime, unit: str) -> date:
        """When the unit is to answer a case that is seen ``at`` this moment; a day its text turns on may come first."""
        calendar = self.calendar_of(unit)
        usual = calendar.due_on(at, self.organisation.limits(kind, topic).final)
        today = at.astimezone(calendar.zone).date()
        return answer_by(usual, external_date(text, today), calendar.receipt_day(at), calendar)

    def outside_date(self, case: Case | CaseView) -> str:
        """The day, in ISO form, for whose sake the due date of a case came early; "" where it did not."""
        days = self.organisation.limits(case.kind, case.topic).final
        calendar = self.calendar_of(case.department)
        day = brought_forward(case.body, case.filed_on, case.due_on, days, calendar)
        return day.isoformat() if day is not None else ""

    def covers(self, day: date) -> bool:
        """Whether the calendar still knows enough of the years around this day."""
        return day.year - 1 in self.years and day.year + 1 in self.years


@dataclass(frozen=True, slots=True)
class Target:
    """The case a button names. ``proof`` is the author's mark, or a further value such as a department."""

    ref: str
    proof: str = ""


class PinNeeded(Exception):
    """Nothing is done before the PIN; ``what`` says in words what was about to be."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__()


@dataclass(slots=True, kw_only=True)
class Context:
    """One turn's surroundings. Reads go through ``reads``; what is read in order to be changed through ``uow``.

    ``staged`` are the ids of the files that came with this message, ``stored`` fetches such files with their contents;
    ``detail`` is what the button of a command says beside the command's name.
    """

    account: Account
    actor: Actor
    now: datetime
    language: str
    language_chosen: bool = False
    office: Office
    seals: Seals
    uow: UnitOfWork
    reads: UnitOfWork
    drafts: Mapping[str, dict[str, Any]]
    state: State | None = None
    flow: str = ""
    target: Target | None = None
    page: int = 0
    detail: str = ""
    reminded: Sequence[str] = ()  # the cases whose answer was asked for just before, by their references
    is_reply: bool = False  # this message replies to the one that named them
    staged: Sequence[str] = ()
    whole: Sequence[str] = ()  # those of them that hold the words in full, which are too many for a chat
    stored: Callable[[Sequence[str]], Sequence[StoredFile]]
    known_events: dict[CaseId, int] = field(default_factory=dict)
    pin_given: bool = False
    signed_in: bool = False  # by a code, in this turn
    sign_in_ended: bool = False  # a page that must be signed in anew before its posts count again
    sign_in_codes: SignInCodes
    taken_code: tuple[bytes, PersonId] | None = None  # used up, unless the turn fails
    may_file: Callable[[Account], bool] = lambda account: True  # a concern without a name; asked once for each
    ended: list[AccountKey] = field(default_factory=list)  # accounts that this turn puts an end to
    acts: list[Act] = field(default_factory=list)  # for the log, written with what they did

    @property
    def organisation(self) -> Organisation:
        return self.office.organisation

    @property
    def person(self) -> PersonId:
        """Who this is; NotPermitted if it is nobody we know."""
        if self.actor.person is None:
            raise NotPermitted
        return self.actor.person

    @property
    def today(self) -> date:
        """The date in the office's zone."""
        return self.now.astimezone(self.office.calendar.zone).date()

    def moment(self, unit: str) -> Moment:
        """Today, and the day from which a period of this unit counts that begins now."""
        calendar = self.office.calendar_of(unit)
        return Moment(self.today, calendar.receipt_day(self.now), calendar)

    @property
    def draft(self) -> dict[str, Any]:
        """A copy of what the present flow has written so far."""
        return dict(self.drafts.get(self.flow, {}))

    # Cases

    async def case(self, *, write: bool = False) -> Case:
        """The case the button names, for whoever may know of it; NotFound alike for others and for none."""
        if self.target is None:
            raise NotFound
        case = await (self.uow if write else self.reads).cases.get(self.target.ref)
        self.known_events[case.id] = len(case.events)
        if self.target.proof and self.seals.is_author_mark(case.ref, self.target.proof):
            self.actor = self.actor.as_author_of(case.id)
        return case

    async def case_in_hand(self) -> Case:
        """The case the present flow is about, to be changed; its permission is asked for again."""
        draft = self.draft
        self.target = Target(draft["ref"], draft.get("proof", ""))
        case = await self.case(write=True)
        if not may(self.actor, Action(draft["action"]), case):
            raise NotFound
        return case

    async def answered_with(self, case: Case) -> Case:
        """The case that is answered for this one: itself, or the one it was merged into; to be changed."""
        if case.merged_into is None:
            return case
        lead = await self.uow.cases.get_by_id(case.merged_into)
        self.known_events[lead.id] = len(lead.events)
        return lead

    def case_draft(self, action: Action, **values: Any) -> dict[str, Any]:
        """The beginning of a flow's draft about the case the button names."""
        assert self.target is not None
        return {"ref": self.target.ref, "proof": self.target.proof, "action": action.value, **values}

    async def add(
        self, case: Case, *, return_address: bytes | None, reply_verifier: bytes | None, files: Sequence[StoredFile]
    ) -> bool:
        """Store a new case and the notices its events ask for; False (and nothing done) if it is there already."""
        ways = {"return_address": return_address, "reply_verifier": reply_verifier}
        added = await self.uow.cases.add(case, **ways, files=files)
        if added:
            moment = self.moment(case.department)
            await timing.keep(case, case.events, self.uow, self.organisation, moment, is_new=True)
            await notices.put(case, case.events, self.uow, self.organisation)
            self.known_events[case.id] = len(case.events)
        return added

    async def save(self, case: Case) -> None:
        """Store the case, and in the same transaction its clocks and the notices its new events ask for."""
        known = self.known_events.get(case.id, 0)
        fresh = case.events[known:]
        for event in fresh:
            if event.by != AUTHOR:
                self.record(event.kind.value, case.ref)
        moment = self.moment(case.department)
        await timing.keep(case, case.news_since(known), self.uow, self.organisation, moment)
        await self.uow.cases.save(case)
        await notices.put(case, case.news_since(known), self.uow, self.organisation)
        self.known_events[case.id] = len(case.events)

    def ask_pin(self, what_key: str, **arguments: str | int) -> None:
        """To be called before a grave act: raises PinNeeded unless a right PIN was typed a short while ago."""
        if self.organisation.staff.pin and not self.pin_given:
            raise PinNeeded(self.text(what_key, **arguments))

    def record(self, action: str, what: str = "") -> None:
        """For the log of what staff did. What an author does is nobody's business, whoever the author is."""
        if self.actor.author_of is None and self.actor.has(*DESK_ROLES):
            self.acts.append(act_of(self.actor, action, what, self.now))

    def hat(self, *roles: Role, prefer: str = "") -> str:
        """The unit in whose name the actor acts."""
        units = self.actor.units(*roles)
        return prefer if prefer in units else (units[0] if units else self.organisation.office)

    def answer_due(self, kind: Kind, topic: str, unit: str, text: str = "") -> date:
        return self.office.answer_due(kind, topic, text, self.now, unit)

    def due_in(self, days: int, unit: str) -> date:
        """The due date ``days`` of the unit's working days from now."""
        return self.office.calendar_of(unit).due_on(self.now, days)

    # Words

    def text(self, key: str, **arguments: str | int) -> str:
        return self.office.texts.say(self.language, key, **arguments)

    def choice(self, label_key: str, value: str, **arguments: str | int) -> Choice:
        return Choice(self.text(label_key, **arguments), value)

    def action(self, name: str, ref: str, *, department: str = "") -> Choice:
        """A button that does something to a case."""
        label = self.text(f"action-{name}", department=department)
        return Choice(label, case_choice(name, ref, department, self.seals))

    def command(self, name: str) -> Choice:
        """A button that works everywhere; it has the same typed forms."""
        return Choice(self.text(f"button-{name}"), f"{COMMAND_PREFIX}{name}")

    def reply(
        self,
        key: str,
        *choices: Choice,
        files: tuple[File, ...] = (),
        **arguments: str | int,
    ) -> Reply:
        return Reply(self.text(key, **arguments), choices, files)

    def to_edit(self, text: str) -> tuple[Reply, ...]:
        """Words to be changed, alone in their message so that a phone can copy them; none if there are none."""
        return (Reply(text, editable=True),) if text else ()

    # Turns

    def go(self, state: State, *replies: Reply, draft: Mapping[str, Any]) -> Turn:
        """On to a state, with this draft."""
        return Turn(replies, state, draft)

    def stay(self, state: State, *replies: Reply) -> Turn:
        """Ask again; the draft stays."""
        return Turn(replies, state, self.draft)

    def done(self, *replies: Reply) -> Turn:
        """The conversation is over; the flow's draft is gone."""
        return Turn(replies)

    def aside(self, *replies: Reply) -> Turn:
        """Said in between; the conversation stays where it was."""
        return Turn(replies, aside=True)
