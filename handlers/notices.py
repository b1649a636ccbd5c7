"""One table: which event of a case is told to whom, with which text and which buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final

from handlers.recipients import department, department_chats, leaders, somebody
from storage.domain.case import Case
from storage.domain.lifecycle import IN_TRIAGE, OPEN, Status
from storage.domain.organisation import Organisation
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Recipient, UnitOfWork
from storage.domain.records import AUTHOR, CaseEvent, EventKind
from storage.domain.summary import without_name
from storage.domain.views import summarise


class To(StrEnum):
    """Who is told."""

    AUTHOR = auto()
    AUTHORS = auto()  # also those whose cases were merged into this one
    DEPARTMENT = auto()
    DEPARTMENT_CHATS = auto()  # where others read along
    NAMED_DEPARTMENT = auto()  # the one the event speaks of
    JOINED_DEPARTMENT = auto()  # the one of the case that this one is answered with, unless it was that already
    FORMER_DEPARTMENT = auto()  # the one that need not answer it by itself any more
    OFFICE = auto()
    OFFICE_IN_TRIAGE = auto()
    LEADERS = auto()  # those of the case's rank
    APPROVERS = auto()  # likewise, where an answer waited for a leader who must not read it any more


@dataclass(frozen=True, slots=True)
class Rule:
    """Tell ``to`` with the text ``notice-KEY``; ``actions`` become buttons ``action-NAME``."""

    to: To
    key: str
    actions: tuple[str, ...] = ()
    priority: Priority = Priority.TASK
    joined: tuple[str, ...] = ()  # what authors of merged cases can do besides
    unless_own: bool = False  # not where the unit has just done it itself


_TASK: Final = ("accept", "bounce", "draft", "ask", "extend")
_TRIAGE: Final = ("to", "route", "merge", "decline", "keepfrom")
_AGAIN: Final = ("route", "merge", "decline", "keepfrom")
_VERDICT: Final = ("clear", "partly", "unsat")
_KEPT: Final = ("kept", "notkept")
# Proven by the author's mark.
AUTHOR_ACTIONS: Final = frozenset({*_VERDICT, *_KEPT, "own", "add", "reply", "edit", "withdraw", "eraseown", "alone"})
_AUTHORS: Final = frozenset({To.AUTHOR, To.AUTHORS})
_ORPHANED: Final = ("route", "open")
_LEAD: Final = ("answer", "assign", "open")
_SAID_IN_CHATS: Final = ("code", "topic", "kind", "due", "department", "draft", "of")
# What an event need not say. A notice that an older program wrote has not all of them either.
UNSAID: Final = MappingProxyType(
    {"reason": "", "text": "", "missing": "", "promised": "", "doer": "", "clock": "", "requests": "", "draft": ""}
)


def _answer(to: To, key: str, *actions: str) -> Rule:
    return Rule(to, key, actions, Priority.ANSWER)


def _from_above(key: str) -> Rule:
    """What somebody else has done with the department's work. Nothing is to be done: no reason to ring at night."""
    return Rule(To.DEPARTMENT, key, ("open",), Priority.REMINDER, unless_own=True)


_TASK_IN_CHATS: Final = Rule(To.DEPARTMENT_CHATS, "chat-task", ("accept", "bounce", "open"))
_HANDED_ON: Final = Rule(To.FORMER_DEPARTMENT, "handed-on", (), Priority.REMINDER)

