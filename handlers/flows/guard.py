"""Before an anonymous author adds to a case: what may give them away. And the lawful way, for anybody who asks."""

from dataclasses import replace

from handlers import guarding
from handlers.access import PUBLIC
from handlers.context import Context
from handlers.drafts import in_full
from handlers.registry import COMMANDS, STATES, on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Inbound
from storage.domain.guard import without


@on_command("lawful", PUBLIC)
async def lawful_way(message: Inbound, ctx: Context) -> Turn:
    """How and where denunciations and complaints are made; with a concern open, on to what it still needs."""
    way = guarding.way(ctx)
    if ctx.state is None or ctx.state.flow != State.REPORT_TEXT.flow:
        return ctx.aside(way)
    turn = await COMMANDS["continue"].handler(message, ctx)
    return replace(turn, replies=(way, *turn.replies))


@on(State.OWN_GUARD, files=True)
async def settle_traces(message: Inbound, ctx: Context) -> Turn:
    """Taken out, left, or written anew; then on to where the words were said. What else is said belongs to them."""
    draft = ctx.draft
    said = State(draft["then"])
    ctx.staged = [*draft["files"], *ctx.staged]
    match message.choice:
        case guarding.REWRITE:
            asked = ctx.reply("report-rewrite", ctx.command("cancel"), body=draft["text"])
            files = [each for each in ctx.staged if each not in draft.get("whole", [])]
            first = ctx.to_edit(in_full(draft["text"], draft.get("whole", []), ctx))
            return ctx.go(said, asked, *first, draft={**draft, "files": files, "whole": []})
        case guarding.REMOVE:
            text = without(draft["text"], await guarding.findings_in(draft["text"], ctx))
        case guarding.KEEP:
            text = draft["text"]
        case _:
            text = "\n".join(filter(None, [draft["text"], message.text]))
            return await _say_again(said, replace(message, text=text), draft, ctx)
    return await _say_again(said, replace(message, text=text), {**draft, "guarded": True}, ctx)


async def _say_again(said: State, message: Inbound, draft: dict[str, object], ctx: Context) -> Turn:
    words = {name: value for name, value in draft.items() if name != "files"}  # they are all in ctx.staged by now
    ctx.drafts = {**ctx.drafts, ctx.flow: words}
    return await STATES[said](replace(message, choice=None), ctx)
