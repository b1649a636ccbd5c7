"""The author, or the office, has the texts and files of a case that is over deleted."""

from typing import Final

from handlers.context import Context
from handlers.erasing import erase_case
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.conversation import Inbound, Reply
from storage.domain.permissions import Action

YES: Final = "yes"


@on_case("eraseown", Action.ERASE)  # with the author's mark, which nobody else is given
@on_case("erase", Action.ERASE)
async def ask_erase(message: Inbound, ctx: Context) -> Turn:
    """It cannot be undone: asked once more."""
    case = await ctx.case()
    asked = _ask("erase-ask", ctx, case.ref)
    return ctx.go(State.ERASE_SURE, asked, draft=ctx.case_draft(Action.ERASE))


@on(State.ERASE_SURE, sentences=False)
async def erase(message: Inbound, ctx: Context) -> Turn:
    if message.choice != YES:
        return ctx.stay(State.ERASE_SURE, _ask("erase-unsure", ctx, ctx.draft["ref"]))
    case = await ctx.case_in_hand()
    if not case.erased:
        await erase_case(case, ctx)
    return ctx.done(ctx.reply("erase-done", ctx.command("start"), code=case.ref))


def _ask(key: str, ctx: Context, code: str) -> Reply:
    return ctx.reply(key, ctx.choice("button-erase", YES), ctx.command("cancel"), code=code)
