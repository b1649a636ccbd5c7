"""A concern while it is being written."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from handlers.context import Context
from storage.domain.conversation import Inbound, Reply
from storage.domain.views import summarise

_SPOKEN: Final = ("audio/", "video/")
FACTS: Final[tuple[str, ...]] = ("where", "since")


def body_of(draft: Mapping[str, Any]) -> str:
    """The concern's text: the pieces in order, then what was answered to the questions."""
    facts = [draft[name] for name in FACTS if draft.get(name)]
    return "\n".join([*draft.get("parts", []), *facts])


def is_begun(draft: Mapping[str, Any]) -> bool:
    """Whether it holds anything yet, be it a photo only."""
    return bool(draft.get("parts") or draft.get("files"))


def draft_summary(draft: Mapping[str, Any]) -> str:
    """The concern so far on one line."""
    return summarise(body_of(draft), 160)


def without_voices(file_ids: Sequence[str], ctx: Context) -> tuple[list[str], list[Reply]]:
    """The files that may go with a concern without a name, and what is to be said of the others: a voice is a name."""
    kept = [each for each in file_ids if not any(f.media_type.startswith(_SPOKEN) for f in ctx.stored([each]))]
    return kept, [ctx.reply("note-voice-left-out")] if len(kept) < len(file_ids) else []


def with_message(draft: Mapping[str, Any], message: Inbound, ctx: Context) -> dict[str, Any]:
    """The draft with what the message brought; a new text is looked at anew for what it lacks."""
    parts = [*draft.get("parts", []), message.text] if message.text else draft.get("parts", [])
    kept = {k: v for k, v in draft.items() if k != "missing" or not message.text}
    return {**kept, "parts": parts, "files": [*draft.get("files", []), *ctx.staged]}
