"""The sweep of what must not be kept for ever: return addresses, contents of cases, notices that never arrived."""

from datetime import date, datetime
from typing import Final

from handlers.context import Office
from handlers.erasing import erase
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ports import Store
from storage.domain.retention import Erased, Erasure, Retention, Why

BATCH: Final = 50  # cases a transaction


async def sweep(store: Store, office: Office, now: datetime, *, batch: int = BATCH) -> int:
    """Delete whatever's time is over; how many addresses, cases and notices. Twice on a day changes nothing."""
    today, rules = now.astimezone(office.calendar.zone).date(), office.organisation.retention
    done = await _empty_failures(store, rules, today)
    while some := await _forget_addresses(store, rules, today, batch):
        done += some
    try:
        while some := await _erase(store, rules, office.organisation.office, today, batch):
            done += some
    except ConcurrentUpdate:  # somebody is at one of these cases this moment: the next tick looks again
        pass
    return done


async def _empty_failures(store: Store, rules: Retention, today: date) -> int:
    async with store.writing() as uow:
        emptied = await uow.keeping.empty_failures(today, rules.failures_before(today))
        if emptied:
            await uow.keeping.note([Erasure(Erased.NOTICES, "", today, Why.RETENTION, emptied)])
        await uow.commit()
    return emptied


async def _forget_addresses(store: Store, rules: Retention, today: date, batch: int) -> int:
    async with store.writing() as uow:
        refs = await uow.keeping.forget_addresses(rules.addresses_before(today), batch)
        await uow.keeping.note([Erasure(Erased.ADDRESS, ref, today, Why.RETENTION) for ref in refs])
        await uow.commit()
    return len(refs)


async def _erase(store: Store, rules: Retention, office: str, today: date, batch: int) -> int:
    async with store.writing() as uow:
        found = await uow.keeping.to_erase(rules.contents_before(today), batch)
        for case_id in found:
            await erase(await uow.cases.get_by_id(case_id), Why.RETENTION, uow, by=office, on=today)
        await uow.commit()
    return len(found)
