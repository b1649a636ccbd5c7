"""Reminders: each said once."""

import asyncio
from datetime import date

from storage.domain.digest import Waiting
from storage.domain.ids import CaseId
from storage.domain.ports import Store
from tests.builders import make_case

DAY = date(2026, 11, 6)


async def case_in(store: Store) -> CaseId:
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    return case.id


async def claim(store: Store, case: CaseId, unit_code: str = "KT", kind: str = "due_soon", day: date = DAY) -> bool:
    async with store.writing() as unit:
        claimed = await unit.reminders.claim([Waiting(case, unit_code, kind, day)])
        await unit.commit()
    return claimed == 1


async def test_a_reminder_is_said_once(store: Store) -> None:
    """Ten sweeps at once claim it a single time."""
    case = await case_in(store)
    assert sum(await asyncio.gather(*(claim(store, case) for _ in range(10)))) == 1


async def test_another_unit_kind_or_day_is_another_reminder(store: Store) -> None:
    """A new due date, the next step of the ladder or another unit is reminded anew."""
    case = await case_in(store)
    assert await claim(store, case)
    assert await claim(store, case, unit_code="VP")
    assert await claim(store, case, kind="overdue")
    assert await claim(store, case, day=date(2026, 11, 9))
    assert await claim(store, await case_in(store))


async def test_a_claim_undone_can_be_made_again(store: Store) -> None:
    """If the sweep fails before its notice is written, the reminder is still to be said."""
    case = await case_in(store)
    async with store.writing() as unit:
        assert await unit.reminders.claim([Waiting(case, "KT", "due_soon", DAY)])
    assert await claim(store, case)
