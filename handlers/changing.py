"""A message of a concern is changed after it was sent: which piece of the draft it brought, and the draft since."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.drafts import Piece, digest_of, piece_of, pieces_of, with_pieces
from storage.domain.conversation import Part
from storage.domain.folding import clean


def flow_with(source: str, drafts: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Whose draft holds what this message brought."""
    return next((flow for flow, draft in drafts.items() if any(p.source == source for p in pieces_of(draft))), None)


def brings_another_file(part: Part, drafts: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether the message is part of a draft, and its file is not the one that was in it."""
    flow = flow_with(part.key, drafts)
    return flow is not None and piece_from(part.key, drafts[flow]).file != digest_of(part.file)


def piece_from(source: str, draft: Mapping[str, Any]) -> Piece:
    """What this message brought to the draft, which holds it."""
    return next(piece for piece in pieces_of(draft) if piece.source == source)


def is_news(part: Part, piece: Piece) -> bool:
    """Whether the message is another than it was when it brought this."""
    return (digest_of(clean(part.text)), digest_of(part.file)) != (piece.heard, piece.file)


def is_known(part: Part, piece: Piece) -> bool:
    """Whether it can be told what is to be replaced."""
    return piece.staged is not None or piece.file == digest_of(part.file)


def changed(draft: Mapping[str, Any], part: Part, staged: Sequence[str]) -> dict[str, Any]:
    """The draft with the message as it is now in place of what it was.

    ``staged`` are the files that came with it; they count where its file is another one.
    """
    was, files = piece_from(part.key, draft), draft.get("files", [])
    same = was.file == digest_of(part.file)
    now = piece_of(part, was.staged if same else staged)
    files = files if same else _exchanged(files, was.staged or (), staged)
    pieces = [now if piece.source == part.key else piece for piece in pieces_of(draft)]
    kept = {k: v for k, v in draft.items() if k not in ("missing", "rewrite")}
    return with_pieces({**kept, "files": files}, pieces)


def _exchanged(files: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new ones where the old ones stood, at the end if none did."""
    place = next((at for at, each in enumerate(files) if each in old), len(files))
    return [*files[:place], *new, *(each for each in files[place:] if each not in old)]
