"""PINs: the hash, the tries since the last right one, and until when it is locked."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, exists, null, or_, select, update
from sqlalchemy import case as choose

from storage.domain.accounts import PinTry
from storage.domain.ids import PersonId
from storage.domain.staff_rules import PIN_LOCK, PIN_TRIES
from storage.sql import schema as t
from storage.sql.transaction import Transaction

_C: Final = t.pin.c
_NOW: Final = bindparam("now", type_=t.Instant)
_LOCK_ENDS: Final = bindparam("lock_ends", type_=t.Instant)
_THIS_TRY: Final = choose((_C.locked_until.is_(None), _C.wrong + 1), else_=1)  # after a lock the count begins anew
# One statement counts and locks: several tries at once, from several phones, are not more tries.
_TRY: Final = (
    update(t.pin)
    .where(_C.person_id == bindparam("person"), or_(_C.locked_until.is_(None), _C.locked_until <= _NOW))
    .values(wrong=_THIS_TRY, locked_until=choose((_THIS_TRY >= PIN_TRIES, _LOCK_ENDS), else_=null()))
    .returning(_C.hash, _C.wrong)
)


class SqlPins:
    """``accounts.Pins``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def is_set(self, person: PersonId) -> bool:
        return bool((await self._transaction.execute(select(exists().where(_C.person_id == person)))).scalar_one())

    async def put(self, person: PersonId, hashed: bytes) -> None:
        await self.clear(person)
        await self._transaction.add(t.pin, {"person_id": person, "hash": hashed, "wrong": 0, "locked_until": None})

    async def begin_try(self, person: PersonId, now: datetime) -> PinTry | None:
        values = {"person": person, "now": now, "lock_ends": now + PIN_LOCK}
        row = (await self._transaction.execute(_TRY, values)).one_or_none()
        return None if row is None else PinTry(row.hash, PIN_TRIES - row.wrong)

    async def right(self, person: PersonId) -> None:
        forgiven = update(t.pin).where(_C.person_id == person).values(wrong=0, locked_until=null())
        await self._transaction.execute(forgiven)

    async def clear(self, person: PersonId) -> None:
        await self._transaction.execute(delete(t.pin).where(_C.person_id == person))
