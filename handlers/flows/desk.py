"""The desks' lists and the open case: what waits for a department, the office or a leader."""

from dataclasses import replace
from typing import Final

from handlers.assigning import assign, parse_order
from handlers.cards import desk_card, list_of
from handlers.context import Context
from handlers.registry import on, on_case, on_command
from handlers.seeing import seen_in_words
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound
from storage.domain.lifecycle import IN_TRIAGE, NEXT, OPEN, Status, Verb
from storage.domain.permissions import Action, Role, may
from storage.domain.views import view

MOST_CASES: Final = 50
_AS_ANSWER: Final = ((Action.ANSWER, Verb.ANSWER), (Action.DRAFT, Verb.SUBMIT_DRAFT))


@on_command("work", Action.SEE_DEPARTMENT_WORK)
async def department_work(message: Inbound, ctx: Context) -> Turn:
    """What the actor's departments owe, the most urgent first."""
    units = ctx.actor.units(Role.OFFICER, Role.HEAD, Role.OFFICE)
    lines = await ctx.reads.cases.of_departments(units, OPEN - IN_TRIAGE, MOST_CASES, reader=ctx.actor.everywhere)
    shown = list_of("work", lines, ctx)
    if may(ctx.actor, Action.NAME_STAND_IN):
        shown = replace(shown, choices=(*shown.choices, ctx.command("standin")))
    return Turn((shown,))


@on_command("triage", Action.SEE_TRIAGE)
async def triage_list(message: Inbound, ctx: Context) -> Turn:
    lines = await ctx.reads.cases.in_status(IN_TRIAGE, MOST_CASES, reader=ctx.actor.everywhere)
    return Turn((list_of("triage", lines, ctx),))


@on_command("approvals", Action.SEE_APPROVALS)
async def approval_list(message: Inbound, ctx: Context) -> Turn:
    waiting = [Status.AWAITING_APPROVAL]
    lines = await ctx.reads.cases.in_status(waiting, MOST_CASES, reader=ctx.actor.everywhere)
    return Turn((list_of("approvals", lines, ctx),))


@on_case("open", Action.HANDLE)
async def open_case_card(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    joined = await ctx.reads.similar.followers(case.id)
    card = desk_card(view(case, as_author=False), ctx, seen=await seen_in_words(case, ctx), joined=joined)
    return ctx.go(State.DESK_CASE, card, draft=ctx.case_draft(Action.HANDLE))


@on_case("accept", Action.ACCEPT)
async def accept(message: Inbound, ctx: Context) -> Turn:
    """Nhận việc."""
    case = await ctx.case(write=True)
    case.accept(ctx.actor.person, by=case.department, on=ctx.today)
    await ctx.save(case)
    choices = [ctx.action(name, case.ref) for name in ("draft", "ask", "extend", "open")]
    return ctx.aside(ctx.reply("work-accepted", *choices, code=case.ref, due=case.due_on.isoformat()))


@on(State.DESK_CASE)
async def said_to_case(message: Inbound, ctx: Context) -> Turn:
    """Words written under an open case: an order if they read as one, else proposed as its answer after asking."""
    case = await ctx.case_in_hand()
    order = parse_order(message.text, ctx.organisation, ctx.today)
    if order is not None and may(ctx.actor, Action.ASSIGN, case):
        return await assign(case, *order, ctx)
    allowed = (a for a, verb in _AS_ANSWER if may(ctx.actor, a, case) and (case.status, verb) in NEXT)
    action = next(allowed, None)
    if action is None or not message.text:
        return ctx.stay(State.DESK_CASE, ctx.reply("desk-not-understood", ctx.action("open", case.ref)))
    draft = {**ctx.draft, "action": action.value, "text": message.text}
    use = Choice(ctx.text("button-use-as-answer"), "use")
    return ctx.go(
        State.ANSWER_PREVIEW, ctx.reply("answer-use-this", use, ctx.command("cancel"), code=case.ref), draft=draft
    )
