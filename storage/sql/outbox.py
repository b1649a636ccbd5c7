"""The outbox: notices written with the fact they announce, and taken from here by delivery."""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Insert,
    Update,
    bindparam,
    delete,
    exists,
    func,
    insert,
    null,
    select,
    text,
    true,
    union_all,
    update,
)
from sqlalchemy import case as choose

from storage.contents import MovedContents
from storage.domain.errors import NotPermitted
from storage.domain.ids import AccountKey, CaseId
from storage.domain.outbox import (
    MOVED,
    DeliveryState,
    Envelope,
    Notice,
    OutboxFailures,
    OutboxLine,
    Priority,
    QueuedNotice,
    Undelivered,
)
from storage.sql import outbox_overview as overview
from storage.sql import schema as t
from storage.sql import undelivered
from storage.sql.contents import SqlContents
from storage.sql.lanes import next_place, of_kind
from storage.sql.outbox_heads import HAS_ALARM, HEADS, waits
from storage.sql.payloads import about, opened_notice, sealed_payload
from storage.sql.transaction import AnyRow, Transaction, in_bulk

_ANONYMOUS: Final = t.outbox.c.account_key.is_(None)


def _append() -> Insert:
    """Insert at the end of the lane, or of the alarms in front of it."""
    taken = t.outbox.alias()
    person = select(t.account.c.channel).where(t.account.c.key == bindparam("of_account")).scalar_subquery()
    group = select(t.group_chat.c.channel).where(t.group_chat.c.key == bindparam("of_account")).scalar_subquery()
    parked = select(taken.c.parked).where(taken.c.lane == bindparam("of_lane"), taken.c.parked.is_not(None)).limit(1)
    values = {"seq": next_place(), "parked": parked}
    return insert(t.outbox).values(
        **{name: value.scalar_subquery() for name, value in values.items()}, channel=func.coalesce(person, group)
    )


def _ended(state: DeliveryState, **values: ColumnElement[Any]) -> Update:
    """The end of a notice. To an anonymous author it is the same row whether the notice arrived or not."""
    return update(t.outbox).values(
        state=choose((_ANONYMOUS, DeliveryState.DONE), else_=state),
        tries=choose((_ANONYMOUS, 0), else_=t.outbox.c.tries),
        not_before=null(),
        **values,
    )


_APPEND: Final = _append()
_SENT: Final = _ended(DeliveryState.SENT, payload=null(), reason=null()).where(
    t.outbox.c.id.in_(bindparam("ids", expanding=True))
)
_WAITING: Final = select(func.count()).select_from(t.outbox).where(waits(t.outbox))
_STILL_WAITS: Final = select(exists().where(t.outbox.c.id == bindparam("notice_id"), waits(t.outbox)))
_UNSAID: Final = (DeliveryState.QUEUED, DeliveryState.HELD, DeliveryState.FAILED)
_OF_LANE: Final = t.outbox.c.lane == bindparam("of_lane")
_PARK: Final = in_bulk(update(t.outbox).where(_OF_LANE, waits(t.outbox), ~_ANONYMOUS).values(parked=true()))
_UNPARK: Final = in_bulk(update(t.outbox).where(_OF_LANE, t.outbox.c.parked.is_not(None)).values(parked=null()))
_WRITES_WAIT: Final = text("LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE")


