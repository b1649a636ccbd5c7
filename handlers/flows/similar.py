"""Cases about the same thing: an author follows one, the office sums up, looks at what was merged, and separates it."""

from typing import Final

from handlers.context import Context
from handlers.filing import file_case
from handlers.guarding import question
from handlers.matching import CASE_PREFIX
from handlers.previewing import mark_of
from handlers.receipts import filed_before, receipt
from handlers.registry import on, on_case, on_nonce
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, File, Inbound, Reply
from storage.domain.errors import InvalidTransition, RuleViolation
from storage.domain.exclusion import home
from storage.domain.lifecycle import OPEN, Status
from storage.domain.permissions import Action, Role, may
from storage.domain.records import EntryKind

JOINED_AT_ONCE: Final = 10
_FOLLOWED: Final = frozenset({*OPEN, Status.ANSWERED, Status.CLOSED})


@on_nonce("follow", Action.FILE)
async def follow(message: Inbound, ctx: Context) -> Turn:
    """File it as one more of a case that is there. Pressing twice files once and shows the same receipt."""
    assert ctx.target is not None
    place, _, mark = ctx.target.ref.partition(".")
    nonce = mark.partition(".")[0]
    ctx.flow = "report"
    draft = ctx.draft
    if draft.get("nonce") != nonce:
        return await filed_before(nonce, ctx)
    if mark_of(draft) != mark:
        return ctx.aside(ctx.reply("report-changed-since", ctx.command("continue")))
    offered = {str(at): ref for at, ref in enumerate(draft.get("similar", []))}
    if place not in offered or await question(draft, ctx) is not None:
        return ctx.aside(ctx.reply("error-stale-choice"))
    case = await file_case(nonce, draft, ctx, following=await _followed(offered[place], ctx))
    return ctx.done(*await receipt(case, nonce, ctx))


async def _followed(ref: str, ctx: Context) -> Case:
    """The case that will be answered: by now it may itself be answered together with another."""
    await ctx.uow.similar.hold(ref)
    case = await ctx.uow.cases.get(ref)
    if case.merged_into is not None:
        return await _followed((await ctx.uow.cases.get_by_id(case.merged_into)).ref, ctx)
    if case.status not in _FOLLOWED:
        raise RuleViolation("similar-gone")
    return case


# The office


@on_case("sum", Action.SUM_UP)
async def ask_summary(message: Inbound, ctx: Context) -> Turn:
    """One sentence that others may read before they file the same; who does not want to, writes none."""
    case = await ctx.case()
    asked = ctx.reply("similar-ask-summary", ctx.command("cancel"), code=case.ref, summary=case.summary, body=case.body)
    return ctx.go(State.SIMILAR_SUMMARY, asked, draft=ctx.case_draft(Action.SUM_UP))


@on(State.SIMILAR_SUMMARY)
async def sum_up(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    case.sum_up(message.text, by=ctx.hat(Role.OFFICE), on=ctx.today)
    ctx.record("summed_up", case.ref)
    await ctx.save(case)
    again, back = ctx.action("sum", case.ref), ctx.command("triage")
    return ctx.done(ctx.reply("similar-summed-up", again, back, code=case.ref, summary=case.summary))


@on_case("joined", Action.HANDLE)
async def show_joined(message: Inbound, ctx: Context) -> Turn:
    """What the authors wrote whose cases are answered together with this one, some at a time, for those who answer."""
    assert ctx.target is not None
    case, page = await ctx.case(), int(ctx.target.proof) if ctx.target.proof.isdecimal() else 0
    joined = [each for each in await ctx.reads.cases.merged_into(case.id) if each.released]
    shown = joined[page * JOINED_AT_ONCE :][:JOINED_AT_ONCE]
    more = [Choice(ctx.text("button-more"), f"{CASE_PREFIX}joined.{case.ref}.{page + 1}")]
    choices = (ctx.action("open", case.ref), *(more if len(joined) > (page + 1) * JOINED_AT_ONCE else ()))
    head = ctx.reply("similar-joined", *choices, code=case.ref, count=len(joined))
    return ctx.aside(head, *(_joined(each, ctx) for each in shown))


def _joined(case: Case, ctx: Context) -> Reply:
    said = "\n".join([case.body, *(e.text for e in case.entries if e.kind is EntryKind.ADDITION)])
    choices = [ctx.action("separate", case.ref)] if may(ctx.actor, Action.MERGE, case) else []
    files = tuple(File(f.file_id, f.name, f.media_type) for f in case.files)
    return ctx.reply("similar-joined-case", *choices, files=files, code=case.ref, signature=case.signature, body=said)


@on_case("separate", Action.MERGE)
async def separate(message: Inbound, ctx: Context) -> Turn:
    """Tách ra: back to triage, for an answer of its own. If it was answered already, with time for another answer."""
    case = await ctx.case(write=True)
    if case.merged_into is None:
        raise InvalidTransition
    lead = await ctx.uow.cases.get_by_id(case.merged_into)
    answered = any(entry.kind is EntryKind.ANSWER for entry in lead.entries)
    due_on = ctx.answer_due(case.kind, case.topic, case.department) if answered else None
    case.separate(lead, office=home(case.excluded, ctx.organisation), on=ctx.today, due_on=due_on)
    await ctx.save(case)
    again = (ctx.action(name, case.ref) for name in ("route", "merge", "open"))
    return ctx.aside(ctx.reply("similar-separated", *again, code=case.ref, due=case.due_on.isoformat()))
