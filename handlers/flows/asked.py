"""A department's question to the author, answered in words without pressing anything."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from handlers.access import PUBLIC
from handlers.context import Context
from handlers.registry import COMMANDS, STATES, on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotFound
from storage.domain.lifecycle import Status
from storage.domain.permissions import Action, may
from storage.domain.views import summarise

ANSWER: Final = "answer"
NEW: Final = "new"


@on_command("asked", PUBLIC)
async def answer_or_concern(message: Inbound, ctx: Context) -> Turn:
    """What is written after a question is proposed as its answer, or as a concern of its own."""
    if not await _waits_for_answer(ctx):
        ctx.target = None
        return await COMMANDS["say"].handler(message, ctx)
    ctx.flow = State.OWN_ASKED.flow
    return _ask_which(ctx.case_draft(Action.ADD), [message.text], ctx.staged, ctx.whole, ctx)


async def _waits_for_answer(ctx: Context) -> bool:
    """Whether the case still asks this author; who turns out to write something else keeps every post."""
    actor = ctx.actor
    try:
        case = await ctx.case()
    except NotFound:
        return False
    is_asked = may(ctx.actor, Action.ADD, case) and case.status is Status.NEEDS_INFO
    ctx.actor = actor
    return is_asked


def _ask_which(
    draft: Mapping[str, Any], texts: Sequence[str], files: Sequence[str], whole: Sequence[str], ctx: Context
) -> Turn:
    text = "\n".join(filter(None, texts))
    answer = Choice(ctx.text("reminder-respond", code=draft["ref"]), ANSWER)
    new, cancel = ctx.choice("work-respond-new", NEW), ctx.command("cancel")
    shown = summarise(text) or ctx.text("report-only-files")
    asked = ctx.reply("own-asked-which", answer, new, cancel, summary=shown, code=draft["ref"])
    return ctx.go(State.OWN_ASKED, asked, draft={**draft, "text": text, "files": list(files), "whole": list(whole)})


@on(State.OWN_ASKED, files=True)
async def say_which(message: Inbound, ctx: Context) -> Turn:
    """The answer, or a concern; other words belong to what was written."""
    draft = ctx.draft
    files, whole = [*draft["files"], *ctx.staged], [*draft.get("whole", []), *ctx.whole]
    written = replace(message, text=draft["text"], choice=None)
    if message.choice == ANSWER:
        return await STATES[State.OWN_ADD](written, ctx)
    if message.choice == NEW:
        ctx.staged, ctx.whole = files, whole
        return await COMMANDS["say"].handler(written, ctx)
    return _ask_which(draft, [draft["text"], message.text], files, whole, ctx)
