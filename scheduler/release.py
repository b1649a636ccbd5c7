"""The sweep of releases: anonymous cases become visible at the office's slots, in no order."""

from datetime import datetime
from random import Random

from handlers import notices, timing
from handlers.context import Office
from handlers.releasing import let_see
from storage.domain.case import Case
from storage.domain.clocks import Moment
from storage.domain.errors import ConcurrentUpdate
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.ports import Store, UnitOfWork
from storage.domain.release import is_time


async def sweep(store: Store, office: Office, now: datetime, chance: Random) -> int:
    """Release what is due; how many were released. Any number of schedulers may do this at once, as often as they like.

    One transaction each: what a kill leaves over is released by the next tick.
    """
    rules = office.organisation.release
    async with store.reading() as reads:
        waiting = await reads.cases.unreleased()
    if not is_time(list(waiting.values()), now, rules, office.calendar):
        return 0
    due = sorted(case_id for case_id, slot in waiting.items() if slot <= now or not rules.in_slots)
    chance.shuffle(due)  # the order in which they are written, and told, is nobody's order of filing
    released, faults = 0, []
    for case_id in due:
        try:
            released += await _release(case_id, store, office, now)
        except Exception as fault:  # raised when the others are through: one case holds up no other
            faults.append(fault)
    if faults:
        raise faults[0]
    return released


async def _release(case_id: CaseId, store: Store, office: Office, now: datetime) -> bool:
    """False if another scheduler was quicker, or the author has just changed it: then the next tick looks again."""
    async with store.writing() as uow:
        case = await uow.cases.get_by_id(case_id)
        if case.released or case.status is Status.WITHDRAWN:
            return False
        known = len(case.events)
        let_see(case, office, now)
        try:
            await _store(case, known, uow, office, now)
        except ConcurrentUpdate:
            return False
        await uow.commit()
    return True


async def _store(case: Case, known: int, uow: UnitOfWork, office: Office, now: datetime) -> None:
    """The case with its clocks, and all that its release tells people."""
    calendar, organisation = office.calendar_of(case.department), office.organisation
    today = now.astimezone(calendar.zone).date()
    moment = Moment(today, calendar.receipt_day(now), calendar)
    await timing.keep(case, case.news_since(known), uow, organisation, moment)
    await uow.cases.save(case)
    await notices.put(case, case.news_since(known), uow, organisation)
