"""A concern becomes a case: by itself, or answered together with one that is like it."""

from datetime import date, datetime
from typing import Any, Final

from handlers.context import Context
from handlers.drafts import body_of
from handlers.releasing import URGENT, asked_now, let_see, seen_by, slot_of, waits, watch
from storage.domain.case import Case
from storage.domain.danger import find_danger
from storage.domain.danger_words import Danger
from storage.domain.errors import IncompleteDraft, RuleViolation
from storage.domain.exclusion import destination, home
from storage.domain.filing import Filing, open_case
from storage.domain.records import AUTHOR, CaseFile, Kind
from storage.domain.routing import Guess

NAMED: Final = "named"
ANONYMOUS: Final = "anonymous"
Draft = dict[str, Any]


def has_mode(draft: Draft) -> bool:
    """Whether it is settled how to send it, by which name included."""
    return "mode" in draft and (draft["mode"] != NAMED or bool(draft.get("name")))


def excluded_of(draft: Draft) -> tuple[str, ...]:
    """The units its author says it is about, in one order."""
    return tuple(sorted(draft.get("excluded", ())))


async def file_case(nonce: str, draft: Draft, ctx: Context, *, following: Case | None = None) -> Case:
    """The case of this draft, stored; what was filed by the same nonce before is returned as it is."""
    body = body_of(draft)
    if not body and not draft.get("files"):
        raise IncompleteDraft("error-empty-text")
    danger = find_danger(body)
    if draft["mode"] != NAMED and danger is None and not ctx.may_file(ctx.account):
        raise RuleViolation("error-flood")
    guess = ctx.office.guesser.guess(body, asked=draft.get("asked") or None)
    files = ctx.stored(draft.get("files", []))
    case = _open(nonce, draft, guess, tuple(CaseFile(f.file_id, f.name, f.media_type) for f in files), ctx)
    _settle_who_sees_it(case, draft, danger, ctx)
    if following is not None:
        case.merge_into(following, by=AUTHOR, on=ctx.today)
    elif ctx.organisation.triage == "unsure" and guess.sure and not draft.get("asked") and not case.excluded:
        case.route(guess.department, by=AUTHOR, on=ctx.today)
    verifier = None if case.named else ctx.seals.code_verifier(ctx.seals.reply_code(nonce))
    address = None if case.named else ctx.seals.seal(ctx.account, case.id)
    if not await ctx.add(case, return_address=address, reply_verifier=verifier, files=files):
        return await ctx.uow.cases.get_by_id(case.id)
    if case.person is not None:
        await ctx.uow.people.set_name(case.person, case.signature)
    return case


def _settle_who_sees_it(case: Case, draft: Draft, danger: Danger | None, ctx: Context) -> None:
    """At once, or at the next slot; in danger at once, and people are told."""
    urgent = asked_now(draft, case.named, danger, ctx.office)
    if waits(case.named, danger, ctx.office) and not urgent:
        case.release_slot = slot_of(ctx.now, ctx.office)
        case.due_on = _due_from(case, seen_by(case.release_slot, ctx.office), ctx)
    elif watch(case, danger, ctx) is None and urgent:
        let_see(case, ctx.office, ctx.now, URGENT)


def _due_from(case: Case, at: datetime, ctx: Context) -> date:
    return ctx.office.answer_due(case.kind, case.topic, case.body, at, case.suggested)


def _open(nonce: str, draft: Draft, guess: Guess, files: tuple[CaseFile, ...], ctx: Context) -> Case:
    named, excluded = draft["mode"] == NAMED, excluded_of(draft)
    kind = Kind(draft["kind"])
    filing = Filing(
        body=body_of(draft) or ctx.text("report-only-files"),
        kind=kind,
        topic=guess.topic,
        department=home(excluded, ctx.organisation),
        suggested=destination(guess.department, excluded, ctx.organisation),
        asked_department="" if draft.get("asked") in excluded else draft.get("asked", ""),
        supporting=(),
        excluded=excluded,
        because=guess.because,
        language=ctx.language,
        signature=draft.get("name", "") if named else "",
        person=ctx.actor.person if named else None,
        account=ctx.actor.account if named else None,
        files=files,
    )
    due_on = ctx.answer_due(kind, guess.topic, filing.suggested, filing.body)
    return open_case(ctx.seals.case_id(nonce), ctx.seals.ref(nonce), filing, on=ctx.today, due_on=due_on)
