"""What sweeps read and write for many cases at once."""

import secrets
from datetime import date

from storage.domain.clocks import Clock, ClockKind
from storage.domain.digest import LADDER, LAPSED, Waiting
from storage.domain.ids import CaseId
from storage.domain.ports import Store
from tests.builders import make_case

DAY = date(2026, 11, 6)
LATER = date(2026, 11, 9)


async def cases_in(store: Store, number: int) -> list[CaseId]:
    cases = [make_case() for _ in range(number)]
    async with store.writing() as unit:
        for case in cases:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    return [case.id for case in cases]


async def test_many_cases_are_read_as_each_by_itself(store: Store) -> None:
    """However many are asked for, in however many statements; of those that are not there nothing is said."""
    ids = await cases_in(store, 3)
    unknown = [CaseId(secrets.token_bytes(16)) for _ in range(1_100)]
    async with store.reading() as reads:
        found = await reads.cases.some([ids[0], *unknown, ids[1]])
        assert found == {case_id: await reads.cases.get_by_id(case_id) for case_id in ids[:2]}


async def test_clocks_and_who_has_seen_them_belong_to_their_case(store: Store) -> None:
    """Nobody's clock stands with another case, and a case without any has none."""
    first, second, bare = await cases_in(store, 3)
    clocks = {
        first: {ClockKind.FINAL: Clock(ClockKind.FINAL, DAY, LATER)},
        second: {ClockKind.PROMISE: Clock(ClockKind.PROMISE, DAY, LATER, stopped_on=LATER)},
    }
    async with store.writing() as unit:
        for case_id, of_case in clocks.items():
            await unit.deadlines.put_clocks(case_id, list(of_case.values()))
        await unit.deadlines.mark_seen(second, "KT", DAY)
        await unit.commit()
    async with store.reading() as reads:
        assert await reads.deadlines.clocks_of([first, second, bare]) == {**clocks, bare: {}}
        assert await reads.deadlines.seen_of([first, second]) == {first: {}, second: {"KT": DAY}}


async def test_of_reminders_claimed_together_only_the_new_ones_count(store: Store) -> None:
    """And what was said to those above, or to the office, is no reminder of whoever owes the answer."""
    first, second = await cases_in(store, 2)
    kinds = ("overdue", "promise.overdue", LAPSED, f"{LADDER}head", f"promise.{LADDER}head")
    reminders = [Waiting(first, "KT", kind, DAY) for kind in kinds]
    async with store.writing() as unit:
        assert await unit.reminders.claim(reminders[:2]) == 2
        assert await unit.reminders.claim(reminders) == 3
        assert await unit.reminders.times_of([first, second]) == {first: 2, second: 0}


async def test_cases_are_woken_again_each_on_its_day(store: Store) -> None:
    """Those that were taken, and one whose day moves."""
    first, second = await cases_in(store, 2)
    async with store.writing() as unit:
        await unit.deadlines.wake(second, DAY)
        await unit.deadlines.wake_again({first: DAY, second: LATER})
        assert list(await unit.deadlines.take_due(DAY, 5)) == [first]
        assert list(await unit.deadlines.take_due(LATER, 5)) == [second]
