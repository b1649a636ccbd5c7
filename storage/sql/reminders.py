"""Reminders that were claimed, so that none is said twice, and the digests they are said in."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, bindparam, exists, select, update

from storage.domain.digest import Waiting
from storage.domain.ids import CaseId
from storage.sql import schema as t
from storage.sql.transaction import Transaction

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
_OF_CASE: Final = select(t.reminder).where(t.reminder.c.case_id == bindparam("this_id"))


class SqlReminders:
    """``ports.Reminders``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, case_id: CaseId, unit: str, kind: str, remind_on: date) -> bool:
        row = {"case_id": case_id, "unit": unit, "kind": kind, "remind_on": remind_on, "waiting": True}
        return await self._transaction.add_new(t.reminder, row)

    async def waiting(self) -> Sequence[Waiting]:
        return [_waiting(row) for row in await self._transaction.execute(_WAITING)]

    async def of_case(self, case_id: CaseId) -> Sequence[Waiting]:
        return [_waiting(row) for row in await self._transaction.execute(_OF_CASE, {"this_id": case_id})]

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
