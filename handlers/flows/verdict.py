"""What the author says of an answer: clear, partly, unsatisfactory, and why; or that it was no answer to this."""

from datetime import date
from typing import Final

from handlers.adding import alarmed, files_for
from handlers.context import Context
from handlers.guarding import asked_first
from handlers.registry import on, on_case
from handlers.releasing import judged_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Inbound
from storage.domain.errors import InvalidTransition
from storage.domain.exclusion import home
from storage.domain.lifecycle import Status
from storage.domain.permissions import Action

SKIP: Final = "skip"


@on_case("alone", Action.JUDGE)
async def ask_for_an_own_look(message: Inbound, ctx: Context) -> Turn:
    """What it was to be answered with was declined: its author may have it looked at by itself, once."""
    case = await ctx.case(write=True)
    lead = await ctx.uow.cases.get_by_id(case.merged_into) if case.merged_into is not None else None
    if lead is None or lead.status is not Status.DECLINED:
        raise InvalidTransition
    desk = home(case.excluded, ctx.organisation)
    case.separate(lead, office=desk, on=ctx.today, due_on=ctx.answer_due(case.kind, case.topic, desk))
    await ctx.save(case)
    return ctx.aside(ctx.reply("own-alone", ctx.action("own", case.ref), code=case.ref, due=case.due_on.isoformat()))


@on_case("clear", Action.JUDGE)
async def confirm(message: Inbound, ctx: Context) -> Turn:
    """Đã rõ: only the author closes a case."""
    case = await ctx.case(write=True)
    if case.status is not Status.CLOSED and case.merged_into is None:
        case.confirm(on=ctx.today)
        await ctx.save(case)
    return ctx.aside(ctx.reply("own-confirmed", ctx.command("start"), code=case.ref))


@on_case("partly", Action.JUDGE)
async def partly_clear(message: Inbound, ctx: Context) -> Turn:
    """Còn chỗ chưa rõ: the same case opens again."""
    case = await _answered_case(ctx)
    case.ask_again(on=ctx.today, due_on=_new_due(case, ctx))
    return await _reopened("own-asked-again", case, ctx)


@on_case("unsat", Action.JUDGE)
async def unsatisfactory(message: Inbound, ctx: Context) -> Turn:
    """Chưa thỏa đáng: it opens again one rank higher, at once; why may follow."""
    case = await _answered_case(ctx)
    case.push_back(on=ctx.today, due_on=_new_due(case, ctx))
    return await _reopened("own-pushed-back", case, ctx)


async def _answered_case(ctx: Context) -> Case:
    """The case whose answer is judged: for a merged one, the case it was answered with."""
    return await ctx.answered_with(await judged_case(ctx))


def _new_due(case: Case, ctx: Context) -> date:
    return ctx.answer_due(case.kind, case.topic, case.department)


async def _reopened(key: str, case: Case, ctx: Context) -> Turn:
    await ctx.save(case)
    assert ctx.target is not None
    asked = ctx.reply(key, ctx.choice("button-skip", SKIP), code=ctx.target.ref, due=case.due_on.isoformat())
    return ctx.go(State.OWN_REMARK, asked, draft=ctx.case_draft(Action.ADD))


@on(State.OWN_REMARK, files=True)
async def remark(message: Inbound, ctx: Context) -> Turn:
    """What is unclear, in the author's words; may be skipped."""
    if message.choice == SKIP:
        return ctx.done(ctx.reply("own-remark-skipped", ctx.command("start")))
    case = await ctx.case_in_hand()
    if (asked := await asked_first(case, message, State.OWN_REMARK, ctx)) is not None:
        return asked
    files, left_out = files_for(case, ctx)
    if left_out and not (files or message.text):
        return ctx.stay(State.OWN_REMARK, *left_out)
    text = message.text or (ctx.text("report-only-files") if files else "")
    told = alarmed(case, message.text, ctx)
    if case.merged_into is None:
        case.add(text, on=ctx.today)
    else:
        lead = await ctx.answered_with(case)
        case.add_beside(lead, text, on=ctx.today)
        await ctx.save(lead)
    await ctx.save(case)
    await ctx.uow.cases.add_files(case.id, files)
    return ctx.done(*left_out, ctx.reply("own-added", ctx.action("own", case.ref), code=case.ref), *told)
