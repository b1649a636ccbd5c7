"""The sweep of what must not be kept for ever: return addresses, contents of cases, notices that never arrived."""

import logging
from datetime import date, datetime
from typing import Final

from handlers.context import Office
from handlers.erasing import erase
from storage.contents import MovedContents
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ids import CaseId
from storage.domain.ports import Store
from storage.domain.retention import Erased, Erasure, Retention, Why

BATCH: Final = 50  # cases at a time

log = logging.getLogger(__name__)


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
    async with store.reading() as reads:
        found = await reads.keeping.to_erase(rules.contents_before(today), batch)
    for case_id in found:
        try:
            await _erase_one(case_id, store, office, today)
        except MovedContents:
            log.critical("a case that was to be erased does not open where it lies")
            await _erase_unread(case_id, store, today)
    return len(found)


async def _erase_one(case_id: CaseId, store: Store, office: str, today: date) -> None:
    async with store.writing() as uow:
        case = await uow.cases.get_by_id(case_id)
        if not case.erased:  # another scheduler was quicker
            await erase(case, Why.RETENTION, uow, by=office, on=today)
            await uow.commit()


async def _erase_unread(case_id: CaseId, store: Store, today: date) -> None:
    """Somebody has written into it; it goes all the same."""
    async with store.writing() as uow:
        await uow.contents.erase(case_id)
        ref = (await uow.cases.get_by_id(case_id)).ref
        await uow.keeping.note([Erasure(Erased.CONTENTS, ref, today, Why.RETENTION)])
        await uow.commit()
