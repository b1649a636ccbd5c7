"""Yêu cầu dữ liệu: what people have asked the office to do about their data, by the day it is to be done."""

from handlers.context import Context
from handlers.registry import on, on_command
from handlers.states import State, Turn
from handlers.telling import tell_person
from storage.domain.audit import person_mark
from storage.domain.conversation import Choice, Inbound
from storage.domain.permissions import Action, authorize
from storage.domain.rights import DataRequest

LINES = 10


@on_command("datarequests", Action.MANAGE_ACCOUNTS)
async def data_requests(message: Inbound, ctx: Context) -> Turn:
    """The open ones; one is chosen when it has been carried out."""
    found = (await ctx.reads.rights.requests())[:LINES]
    ctx.flow = State.REQUEST_LIST.flow
    choices = [Choice(await _line(each, ctx), each.id.hex()) for each in found]
    late = sum(each.is_late(ctx.today) for each in found)
    listed = ctx.reply("requests-list", *choices, ctx.command("start"), count=len(found), late=late)
    return ctx.go(State.REQUEST_LIST, listed, draft={})


@on(State.REQUEST_LIST, sentences=False)
async def settle(message: Inbound, ctx: Context) -> Turn:
    """It has been done: the person is told, and the log has it."""
    authorize(ctx.actor, Action.MANAGE_ACCOUNTS)
    request = next((each for each in await ctx.uow.rights.requests() if each.id.hex() == message.choice), None)
    if request is None or not await ctx.uow.rights.settle(request.id):
        return await data_requests(message, ctx)
    await tell_person(request.person, "notice-data-done", ctx.uow)
    ctx.record("data_done", person_mark(request.person))
    return ctx.done(ctx.reply("requests-settled", ctx.command("datarequests"), ctx.command("start")))


async def _line(request: DataRequest, ctx: Context) -> str:
    who = await ctx.reads.people.name(request.person) or ctx.text("accounts-nameless")
    late = "yes" if request.is_late(ctx.today) else "no"
    return ctx.text("requests-line", who=who, wish=request.wish.value, day=f"{request.done_by:%d/%m}", late=late)
