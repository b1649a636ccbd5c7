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
    whole = [*draft.get("whole", []), *_in_full(message, ctx)]
    return {
        **kept,
        "parts": parts,
        "files": [*draft.get("files", []), *ctx.staged],
        **({"whole": whole} if whole else {}),
    }


def _in_full(message: Inbound, ctx: Context) -> list[str]:
    """The files that hold the words of the message in full: a text too long for a chat lies in one as well."""
    begins = message.text.encode()
    return [each for each in ctx.staged if begins and any(f.content.startswith(begins) for f in ctx.stored([each]))]


def whole_text(draft: Mapping[str, Any], ctx: Context) -> str:
    """All that is going to be read: the text, and in place of its beginning the files that hold it in full."""
    if not draft.get("whole"):
        return body_of(draft)
    return "\n".join([*(file.content.decode(errors="replace") for file in ctx.stored(draft["whole"])), body_of(draft)])


def without_text(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft to be written anew: neither its words nor the files that hold them."""
    facts = {fact: "" for fact in FACTS if fact in draft}  # they stood in the old text; nobody is asked again
    files = [each for each in draft.get("files", []) if each not in draft.get("whole", [])]
    return {**{k: v for k, v in draft.items() if k != "whole"}, **facts, "parts": [], "files": files}