RULES: Final[Mapping[EventKind, tuple[Rule, ...]]] = MappingProxyType(
    {
        EventKind.RELEASED: (),
        EventKind.ALARMED: (
            Rule(To.OFFICE, "alarm", ("open",), Priority.ALARM),
            Rule(To.LEADERS, "alarm", ("open",), Priority.ALARM),
        ),
        EventKind.FILED: (Rule(To.OFFICE_IN_TRIAGE, "triage", _TRIAGE),),
        EventKind.EDITED: (Rule(To.DEPARTMENT, "edited", ("open",)),),
        EventKind.ADDED: (Rule(To.DEPARTMENT, "added", ("open",)),),
        EventKind.WITHDRAWN: (Rule(To.DEPARTMENT, "withdrawn"),),
        EventKind.ROUTED: (
            Rule(To.DEPARTMENT, "task", _TASK),
            _TASK_IN_CHATS,
            _answer(To.AUTHOR, "routed"),
            _HANDED_ON,
        ),
        EventKind.ASSIGNED: (
            Rule(To.DEPARTMENT, "assigned", _TASK),
            _TASK_IN_CHATS,
            _answer(To.AUTHOR, "routed"),
            _HANDED_ON,
        ),
        EventKind.TRANSFERRED: (
            Rule(To.DEPARTMENT, "transferred", _TASK),
            _TASK_IN_CHATS,
            _answer(To.AUTHOR, "routed"),
        ),
        EventKind.ACCEPTED: (_answer(To.AUTHOR, "accepted"), Rule(To.DEPARTMENT_CHATS, "chat-accepted")),
        EventKind.RETURNED: (Rule(To.OFFICE, "returned", _AGAIN), _answer(To.AUTHOR, "back-at-office")),
        EventKind.RAISED: (Rule(To.LEADERS, "raised", _LEAD), _answer(To.AUTHOR, "at-leader")),
        # The office hears of it in its digest, every step of the ladder likewise: one message a morning, not many.
        EventKind.LAPSED: (_answer(To.AUTHOR, "lapsed"),),
        EventKind.ESCALATED: (_answer(To.AUTHORS, "escalated"),),
        EventKind.RESUMED: (_answer(To.AUTHOR, "resumed"),),
        EventKind.ASKED: (_answer(To.AUTHOR, "asked", "reply"),),
        EventKind.REPLIED: (Rule(To.DEPARTMENT, "replied", ("draft", "open")),),
        EventKind.DRAFTED: (Rule(To.LEADERS, "drafted", ("approve", "revise", "sendback", "open")),),
        EventKind.SENT_BACK: (
            Rule(To.DEPARTMENT, "sent-back", ("draft", "open")),
            Rule(To.DEPARTMENT_CHATS, "chat-sent-back", ("open",)),
        ),
        EventKind.ANSWERED: (
            _answer(To.AUTHORS, "answered", *_VERDICT),
            _from_above("published"),
            Rule(To.DEPARTMENT_CHATS, "chat-answered", (), Priority.REMINDER),
        ),
        EventKind.INTERIM: (_answer(To.AUTHORS, "interim"),),
        EventKind.OVERRULED: (),
        EventKind.ERASED: (),
        EventKind.PROMISED: (),  # the answer itself says so
        EventKind.PROMISE_MOVED: (_answer(To.AUTHORS, "promise-moved"), _from_above("later-promise")),
        EventKind.ASKED_IF_DONE: (_answer(To.AUTHORS, "asked-if-done", *_KEPT),),
        EventKind.UNIT_DONE: (_answer(To.AUTHORS, "unit-done", *_KEPT),),
        EventKind.AUTHOR_DONE: (Rule(To.NAMED_DEPARTMENT, "author-done", ("promise",)),),
        EventKind.AUTHOR_NOT_DONE: (
            Rule(To.NAMED_DEPARTMENT, "author-not-done", ("promise", "open")),
            Rule(To.LEADERS, "author-not-done", ("promise", "open")),
        ),
        EventKind.CONFIRMED: (Rule(To.DEPARTMENT, "confirmed"),),
        EventKind.ASKED_AGAIN: (Rule(To.DEPARTMENT, "asked-again", ("draft", "ask", "open")),),
        EventKind.PUSHED_BACK: (
            Rule(To.LEADERS, "pushed-back", _LEAD),
            Rule(To.DEPARTMENT, "pushed-back", ("draft", "open")),
        ),
        EventKind.MERGED: (
            _answer(To.AUTHOR, "merged"),
            Rule(To.JOINED_DEPARTMENT, "joined", ("joined",)),
            Rule(To.FORMER_DEPARTMENT, "merged-away", ("open",)),
        ),
        EventKind.SEPARATED: (Rule(To.OFFICE, "separated", _AGAIN), _answer(To.AUTHOR, "on-its-own")),
        EventKind.KEPT_FROM: (_answer(To.AUTHOR, "kept-from"), Rule(To.APPROVERS, "approval-waits", ("open",))),
        EventKind.TAKEN_BACK: (Rule(To.OFFICE, "taken-back", ("route", "open")),),
        EventKind.LET_IN: (_answer(To.AUTHOR, "let-in"),),
        EventKind.DECLINED: (Rule(To.AUTHORS, "declined", ("own",), Priority.ANSWER, joined=("alone",)),),
        EventKind.EXTENDED: (_answer(To.AUTHORS, "extended"), _from_above("later-date")),
        EventKind.SUPPORT_ASKED: (Rule(To.NAMED_DEPARTMENT, "support", ("part", "open")),),
        EventKind.PART_ADDED: (Rule(To.DEPARTMENT, "part", ("draft", "open")),),
    }
)


