"""Broadcasts, with the audience as it was when they were confirmed."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func, select, update

from storage.domain.broadcast import HELD, Audience, Broadcast, BroadcastState, Progress
from storage.domain.ids import AccountKey
from storage.domain.outbox import SOON, DeliveryState
from storage.domain.permissions import Role
from storage.domain.ports import Recipient
from storage.sql import schema as t
from storage.sql.outbox import SqlOutbox
from storage.sql.transaction import AnyRow, Transaction


class SqlBroadcasts:
    """``ports.Broadcasts``."""

    def __init__(self, transaction: Transaction, outbox: SqlOutbox) -> None:
        self._transaction, self._outbox = transaction, outbox

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

    async def in_state(self, *states: BroadcastState) -> Sequence[Broadcast]:
        query = select(t.broadcast).where(t.broadcast.c.state.in_(states))
        rows = await self._transaction.execute(query.order_by(t.broadcast.c.confirmed_on, t.broadcast.c.id))
        return [_broadcast_of(row) for row in rows]

    async def move(self, broadcast_id: bytes, before: Collection[BroadcastState], after: BroadcastState) -> bool:
        c = t.broadcast.c
        moved = update(t.broadcast).where(c.id == broadcast_id, c.state.in_(before)).values(state=after)
        if not (await self._transaction.execute(moved)).rowcount:
            return False
        if after in HELD:
            await self._outbox.turn(broadcast_id, [DeliveryState.QUEUED], DeliveryState.HELD)
        elif after is BroadcastState.STOPPED:
            waiting = [DeliveryState.QUEUED, DeliveryState.HELD]
            await self._outbox.turn(broadcast_id, waiting, DeliveryState.DROPPED, erase=True)
        elif HELD & set(before):
            await self._outbox.turn(broadcast_id, [DeliveryState.HELD], DeliveryState.QUEUED)
        return True

    async def set_urgent(self, broadcast_id: bytes) -> None:
        await self._transaction.execute(update(t.broadcast).where(t.broadcast.c.id == broadcast_id).values(urgent=True))

    async def progress(self, broadcast_id: bytes) -> Progress:
        states: Counter[str] = Counter()
        waiting = Counter(await self._not_queued(broadcast_id))
        not_queued = waiting.total()
        c = t.outbox.c
        stumbled = func.count().filter(c.state == DeliveryState.QUEUED, c.tries.between(1, SOON))
        counts = (func.count().label("notices"), stumbled.label("stumbled"))
        queued = select(c.state, c.channel, *counts).where(c.broadcast_id == broadcast_id)
        rows = (await self._transaction.execute(queued.group_by(c.state, c.channel))).all()
        for row in rows:
            states[row.state] += row.notices
            if row.state in (DeliveryState.QUEUED, DeliveryState.HELD):
                waiting[row.channel or ""] += row.notices
        # Not of the recipients: who deletes their account is none any more, and had been written to.
        total = not_queued + sum(states.values())
        failed = states[DeliveryState.FAILED] + states[DeliveryState.DONE]  # emptied since
        return Progress(total, states[DeliveryState.SENT], failed, waiting, sum(row.stumbled for row in rows))

    async def _not_queued(self, broadcast_id: bytes) -> dict[str, int]:
        """By channel, the recipients whose notice has yet to be written."""
        c = t.broadcast_recipient.c
        query = (
            select(t.account.c.channel, func.count().label("people"))
            .outerjoin_from(t.broadcast_recipient, t.account, t.account.c.key == c.account_key)
            .where(c.broadcast_id == broadcast_id, c.queued.is_(False))
        )
        rows = await self._transaction.execute(query.group_by(t.account.c.channel))
        return {row.channel or "": row.people for row in rows}

    async def get(self, broadcast_id: bytes) -> Broadcast | None:
        query = select(t.broadcast).where(t.broadcast.c.id == broadcast_id)
        row = (await self._transaction.execute(query)).one_or_none()
        return None if row is None else _broadcast_of(row)

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
        "urgent": broadcast.urgent,
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
        urgent=row.urgent,
    )
