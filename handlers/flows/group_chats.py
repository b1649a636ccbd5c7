"""Nhóm của phòng: the office links a department's group chat, by a code that is typed there once."""

from datetime import timedelta

from handlers.context import Context
from handlers.group_chats import CODE_DAYS
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotFound
from storage.domain.ids import grouped
from storage.domain.permissions import Action, authorize


@on_command("groups", Action.LINK_GROUP)
async def show(message: Inbound, ctx: Context) -> Turn:
    """The departments that have a chat, and for which one to make a code."""
    linked = await ctx.reads.group_chats.linked_units()
    units = [Choice(ctx.office.texts.unit(ctx.language, unit.code), unit.code) for unit in ctx.organisation.units]
    names = "; ".join(ctx.office.texts.unit(ctx.language, code) for code in linked)
    asked = ctx.reply("group-ask-unit", *units, ctx.command("cancel"), linked=names)
    ctx.flow = State.GROUP_UNIT.flow
    return ctx.go(State.GROUP_UNIT, asked, draft={})


@on(State.GROUP_UNIT)
async def make_code(message: Inbound, ctx: Context) -> Turn:
    authorize(ctx.actor, Action.LINK_GROUP)
    unit = ctx.organisation.find_unit(message.choice or message.text)
    if unit is None:
        raise NotFound("error-no-such-unit")
    code = ctx.seals.new_invite_code()
    expires_on = ctx.today + timedelta(days=CODE_DAYS)
    await ctx.uow.group_chats.add_code(ctx.seals.code_verifier(code), unit.code, expires_on)
    shown = ctx.reply(
        "group-code", ctx.command("start"), code=grouped(code), unit=unit.code, date=expires_on.isoformat()
    )
    return ctx.done(shown)
