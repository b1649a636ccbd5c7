"""Xóa tin đã nhắn: once a concern is sent, its author can have what was said deleted from the chat."""

from handlers.access import PUBLIC
from handlers.context import Context
from handlers.registry import on_command
from handlers.states import Turn
from storage.domain.conversation import Inbound, Reply


@on_command("wipe", PUBLIC)
async def wipe(message: Inbound, ctx: Context) -> Turn:
    """The channel does it, if it can; elsewhere the person is told how."""
    done = ctx.text("wiped", channel=ctx.account.channel)
    return ctx.aside(Reply(done, (ctx.command("start"),), wipes=True))
