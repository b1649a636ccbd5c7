"""The office's triage: route, merge, decline, ask a second department for its part."""

from handlers.cards import unit_choices
from handlers.context import Context
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotFound, NotPermitted
from storage.domain.ids import parse_ref
from storage.domain.lifecycle import OPEN
from storage.domain.permissions import Action, Role
from storage.domain.views import CaseLine

SIMILAR_SHOWN = 5


@on_case("to", Action.ROUTE)
async def route_as_proposed(message: Inbound, ctx: Context) -> Turn:
    """One press: to the department the button names."""
    assert ctx.target is not None
    department = ctx.organisation.unit(ctx.target.proof).code
    return await _route(await ctx.case(write=True), department, ctx)


@on_case("route", Action.ROUTE)
async def ask_department(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("triage-ask-department", *unit_choices(ctx), ctx.command("cancel"))
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
    support = ctx.action("support", case.ref)
    return ctx.done(
        ctx.reply(
            "triage-routed",
            support,
            ctx.command("triage"),
            code=case.ref,
            department=department,
            due=case.due_on.isoformat(),
        )
    )


@on_case("support", Action.ADD_SUPPORT)
async def ask_supporting(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    choices = unit_choices(ctx, but=case.department)
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
    """Offer the open cases of the same topic; any other by its code."""
    case = await ctx.case()
    lines = await ctx.reads.cases.in_status(OPEN, 200)
    similar = [line for line in lines if line.topic == case.topic and line.id != case.id][:SIMILAR_SHOWN]
    choices = [_merge_choice(line, ctx) for line in similar]
    return ctx.go(
        State.TRIAGE_MERGE,
        ctx.reply("triage-ask-merge", *choices, ctx.command("cancel"), code=case.ref),
        draft=ctx.case_draft(Action.MERGE),
    )


def _merge_choice(line: CaseLine, ctx: Context) -> Choice:
    return Choice(ctx.text("line", dot="•", code=line.ref, summary=line.summary), f"into.{line.ref}")


@on(State.TRIAGE_MERGE, codes=True)
async def merge(message: Inbound, ctx: Context) -> Turn:
    ref = parse_ref((message.choice or message.text).removeprefix("into."))
    if ref is None:
        raise NotFound("code-unreadable")
    case = await ctx.case_in_hand()
    other = await ctx.uow.cases.get(ref)
    if other.status not in OPEN:
        raise NotPermitted("error-merge-target")  # what is answered already is not told once more
    case.merge_into(other, by=ctx.hat(Role.OFFICE), on=ctx.today)
    await ctx.save(case)
    for follower in await ctx.uow.cases.merged_into(case.id):
        follower.follow(case)
        await ctx.uow.cases.save(follower)
    return ctx.done(ctx.reply("triage-merged", ctx.command("triage"), code=case.ref, other=other.ref))


@on_case("decline", Action.DECLINE)
async def ask_decline(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("triage-ask-decline", ctx.command("cancel"))
    return ctx.go(State.TRIAGE_DECLINE, asked, draft=ctx.case_draft(Action.DECLINE))


@on(State.TRIAGE_DECLINE)
async def decline(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    case.decline(message.text, by=ctx.hat(Role.OFFICE), on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("triage-declined", ctx.command("triage"), code=case.ref))


def _unit_named(message: Inbound, ctx: Context) -> str | None:
    """The unit pressed, or typed by its name, code or alias."""
    if message.choice is not None:
        return message.choice
    unit = ctx.organisation.find_unit(message.text)
    return unit.code if unit is not None else None
