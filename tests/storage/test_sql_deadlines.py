"""Clocks, wake-ups and what was seen: kept by the case, by days, and taken by one scheduler at a time."""

import asyncio
from datetime import date

from sqlalchemy import text

from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind
from storage.domain.ids import CaseId
from storage.domain.permissions import Post, Role
from storage.domain.ports import Absence, Store
from storage.sql.engine import Database
from tests.builders import MONTH, account_key, make_case, sealed

DAY = date(2026, 11, 6)
LATER = date(2026, 11, 9)


async def stored_case(store: Store, wake_on: date | None = None) -> Case:
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.deadlines.wake(case.id, wake_on)
        await unit.commit()
    return case


async def test_a_clock_is_written_and_written_over(store: Store) -> None:
    """Each kind once a case: the second time replaces the first, the other kinds stay."""
    case = await stored_case(store)
    first = Clock(ClockKind.FINAL, DAY, LATER)
    second = Clock(ClockKind.FINAL, DAY, date(2026, 11, 12), paused_on=LATER, paused_days=2)
    promise = Clock(ClockKind.PROMISE, DAY, LATER, stopped_on=LATER)
    for clocks in ([first, promise], [second], []):
        async with store.writing() as unit:
            await unit.deadlines.put_clocks(case.id, clocks)
            await unit.commit()
    async with store.reading() as unit:
        assert await unit.deadlines.clocks(case.id) == {ClockKind.FINAL: second, ClockKind.PROMISE: promise}


async def take(store: Store, limit: int = 10, *, commit: bool = True) -> list[CaseId]:
    async with store.writing() as unit:
        taken = list(await unit.deadlines.take_due(DAY, limit))
        await asyncio.sleep(0)
        if commit:
            await unit.commit()
    return taken


async def test_each_due_case_is_taken_by_one_scheduler(store: Store) -> None:
    """Three at once share what is due, and what is not due yet stays."""
    due = {(await stored_case(store, DAY)).id for _ in range(6)}
    await stored_case(store, LATER)
    await stored_case(store)
    taken = await asyncio.gather(*(take(store, 4) for _ in range(3)))
    assert sorted(case_id for batch in taken for case_id in batch) == sorted(due)
    async with store.reading() as unit:
        assert not await unit.deadlines.any_due(DAY)
        assert await unit.deadlines.any_due(LATER)


async def test_what_a_crashed_scheduler_took_comes_back(store: Store) -> None:
    """Taken and not committed is not lost, and others see that somebody has it in hand."""
    case = await stored_case(store, DAY)
    assert await take(store, commit=False) == [case.id]
    assert await take(store) == [case.id]


async def test_waking_a_case_anew_moves_its_one_day(store: Store) -> None:
    """A case has one day on which it is looked at: the last one said, or none."""
    case = await stored_case(store, LATER)
    async with store.writing() as unit:
        await unit.deadlines.wake(case.id, DAY)
        await unit.commit()
    assert await take(store) == [case.id]
    async with store.writing() as unit:
        await unit.deadlines.wake(case.id, DAY)
        await unit.deadlines.wake(case.id, None)
        await unit.commit()
    assert await take(store) == []


async def test_the_day_of_the_first_look_counts(store: Store) -> None:
    """A unit has seen a case since the first time it opened it."""
    case = await stored_case(store)
    async with store.writing() as unit:
        for code, day in (("KT", DAY), ("KT", LATER), ("VHXH", LATER)):
            await unit.deadlines.mark_seen(case.id, code, day)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.deadlines.seen(case.id) == {"KT": DAY, "VHXH": LATER}


async def test_the_sweep_finds_what_is_due_by_an_index(database: Database) -> None:
    """Neither the cases nor their wake-ups are read through, however many there are."""
    plan = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "SET LOCAL enable_seqscan = off; EXPLAIN"}
    query = "SELECT case_id FROM wake_up WHERE wake_on <= '2026-11-06' ORDER BY wake_on LIMIT 20"
    waiting = "SELECT case_id, unit, kind, remind_on FROM reminder WHERE waiting IS NOT NULL"
    async with database.writer.connect() as connection:
        *before, explain = plan[connection.dialect.name].split("; ")
        for statement in before:
            await connection.execute(text(statement))
        found = [str((await connection.execute(text(f"{explain} {q}"))).all()) for q in (query, waiting)]
    assert "ix_wake_up_wake_on" in found[0]
    assert "ix_reminder_waiting" in found[1]


async def test_who_stands_in_holds_the_post_for_those_days(store: Store) -> None:
    """On the first day and the last, not the day after; staff posts are nobody's to stand in for."""
    async with store.writing() as unit:
        away = await unit.people.enrol(
            account_key("away"),
            sealed("away"),
            [Post(Role.OFFICER, "KT"), Post(Role.STAFF, "KT")],
            name="",
            month=MONTH,
        )
        by = await unit.people.enrol(account_key("by"), sealed("by"), [Post(Role.HEAD, "KT")], name="", month=MONTH)
        await unit.people.stand_in(Absence(away, "KT", by, date(2026, 11, 1), DAY))
        await unit.people.stand_in(Absence(away, "KT", by, DAY, LATER))
        await unit.commit()
    async with store.reading() as unit:
        for day, holder in ((date(2026, 11, 5), "away"), (DAY, "by"), (LATER, "by"), (date(2026, 11, 10), "away")):
            found = await unit.people.holders([Role.OFFICER], "KT", on=day)
            assert [each.account for each in found] == [account_key(holder)]
            assert [each.account for each in await unit.people.at_work(away, "KT", day)] == [account_key(holder)]
        posts = (await unit.people.actor(account_key("by"), DAY)).posts
        assert posts == {Post(Role.HEAD, "KT"), Post(Role.OFFICER, "KT")}
        assert (await unit.people.actor(account_key("by"), date(2026, 11, 10))).posts == {Post(Role.HEAD, "KT")}
        assert [each.person for each in await unit.people.colleagues("KT")] == sorted([away, by])


async def test_who_leaves_takes_their_stand_ins_along(store: Store) -> None:
    """A person who signs out leaves no row behind that names them."""
    async with store.writing() as unit:
        away = await unit.people.enrol(
            account_key("away"), sealed("away"), [Post(Role.OFFICER, "KT")], name="", month=MONTH
        )
        by = await unit.people.enrol(account_key("by"), sealed("by"), [Post(Role.HEAD, "KT")], name="", month=MONTH)
        await unit.people.stand_in(Absence(away, "KT", by, DAY, LATER))
        await unit.commit()
    async with store.writing() as unit:
        await unit.people.forget_account(account_key("by"))
        await unit.commit()
    async with store.reading() as unit:
        found = await unit.people.holders([Role.OFFICER], "KT", on=DAY)
        assert [each.account for each in found] == [account_key("away")]
