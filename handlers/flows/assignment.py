"""A leader's order: giao phòng X, hạn Y."""

from typing import Final

from handlers.assigning import assign, parse_order
from handlers.cards import unit_choices
from handlers.context import Context
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound
from storage.domain.dates import parse_date
from storage.domain.errors import IncompleteDraft
from storage.domain.permissions import Action

DAYS_OFFERED: Final = (3, 5, 7, 10)


@on_case("assign", Action.ASSIGN)
async def ask_unit(message: Inbound, ctx: Context) -> Turn:
    choices = unit_choices(ctx, but=(await ctx.case()).excluded)
    asked = ctx.reply("lead-ask-unit", *choices, ctx.command("cancel"))
    return ctx.go(State.LEAD_ASSIGN, asked, draft=ctx.case_draft(Action.ASSIGN))


@on(State.LEAD_ASSIGN)
async def unit(message: Inbound, ctx: Context) -> Turn:
    """The department; or the whole order in one line."""
    order = parse_order(message.text, ctx.organisation, ctx.today)
    if order is not None:
        return await assign(await ctx.case_in_hand(), *order, ctx)
    found = ctx.organisation.find_unit(message.choice or message.text)
    if found is None:
        return ctx.stay(State.LEAD_ASSIGN, ctx.reply("error-no-such-unit", *unit_choices(ctx), ctx.command("cancel")))
    days = [Choice(ctx.text("button-days", days=n), str(n)) for n in DAYS_OFFERED]
    asked = ctx.reply("lead-ask-due", *days, ctx.command("cancel"), department=found.code)
    return ctx.go(State.LEAD_ASSIGN_DUE, asked, draft={**ctx.draft, "unit": found.code})


@on(State.LEAD_ASSIGN_DUE)
async def due(message: Inbound, ctx: Context) -> Turn:
    days, found = message.choice, ctx.draft["unit"]
    due_on = ctx.due_in(int(days), found) if days else parse_date(message.text, ctx.today)
    if due_on is None:
        raise IncompleteDraft("lead-due-unreadable")
    return await assign(await ctx.case_in_hand(), found, due_on, ctx)