async def put(case: Case, events: Sequence[CaseEvent], uow: UnitOfWork, organisation: Organisation) -> None:
    """Write the notices these events ask for into the outbox, within the unit of work of the change.

    Before its release nobody but authors hears of a case.
    """
    for event in events:
        rules = (rule for rule in RULES[event.kind] if case.released or rule.to in _AUTHORS)
        asked = [each for rule in rules for each in await _envelopes(rule, case, event, uow, organisation)]
        await uow.outbox.put(_once_each(asked))


def _once_each(envelopes: Sequence[Envelope]) -> Sequence[Envelope]:
    """Who is told by two rules, holding both posts or standing in for one, reads it once: by the first."""
    first: dict[tuple[bytes, str, str], Envelope] = {}
    for each in envelopes:
        first.setdefault((each.lane, each.notice.text_key, each.notice.case_ref), each)
    return tuple(first.values())


async def _envelopes(
    rule: Rule, case: Case, event: CaseEvent, uow: UnitOfWork, organisation: Organisation
) -> list[Envelope]:
    notice = _notice(rule, case, event)
    if rule.to is To.AUTHOR:
        if event.by == AUTHOR:  # routed by the guess, in the same turn: the receipt has said so
            return []
        return [_to_author(case, notice, rule.priority)]
    if rule.to is To.AUTHORS:
        merged = await uow.cases.merged_into(case.id)
        own = [_to_author(each, _told_to(each, rule, case, event), rule.priority) for each in merged]
        return [_to_author(case, notice, rule.priority), *own]
    if rule.to is To.OFFICE_IN_TRIAGE and case.status not in IN_TRIAGE:
        return []
    if rule.to is To.APPROVERS and not _lost_its_approver(case, event, organisation):
        return []
    if rule.unless_own and event.by == case.department and not event.detail.get("draft"):
        return []  # a draft that was approved goes out in the department's name, too, but a leader did it
    if rule.to is To.DEPARTMENT_CHATS:
        return await _to_chats(case, notice, rule, uow)
    if rule.to in (To.JOINED_DEPARTMENT, To.FORMER_DEPARTMENT):
        return await _of_merge(rule, case, event, uow, organisation)
    recipients = await _recipients(rule.to, case, event, uow, organisation)
    if not recipients:
        # Nobody holds the post: a task is never told to nobody, and the office can route it elsewhere.
        recipients = await somebody(case, uow, organisation, event.on)
        notice = replace(notice, choices=_choices(_ORPHANED)) if case.status in OPEN else notice
    return [_to(r, case, notice, rule) for r in recipients]


def _lost_its_approver(case: Case, event: CaseEvent, organisation: Organisation) -> bool:
    return case.status is Status.AWAITING_APPROVAL and event.detail["department"] in organisation.ladder


async def _to_chats(case: Case, notice: Notice, rule: Rule, uow: UnitOfWork) -> list[Envelope]:
    if case.excluded:  # somebody in the chat may be one of those whom it is about
        return []
    said = {name: notice.arguments[name] for name in _SAID_IN_CHATS}
    chats = await department_chats(case.department, uow)
    return [_to(chat, case, replace(notice, arguments=said), rule) for chat in chats]


