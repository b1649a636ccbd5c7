"""Promises in the database: whole, found on their day, and each taken by one scheduler only."""

import asyncio
from collections.abc import Sequence
from datetime import date

from storage.domain.commitment import Commitment, Ending, Word, promise_work
from storage.domain.ports import Store
from tests.builders import make_case
from tests.domain.ward import demo_calendar

MADE = date(2026, 11, 4)
DUE = date(2026, 11, 30)
CALENDAR = demo_calendar()


async def promised(store: Store, *, unit: str = "VP", due_on: date = DUE) -> Commitment:
    """A stored case with a stored promise."""
    case = make_case(department=unit)
    commitment = promise_work(case, 1, "Cấp máy mới.", unit, due_on, by=unit, on=MADE, calendar=CALENDAR)
    async with store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commitments.add(commitment)
        await uow.commit()
    return commitment


async def take(store: Store, day: date) -> Sequence[Commitment]:
    async with store.writing() as uow:
        taken = await uow.commitments.take_due(day, 10)
        await uow.commit()
    return taken


async def test_a_promise_comes_back_as_it_was_stored(store: Store) -> None:
    """Every field, also after both sides have spoken."""
    commitment = await promised(store)
    case = make_case()
    commitment.say_done(case, "Biên bản số 12", by="VP", on=DUE, calendar=CALENDAR)
    commitment.hear(case, "DT-AAAA-AAAA", Word.NOT_DONE, on=DUE)
    async with store.writing() as uow:
        await uow.commitments.save(commitment)
        await uow.commit()
    async with store.reading() as reads:
        assert await reads.commitments.of_case(commitment.case_id) == [commitment]


async def test_a_promise_is_taken_on_its_day_and_once(store: Store) -> None:
    """Not the day before; and of many schedulers at once a single one gets it."""
    commitment = await promised(store)
    assert await take(store, date(2026, 11, 29)) == []
    taken = await asyncio.gather(*(take(store, DUE) for _ in range(6)))
    assert [each.case_id for some in taken for each in some] == [commitment.case_id]


async def test_a_promise_taken_and_undone_comes_back(store: Store) -> None:
    """If the sweep fails before it has said anything, the promise is still to be looked at."""
    await promised(store)
    async with store.writing() as uow:
        assert len(await uow.commitments.take_due(DUE, 10)) == 1
    assert len(await take(store, DUE)) == 1


async def test_open_promises_are_listed_by_day_and_unit(store: Store) -> None:
    """Those due first on top, of all units or of some; what is settled is not among them."""
    late = await promised(store, due_on=date(2026, 12, 20))
    soon = await promised(store, unit="KT")
    over, withdrawn = await promised(store), await promised(store)
    over.end(Ending.KEPT)
    async with store.writing() as uow:
        await uow.commitments.save(over)
        case = await uow.cases.get_by_id(withdrawn.case_id)
        case.withdraw(on=MADE)
        await uow.cases.save(case)
        await uow.commit()
    async with store.reading() as reads:
        everybody = await reads.commitments.open_lines(None, 10)
        economic = await reads.commitments.open_lines(["KT"], 10)
    assert [line.commitment.case_id for line in everybody] == [soon.case_id, late.case_id]
    assert [line.commitment.case_id for line in economic] == [soon.case_id]
    assert everybody[0].ref.startswith("DT-")
