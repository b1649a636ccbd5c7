"""A PIN that was forgotten: only the office can take it away, so the office is told."""

from handlers.context import Context
from handlers.pins import FORGOTTEN
from handlers.registry import on_command
from handlers.states import Turn
from handlers.telling import tell_office
from storage.domain.conversation import Inbound
from storage.domain.errors import NotPermitted
from storage.domain.permissions import DESK_ROLES, Action


@on_command(FORGOTTEN, Action.OWN_ACCOUNT)
async def forgotten(message: Inbound, ctx: Context) -> Turn:
    if not ctx.actor.has(*DESK_ROLES):
        raise NotPermitted
    await tell_office("notice-pin-forgotten", ctx.actor, ctx.uow)
    return ctx.aside(ctx.reply("pin-forgotten", ctx.command("start")))
