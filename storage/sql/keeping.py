"""What must not be kept for ever, found by indexes: addresses and contents of cases that have ended, failed notices."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, bindparam, delete, exists, func, literal_column, select, update

from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.outbox import DeliveryState
from storage.domain.retention import Erased, Erasure, Why
from storage.sql import schema as t
from storage.sql.transaction import AnySelect, Transaction, in_bulk

_ENDED: Final = (Status.ANSWERED, Status.CLOSED, Status.DECLINED, Status.WITHDRAWN)
_UNTIL: Final = bindparam("until", type_=Date)
_LEAD: Final = t.case.alias("lead")  # the case itself, or the one it was merged into


def _last_event(case_id: ColumnElement[Any]) -> ColumnElement[date]:
    return select(func.max(t.case_event.c.happened_on)).where(t.case_event.c.case_id == case_id).scalar_subquery()


def _ended() -> tuple[ColumnElement[bool], ...]:
    """Nothing has happened to the case since that day, and nothing more is owed to its author."""
    promised = exists().where(t.commitment.c.case_id == _LEAD.c.id, t.commitment.c.ending.is_(None))
    return (
        _LEAD.c.id == func.coalesce(t.case.c.merged_into, t.case.c.id),
        _LEAD.c.status.in_(_ENDED),
        _last_event(t.case.c.id) <= _UNTIL,
        _last_event(_LEAD.c.id) <= _UNTIL,
        ~promised,
    )


def _with_addresses() -> AnySelect:
    found = select(t.case.c.id, t.case.c.ref).join_from(t.return_address, t.case)
    return found.join(_LEAD, _ended()[0]).where(*_ended()[1:]).limit(bindparam("most"))


def _with_contents() -> AnySelect:
    # Filed before it ended: so the index leads past all that is younger.
    kept = (t.case.c.key_wrap.is_not(None), t.case.c.filed_on <= _UNTIL)
    found = select(t.case.c.id).join_from(t.case, _LEAD, _ended()[0]).where(*kept, *_ended()[1:])
    return found.order_by(t.case.c.filed_on).limit(bindparam("most"))


_WITH_ADDRESSES: Final = _with_addresses()
_WITH_CONTENTS: Final = _with_contents()
_FORGET: Final = delete(t.return_address).where(t.return_address.c.case_id.in_(bindparam("ids", expanding=True)))
_FAILED: Final = t.outbox.c.state == literal_column(f"'{DeliveryState.FAILED}'")
_DATE: Final = in_bulk(
    update(t.outbox).where(_FAILED, t.outbox.c.failed_on.is_(None)).values(failed_on=bindparam("today"))
)
_EMPTY: Final = in_bulk(
    update(t.outbox)
    .where(_FAILED, t.outbox.c.failed_on <= _UNTIL)
    .values(state=DeliveryState.DONE, payload=None, reason=None, failed_on=None)
)


class SqlKeeping:
    """``retention.Keeping``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def forget_addresses(self, ended_until: date, limit: int) -> Sequence[str]:
        rows = (await self._transaction.execute(_WITH_ADDRESSES, {"until": ended_until, "most": limit})).all()
        if rows:
            await self._transaction.execute(_FORGET, {"ids": [row.id for row in rows]})
        return sorted(row.ref for row in rows)

    async def to_erase(self, ended_until: date, limit: int) -> Sequence[CaseId]:
        found = await self._transaction.execute(_WITH_CONTENTS, {"until": ended_until, "most": limit})
        return [CaseId(row.id) for row in found]

    async def empty_failures(self, today: date, failed_until: date) -> int:
        await self._transaction.execute(_DATE, {"today": today})
        return (await self._transaction.execute(_EMPTY, {"until": failed_until})).rowcount

    async def note(self, erasures: Sequence[Erasure]) -> None:
        for each in erasures:
            row = {"erased_on": each.on, "what": each.what, "ref": each.ref, "why": each.why, "number": each.number}
            await self._transaction.add_new(t.erasure, row)

    async def noted(self, since: date) -> Sequence[Erasure]:
        c = t.erasure.c
        found = select(t.erasure).where(c.erased_on >= since).order_by(c.erased_on, c.what, c.ref)
        rows = await self._transaction.execute(found)
        return [Erasure(Erased(row.what), row.ref, row.erased_on, Why(row.why), row.number) for row in rows]
