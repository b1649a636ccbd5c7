"""One table: which event of a case is told to whom, with which text and which buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum, auto
from types import MappingProxyType
from typing import Final

from handlers.matching import CASE_PREFIX, COMMAND_PREFIX
from handlers.texts.catalog import Texts
from storage.domain.case import Case
from storage.domain.conversation import Choice, File, Reply
from storage.domain.ids import tag_of
from storage.domain.lifecycle import IN_TRIAGE
from storage.domain.organisation import Organisation
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Role
from storage.domain.ports import Recipient, Seals, UnitOfWork
from storage.domain.records import AUTHOR, CaseEvent, EventKind
from storage.domain.views import summarise

DEPARTMENT_ROLES: Final = (Role.OFFICER, Role.HEAD)


class To(StrEnum):
    """Who is told."""

    AUTHOR = auto()
    AUTHORS = auto()  # also those whose cases were merged into this one
    DEPARTMENT = auto()
    NAMED_DEPARTMENT = auto()  # the one the event speaks of
    OFFICE = auto()
    OFFICE_IN_TRIAGE = auto()
    LEADERS = auto()  # those of the case's rank


@dataclass(frozen=True, slots=True)
class Rule:
    """Tell ``to`` with the text ``notice-KEY``; ``actions`` become buttons ``action-NAME``."""

    to: To
    key: str
    actions: tuple[str, ...] = ()
    priority: Priority = Priority.TASK


_TASK: Final = ("accept", "bounce", "draft", "ask", "extend")
_TRIAGE: Final = ("to", "route", "merge", "decline")
_AGAIN: Final = ("route", "merge", "decline")
_VERDICT: Final = ("clear", "partly", "unsat")
AUTHOR_ACTIONS: Final = frozenset({*_VERDICT, "own", "add", "reply", "edit", "withdraw"})  # proven by the author's mark
_ORPHANED: Final = ("route", "open")
_LEAD: Final = ("answer", "assign", "open")


def _answer(to: To, key: str, *actions: str) -> Rule:
    return Rule(to, key, actions, Priority.ANSWER)


RULES: Final[Mapping[EventKind, tuple[Rule, ...]]] = MappingProxyType(
    {
        EventKind.FILED: (Rule(To.OFFICE_IN_TRIAGE, "triage", _TRIAGE),),
        EventKind.EDITED: (Rule(To.DEPARTMENT, "edited", ("open",)),),
        EventKind.ADDED: (Rule(To.DEPARTMENT, "added", ("open",)),),
        EventKind.WITHDRAWN: (Rule(To.DEPARTMENT, "withdrawn"),),
        EventKind.ROUTED: (
            Rule(To.DEPARTMENT, "task", _TASK),
            _answer(To.AUTHOR, "routed"),
        ),
        EventKind.ASSIGNED: (
            Rule(To.DEPARTMENT, "assigned", _TASK),
            _answer(To.AUTHOR, "routed"),
        ),
        EventKind.TRANSFERRED: (
            Rule(To.DEPARTMENT, "transferred", _TASK),
            _answer(To.AUTHOR, "routed"),
        ),
        EventKind.ACCEPTED: (_answer(To.AUTHOR, "accepted"),),
        EventKind.RETURNED: (Rule(To.OFFICE, "returned", _AGAIN),),
        EventKind.ASKED: (_answer(To.AUTHOR, "asked", "reply"),),
        EventKind.REPLIED: (Rule(To.DEPARTMENT, "replied", ("draft", "open")),),
        EventKind.DRAFTED: (Rule(To.LEADERS, "drafted", ("approve", "revise", "sendback", "open")),),
        EventKind.SENT_BACK: (Rule(To.DEPARTMENT, "sent-back", ("draft", "open")),),
        EventKind.ANSWERED: (_answer(To.AUTHORS, "answered", *_VERDICT),),
        EventKind.CONFIRMED: (Rule(To.DEPARTMENT, "confirmed"),),
        EventKind.ASKED_AGAIN: (Rule(To.DEPARTMENT, "asked-again", ("draft", "ask", "open")),),
        EventKind.PUSHED_BACK: (
            Rule(To.LEADERS, "pushed-back", _LEAD),
            Rule(To.DEPARTMENT, "pushed-back", ("draft", "open")),
        ),
        EventKind.MERGED: (_answer(To.AUTHOR, "merged"),),
        EventKind.SEPARATED: (Rule(To.OFFICE, "separated", _AGAIN), _answer(To.AUTHOR, "on-its-own")),
        EventKind.DECLINED: (_answer(To.AUTHORS, "declined"),),
        EventKind.EXTENDED: (_answer(To.AUTHORS, "extended"),),
        EventKind.SUPPORT_ASKED: (Rule(To.NAMED_DEPARTMENT, "support", ("part", "open")),),
        EventKind.PART_ADDED: (Rule(To.DEPARTMENT, "part", ("draft", "open")),),
    }
)


async def put(case: Case, events: Sequence[CaseEvent], uow: UnitOfWork, organisation: Organisation) -> None:
    """Write the notices these events ask for into the outbox, within the unit of work of the change."""
    for event in events:
        for rule in RULES[event.kind]:
            await uow.outbox.put(await _envelopes(rule, case, event, uow, organisation))


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
        own = [_to_author(each, _notice(rule, case, event, told_as=each.ref), rule.priority) for each in merged]
        return [_to_author(case, notice, rule.priority), *own]
    if rule.to is To.OFFICE_IN_TRIAGE and case.status not in IN_TRIAGE:
        return []
    recipients = await _recipients(rule.to, case, event, uow, organisation)
    if not recipients:
        # Nobody holds the post: a task is never told to nobody, and the office can route it elsewhere.
        recipients = await office(uow)
        notice = replace(notice, choices=_choices(_ORPHANED))
    return [Envelope(notice, rule.priority, account=r.account, language=r.language) for r in recipients]


def _to_author(case: Case, notice: Notice, priority: Priority) -> Envelope:
    if case.account is not None:
        return Envelope(notice, priority, account=case.account, language=case.language)
    return Envelope(notice, priority, case_id=case.id, language=case.language)


def _notice(rule: Rule, case: Case, event: CaseEvent, told_as: str = "") -> Notice:
    ref = told_as or case.ref
    arguments = {
        "reason": "",
        "text": "",
        **event.detail,
        "code": ref,
        "topic": case.topic,
        "kind": case.kind.value,
        "by": event.by,
        "due": case.due_on.isoformat(),
        "department": event.detail.get("department", case.department),
        "summary": summarise(case.body, 300),
        "because": ", ".join(case.because),
        "answer": case.answer,
        "signature": case.signature,
    }
    return Notice(f"notice-{rule.key}", arguments, _choices(rule.actions), ref)


def _choices(actions: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((f"action-{name}", name) for name in actions)


async def _recipients(
    to: To, case: Case, event: CaseEvent, uow: UnitOfWork, organisation: Organisation
) -> Sequence[Recipient]:
    """Those who hold the posts, if anybody does."""
    match to:
        case To.DEPARTMENT:
            return await department(case.department, uow, organisation)
        case To.NAMED_DEPARTMENT:
            return await department(event.detail["department"], uow, organisation)
        case To.LEADERS:
            unit = organisation.ladder[max(case.rank, 1) - 1]
            return await uow.people.holders([Role.LEADER], unit) or await uow.people.holders([Role.LEADER])
        case _:
            return await office(uow)


async def department(unit: str, uow: UnitOfWork, organisation: Organisation) -> Sequence[Recipient]:
    """Who works on a department's cases; those of the office's own unit also reach the office."""
    holders = await uow.people.holders(DEPARTMENT_ROLES, unit)
    return holders or (await office(uow) if unit == organisation.office else ())


async def office(uow: UnitOfWork) -> Sequence[Recipient]:
    """The office; where nobody holds it, the leaders."""
    return await uow.people.holders([Role.OFFICE]) or await uow.people.holders([Role.LEADER])


def in_words(notice: Notice, language: str, texts: Texts, seals: Seals) -> Reply:
    """The notice as its reader gets it; buttons for an author carry the mark that proves authorship."""
    arguments = dict(notice.arguments)
    if "by" in arguments:
        by = arguments.pop("by")
        arguments["unit"] = "" if by == AUTHOR else by
    choices = tuple(
        Choice(
            texts.say(language, label_key, department=arguments.get("department", "")),
            case_choice(action, notice.case_ref, arguments.get("department", ""), seals),
        )
        for label_key, action in notice.choices
    )
    files = tuple(File(f.file_id, f.name, f.media_type) for f in notice.files)
    text = texts.say(language, notice.text_key, **arguments)
    return Reply(text, choices, files, tag_of(notice.case_ref) if notice.case_ref else "")


def case_choice(action: str, ref: str, department: str, seals: Seals) -> str:
    """The value of a button about a case: with the author's mark, or with the department it proposes.

    A command names its matter itself.
    """
    if action.startswith(COMMAND_PREFIX):
        return action
    if action in AUTHOR_ACTIONS:
        return f"{CASE_PREFIX}{action}.{ref}.{seals.author_mark(ref)}"
    return f"{CASE_PREFIX}{action}.{ref}.{department}" if action == "to" else f"{CASE_PREFIX}{action}.{ref}"
