"""Messages a channel took, month by month: numbers only, of nobody in particular."""

from sqlalchemy import select, update

from storage.domain.ports import Usage
from storage.sql import schema as t
from storage.sql.transaction import Transaction


class SqlUsages:
    """``ports.Usages``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, channel: str, month: str, sent: int) -> Usage:
        fresh = {"channel": channel, "month": month, "sent": 0, "warned": 0}
        await self._transaction.add_new(t.usage, fresh)
        c = t.usage.c
        this = (c.channel == channel) & (c.month == month)
        await self._transaction.execute(update(t.usage).where(this).values(sent=c.sent + sent))
        row = (await self._transaction.execute(select(c.sent, c.warned).where(this))).one()
        return Usage(row.sent, row.warned)

    async def set_warned(self, channel: str, month: str, step: int) -> None:
        c = t.usage.c
        this = (c.channel == channel) & (c.month == month)
        await self._transaction.execute(update(t.usage).where(this).values(warned=step))
