"""A concern while it is being written."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final, NamedTuple

from handlers.context import Context
from storage.domain.conversation import Inbound, Part
from storage.domain.folding import clean
from storage.domain.views import summarise

MAX_TEXT: Final = 10_000  # characters of a message; of a longer one the draft has a file as well, with all of it
FACTS: Final[tuple[str, ...]] = ("where", "since")


class Piece(NamedTuple):
    """The words of one message. ``source`` is its key, "" where it can change nothing any more.

    ``heard`` and ``file`` are digests of what it said and of its file: the draft may have lost some of it since, at the
    author's wish. ``staged`` are its files in the draft, None where nobody can say which of an album's they are.
    """

    text: str
    source: str = ""
    heard: str = ""
    file: str = ""
    staged: Sequence[str] | None = ()


def body_of(draft: Mapping[str, Any]) -> str:
    """The concern's text: the pieces in order, then what an older program kept of answers to the questions."""
    facts = [draft.get(name) for name in FACTS]
    return "\n".join(text for text in [*draft.get("parts", []), *facts] if text)


def is_begun(draft: Mapping[str, Any]) -> bool:
    """Whether it holds anything yet, be it a photo only."""
    return any(draft.get("parts", [])) or bool(draft.get("files"))


def draft_summary(draft: Mapping[str, Any]) -> str:
    """The concern so far on one line."""
    return summarise(body_of(draft), 160)


def pieces_of(draft: Mapping[str, Any]) -> list[Piece]:
    """The text by where it came from."""
    texts, sources = draft.get("parts", []), draft.get("sources", [])
    if len(sources) != len(texts):  # a draft begun by an older program
        return [Piece(text) for text in texts]
    return [Piece(text, *source) for text, source in zip(texts, sources, strict=True)]


def with_pieces(draft: Mapping[str, Any], pieces: Sequence[Piece]) -> dict[str, Any]:
    """The draft with this text in place of its own; for JSON, and for older programs, the texts stand apart."""
    sources = [list(piece[1:]) for piece in pieces]
    return {**draft, "parts": [piece.text for piece in pieces], "sources": sources}


def with_message(draft: Mapping[str, Any], message: Inbound, ctx: Context) -> dict[str, Any]:
    """The draft with what the message brought; a new text is looked at anew for what it lacks."""
    brought = _pieces_in(message, ctx.staged) if message.text or ctx.staged else []
    kept = {k: v for k, v in draft.items() if k != "missing" or not message.text}
    files, whole = [*draft.get("files", []), *ctx.staged], [*draft.get("whole", []), *ctx.whole]
    texts = {**kept, "files": files, **({"whole": whole} if whole else {})}
    return with_pieces(texts, [*pieces_of(draft), *brought])


def in_full(text: str, whole: Sequence[str], ctx: Context) -> str:
    """All that is going to be read: what was too long for a chat stands in its place to its end."""
    for content in (file.content.decode() for file in ctx.stored(whole)):
        begins = content[:MAX_TEXT]
        text = text.replace(begins, content, 1) if begins in text else f"{content}\n{text}"
    return text


def without_text(draft: Mapping[str, Any]) -> dict[str, Any]:
    """The draft to be written anew: neither its words nor the files that hold them."""
    facts = {fact: "" for fact in FACTS if fact in draft}  # they stood in the old text; nobody is asked again
    files = [each for each in draft.get("files", []) if each not in draft.get("whole", [])]
    return with_pieces({**{k: v for k, v in draft.items() if k != "whole"}, **facts, "files": files}, [])


def _pieces_in(message: Inbound, staged: Sequence[str]) -> list[Piece]:
    """A piece for each of its messages, also for those without words: they can be given some."""
    if clean("\n".join(part.text for part in message.parts if part.text)) != message.text:
        return [Piece(message.text)] if message.text else []  # not as it was sent: cut, or a code that is no words
    return [piece_of(part, files) for part, files in zip(message.parts, _files_of(message.parts, staged), strict=True)]


def _files_of(parts: Sequence[Part], staged: Sequence[str]) -> list[Sequence[str] | None]:
    """The staged files of each; of an album of which not all could be taken, nobody knows whose those are."""
    if len(parts) == 1:
        return [staged]
    if len(staged) != sum(bool(part.file) for part in parts):
        return [None if part.file else () for part in parts]
    left = iter(staged)
    return [[next(left)] if part.file else () for part in parts]


def piece_of(part: Part, staged: Sequence[str] | None) -> Piece:
    """What this message brings, with these files of its own."""
    return Piece(clean(part.text), part.key, digest_of(clean(part.text)), digest_of(part.file), staged)


def digest_of(text: str) -> str:
    """By which it is known again; "" of nothing."""
    return blake2b(text.encode(), digest_size=8).hexdigest() if text else ""
