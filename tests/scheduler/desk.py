"""Cases that lie somewhere, and what people do to them, kept with their clocks as a conversation keeps them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import SimpleNamespace

from handlers import notices, timing
from handlers.context import Office
from storage.domain.case import Case
from storage.domain.clocks import Clocks, Moment
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.ports import Store
from storage.sql.engine import Database
from tests.builders import make_case
from tests.domain.ward import SAIGON
from tests.scheduler.office import demo_office
from tests.storage.opened import opened_outbox

MONDAY = date(2026, 11, 2)
DUE = date(2026, 11, 11)  # the Wednesday of the week after: seven working days
Change = Callable[[Case], None]


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of the office's day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SAIGON)


def november(day: int) -> date:
    return date(2026, 11, day)


async def file(
    store: Store, *changes: Change, on: date = MONDAY, due_on: date = DUE, office: Office | None = None
) -> Case:
    """A case waiting for the office, to which then this is done, all on one day."""
    case = make_case(department="VP", suggested="KT", on=on, due_on=due_on)
    office = office or demo_office()
    for change in changes:
        change(case)
    async with store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        moment = Moment(on, on, office.calendar_of(case.department))
        await timing.keep(case, case.events, uow, office.organisation, moment)
        await uow.commit()
    return case


async def do(store: Store, case_id: CaseId, change: Change, on: date, office: Office | None = None) -> Case:
    """What somebody does to it, saved with its clocks and notices."""
    office = office or demo_office()
    async with store.writing() as uow:
        case = await uow.cases.get_by_id(case_id)
        known = len(case.events)
        change(case)
        moment = Moment(on, on, office.calendar_of(case.department))
        await timing.keep(case, case.events[known:], uow, office.organisation, moment)
        await uow.cases.save(case)
        await notices.put(case, case.events[known:], uow, office.organisation)
        await uow.commit()
    return case


def routed(department: str = "KT", on: date = MONDAY) -> Change:
    return lambda case: case.route(department, by="VP", on=on)


def accepted(on: date = MONDAY) -> Change:
    return lambda case: case.accept(None, by=case.department, on=on)


def answered(on: date) -> Change:
    return lambda case: case.publish("Đã cấp máy mới.", by="UBND", on=on)


def drafted(on: date) -> Change:
    return lambda case: case.submit_draft("Sẽ cấp máy mới.", None, by=case.department, on=on)


def in_status(status: Status, department: str = "KT") -> tuple[Change, ...]:
    """What leads a case to this status within a day."""
    steps = {
        Status.ROUTED: routed(department),
        Status.IN_PROGRESS: accepted(),
        Status.AWAITING_APPROVAL: drafted(MONDAY),
        Status.ANSWERED: answered(MONDAY),
    }
    found: list[Change] = []
    for reached, change in steps.items() if status is not Status.SUBMITTED else ():
        found.append(change)
        if reached is status:
            break
    return tuple(found)


async def clocks_of(store: Store, case: Case) -> Clocks:
    async with store.reading() as reads:
        return await reads.deadlines.clocks(case.id)


async def stored(store: Store, case: Case) -> Case:
    async with store.reading() as reads:
        return await reads.cases.get_by_id(case.id)


async def outbox(database: Database, text_key: str = "notice-digest") -> Sequence[SimpleNamespace]:
    """The notices of one kind, each lane in its order."""
    return [row for row in await opened_outbox(database) if row.payload["text_key"] == text_key]