async def _of_merge(
    rule: Rule, case: Case, event: CaseEvent, uow: UnitOfWork, organisation: Organisation
) -> list[Envelope]:
    """To the department it lay with, and to the one it joins, which reads of it under the code of its own case."""
    unit, notice = event.detail.get("left", ""), _notice(rule, case, event)
    if rule.to is To.JOINED_DEPARTMENT:
        lead = await uow.cases.get(event.detail["into"])
        known = lead.department == unit or (lead.status in IN_TRIAGE and event.by != AUTHOR)  # the office did it itself
        unit, notice = "" if known else lead.department, _notice(rule, case, event, told_as=lead.ref)
    if not unit:
        return []
    recipients = await department(unit, uow, organisation, event.on, but=case.excluded)
    return [_to(r, case, notice, rule) for r in recipients]


async def tell_answer(lead: Case, authors: Sequence[Case], uow: UnitOfWork) -> None:
    """Put the answer of ``lead`` into the outbox for authors whose cases were merged into it after it was answered."""
    rule = next(rule for rule in RULES[EventKind.ANSWERED] if rule.to is To.AUTHORS)
    event = next(event for event in reversed(lead.events) if event.kind is EventKind.ANSWERED)
    await uow.outbox.put([_to_author(each, _told_to(each, rule, lead, event), rule.priority) for each in authors])


def _to(recipient: Recipient, case: Case, notice: Notice, rule: Rule) -> Envelope:
    return Envelope(notice, rule.priority, account=recipient.account, language=recipient.language, about=case.id)


def _to_author(case: Case, notice: Notice, priority: Priority) -> Envelope:
    if case.account is not None:
        return Envelope(notice, priority, account=case.account, language=case.language, about=case.id)
    return Envelope(notice, priority, case_id=case.id, language=case.language)


def _notice(rule: Rule, case: Case, event: CaseEvent, told_as: str = "") -> Notice:
    ref = told_as or case.ref
    arguments = {
        **UNSAID,
        **{name: value for name, value in event.detail.items() if name != "into" or rule.to is not To.AUTHOR},
        "code": ref,
        "topic": case.topic,
        "kind": case.kind.value,
        "by": event.by,
        "due": case.due_on.isoformat(),
        "department": event.detail.get("department", case.department),
        "of": event.detail.get("left") or case.department,  # whose hours it keeps, if it can wait
        "summary": summarise(case.body, 300),
        "because": ", ".join(case.because),
        "answer": case.answer,
        "signature": case.signature,
    }
    return Notice(f"notice-{rule.key}", arguments, _choices(rule.actions), ref)


def _told_to(merged: Case, rule: Rule, case: Case, event: CaseEvent) -> Notice:
    """For the author of a case that was merged into this one: under the own code, without a word of who wrote this."""
    notice = _notice(rule, case, event, told_as=merged.ref)
    said = {name: without_name(notice.arguments[name], case.signature) for name in ("answer", "text", "reason")}
    own = {"summary": summarise(merged.body, 300), "signature": merged.signature}
    choices = _choices((*rule.joined, *rule.actions))
    return replace(notice, arguments={**notice.arguments, **said, **own}, choices=choices)


def _choices(actions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"action-{name}", name) for name in actions)


async def _recipients(
    to: To, case: Case, event: CaseEvent, uow: UnitOfWork, organisation: Organisation
) -> Sequence[Recipient]:
    """Those who hold the posts, if anybody does."""
    match to:
        case To.DEPARTMENT:
            return await department(case.department, uow, organisation, event.on, but=case.excluded)
        case To.NAMED_DEPARTMENT:
            return await department(event.detail["department"], uow, organisation, event.on, but=case.excluded)
        case To.LEADERS | To.APPROVERS:
            return await leaders(case.rank, uow, organisation, event.on, but=case.excluded)
        case _:
            return await somebody(case, uow, organisation, event.on)
