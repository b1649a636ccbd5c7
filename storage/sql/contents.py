"""The contents of cases within one transaction: sealed on their way in, opened on their way out, and destroyed."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import LargeBinary, bindparam, delete, func, null, select, update

from storage.contents import ContentKeys
from storage.domain.clocks import ClockKind
from storage.domain.ids import CaseId
from storage.domain.outbox import DeliveryState
from storage.sql import schema as t
from storage.sql.case_keys import CaseKeys
from storage.sql.transaction import Transaction, in_bulk

_THIS: Final = bindparam("this_id", type_=LargeBinary)
_KEYS: Final = select(t.case.c.id, t.case.c.key_wrap).where(t.case.c.id.in_(bindparam("ids", expanding=True)))
_ANY: Final = select(t.case.c.key_wrap).where(t.case.c.key_wrap.is_not(None)).limit(1)
_TERMS: Final = delete(t.summary_term).where(t.summary_term.c.case_id == _THIS).returning(t.summary_term.c.term)
_UNCOUNT: Final = (
    update(t.summary_term_count)
    .where(t.summary_term_count.c.term == bindparam("this_term", type_=LargeBinary))
    .values(cases=t.summary_term_count.c.cases - 1)
)
_ERASE: Final = (
    update(t.case).where(t.case.c.id == _THIS).values(key_wrap=null(), signature="", because=null()),
    update(t.case_entry).where(t.case_entry.c.case_id == _THIS).values(text=""),
    update(t.case_event).where(t.case_event.c.case_id == _THIS).values(detail=null()),
    in_bulk(delete(t.case_file).where(t.case_file.c.case_id == _THIS)),
    # Nobody can say any more what was promised: whether it was kept is not counted either.
    delete(t.clock).where(
        t.clock.c.case_id == _THIS, t.clock.c.kind == ClockKind.PROMISE, t.clock.c.stopped_on.is_(None)
    ),
    delete(t.commitment).where(t.commitment.c.case_id == _THIS),
    delete(t.return_address).where(t.return_address.c.case_id == _THIS),
    delete(t.wake_up).where(t.wake_up.c.case_id == _THIS),
    update(t.reminder).where(t.reminder.c.case_id == _THIS).values(waiting=null()),
    update(t.outbox)
    .where(t.outbox.c.about_id == _THIS, t.outbox.c.payload.is_not(None))
    .values(payload=null(), state=DeliveryState.DONE, tries=0, not_before=null(), reason=null()),
)


class SqlContents(CaseKeys):
    """``ports.Contents``, and what the other repositories of the transaction seal and open with."""

    def __init__(self, transaction: Transaction, keys: ContentKeys) -> None:
        super().__init__(keys)
        self._transaction = transaction

    async def erase(self, case_id: CaseId) -> bool:
        """See ``ports.Contents``. No key is needed for it: it works also where nothing can be read any more."""
        await self.load([case_id])
        if self.is_erased(case_id):
            return False
        gone = {"this_id": case_id}
        terms = (await self._transaction.execute(_TERMS, gone)).scalars().all()
        if terms:
            await self._transaction.execute(_UNCOUNT, [{"this_term": term} for term in sorted(terms)])
        for statement in _ERASE:
            await self._transaction.execute(statement, gone)
        self.forget(case_id)
        return True

    async def readable(self) -> bool:
        wrapped = (await self._transaction.execute(_ANY)).scalar_one_or_none()
        return wrapped is None or self._keys.knows(wrapped)

    async def load(self, case_ids: Collection[bytes]) -> None:
        """The keys of these cases, for what is to be sealed or opened next."""
        if missing := [case_id for case_id in case_ids if not self.is_known(case_id)]:
            found = {row.id: row.key_wrap for row in await self._transaction.execute(_KEYS, {"ids": missing})}
            for case_id in missing:
                self.learn(case_id, found.get(case_id))


async def rewrap(transaction: Transaction, keys: ContentKeys, limit: int) -> int:
    """Wrap up to so many keys of cases and notices anew by the current key; how many there were.

    Until it returns 0 the keys that were replaced must not be destroyed. Case ids are random, so the order is too.
    """
    done = 0
    for table, about in ((t.case, t.case.c.id), (t.outbox, t.outbox.c.id)):
        found = select(about, table.c.key_wrap).where(
            table.c.key_wrap.is_not(None), func.substr(table.c.key_wrap, 1, len(keys.current_id)) != keys.current_id
        )
        rows = (await transaction.execute(found.limit(limit - done))).all() if done < limit else ()
        renew = update(table).where(about == _THIS).values(key_wrap=bindparam("new"))
        values: list[Mapping[str, Any]] = [
            {"this_id": row.id, "new": keys.rewrap(row.key_wrap, row.id)} for row in rows
        ]
        if values:
            await transaction.execute(renew, values)
        done += len(values)
    return done
