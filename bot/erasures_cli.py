"""What ``doithoai erasures`` says: what was deleted, which case's, on which day and on whose word. Nobody's name."""

from collections.abc import Sequence
from datetime import date

from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.ports import Store
from storage.domain.retention import Erasure


async def lines(store: Store, since: date) -> Sequence[str]:
    """In Vietnamese, a line each, the oldest first."""
    async with store.reading() as reads:
        found = await reads.keeping.noted(since)
    return [_line(each) for each in found] or [say(DEFAULT_LANGUAGE, "cli-erasures-none")]


def _line(each: Erasure) -> str:
    return say(
        DEFAULT_LANGUAGE,
        "cli-erasure",
        day=f"{each.on:%d/%m/%Y}",
        what=each.what.value,
        code=each.ref,
        number=each.number,
        why=each.why.value,
    )
