"""Which summaries share words with a text: an index of the office's summaries, never of what authors wrote.

The index holds keyed hashes of the words: who has the database alone reads no word of a summary in it.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from sqlalchemy import Executable, LargeBinary, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.domain.case import Case
from storage.domain.ids import CaseId
from storage.domain.lifecycle import OPEN, Status
from storage.domain.ports import Summarised
from storage.domain.records import EntryKind
from storage.domain.similarity import Frequencies, read
from storage.sql import schema as t
from storage.sql.case_rows import LATEST, latest, latest_text
from storage.sql.contents import SqlContents
from storage.sql.transaction import AnyRow, Transaction

_EVERY: Final = ""  # the word that stands in every summary: its count is theirs
_SHOWN: Final = tuple(sorted({*OPEN, Status.ANSWERED, Status.CLOSED}))

_FREQUENCIES: Final = select(t.summary_term_count.c.term, t.summary_term_count.c.cases).where(
    t.summary_term_count.c.term.in_(bindparam("terms", expanding=True))
)
# Those that share the most and rarest terms come first; which of them are alike is for the rules to say.
_SHARING: Final = (
    select(t.summary_term.c.case_id)
    .join(t.summary_term_count, t.summary_term_count.c.term == t.summary_term.c.term)
    .where(t.summary_term.c.term.in_(bindparam("terms", expanding=True)))
    .group_by(t.summary_term.c.case_id)
    .order_by(func.sum(1.0 / (t.summary_term_count.c.cases + 10)).desc(), t.summary_term.c.case_id)
    .limit(bindparam("most"))
    .subquery()
)
_SUMMARISED: Final = (
    select(t.case.c.id, t.case.c.ref, t.case.c.topic, t.case.c.status, t.case.c.excluded, *LATEST)
    .join_from(t.case, _SHARING, _SHARING.c.case_id == t.case.c.id)
    .join(t.case_entry, latest(EntryKind.SUMMARY))
    .where(t.case.c.status.in_(_SHOWN))
)
_FOLLOWERS: Final = (
    select(func.count())
    .select_from(t.case)
    .where(t.case.c.merged_into == bindparam("this_id", type_=LargeBinary), t.case.c.status == Status.MERGED)
    .where(t.case.c.release_slot.is_(None))
)
_HOLD: Final = select(t.case.c.id).where(t.case.c.ref == bindparam("this_ref")).with_for_update(read=True)
_REMOVE: Final = delete(t.summary_term).where(
    t.summary_term.c.term == bindparam("this_term"),
    t.summary_term.c.case_id == bindparam("this_id", type_=LargeBinary),
)


class SqlSimilar:
    """``ports.Similar``."""

    def __init__(self, transaction: Transaction, contents: SqlContents) -> None:
        self._transaction, self._contents = transaction, contents

    async def frequencies(self, terms: Collection[str]) -> Frequencies:
        words = {self._contents.term(term): term for term in (_EVERY, *terms)}
        found = await self._transaction.execute(_FREQUENCIES, {"terms": sorted(words)})
        by_term = {words[row.term]: row.cases for row in found}
        return Frequencies(by_term.pop(_EVERY, 0), by_term)

    async def sharing(self, terms: Collection[str], limit: int) -> Sequence[Summarised]:
        if not terms:
            return []
        hashed = sorted(self._contents.term(term) for term in terms)
        rows = await self._transaction.execute(_SUMMARISED, {"terms": hashed, "most": limit})
        return [self._summarised(row) for row in rows]

    def _summarised(self, row: AnyRow) -> Summarised:
        summary = latest_text(row, self._contents)
        return Summarised(CaseId(row.id), row.ref, row.topic, Status(row.status), summary, row.excluded)

    async def followers(self, case_id: CaseId) -> int:
        counted = await self._transaction.execute(_FOLLOWERS, {"this_id": case_id})
        return int(counted.scalar_one())

    async def hold(self, ref: str) -> None:
        await self._transaction.execute(_HOLD, {"this_ref": ref})


async def index_summary(transaction: Transaction, contents: SqlContents, case: Case, *, before: str) -> None:
    """The words of the case's summary in place of those of the one ``before`` ("" if there was none)."""
    if case.summary == before:
        return
    old = {contents.term(term) for term in (*read(before).terms, _EVERY)} if before else set()
    new = {contents.term(term) for term in (*read(case.summary).terms, _EVERY)}
    # In one order everywhere: two offices that write at once wait for each other, and never both.
    changes = sorted([(term, -1) for term in old - new] + [(term, 1) for term in new - old])
    if gone := [{"this_term": term, "this_id": case.id} for term, change in changes if change < 0]:
        await transaction.execute(_REMOVE, gone)
    if come := [{"term": term, "case_id": case.id} for term, change in changes if change > 0]:
        await transaction.add(t.summary_term, come)
    if changes:
        counted = [{"term": term, "cases": change} for term, change in changes]
        await transaction.execute(_count(transaction.on_postgresql), counted)


@cache
def _count(on_postgresql: bool) -> Executable:
    """So many cases more, or fewer, have this term."""
    count = postgresql.insert(t.summary_term_count) if on_postgresql else sqlite.insert(t.summary_term_count)
    total = t.summary_term_count.c.cases + count.excluded.cases
    return count.on_conflict_do_update(index_elements=["term"], set_={"cases": total})
