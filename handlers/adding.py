"""What an author adds to a filed concern: the files that may go along, and a danger its words tell of."""

from collections.abc import Sequence

from handlers.context import Context
from handlers.guarding import without_voices
from handlers.releasing import watch
from storage.domain.case import Case
from storage.domain.conversation import Reply
from storage.domain.danger import find_danger
from storage.domain.ports import StoredFile


def alarmed(case: Case, text: str, ctx: Context) -> list[Reply]:
    """If these words tell of a danger, people hear of it now, and the author is told so."""
    danger = watch(case, find_danger(text), ctx)
    return [] if danger is None else [ctx.reply("alarm-told", danger=danger.value)]


def files_for(case: Case, ctx: Context) -> tuple[Sequence[StoredFile], Sequence[Reply]]:
    """What came with the message, or with one it replaces, and may go in; and what is to be said of the rest."""
    sent = [*ctx.draft.get("files", []), *ctx.staged]
    kept, left_out = (sent, ()) if case.named else without_voices(sent, ctx)
    return ctx.stored(kept), left_out
