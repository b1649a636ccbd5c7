"""A message was changed on the phone after it was sent."""

from handlers import guarding
from handlers.access import PUBLIC
from handlers.changing import changed, flow_with, is_known, is_news, piece_from
from handlers.completing import go_on
from handlers.context import Context
from handlers.drafts import body_of
from handlers.enrolment import code_needed
from handlers.previewing import compared_anew
from handlers.receipts import receipt_of
from handlers.registry import on_command
from handlers.states import State, Turn
from storage.domain.conversation import Inbound


@on_command("changed", PUBLIC)
async def change(message: Inbound, ctx: Context) -> Turn:
    """A message was changed after it was sent: so are its words, where they are still being written.

    It is told of again for other reasons too, and where it says nothing new, nothing is said. Words that would now be a
    choice or a command are neither, and no part of a concern.
    """
    part, late = message.replaces, ctx.aside(ctx.reply("report-changed-late"))
    flow = flow_with(part.key, ctx.drafts) if part is not None else None
    if part is None or flow is None:
        return late if message.text or message.choice or (part is not None and part.file) else ctx.aside()
    draft, was = ctx.drafts[flow], piece_from(part.key, ctx.drafts[flow])
    if not is_news(part, was):
        return ctx.aside()
    if message.choice is not None or not is_known(part, was) or await receipt_of(draft, ctx):
        return late
    draft = await guarding.asked_anew(changed(draft, part, ctx.staged), body_of(draft), ctx)
    draft, said = await compared_anew(draft, ctx), ctx.reply("report-changed")
    if ctx.state is not None and ctx.state.flow != flow:
        return Turn((said,), aside=True, beside={flow: draft})
    if flow == State.ENROL_CODE.flow:
        return code_needed(draft, ctx, said)
    return await go_on(draft, ctx, said)
