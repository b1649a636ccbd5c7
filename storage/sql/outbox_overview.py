"""The outbox from above: what waits and how long it has been tried, what has failed. Nothing of anybody."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import func, literal_column, select

from storage.domain.outbox import DeliveryState, OutboxFailures, OutboxLine, Priority, waited
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction

_KIND: Final = (t.outbox.c.channel, t.outbox.c.priority)
_WAITING: Final = (
    select(*_KIND, t.outbox.c.tries, func.count().label("notices"), func.min(t.outbox.c.not_before).label("again_at"))
    .where(t.outbox.c.state == literal_column(f"'{DeliveryState.QUEUED}'"))
    .group_by(*_KIND, t.outbox.c.tries)
    .order_by(*_KIND)
)
_BY_REASON: Final = (
    select(t.outbox.c.channel, t.outbox.c.reason, func.count().label("notices"))
    .where(t.outbox.c.state == DeliveryState.FAILED)
    .group_by(t.outbox.c.channel, t.outbox.c.reason)
    .order_by(t.outbox.c.channel, t.outbox.c.reason)
)


async def waiting(transaction: Transaction, now: datetime) -> Sequence[OutboxLine]:
    """By channel and priority."""
    rows = await transaction.execute(_WAITING)
    return [
        _line(channel, priority, list(group), now)
        for (channel, priority), group in groupby(rows, lambda row: (row.channel, row.priority))
    ]


async def failures(transaction: Transaction) -> Sequence[OutboxFailures]:
    """By channel and reason."""
    rows = await transaction.execute(_BY_REASON)
    return [OutboxFailures(row.channel or "", row.reason or "", row.notices) for row in rows]


def _line(channel: str | None, priority: int, rows: Sequence[AnyRow], now: datetime) -> OutboxLine:
    tried = [row for row in rows if row.tries and row.again_at is not None]
    oldest = max((waited(row.tries, row.again_at, now) for row in tried), default=timedelta(0))
    counted = sum(row.notices for row in rows), sum(row.notices for row in rows if row.tries)
    return OutboxLine(channel or "", Priority(priority), *counted, oldest)
