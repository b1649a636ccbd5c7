"""What somebody without an invite wrote is kept until their code comes."""

from handlers.context import Context
from handlers.drafts import with_message
from handlers.states import State, Turn
from storage.domain.conversation import Inbound


def keep_for_later(message: Inbound, ctx: Context) -> Turn:
    """Keep the text and files, and ask for the code."""
    draft = with_message(ctx.drafts.get("enrol", {}), message, ctx)
    return ctx.go(State.ENROL_CODE, ctx.reply("enrol-needed", ctx.command("cancel")), draft=draft)
