"""The promises of cases: beside the case, dated by the day, never keyed by a person."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Update, and_, bindparam, select, update

from storage.domain.commitment import AuthorWord, Commitment, CommitmentKind, Ending, Word
from storage.domain.ids import CaseId
from storage.domain.lifecycle import SETTLED
from storage.domain.views import CommitmentLine
from storage.sql import schema as t
from storage.sql.case_rows import open_to
from storage.sql.contents import SqlContents
from storage.sql.transaction import AnyRow, Transaction

_C: Final = t.commitment.c
_OF_CASE: Final = select(t.commitment).where(_C.case_id == bindparam("this_id")).order_by(_C.seq)
_IS_DUE: Final = _C.wake_on <= bindparam("today")
_STILL_OWED: Final = t.case.c.status.not_in(tuple(SETTLED))
_SAVE: Final = update(t.commitment).where(_C.case_id == bindparam("this_id"), _C.seq == bindparam("this_seq"))


def _take(*which: ColumnElement[bool]) -> Update:
    """Those whose day has come, by the index; what another scheduler has in hand is left to it."""
    due = select(_C.case_id, _C.seq).where(_IS_DUE, *which).order_by(_C.wake_on)
    mine = due.limit(bindparam("most")).with_for_update(skip_locked=True).cte("mine")
    same = and_(_C.case_id == mine.c.case_id, _C.seq == mine.c.seq)
    return update(t.commitment).where(same).values(wake_on=None).returning(*t.commitment.c)


_TAKE: Final = _take()
_TAKE_OF_CASE: Final = _take(_C.case_id == bindparam("this_id"))
_DUE_CASES: Final = select(_C.case_id).where(_IS_DUE).distinct()


class SqlCommitments:
    """``ports.Commitments``."""

    def __init__(self, transaction: Transaction, contents: SqlContents) -> None:
        self._transaction, self._contents = transaction, contents

    async def add(self, commitment: Commitment) -> None:
        await self._contents.load([commitment.case_id])
        await self._transaction.add(t.commitment, self._row_of(commitment))

    async def save(self, commitment: Commitment) -> None:
        await self._contents.load([commitment.case_id])
        values = {name: value for name, value in self._row_of(commitment).items() if name not in ("case_id", "seq")}
        same = {"this_id": commitment.case_id, "this_seq": commitment.seq}
        await self._transaction.execute(_SAVE, values | same)

    async def of_case(self, case_id: CaseId) -> Sequence[Commitment]:
        return await self._opened((await self._transaction.execute(_OF_CASE, {"this_id": case_id})).all())

    async def take_due(self, today: date, limit: int, of: CaseId | None = None) -> Sequence[Commitment]:
        values = {"today": today, "most": limit}
        if of is None:
            rows = await self._transaction.execute(_TAKE, values)
        else:
            rows = await self._transaction.execute(_TAKE_OF_CASE, values | {"this_id": of})
        return await self._opened(rows.all())

    async def due_cases(self, today: date) -> Collection[CaseId]:
        return [CaseId(id_) for id_ in (await self._transaction.execute(_DUE_CASES, {"today": today})).scalars()]

    async def wake_later(self, case_id: CaseId, today: date, on: date) -> None:
        due = update(t.commitment).where(_C.case_id == case_id, _C.wake_on <= today)
        await self._transaction.execute(due.values(wake_on=on))

    async def open_lines(
        self, units: Iterable[str] | None, limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CommitmentLine]:
        found = select(t.commitment, t.case.c.ref).join(t.case).where(_C.ending.is_(None), _STILL_OWED)
        found = found.where(open_to(reader))
        if units is not None:
            found = found.where(_C.unit.in_(tuple(units)))
        rows = (await self._transaction.execute(found.order_by(_C.due_on, t.case.c.ref).limit(limit))).all()
        opened = await self._opened(rows)
        return [CommitmentLine(row.ref, commitment) for row, commitment in zip(rows, opened, strict=True)]

    async def _opened(self, rows: Sequence[AnyRow]) -> list[Commitment]:
        await self._contents.load({row.case_id for row in rows})
        return [self._commitment_of(row) for row in rows]

    def _row_of(self, commitment: Commitment) -> dict[str, Any]:
        case_id, place = commitment.case_id, _place(commitment.seq)
        words = [[each.ref, each.word.value, each.on.isoformat()] for each in commitment.words]
        return {
            "case_id": commitment.case_id,
            "seq": commitment.seq,
            "kind": commitment.kind,
            "unit": commitment.unit,
            "task": self._contents.seal(case_id, f"{place}.task", commitment.task),
            "promised_on": commitment.promised_on,
            "first_due_on": commitment.first_due_on,
            "due_on": commitment.due_on,
            "slips": commitment.slips,
            "unit_done_on": commitment.unit_done_on,
            "proof": self._contents.seal(case_id, f"{place}.proof", commitment.proof),
            "words": self._contents.seal_values(case_id, f"{place}.words", words),
            "asked_on": commitment.asked_on,
            "ending": commitment.ending,
            "wake_on": commitment.wake_on,
        }

    def _commitment_of(self, row: AnyRow) -> Commitment:
        place, open_ = _place(row.seq), self._contents.open
        words = self._contents.open_values(row.case_id, f"{place}.words", row.words) or ()
        return Commitment(
            case_id=CaseId(row.case_id),
            seq=row.seq,
            kind=CommitmentKind(row.kind),
            unit=row.unit,
            task=open_(row.case_id, f"{place}.task", row.task),
            promised_on=row.promised_on,
            first_due_on=row.first_due_on,
            due_on=row.due_on,
            slips=row.slips,
            unit_done_on=row.unit_done_on,
            proof=open_(row.case_id, f"{place}.proof", row.proof),
            words=tuple(AuthorWord(ref, Word(word), date.fromisoformat(on)) for ref, word, on in words),
            asked_on=row.asked_on,
            ending=None if row.ending is None else Ending(row.ending),
            wake_on=row.wake_on,
        )


def _place(seq: int) -> str:
    return f"commitment.{seq}"
