"""The clocks of cases, the day each case wants to be looked at next, and which unit has seen it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Executable, Insert, bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.domain.clocks import Clock, ClockKind, Clocks
from storage.domain.ids import CaseId
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction, among, in_bulk

_OF_CASE: Final = select(t.clock).where(t.clock.c.case_id == bindparam("this_id"))
_OF_CASES: Final = select(t.clock).where(among(t.clock.c.case_id))
_SEEN: Final = select(t.seen.c.unit, t.seen.c.seen_on).where(t.seen.c.case_id == bindparam("this_id"))
_SEEN_OF: Final = select(t.seen).where(among(t.seen.c.case_id))
_NEVER: Final = delete(t.wake_up).where(t.wake_up.c.case_id == bindparam("this_id"))
_ANY_DUE: Final = select(exists().where(t.wake_up.c.wake_on <= bindparam("today")))


def _put_clock(on_postgresql: bool) -> Insert:
    new = postgresql.insert(t.clock) if on_postgresql else sqlite.insert(t.clock)
    changing = {c.name: new.excluded[c.name] for c in t.clock.c if not c.primary_key}
    return new.on_conflict_do_update(index_elements=[t.clock.c.case_id, t.clock.c.kind], set_=changing)


def _put_wake_up(on_postgresql: bool) -> Insert:
    new = postgresql.insert(t.wake_up) if on_postgresql else sqlite.insert(t.wake_up)
    return new.on_conflict_do_update(index_elements=[t.wake_up.c.case_id], set_={"wake_on": new.excluded.wake_on})


def _take() -> Executable:
    """Those whose day has come, by the index; what another scheduler has in hand is left to it."""
    due = select(t.wake_up.c.case_id).where(t.wake_up.c.wake_on <= bindparam("today")).order_by(t.wake_up.c.wake_on)
    mine = due.limit(bindparam("most")).with_for_update(skip_locked=True).cte("mine")
    return delete(t.wake_up).where(t.wake_up.c.case_id.in_(select(mine.c.case_id))).returning(t.wake_up.c.case_id)


_PUT_CLOCK: Final = {on_postgresql: _put_clock(on_postgresql) for on_postgresql in (True, False)}
_PUT_WAKE_UP: Final = {on_postgresql: _put_wake_up(on_postgresql) for on_postgresql in (True, False)}
_TAKE: Final = _take()


class SqlDeadlines:
    """``ports.Deadlines``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def clocks(self, case_id: CaseId) -> Clocks:
        rows = await self._transaction.execute(_OF_CASE, {"this_id": case_id})
        return {ClockKind(row.kind): _clock_of(row) for row in rows}

    async def clocks_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Clocks]:
        found: defaultdict[CaseId, dict[ClockKind, Clock]] = defaultdict(dict)
        for row in await self._transaction.of_many(_OF_CASES, case_ids):
            found[CaseId(row.case_id)][ClockKind(row.kind)] = _clock_of(row)
        return {case_id: found[case_id] for case_id in case_ids}

    async def put_clocks(self, case_id: CaseId, clocks: Sequence[Clock]) -> None:
        if clocks:
            statement = _PUT_CLOCK[self._transaction.on_postgresql]
            await self._transaction.execute(statement, [_clock_row(case_id, clock) for clock in clocks])

    async def wake(self, case_id: CaseId, on: date | None) -> None:
        if on is None:
            await self._transaction.execute(_NEVER, {"this_id": case_id})
            return
        statement = _PUT_WAKE_UP[self._transaction.on_postgresql]
        await self._transaction.execute(statement, {"case_id": case_id, "wake_on": on})

    async def wake_again(self, days: Mapping[CaseId, date]) -> None:
        if days:
            statement = _PUT_WAKE_UP[self._transaction.on_postgresql]
            rows = [{"case_id": case_id, "wake_on": on} for case_id, on in days.items()]
            await self._transaction.execute(statement, rows)

    async def take_due(self, today: date, limit: int) -> Sequence[CaseId]:
        rows = await self._transaction.execute(_TAKE, {"today": today, "most": limit})
        return [CaseId(row.case_id) for row in rows]

    async def any_due(self, today: date) -> bool:
        return bool((await self._transaction.execute(_ANY_DUE, {"today": today})).scalar_one())

    async def wake_homeless(self, units: Iterable[str], today: date) -> None:
        homeless = select(t.case.c.id).where(t.case.c.department.not_in(tuple(units)))
        soon = t.wake_up.update().where(t.wake_up.c.case_id.in_(homeless)).values(wake_on=today)
        await self._transaction.execute(in_bulk(soon))

    async def mark_seen(self, case_id: CaseId, unit: str, today: date) -> None:
        await self._transaction.add_new(t.seen, {"case_id": case_id, "unit": unit, "seen_on": today})

    async def seen(self, case_id: CaseId) -> Mapping[str, date]:
        rows = await self._transaction.execute(_SEEN, {"this_id": case_id})
        return {row.unit: row.seen_on for row in rows}

    async def seen_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Mapping[str, date]]:
        found: defaultdict[CaseId, dict[str, date]] = defaultdict(dict)
        for row in await self._transaction.of_many(_SEEN_OF, case_ids):
            found[CaseId(row.case_id)][row.unit] = row.seen_on
        return {case_id: found[case_id] for case_id in case_ids}


def _clock_of(row: AnyRow) -> Clock:
    return Clock(
        kind=ClockKind(row.kind),
        started_on=row.started_on,
        due_on=row.due_on,
        paused_on=row.paused_on,
        paused_days=row.paused_days,
        stopped_on=row.stopped_on,
    )


def _clock_row(case_id: CaseId, clock: Clock) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "kind": clock.kind,
        "started_on": clock.started_on,
        "due_on": clock.due_on,
        "paused_on": clock.paused_on,
        "paused_days": clock.paused_days,
        "stopped_on": clock.stopped_on,
    }
