"""A concern while it is being written."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from handlers.context import Context
from storage.domain.conversation import Inbound, Reply
from storage.domain.folding import clean
from storage.domain.views import summarise

_SPOKEN: Final = ("audio/", "video/")
FACTS: Final[tuple[str, ...]] = ("where", "since")


class Piece(NamedTuple):
    """Some of the words. ``source`` is the key of the message they came in, "" where that can change them no more.

    ``heard`` is a digest of what that message said: the words may have lost something since, at the author's wish.
    """

    text: str
    source: str = ""
    heard: str = ""


def body_of(draft: Mapping[str, Any]) -> str:
    """The concern's text: the pieces in order, then what was answered to the questions."""
    facts = [draft.get(name) for name in FACTS]
    return "\n".join(text for text in [*draft.get("parts", []), *facts] if text)


def is_begun(draft: Mapping[str, Any]) -> bool:
    """Whether it holds anything yet, be it a photo only."""
    return any(draft.get("parts", [])) or bool(draft.get("files"))


def draft_summary(draft: Mapping[str, Any]) -> str:
    """The concern so far on one line."""
    return summarise(body_of(draft), 160)


def without_voices(file_ids: Sequence[str], ctx: Context) -> tuple[list[str], list[Reply]]:
    """The files that may go with a concern without a name, and what is to be said of the others: a voice is a name."""
    kept = [each for each in file_ids if not any(f.media_type.startswith(_SPOKEN) for f in ctx.stored([each]))]
    return kept, [ctx.reply("note-voice-left-out")] if len(kept) < len(file_ids) else []


def pieces_of(draft: Mapping[str, Any]) -> list[Piece]:
    """The text by where it came from, without what was answered to the questions."""
    texts, sources = draft.get("parts", []), draft.get("sources", [])
    if len(sources) != len(texts):  # a draft begun by an older program
        return [Piece(text) for text in texts]
    return [Piece(text, *source) for text, source in zip(texts, sources, strict=True)]


def with_pieces(draft: Mapping[str, Any], pieces: Sequence[Piece]) -> dict[str, Any]:
    """The draft with this text in place of its own; for JSON, and for older programs, the texts stand apart."""
    sources = [[piece.source, piece.heard] for piece in pieces]
    return {**draft, "parts": [piece.text for piece in pieces], "sources": sources}


def with_message(draft: Mapping[str, Any], message: Inbound, ctx: Context) -> dict[str, Any]:
    """The draft with what the message brought; a new text is looked at anew for what it lacks."""
    brought = _pieces_in(message) if message.text or ctx.staged else []
    kept = {k: v for k, v in draft.items() if k != "missing" or not message.text}
    files = [*draft.get("files", []), *ctx.staged]
    return with_pieces({**kept, "files": files}, [*pieces_of(draft), *brought])


def _pieces_in(message: Inbound) -> list[Piece]:
    """A piece for each of its messages, also for those without words: they can be given some."""
    if clean("\n".join(part.text for part in message.parts if part.text)) != message.text:
        return [Piece(message.text)] if message.text else []  # not as it was sent: cut, or a code that is no words
    return [Piece(clean(part.text), part.key, _digest(clean(part.text))) for part in message.parts]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


# What was changed after it was sent


def flow_with(source: str, drafts: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Whose draft holds words of this message."""
    if not source:
        return None
    return next((flow for flow, draft in drafts.items() if any(p.source == source for p in pieces_of(draft))), None)


def is_news(message: Inbound, draft: Mapping[str, Any]) -> bool:
    """Whether the message says something else than when it was last heard."""
    heard = _digest(message.text)
    return any(piece.source == message.replaces and piece.heard != heard for piece in pieces_of(draft))


def reworded(draft: Mapping[str, Any], message: Inbound) -> dict[str, Any]:
    """The draft with the message's new words in place of its old ones, and another edition of it to be looked at."""
    new = Piece(message.text, message.replaces, _digest(message.text))
    pieces = [new if piece.source == message.replaces else piece for piece in pieces_of(draft)]
    kept = {k: v for k, v in draft.items() if k not in ("missing", "rewrite")}
    return with_pieces({**kept, "edition": edition_of(draft) + 1}, pieces)


def edition_of(draft: Mapping[str, Any]) -> int:
    """Which of the texts it has had; more words added make no other."""
    return int(draft.get("edition", 1))


def mark_of(draft: Mapping[str, Any]) -> str:
    """What a button that sends it bears: its nonce, and the edition that was shown above the button."""
    edition = edition_of(draft)
    return draft["nonce"] if edition == 1 else f"{draft['nonce']}.{edition}"
