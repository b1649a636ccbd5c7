"""What is written in reply to a message that names cases: taken as the answer of one of them."""

from collections.abc import Sequence

from handlers.context import Context
from storage.domain.case import Case
from storage.domain.errors import NotFound
from storage.domain.lifecycle import NEXT, Verb
from storage.domain.permissions import Action, may


async def answerable(refs: Sequence[str], ctx: Context) -> list[Case]:
    """Those of the cases that this reader may answer as they stand."""
    found = []
    for ref in refs:
        try:
            case = await ctx.reads.cases.get(ref)
        except NotFound:
            continue
        if may(ctx.actor, Action.DRAFT, case) and (case.status, Verb.SUBMIT_DRAFT) in NEXT:
            found.append(case)
    return found


async def is_answer(refs: Sequence[str], ctx: Context) -> bool:
    """Whether a message in reply to one with these references answers a case, whatever else is being written.

    What replies to a question about the very case that the conversation is about belongs to the conversation.
    """
    talked_about = ctx.drafts.get(ctx.state.flow, {}) if ctx.state is not None else {}
    if talked_about.get("ref") in refs or set(talked_about.get("refs", ())) & set(refs):
        return False
    return bool(await answerable(refs, ctx))
