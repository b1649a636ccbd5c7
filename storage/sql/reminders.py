"""Reminders that were said, so that none is said twice."""

from datetime import date

from storage.domain.ids import CaseId
from storage.sql import schema as t
from storage.sql.transaction import Transaction


class SqlReminders:
    """``ports.Reminders``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def claim(self, case_id: CaseId, unit: str, kind: str, remind_on: date) -> bool:
        row = {"case_id": case_id, "unit": unit, "kind": kind, "remind_on": remind_on}
        return await self._transaction.add_new(t.reminder, row)
