"""The sweep of releases: once each, whoever sweeps; a kill leaves no half a case; clocks and notices come with it."""

import asyncio
from collections.abc import MutableSequence
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Any

import pytest

from handlers.context import Office
from scheduler.release import sweep
from storage.domain.case import Case
from storage.domain.clocks import ClockKind
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store, UnitOfWork
from storage.domain.release import DEFAULT_RELEASE, IMMEDIATE
from storage.sql import schema as t
from storage.sql.engine import Database
from tests.builders import make_case
from tests.domain.ward import SAIGON
from tests.scheduler.desk import outbox
from tests.scheduler.office import demo_office, enrol
from tests.senders import Crash

SLOT = datetime(2026, 11, 2, 11, 0, tzinfo=SAIGON)
LAST = datetime(2026, 11, 3, 8, 0, tzinfo=SAIGON)
IN_SLOTS = replace(demo_office(), organisation=replace(demo_office().organisation, release=DEFAULT_RELEASE))
AT_ONCE = replace(demo_office(), organisation=replace(demo_office().organisation, release=IMMEDIATE))


async def hold(store: Store, count: int, slot: datetime = SLOT) -> list[Case]:
    cases = [make_case(department="VP", suggested="KT") for _ in range(count)]
    async with store.writing() as uow:
        for case in cases:
            case.release_slot = slot
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commit()
    return cases


async def waiting(store: Store) -> int:
    async with store.reading() as reads:
        return len(await reads.cases.unreleased())


async def swept(store: Store, now: datetime, office: Office = IN_SLOTS) -> int:
    return await sweep(store, office, now, Random(1))


class LastFirst(Random):
    """A draw of which the outcome is known."""

    def shuffle(self, x: MutableSequence[Any]) -> None:
        x.reverse()


async def test_the_order_is_drawn(database: Database) -> None:
    """The office hears of them as the draw says: by nothing that has to do with who came first."""
    await enrol(database.store, "office", Post(Role.OFFICE, "VP"))
    cases = await hold(database.store, 5)
    assert await sweep(database.store, IN_SLOTS, SLOT, LastFirst()) == 5
    drawn = sorted(cases, key=lambda case: case.id, reverse=True)
    told = await outbox(database, "notice-triage")
    assert [row.payload["case_ref"] for row in told] == [case.ref for case in drawn]


async def test_schedulers_that_run_at_once_release_each_case_once(database: Database) -> None:
    """Four sweeps together: every case is told to the office once, and its time runs from that day."""
    await enrol(database.store, "office", Post(Role.OFFICE, "VP"))
    cases = await hold(database.store, 5)
    released = await asyncio.gather(*(swept(database.store, SLOT) for _ in range(4)))
    assert sum(released) == 5
    assert await waiting(database.store) == 0
    assert len(await outbox(database, "notice-triage")) == 5
    async with database.store.reading() as reads:
        clocks = await reads.deadlines.clocks(cases[0].id)
        case = await reads.cases.get_by_id(cases[0].id)
    assert clocks[ClockKind.FINAL].started_on == date(2026, 11, 2)
    assert clocks[ClockKind.FINAL].due_on == case.due_on


async def test_two_wait_for_a_third_or_for_their_last_slot(store: Store) -> None:
    """The threshold holds in the database as in the rule."""
    await hold(store, 2)
    assert await swept(store, SLOT) == 0
    await hold(store, 1)
    assert await swept(store, SLOT) == 3
    await hold(store, 1)
    assert await swept(store, LAST.replace(hour=7)) == 0
    assert await swept(store, LAST) == 1


async def test_a_slot_that_passed_while_nothing_ran_is_made_up_for(store: Store) -> None:
    """Days later, the first sweep releases what waits."""
    await hold(store, 1)
    assert await swept(store, SLOT.replace(day=20)) == 1


async def test_an_office_without_slots_keeps_nothing_back(store: Store) -> None:
    """Slots that are taken out of the file release what waits for them."""
    await hold(store, 1, LAST)
    assert await swept(store, SLOT, AT_ONCE) == 1


async def test_what_is_due_draws_nothing_along_that_is_not(store: Store) -> None:
    """A case of the next slot stays when this slot's are released."""
    await hold(store, 3)
    (later,) = await hold(store, 1, SLOT.replace(hour=14))
    assert await swept(store, SLOT) == 3
    async with store.reading() as reads:
        assert list(await reads.cases.unreleased()) == [later.id]


async def test_a_case_that_cannot_be_released_holds_up_no_other(database: Database) -> None:
    """One of a department's cases breaks a rule of ours: the others are released, and the job says that it failed."""
    broken, *_ = await hold(database.store, 4)
    async with database.writer.begin() as connection:
        await connection.execute(t.case.update().where(t.case.c.id == broken.id).values(kind="unknown"))
    with pytest.raises(ValueError, match="unknown"):
        await swept(database.store, SLOT)
    async with database.store.reading() as reads:
        assert list(await reads.cases.unreleased()) == [broken.id]


class Mortal:
    """A store whose process ends at the given write."""

    def __init__(self, store: Store, writes: int) -> None:
        self._store, self._writes = store, writes

    def reading(self) -> UnitOfWork:
        return self._store.reading()

    def writing(self) -> UnitOfWork:
        self._writes -= 1
        if self._writes < 0:
            raise Crash
        return self._store.writing()


async def test_a_kill_on_the_way_loses_no_case_and_releases_none_twice(database: Database) -> None:
    """What was released stays so, what was not is released by the next sweep."""
    await enrol(database.store, "office", Post(Role.OFFICE, "VP"))
    await hold(database.store, 5)
    with pytest.raises(Crash):
        await swept(Mortal(database.store, 2), SLOT)
    assert await waiting(database.store) == 3
    # Three are left, and enough; with fewer they would go at their last slot.
    assert await swept(database.store, SLOT) == 3
    assert len(await outbox(database, "notice-triage")) == 5
