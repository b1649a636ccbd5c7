"""The office sees what a concern is about: it is kept from that unit from now on; a mistake can be put right."""

from collections.abc import Collection
from typing import Final

from handlers.context import Context
from handlers.guarding import somebody_left, units_in_words
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.errors import RuleViolation
from storage.domain.exclusion import home, kept_by_desk, may_be_kept_from
from storage.domain.permissions import Action, Role, may

SURE: Final = "sure."


@on_case("keepfrom", Action.KEEP_FROM)
async def ask_unit(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    asked = ctx.reply(
        "keep-ask",
        *_choices([unit.code for unit in ctx.organisation.units if unit.code not in case.excluded], ctx),
        ctx.command("cancel"),
        code=case.ref,
        units=units_in_words(case.excluded, ctx),
    )
    return ctx.go(State.KEEP_UNIT, asked, draft=ctx.case_draft(Action.KEEP_FROM))


@on(State.KEEP_UNIT)
async def keep_from(message: Inbound, ctx: Context) -> Turn:
    """Their people lose it at once; who would lose it too by that is asked once more."""
    unit = _unit_named(message, ctx)
    if unit is None:
        codes = [each.code for each in ctx.organisation.units]
        return ctx.stay(State.KEEP_UNIT, ctx.reply("error-no-such-unit", *_choices(codes, ctx), ctx.command("cancel")))
    case = await ctx.answered_with(await ctx.case_in_hand())
    excluded = {*case.excluded, unit}
    if not may_be_kept_from(excluded, ctx.organisation) or not await somebody_left(excluded, ctx):
        raise RuleViolation("keep-nobody-left")
    if unit in ctx.actor.everywhere and not (message.choice or "").startswith(SURE):
        sure = ctx.choice("button-keep-sure", f"{SURE}{unit}")
        return ctx.stay(State.KEEP_UNIT, ctx.reply("keep-own-unit", sure, ctx.command("cancel"), department=unit))
    for each in await _answered_together(case, ctx):
        each.keep_from(unit, desk=home(excluded, ctx.organisation), by=_hat(ctx), on=ctx.today)
        await ctx.uow.outbox.withhold(each.id, unit, ctx.today, author=each.account)
        await ctx.save(each)
    return ctx.done(_kept(case, unit, ctx))


def _kept(case: Case, unit: str, ctx: Context) -> Reply:
    names = ("route", "letin", "keepfrom", "open") if may(ctx.actor, Action.KEEP_FROM, case) else ()
    ways = [ctx.action(name, case.ref) for name in names]
    back = ctx.command("triage" if may(ctx.actor, Action.SEE_TRIAGE) else "start")
    return ctx.reply("keep-done", *ways, back, code=case.ref, department=unit)


@on_case("letin", Action.KEEP_FROM)
async def ask_whom_to_let_in(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    choices = _choices(kept_by_desk(case.excluded, case.events), ctx)
    asked = ctx.reply("keep-ask-let-in", *choices, ctx.command("cancel"), code=case.ref, count=len(choices))
    return ctx.go(State.KEEP_LET_IN, asked, draft=ctx.case_draft(Action.KEEP_FROM))


@on(State.KEEP_LET_IN)
async def let_in(message: Inbound, ctx: Context) -> Turn:
    """Only what the office itself kept away: what an author asked for stays."""
    unit = _unit_named(message, ctx)
    if unit is None:
        return ctx.stay(State.KEEP_LET_IN, ctx.reply("error-no-such-unit", ctx.command("cancel")))
    case = await ctx.answered_with(await ctx.case_in_hand())
    for each in await _answered_together(case, ctx):
        each.let_in(unit, by=_hat(ctx), on=ctx.today)
        await ctx.save(each)
    ways = [ctx.action(name, case.ref) for name in ("route", "open")]
    return ctx.done(ctx.reply("keep-undone", *ways, code=case.ref, department=unit))


async def _answered_together(lead: Case, ctx: Context) -> list[Case]:
    """The case and those merged into it: who answers one of them reads all."""
    await ctx.uow.similar.hold(lead.ref)  # nobody joins meanwhile
    followers = list(await ctx.uow.cases.merged_into(lead.id))
    ctx.known_events |= {each.id: len(each.events) for each in followers}
    return [lead, *followers]


def _choices(units: Collection[str], ctx: Context) -> list[Choice]:
    return [Choice(ctx.office.texts.unit(ctx.language, unit), unit) for unit in units]


def _hat(ctx: Context) -> str:
    return ctx.hat(Role.OFFICE, Role.LEADER)


def _unit_named(message: Inbound, ctx: Context) -> str | None:
    """The unit pressed, or typed by its name, code or alias."""
    if message.choice is not None:
        return message.choice.removeprefix(SURE)
    unit = ctx.organisation.find_unit(message.text)
    return unit.code if unit is not None else None
