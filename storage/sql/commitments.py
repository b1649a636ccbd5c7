"""The promises of cases: beside the case, dated by the day, never keyed by a person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Update, and_, bindparam, select, update

from storage.domain.commitment import AuthorWord, Commitment, CommitmentKind, Ending, Word
from storage.domain.ids import CaseId
from storage.domain.lifecycle import SETTLED
from storage.domain.views import CommitmentLine
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction

_C: Final = t.commitment.c
_OF_CASE: Final = select(t.commitment).where(_C.case_id == bindparam("this_id")).order_by(_C.seq)
_STILL_OWED: Final = t.case.c.status.not_in(tuple(SETTLED))
_SAVE: Final = update(t.commitment).where(_C.case_id == bindparam("this_id"), _C.seq == bindparam("this_seq"))


def _take() -> Update:
    """Those whose day has come, by the index; what another scheduler has in hand is left to it."""
    due = select(_C.case_id, _C.seq).where(_C.wake_on <= bindparam("today")).order_by(_C.wake_on)
    mine = due.limit(bindparam("most")).with_for_update(skip_locked=True).cte("mine")
    same = and_(_C.case_id == mine.c.case_id, _C.seq == mine.c.seq)
    return update(t.commitment).where(same).values(wake_on=None).returning(*t.commitment.c)


_TAKE: Final = _take()


class SqlCommitments:
    """``ports.Commitments``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, commitment: Commitment) -> None:
        await self._transaction.add(t.commitment, _row_of(commitment))

    async def save(self, commitment: Commitment) -> None:
        values = {name: value for name, value in _row_of(commitment).items() if name not in ("case_id", "seq")}
        same = {"this_id": commitment.case_id, "this_seq": commitment.seq}
        await self._transaction.execute(_SAVE, values | same)

    async def of_case(self, case_id: CaseId) -> Sequence[Commitment]:
        return [_commitment_of(row) for row in await self._transaction.execute(_OF_CASE, {"this_id": case_id})]

    async def take_due(self, today: date, limit: int) -> Sequence[Commitment]:
        rows = await self._transaction.execute(_TAKE, {"today": today, "most": limit})
        return [_commitment_of(row) for row in rows]

    async def open_lines(self, units: Iterable[str] | None, limit: int) -> Sequence[CommitmentLine]:
        found = select(t.commitment, t.case.c.ref).join(t.case).where(_C.ending.is_(None), _STILL_OWED)
        if units is not None:
            found = found.where(_C.unit.in_(tuple(units)))
        rows = await self._transaction.execute(found.order_by(_C.due_on, t.case.c.ref).limit(limit))
        return [CommitmentLine(row.ref, _commitment_of(row)) for row in rows]


def _row_of(commitment: Commitment) -> dict[str, Any]:
    return {
        "case_id": commitment.case_id,
        "seq": commitment.seq,
        "kind": commitment.kind,
        "unit": commitment.unit,
        "task": commitment.task,
        "promised_on": commitment.promised_on,
        "first_due_on": commitment.first_due_on,
        "due_on": commitment.due_on,
        "slips": commitment.slips,
        "unit_done_on": commitment.unit_done_on,
        "proof": commitment.proof,
        "words": [[each.ref, each.word.value, each.on.isoformat()] for each in commitment.words],
        "asked_on": commitment.asked_on,
        "ending": commitment.ending,
        "wake_on": commitment.wake_on,
    }


def _commitment_of(row: AnyRow) -> Commitment:
    return Commitment(
        case_id=CaseId(row.case_id),
        seq=row.seq,
        kind=CommitmentKind(row.kind),
        unit=row.unit,
        task=row.task,
        promised_on=row.promised_on,
        first_due_on=row.first_due_on,
        due_on=row.due_on,
        slips=row.slips,
        unit_done_on=row.unit_done_on,
        proof=row.proof,
        words=tuple(AuthorWord(ref, Word(word), date.fromisoformat(on)) for ref, word, on in row.words),
        asked_on=row.asked_on,
        ending=None if row.ending is None else Ending(row.ending),
        wake_on=row.wake_on,
    )
