"""The log of what staff did, as rows: written with the act, read by the auditor and the command line."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import exists, func, select

from storage.domain.audit import FILED, Act, Chain, Head, LogEntry, chained
from storage.domain.ids import PersonId
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction

_LOCK: Final = 0x446F_6954_686F_6169  # any number nobody else locks by
_LATE: Final = timedelta(days=14)  # a filing is entered within a night; an outage is not this long
_HEAD: Final = select(t.audit.c.seq, t.audit.c.hash).order_by(t.audit.c.seq.desc()).limit(1)
_ENTERED: Final = exists().where(t.audit.c.object == t.case.c.ref, t.audit.c.action == FILED)
_NEWEST_FILING: Final = select(func.max(t.audit.c.happened)).where(t.audit.c.action == FILED)


class SqlAudit:
    """``audit.AuditLog``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def append(self, acts: Sequence[Act], chain: Chain) -> None:
        if not acts:
            return
        if self._transaction.on_postgresql:  # until commit: two that chain to the same entry would fork
            await self._transaction.execute(select(func.pg_advisory_xact_lock(_LOCK)))
        rows = [_row_of(entry) for entry in chained(await self.head(), acts, chain)]
        await self._transaction.add(t.audit, rows)

    async def head(self) -> Head:
        row = (await self._transaction.execute(_HEAD)).one_or_none()
        return Head(row.seq, row.hash) if row is not None else Head()

    async def after(self, seq: int, limit: int) -> Sequence[LogEntry]:
        query = select(t.audit).where(t.audit.c.seq > seq).order_by(t.audit.c.seq).limit(limit)
        return [_entry_of(row) for row in await self._transaction.execute(query)]

    async def newest(self, skip: int, limit: int) -> Sequence[LogEntry]:
        query = select(t.audit).order_by(t.audit.c.seq.desc()).offset(skip).limit(limit)
        return [_entry_of(row) for row in await self._transaction.execute(query)]

    async def filings_to_enter(self, before: date) -> Sequence[Act]:
        newest = (await self._transaction.execute(_NEWEST_FILING)).scalar_one()
        query = select(t.case.c.ref, t.case.c.filed_on).where(t.case.c.filed_on < before, ~_ENTERED)
        query = query.where(t.case.c.release_slot.is_(None))  # the auditor hears of it no sooner than the office
        if newest is not None:  # not all cases of all years, every night
            query = query.where(t.case.c.filed_on >= date.fromisoformat(newest) - _LATE)
        rows = await self._transaction.execute(query.order_by(t.case.c.ref))
        return [Act(row.filed_on.isoformat(), None, "", FILED, row.ref) for row in rows]


def _row_of(entry: LogEntry) -> dict[str, object]:
    act = entry.act
    return {
        "seq": entry.seq,
        "happened": act.happened,
        "person": act.person,
        "posts": act.posts,
        "action": act.action,
        "object": act.object,
        "hash": entry.hash,
    }


def _entry_of(row: AnyRow) -> LogEntry:
    person = None if row.person is None else PersonId(row.person)
    return LogEntry(row.seq, Act(row.happened, person, row.posts, row.action, row.object), row.hash)
