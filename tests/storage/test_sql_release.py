"""What is not released is in no list and in no count; its slot is a set time or none."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind
from storage.domain.lifecycle import Status
from storage.domain.ports import Store, UnitOfWork
from storage.domain.records import AUTHOR
from storage.sql.engine import Database
from tests.builders import DUE_ON, FILED_ON, make_case

SLOT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)  # eleven in the office
ALL = list(Status)


def held() -> Case:
    case = make_case(supporting=("YT",))
    case.release_slot = SLOT
    return case


async def add(store: Store, *cases: Case) -> None:
    async with store.writing() as unit:
        for case in cases:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()


async def in_status(unit: UnitOfWork) -> list[str]:
    return [line.ref for line in await unit.cases.in_status(ALL, 10)]


async def of_departments(unit: UnitOfWork) -> list[str]:
    return [line.ref for line in await unit.cases.of_departments(["KT", "YT"], ALL, 10)]


async def due_until(unit: UnitOfWork) -> list[str]:
    return [line.ref for line in await unit.cases.due_until(date.max, ALL)]


async def in_numbers(unit: UnitOfWork) -> list[str]:
    lines = await unit.statistics.lines(ClockKind.FINAL, FILED_ON - timedelta(days=9), ALL)
    return [line.ref for line, _ in lines]


async def counted(unit: UnitOfWork) -> list[int]:
    spans = await unit.statistics.spans(FILED_ON - timedelta(days=9))
    return [span.count for each in spans.values() for span in each]


@pytest.mark.parametrize("listed", [in_status, of_departments, due_until, in_numbers])
async def test_no_list_has_a_case_before_its_release(
    store: Store, listed: Callable[[UnitOfWork], Awaitable[list[str]]]
) -> None:
    """Every list the desk, the leaders and the export are made of has the released one only, clocks or not."""
    waiting, seen = held(), make_case()
    await add(store, waiting, seen)
    async with store.writing() as unit:
        for case in (waiting, seen):
            await unit.deadlines.put_clocks(case.id, [Clock(ClockKind.FINAL, FILED_ON, DUE_ON)])
        await unit.commit()
    async with store.reading() as unit:
        assert await listed(unit) == [seen.ref]
        assert await counted(unit) == [1]


async def test_followers_are_counted_from_their_release_on(store: Store) -> None:
    """Who follows is not counted before; those who write answers find it by its lead all the same."""
    lead, waiting, seen = make_case(), held(), make_case()
    for case in (waiting, seen):
        case.merge_into(lead, by=AUTHOR, on=FILED_ON)
    await add(store, lead, waiting, seen)
    async with store.reading() as unit:
        assert await unit.similar.followers(lead.id) == 1
        assert {case.ref for case in await unit.cases.merged_into(lead.id)} == {waiting.ref, seen.ref}


async def test_what_waits_is_found_and_released(store: Store) -> None:
    """Those that wait come with their slots; released or withdrawn ones do not."""
    waiting, withdrawn, released = held(), held(), held()
    withdrawn.withdraw(on=FILED_ON)
    await add(store, waiting, withdrawn, released, make_case())
    async with store.writing() as unit:
        released.release(DUE_ON, by="VP", on=FILED_ON, why="slot")
        await unit.cases.save(released)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.cases.unreleased() == {waiting.id: SLOT}
        assert (await unit.cases.get(waiting.ref)).release_slot == SLOT
        assert (await unit.cases.get(released.ref)).released
        assert await in_status(unit) != []


async def test_a_moment_that_is_no_set_time_is_refused(database: Database) -> None:
    """Seconds in a slot would be the moment of a filing: the database takes none."""
    case = make_case()
    case.release_slot = SLOT + timedelta(seconds=7)
    with pytest.raises(IntegrityError):
        await add(database.store, case)


async def test_a_case_from_before_there_were_slots_is_released(database: Database) -> None:
    """A row without a slot, as every row of an older database, is everybody's who may read it."""
    case = make_case()
    await add(database.store, case)
    async with database.writer.connect() as connection:
        (slot,) = (await connection.execute(text('SELECT release_slot FROM "case"'))).one()
    assert slot is None
    async with database.store.reading() as unit:
        assert (await unit.cases.get(case.ref)).released
