"""The office's triage: route, merge, decline, ask a second department for its part."""

from handlers.cards import unit_choices
from handlers.context import Context
from handlers.likeness import Candidate, candidates
from handlers.notices import tell_answer
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotFound
from storage.domain.ids import parse_ref
from storage.domain.lifecycle import Status
from storage.domain.permissions import Action, Role, may
from storage.domain.views import summarise

SIMILAR_SHOWN = 5


@on_case("to", Action.ROUTE)
async def route_as_proposed(message: Inbound, ctx: Context) -> Turn:
    """One press: to the department the button names."""
    assert ctx.target is not None
    department = ctx.organisation.unit(ctx.target.proof).code
    return await _route(await ctx.case(write=True), department, ctx)


@on_case("route", Action.ROUTE)
async def ask_department(message: Inbound, ctx: Context) -> Turn:
    choices = unit_choices(ctx, but=(await ctx.case()).excluded)
    asked = ctx.reply("triage-ask-department", *choices, ctx.command("cancel"))
    return ctx.go(State.TRIAGE_DEPARTMENT, asked, draft=ctx.case_draft(Action.ROUTE))


@on(State.TRIAGE_DEPARTMENT)
async def route(message: Inbound, ctx: Context) -> Turn:
    department = _unit_named(message, ctx)
    if department is None:
        return ctx.stay(
            State.TRIAGE_DEPARTMENT, ctx.reply("error-no-such-unit", *unit_choices(ctx), ctx.command("cancel"))
        )
    return await _route(await ctx.case_in_hand(), department, ctx)


async def _route(case: Case, department: str, ctx: Context) -> Turn:
    case.route(department, by=ctx.hat(Role.OFFICE, Role.LEADER), on=ctx.today)
    await ctx.save(case)
    ctx.flow = State.TRIAGE_DEPARTMENT.flow
    summary = [ctx.action("sum", case.ref)] if may(ctx.actor, Action.SUM_UP, case) else []
    return ctx.done(
        ctx.reply(
            "triage-routed",
            ctx.action("support", case.ref),
            *summary,
            ctx.command("triage"),
            code=case.ref,
            department=department,
            due=case.due_on.isoformat(),
            summed="no" if summary and not case.summary else "yes",
        )
    )


@on_case("support", Action.ADD_SUPPORT)
async def ask_supporting(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    choices = unit_choices(ctx, but=(case.department, *case.excluded))
    asked = ctx.reply("triage-ask-support", *choices, ctx.command("cancel"))
    return ctx.go(State.TRIAGE_SUPPORT, asked, draft=ctx.case_draft(Action.ADD_SUPPORT))


@on(State.TRIAGE_SUPPORT)
async def add_supporting(message: Inbound, ctx: Context) -> Turn:
    department = _unit_named(message, ctx)
    if department is None:
        return ctx.stay(
            State.TRIAGE_SUPPORT, ctx.reply("error-no-such-unit", *unit_choices(ctx), ctx.command("cancel"))
        )
    case = await ctx.case_in_hand()
    case.add_support(department, by=ctx.hat(Role.OFFICE, Role.LEADER), on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("triage-supported", ctx.command("start"), code=case.ref, department=department))


@on_case("merge", Action.MERGE)
async def ask_merge(message: Inbound, ctx: Context) -> Turn:
    """Offer the cases most like it, with the reason, then open ones of its topic; any other by its code."""
    case = await ctx.case()
    similar = await candidates(case, ctx, SIMILAR_SHOWN)
    choices = [_merge_choice(one, ctx) for one in similar]
    reasons = "\n".join(_reason(one, ctx) for one in similar if one.percent)
    return ctx.go(
        State.TRIAGE_MERGE,
        ctx.reply("triage-ask-merge", *choices, ctx.command("cancel"), code=case.ref, cases=reasons),
        draft=ctx.case_draft(Action.MERGE),
    )


def _merge_choice(one: Candidate, ctx: Context) -> Choice:
    return Choice(ctx.text("line", dot="•", code=one.ref, summary=summarise(one.summary)), f"into.{one.ref}")


def _reason(one: Candidate, ctx: Context) -> str:
    return ctx.text("similar-reason", code=one.ref, percent=one.percent, because=", ".join(one.because))


@on(State.TRIAGE_MERGE, codes=True)
async def merge(message: Inbound, ctx: Context) -> Turn:
    ref = parse_ref((message.choice or message.text).removeprefix("into."))
    if ref is None:
        raise NotFound("code-unreadable")
    case = await ctx.case_in_hand()
    await ctx.uow.similar.hold(ref)
    other = await ctx.uow.cases.get(ref)
    if not may(ctx.actor, Action.MERGE, other):
        raise NotFound
    case.merge_into(other, by=ctx.hat(Role.OFFICE), on=ctx.today)
    await ctx.save(case)
    followers = await ctx.uow.cases.merged_into(case.id)
    for follower in followers:
        follower.follow(case)
        await ctx.uow.cases.save(follower)
    if other.status in (Status.ANSWERED, Status.CLOSED):  # they would wait for what has been said already
        await tell_answer(other, [case, *followers], ctx.uow)
    undo = ctx.action("separate", case.ref)
    return ctx.done(ctx.reply("triage-merged", undo, ctx.command("triage"), code=case.ref, other=other.ref))


@on_case("decline", Action.DECLINE)
async def ask_decline(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("triage-ask-decline", ctx.command("cancel"))
    return ctx.go(State.TRIAGE_DECLINE, asked, draft=ctx.case_draft(Action.DECLINE))


@on(State.TRIAGE_DECLINE, grows=True)
async def decline(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    ctx.ask_pin("pin-what-decline", code=case.ref, why=summarise(message.text, 160))
    case.decline(message.text, by=ctx.hat(Role.OFFICE), on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("triage-declined", ctx.command("triage"), code=case.ref))


def _unit_named(message: Inbound, ctx: Context) -> str | None:
    """The unit pressed, or typed by its name, code or alias."""
    if message.choice is not None:
        return message.choice
    unit = ctx.organisation.find_unit(message.text)
    return unit.code if unit is not None else None
