"""A case at which a sweep stumbles waits by itself; all others go on, and whoever runs the system hears of it."""

import pytest
from sqlalchemy import update

from scheduler import commitments, reminders
from storage.domain.case import Case
from storage.domain.commitment import promise_work
from storage.domain.ids import CaseId
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.set_aside import Stumble, Sweep, again_on
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import make_case
from tests.scheduler.desk import DUE, MONDAY, accepted, answered, at, file, november, outbox, routed
from tests.scheduler.office import demo_office, enrol
from tests.storage.opened import opened_outbox

IN_HAND = (routed(), accepted())


async def spoil(database: Database, case_id: CaseId, kind: str = "not a kind") -> None:
    """Make the case unreadable, or (with its kind) readable again."""
    async with database.writer.begin() as connection:
        await connection.execute(update(schema.case).where(schema.case.c.id == case_id).values(kind=kind))


async def sweep(store: Store, day: int, hour: int = 8) -> int:
    return await reminders.sweep(store, demo_office(), at(november(day), hour))


async def standing(store: Store) -> list[tuple[Stumble, int]]:
    async with store.reading() as reads:
        return list(await reads.set_aside.standing())


async def named_in_digests(database: Database) -> str:
    return " ".join(str(row.payload["arguments"]) for row in await outbox(database))


async def five_cases(database: Database, store: Store) -> tuple[Case, list[Case]]:
    """One that will be unreadable, and four others; all speak on 10 November."""
    await enrol(store, "officer", Post(Role.OFFICER, "KT"))
    spoilt, *others = [await file(store, *IN_HAND) for _ in range(5)]
    return spoilt, others


async def test_a_case_that_raises_holds_up_no_other(
    database: Database, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """The others are reminded of that morning; it is logged by type and place, without a word of what is in it."""
    spoilt, others = await five_cases(database, store)
    await spoil(database, spoilt.id)
    assert await sweep(store, 10) == 4
    said = await named_in_digests(database)
    assert all(other.ref in said for other in others)
    assert spoilt.ref not in said
    ((stumble, cases),) = await standing(store)
    assert (stumble.sweep, stumble.error, cases) == (Sweep.DUE, "ValueError", 1)
    assert "error=ValueError" in caplog.text
    assert stumble.place in caplog.text
    assert "not a kind" not in caplog.text


async def test_it_is_tried_again_later_and_later_and_forgotten_once_it_goes_well(
    database: Database, store: Store
) -> None:
    """The next day, then after two, then after four; when it can be read again its reminders come as always."""
    spoilt, _ = await five_cases(database, store)
    await spoil(database, spoilt.id)
    for day in (10, 11, 13):
        await sweep(store, day)
    await spoil(database, spoilt.id, spoilt.kind)
    await sweep(store, 16, hour=9)
    assert spoilt.ref not in await named_in_digests(database)
    await sweep(store, 17)
    assert spoilt.ref in await named_in_digests(database)
    assert await standing(store) == []


async def test_a_case_that_breaks_before_its_digest_is_left_out_of_it(database: Database, store: Store) -> None:
    """Its reminders wait for the next digest; nobody else's do."""
    spoilt, others = await five_cases(database, store)
    office = demo_office()
    async with store.writing() as uow:  # looked at, and then the machine stopped before the digest
        taken = await uow.deadlines.take_due(november(10), 10)
        await reminders._look_at_all(taken, office, november(10), uow)
        await uow.commit()
    await spoil(database, spoilt.id)
    await sweep(store, 10, hour=9)
    said = await named_in_digests(database)
    assert all(other.ref in said for other in others)
    assert [(stumble.sweep, cases) for stumble, cases in await standing(store)] == [(Sweep.DIGEST, 1)]
    await spoil(database, spoilt.id, spoilt.kind)
    await sweep(store, 10, hour=14)
    assert spoilt.ref in await named_in_digests(database)
    assert await standing(store) == []


async def test_the_promise_of_a_case_that_raises_holds_up_no_other(database: Database, store: Store) -> None:
    """The other authors are asked on the promised day; this one's promise is looked at again the day after."""
    spoilt, *others = [make_case(department="KT", on=MONDAY, due_on=DUE) for _ in range(3)]
    calendar = demo_office().calendar
    async with store.writing() as uow:
        for case in (spoilt, *others):
            routed()(case)
            answered(MONDAY)(case)
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            promise = promise_work(case, 1, "Cấp máy.", "KT", DUE, by="KT", on=MONDAY, calendar=calendar)
            await uow.commitments.add(promise)
        await uow.commit()
    await spoil(database, spoilt.id)
    assert await commitments.sweep(store, demo_office(), at(DUE)) == 2
    asked = [row for row in await opened_outbox(database) if row.payload["text_key"] == "notice-asked-if-done"]
    assert {row.case_id for row in asked} == {other.id for other in others}
    assert [(stumble.sweep, cases) for stumble, cases in await standing(store)] == [(Sweep.PROMISES, 1)]
    await spoil(database, spoilt.id, spoilt.kind)
    assert await commitments.sweep(store, demo_office(), at(november(12))) == 1


def test_each_time_it_waits_twice_as_long() -> None:
    """One day, two, four, and never more than eight."""
    days = [(again_on(MONDAY, tries) - MONDAY).days for tries in range(1, 7)]
    assert days == [1, 2, 4, 8, 8, 8]
