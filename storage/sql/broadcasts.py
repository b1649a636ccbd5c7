"""Broadcasts, with the audience as it was when they were confirmed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from storage.domain.broadcast import Audience, Broadcast, BroadcastState, Progress
from storage.domain.ids import AccountKey
from storage.domain.outbox import DeliveryState
from storage.domain.permissions import Role
from storage.domain.ports import Recipient
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction


class SqlBroadcasts:
    """``ports.Broadcasts``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, broadcast: Broadcast, recipients: Sequence[Recipient]) -> bool:
        row = _row_of(broadcast) | {"number": await self._next_number(broadcast.sender)}
        if not await self._transaction.add_new(t.broadcast, row):
            return False
        if recipients:
            rows = [_recipient_row(broadcast.id, recipient) for recipient in recipients]
            await self._transaction.add(t.broadcast_recipient, rows)
        return True

    async def unsent(self, broadcast_id: bytes, limit: int) -> Sequence[Recipient]:
        c = t.broadcast_recipient.c
        query = select(c.account_key, c.language).where(c.broadcast_id == broadcast_id, c.queued.is_(False))
        rows = await self._transaction.execute(query.order_by(c.account_key).limit(limit))
        return [Recipient(AccountKey(row.account_key), row.language) for row in rows]

    async def mark_queued(self, broadcast_id: bytes, accounts: Sequence[AccountKey]) -> None:
        c = t.broadcast_recipient.c
        reached = update(t.broadcast_recipient).where(c.broadcast_id == broadcast_id, c.account_key.in_(accounts))
        await self._transaction.execute(reached.values(queued=True))

    async def in_state(self, *states: str) -> Sequence[Broadcast]:
        query = select(t.broadcast).where(t.broadcast.c.state.in_(states))
        rows = await self._transaction.execute(query.order_by(t.broadcast.c.confirmed_on, t.broadcast.c.id))
        return [_broadcast_of(row) for row in rows]

    async def set_state(self, broadcast_id: bytes, state: str) -> None:
        await self._transaction.execute(update(t.broadcast).where(t.broadcast.c.id == broadcast_id).values(state=state))

    async def progress(self, broadcast_id: bytes) -> Progress:
        recipients = select(func.count()).where(t.broadcast_recipient.c.broadcast_id == broadcast_id)
        total = (await self._transaction.execute(recipients)).scalar_one()
        states = select(t.outbox.c.state, func.count()).where(t.outbox.c.broadcast_id == broadcast_id)
        rows = await self._transaction.execute(states.group_by(t.outbox.c.state))
        counts = {str(state): int(count) for state, count in rows}
        return Progress(total=total, sent=counts.get(DeliveryState.SENT, 0), failed=counts.get(DeliveryState.FAILED, 0))

    async def latest_of(self, sender: AccountKey) -> Broadcast | None:
        query = select(t.broadcast).where(t.broadcast.c.sender == sender).order_by(t.broadcast.c.number.desc())
        row = (await self._transaction.execute(query.limit(1))).one_or_none()
        return None if row is None else _broadcast_of(row)

    async def _next_number(self, sender: AccountKey) -> int:
        last = select(func.coalesce(func.max(t.broadcast.c.number), 0)).where(t.broadcast.c.sender == sender)
        return int((await self._transaction.execute(last)).scalar_one()) + 1


def _row_of(broadcast: Broadcast) -> dict[str, Any]:
    return {
        "id": broadcast.id,
        "text": broadcast.text,
        "signed_by": broadcast.by,
        "sender": broadcast.sender,
        "unit": broadcast.audience.unit,
        "role": broadcast.audience.role,
        "confirmed_on": broadcast.confirmed_on,
        "state": broadcast.state,
    }


def _recipient_row(broadcast_id: bytes, recipient: Recipient) -> dict[str, Any]:
    return {
        "broadcast_id": broadcast_id,
        "account_key": recipient.account,
        "language": recipient.language,
        "queued": False,
    }


def _broadcast_of(row: AnyRow) -> Broadcast:
    return Broadcast(
        id=row.id,
        text=row.text,
        by=row.signed_by,
        sender=AccountKey(row.sender),
        audience=Audience(row.unit, None if row.role is None else Role(row.role)),
        confirmed_on=row.confirmed_on,
        state=BroadcastState(row.state),
    )