class SqlOutbox:
    """``ports.Outbox``."""

    def __init__(self, transaction: Transaction, contents: SqlContents) -> None:
        self._transaction, self._contents = transaction, contents
        self.has_new = False

    async def put(self, envelopes: Sequence[Envelope]) -> None:
        if not envelopes:
            return
        self.has_new = True
        if self._transaction.on_postgresql:
            await self._lock({envelope.lane for envelope in envelopes})
        await self._contents.load({case_id for case_id in map(about, envelopes) if case_id is not None})
        await self._transaction.execute(_APPEND, [self._new_row(envelope) for envelope in envelopes])

    async def heads(
        self, now: datetime, limit: int, channel: str, skip_lanes: Iterable[bytes] = (), after: bytes = b""
    ) -> Sequence[QueuedNotice]:
        values = {"now": now, "most": limit, "channel": channel, "skipped": tuple(skip_lanes), "after": after}
        return [_queued(row, self._contents) for row in await self._transaction.execute(HEADS, values)]

    async def has_alarm(self, now: datetime, channel: str) -> bool:
        return bool((await self._transaction.execute(HAS_ALARM, {"now": now, "channel": channel})).scalar_one())

    async def withhold(self, case_id: CaseId, unit: str, on: date, *, author: AccountKey | None) -> None:
        c, away = t.outbox.c, t.stand_in.c
        people = union_all(
            select(t.post.c.person_id).where(t.post.c.unit == unit),
            select(away.substitute_id).where(away.unit == unit, away.from_on <= on, away.until_on >= on),
        )
        accounts = union_all(
            *(select(each.c.key).where(each.c.person_id.in_(people)) for each in (t.account, t.former_account)),
            select(t.group_chat.c.key),  # somebody in any of them may be one of those whom it is about
        )
        theirs = (c.about_id == case_id) & c.account_key.in_(accounts) & c.state.in_(_UNSAID)
        dropped = update(t.outbox).where(theirs, c.account_key != (author or b""))
        await self._transaction.execute(
            dropped.values(state=DeliveryState.DROPPED, payload=null(), key_wrap=null(), reason=null())
        )

    async def sent(self, notice_ids: Sequence[bytes]) -> None:
        if notice_ids:
            await self._transaction.execute(_SENT, {"ids": tuple(notice_ids)})

    async def failed(self, notice_id: bytes, reason: str) -> bool:
        payload = choose((_ANONYMOUS, null()), else_=t.outbox.c.payload)
        why = choose((_ANONYMOUS, null()), else_=reason)
        ended = _ended(DeliveryState.FAILED, payload=payload, reason=why)
        still = (t.outbox.c.id == notice_id, t.outbox.c.state.in_((DeliveryState.QUEUED, DeliveryState.HELD)))
        return bool((await self._transaction.execute(ended.where(*still))).rowcount)

    async def passed_on(self, notice_id: bytes) -> bool:
        done = _ended(DeliveryState.DONE, payload=null(), reason=null(), broadcast_id=null())
        still = (t.outbox.c.id == notice_id, t.outbox.c.state == DeliveryState.QUEUED)
        return bool((await self._transaction.execute(done.where(*still))).rowcount)

    async def hold(self, notice_id: bytes, until: datetime) -> None:
        await self._transaction.execute(update(t.outbox).where(t.outbox.c.id == notice_id).values(not_before=until))

    async def postpone(self, lane: bytes, until: datetime) -> None:
        c = t.outbox.c
        undated = update(t.outbox).where(c.lane == lane, waits(t.outbox), c.not_before.is_(None), _ANONYMOUS)
        await self._transaction.execute(undated.values(not_before=until))

    async def park(self, lane: bytes) -> None:
        await self._transaction.execute(_PARK, {"of_lane": lane})

    async def parked(self, channel: str) -> Sequence[bytes]:
        c = t.outbox.c
        found = select(c.lane).distinct().where(c.parked.is_not(None), c.channel == channel)
        return (await self._transaction.execute(found)).scalars().all()

    async def unpark(self, lanes: Collection[bytes]) -> None:
        if not lanes:
            return
        if self._transaction.on_postgresql:  # else what is just being put behind the others would stay there for ever
            await self._transaction.execute(_WRITES_WAIT)
        await self._transaction.execute(_UNPARK, [{"of_lane": lane} for lane in lanes])

    async def behind(self, notice_id: bytes) -> Sequence[bytes]:
        first, c = t.outbox.alias("first"), t.outbox.c
        same = (first.c.lane == c.lane) & (first.c.seq < c.seq)
        found = select(c.id).join(first, same).where(first.c.id == notice_id, waits(t.outbox))
        return (await self._transaction.execute(found)).scalars().all()

    async def retry(self, notice_id: bytes, at: datetime) -> None:
        later = update(t.outbox).where(t.outbox.c.id == notice_id)
        await self._transaction.execute(later.values(tries=t.outbox.c.tries + 1, not_before=at))

    async def stop_channel(self, channel: str, until: datetime) -> None:
        await self._transaction.execute(delete(t.channel_stop).where(t.channel_stop.c.channel == channel))
        await self._transaction.add(t.channel_stop, {"channel": channel, "until": until})

    async def stopped_until(self, channel: str) -> datetime | None:
        found = select(t.channel_stop.c.until).where(t.channel_stop.c.channel == channel)
        return (await self._transaction.execute(found)).scalar_one_or_none()

    async def stops(self) -> Mapping[str, datetime]:
        found = select(t.channel_stop).order_by(t.channel_stop.c.channel)
        return {row.channel: row.until for row in await self._transaction.execute(found)}

    async def overview(self, now: datetime) -> tuple[Sequence[OutboxLine], Sequence[OutboxFailures]]:
        return await overview.waiting(self._transaction, now), await overview.failures(self._transaction)

    async def oldest(self, now: datetime) -> timedelta | None:
        lines = await overview.waiting(self._transaction, now)
        return max((line.waited for line in lines if line.retried), default=None)

    async def waiting(self) -> int:
        return int((await self._transaction.execute(_WAITING)).scalar_one())

    async def still_waits(self, notice_id: bytes) -> bool:
        return bool((await self._transaction.execute(_STILL_WAITS, {"notice_id": notice_id})).scalar_one())

    async def undelivered(self, limit: int) -> Sequence[Undelivered]:
        return await undelivered.undelivered(self._transaction, self._contents, limit)

    async def has_failed(self, account: AccountKey) -> bool:
        return await undelivered.has_failed(self._transaction, account)

    async def requeue(self, notice_id: bytes) -> bool:
        found = await undelivered.requeue(self._transaction, notice_id)
        self.has_new = self.has_new or found
        return found

    async def settle(self, notice_id: bytes) -> bool:
        return await undelivered.settle(self._transaction, notice_id)

    async def turn(
        self, broadcast_id: bytes, before: Sequence[DeliveryState], after: DeliveryState, *, erase: bool = False
    ) -> None:
        """All notices of a broadcast in these states at once. What is being sent is still recorded as sent."""
        if self._transaction.on_postgresql:  # else delivery, which records several in its own order, may be the victim
            await self._transaction.execute(_WRITES_WAIT)
        c = t.outbox.c
        turned = update(t.outbox).where(c.broadcast_id == broadcast_id, c.state.in_(before)).values(state=after)
        await self._transaction.execute(in_bulk(turned.values(payload=null()) if erase else turned))
        self.has_new = self.has_new or after is DeliveryState.QUEUED

    async def _lock(self, lanes: Iterable[bytes]) -> None:
        """Let one transaction at a time number a lane: many filings at once all write to the office's lanes."""
        for key in sorted(int.from_bytes(lane[:8], "big", signed=True) for lane in lanes):
            await self._transaction.execute(select(func.pg_advisory_xact_lock(key)))

    def _new_row(self, envelope: Envelope) -> dict[str, Any]:
        id_ = secrets.token_bytes(16)
        return {
            **sealed_payload(id_, envelope, self._contents),
            **of_kind(envelope.priority),
            "id": id_,
            "lane": envelope.lane,
            "of_lane": envelope.lane,
            "of_account": envelope.account,
            "account_key": envelope.account,
            "case_id": envelope.case_id,
            "priority": envelope.priority,
            "language": envelope.language,
            "tries": 0,
            "state": DeliveryState.QUEUED,
            "broadcast_id": envelope.broadcast_id,
        }


def _queued(row: AnyRow, contents: SqlContents) -> QueuedNotice:
    refused, notice = "", Notice("")
    try:
        notice = opened_notice(row, contents)
    except MovedContents:  # the others go out all the same
        refused = MOVED
    except NotPermitted:
        refused = "erased"
    envelope = Envelope(
        notice=notice,
        priority=Priority(row.priority),
        account=None if row.account_key is None else AccountKey(row.account_key),
        case_id=None if row.case_id is None else CaseId(row.case_id),
        language=row.language,
        broadcast_id=row.broadcast_id,
        about=None if row.about_id is None else CaseId(row.about_id),
    )
    dated = row.not_before is not None
    return QueuedNotice(row.id, envelope, row.tries, row.address, row.followed, dated, refused)
