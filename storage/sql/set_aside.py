"""Cases that wait because a sweep stumbled at them."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlalchemy import Insert, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.domain.ids import CaseId
from storage.domain.set_aside import Stumble, Sweep
from storage.sql import schema as t
from storage.sql.transaction import Transaction, among

_C: Final = t.set_aside.c
_CLEAR: Final = delete(t.set_aside).where(among(_C.case_id), _C.sweep == bindparam("this_sweep"))
_STANDING: Final = select(_C.sweep, _C.error, _C.place, func.count().label("cases")).group_by(
    _C.sweep, _C.error, _C.place
)


def _note(on_postgresql: bool) -> Insert:
    new = postgresql.insert(t.set_aside) if on_postgresql else sqlite.insert(t.set_aside)
    again = {"error": new.excluded.error, "place": new.excluded.place, "tries": _C.tries + 1}
    return new.on_conflict_do_update(index_elements=[_C.case_id, _C.sweep], set_=again)


_NOTE: Final = {on_postgresql: _note(on_postgresql) for on_postgresql in (True, False)}


class SqlSetAside:
    """``set_aside.SetAside``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(self, case_id: CaseId, stumble: Stumble) -> int:
        same = {"case_id": case_id, "sweep": stumble.sweep}
        row = {**same, "error": stumble.error, "place": stumble.place, "tries": 1}
        await self._transaction.execute(_NOTE[self._transaction.on_postgresql], row)
        tries = select(_C.tries).where(_C.case_id == case_id, _C.sweep == stumble.sweep)
        return int((await self._transaction.execute(tries)).scalar_one())

    async def clear(self, case_ids: Collection[CaseId], sweep: Sweep) -> None:
        if case_ids:
            await self._transaction.execute(_CLEAR, {"among": list(case_ids), "this_sweep": sweep})

    async def standing(self) -> Sequence[tuple[Stumble, int]]:
        rows = await self._transaction.execute(_STANDING)
        return [(Stumble(Sweep(row.sweep), row.error, row.place), row.cases) for row in rows]
