"""Reminders that were claimed, so that none is said twice, and the digests they are said in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, bindparam, exists, func, select, update

from storage.domain.digest import LADDER, LAPSED, Waiting
from storage.domain.ids import CaseId
from storage.sql import schema as t
from storage.sql.transaction import Transaction, among

_KEY: Final = tuple(t.reminder.primary_key.columns)  # all of it lies in the index of those that wait
_WAITING: Final = select(*_KEY).where(t.reminder.c.waiting.is_not(None))
_SAID: Final = (
    update(t.reminder)
    .where(
        and_(
            t.reminder.c.case_id == bindparam("this_id"),
            t.reminder.c.unit == bindparam("this_unit"),
            t.reminder.c.kind == bindparam("this_kind"),
            t.reminder.c.remind_on == bindparam("this_day"),
        )
    )
    .values(waiting=None)
)
_SENT: Final = select(exists().where(t.digest.c.sent_on == bindparam("sent_on"), t.digest.c.slot == bindparam("slot")))
_TIMES: Final = (
    select(t.reminder.c.case_id, func.count().label("times"))
    .where(among(t.reminder.c.case_id), t.reminder.c.kind != LAPSED, t.reminder.c.kind.not_like(f"%{LADDER}%"))
    .group_by(t.reminder.c.case_id)
)


class SqlReminders:
    """``ports.Reminders``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, reminders: Sequence[Waiting]) -> int:
        rows = [
            {"case_id": r.case_id, "unit": r.unit, "kind": r.kind, "remind_on": r.remind_on, "waiting": True}
            for r in reminders
        ]
        return await self._transaction.add_new_ones(t.reminder, rows)

    async def waiting(self) -> Sequence[Waiting]:
        return [_waiting(row) for row in await self._transaction.execute(_WAITING)]

    async def times_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, int]:
        rows = await self._transaction.of_many(_TIMES, case_ids)
        return dict.fromkeys(case_ids, 0) | {CaseId(row.case_id): row.times for row in rows}

    async def has_digest(self, today: date, slot: int) -> bool:
        values = {"sent_on": today, "slot": slot}
        return bool((await self._transaction.execute(_SENT, values)).scalar_one())

    async def open_digest(self, today: date, slot: int) -> bool:
        return await self._transaction.add_new(t.digest, {"sent_on": today, "slot": slot})

    async def said(self, reminders: Sequence[Waiting]) -> None:
        values = [
            {"this_id": r.case_id, "this_unit": r.unit, "this_kind": r.kind, "this_day": r.remind_on} for r in reminders
        ]
        if values:
            await self._transaction.execute(_SAID, values)


def _waiting(row: Any) -> Waiting:
    return Waiting(CaseId(row.case_id), row.unit, row.kind, row.remind_on)
