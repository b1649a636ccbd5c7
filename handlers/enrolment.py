"""What somebody without an invite wrote is kept until their code comes."""

from typing import Any

from handlers.context import Context
from handlers.states import State, Turn
from storage.domain.conversation import Inbound


def keep_for_later(message: Inbound, ctx: Context) -> Turn:
    """Keep the text and files, and ask for the code."""
    draft: dict[str, Any] = dict(ctx.drafts.get("enrol", {}))
    if message.text:
        draft["parts"] = [*draft.get("parts", []), message.text]
    draft["files"] = [*draft.get("files", []), *ctx.staged]
    return ctx.go(State.ENROL_CODE, ctx.reply("enrol-needed", ctx.command("cancel")), draft=draft)
