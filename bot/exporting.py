"""The cases as a table, for the office's own sheets: without authors, safe to open in a spreadsheet."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.case import Case
from storage.domain.lifecycle import Status
from storage.domain.ports import Store

COLUMNS: Final = (
    "code", "kind", "topic", "department", "supporting", "status", "filed_on", "due_on", "verdict", "body", "answer",
)  # fmt: skip
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
# Where the list separator is ";", as in Viet Nam, a spreadsheet parts the lines there whatever the quotes say.
_FORMULA_INSIDE: Final = re.compile(r"([;\t\r\n][ \"]*)(?=[=+\-@＝＋－＠])")


async def rows(store: Store) -> Sequence[Sequence[str]]:
    """One row a case, by due date then code: an order that tells nothing of who filed when.

    The sheets are the office's: what is kept from the office is not among them.
    """
    async with store.reading() as reads:
        organisation = await reads.organisations.load()
        reader = (organisation.office,) if organisation is not None else ()
        lines = await reads.cases.due_until(date.max, list(Status), reader=reader)
        return [_row(await reads.cases.get_by_id(line.id)) for line in lines]


def _row(case: Case) -> Sequence[str]:
    values = (
        case.ref,
        case.kind.value,
        case.topic,
        case.department,
        " ".join(case.supporting),
        case.status.value,
        case.filed_on.isoformat(),
        case.due_on.isoformat(),
        case.verdict.value if case.verdict else "",
        say(DEFAULT_LANGUAGE, "line-erased") if case.erased else case.body,
        case.answer,
    )
    return [harmless(value) for value in values]


def harmless(cell: str) -> str:
    """A cell no spreadsheet takes for a formula, in whatever way it parts the file."""
    cell = _FORMULA_INSIDE.sub(r"\1'", cell)
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
