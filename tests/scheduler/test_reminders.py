"""The sweep of due dates: each reminder is said once, to whoever owes the next step."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Row, select

from scheduler.reminders import sweep
from storage.domain.case import Case
from storage.domain.ids import AccountKey
from storage.domain.lifecycle import Status
from storage.domain.outbox import Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import make_case
from tests.domain.ward import SAIGON
from tests.scheduler.office import demo_office, enrol

MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 6)
DUE = date(2026, 11, 9)  # the Monday after


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    """A moment of the office's day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SAIGON)


def case_in(status: Status, *, due_on: date = DUE, department: str = "KT", on: date = MONDAY) -> Case:
    """A case of the economic department that has come so far."""
    case = make_case(department="VP", suggested=department, on=on, due_on=due_on)
    steps: dict[Status, Callable[[], None]] = {
        Status.ROUTED: lambda: case.route(department, by="VP", on=on),
        Status.IN_PROGRESS: lambda: case.accept(None, by=department, on=on),
        Status.AWAITING_APPROVAL: lambda: case.submit_draft("Sẽ cấp máy mới.", None, by=department, on=on),
        Status.ANSWERED: lambda: case.publish("Sẽ cấp máy mới.", by="UBND", on=on),
    }
    for step in steps.values():
        if case.status is status:
            break
        step()
    assert case.status is status
    return case


async def store_cases(store: Store, *cases: Case) -> None:
    async with store.writing() as uow:
        for case in cases:
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commit()


async def staff_of_the_ward(store: Store) -> dict[str, AccountKey]:
    """An office, a leader, and officers of the economic department and of the office's own unit."""
    return {
        "office": await enrol(store, "office", Post(Role.OFFICE, "VP")),
        "leader": await enrol(store, "leader", Post(Role.LEADER, "UBND")),
        "officer": await enrol(store, "officer", Post(Role.OFFICER, "KT")),
        "clerk": await enrol(store, "clerk", Post(Role.OFFICER, "VP")),
    }


async def outbox(database: Database) -> Sequence[Row[object]]:
    async with database.writer.connect() as connection:
        return (await connection.execute(select(schema.outbox).order_by("lane", "seq"))).all()


async def said(database: Database) -> list[tuple[str, AccountKey]]:
    """Text key and recipient of every reminder that was written."""
    return sorted((row.payload["text_key"], row.account_key) for row in await outbox(database))


async def test_ten_sweeps_say_it_once(database: Database, store: Store) -> None:
    """A sweep may run as often as it likes: the day's reminder is written by the first."""
    people = await staff_of_the_ward(store)
    await store_cases(store, case_in(Status.IN_PROGRESS), case_in(Status.IN_PROGRESS))
    counts = [await sweep(store, demo_office(), at(FRIDAY, 8, minute)) for minute in range(10)]
    assert counts == [2, *[0] * 9]
    assert await said(database) == [("notice-due-soon", people["officer"])] * 2


async def test_three_sweeps_at_once_say_it_once(database: Database, store: Store) -> None:
    """Sweeps that run side by side, as after a jump of the demo's clock, share the work and double nothing."""
    people = await staff_of_the_ward(store)
    await store_cases(store, *(case_in(Status.IN_PROGRESS) for _ in range(5)))
    counts = await asyncio.gather(*(sweep(store, demo_office(), at(FRIDAY)) for _ in range(3)))
    assert sum(counts) == 5
    assert await said(database) == [("notice-due-soon", people["officer"])] * 5


@pytest.mark.parametrize(
    "moment",
    [at(FRIDAY, 7, 59), at(date(2026, 11, 7)), at(date(2026, 11, 24))],
    ids=["early", "saturday", "holiday"],
)
async def test_nobody_is_reminded_outside_hours(database: Database, store: Store, moment: datetime) -> None:
    """Not before the reminder hour, not at the weekend, not on a holiday, even if a case is long overdue."""
    await staff_of_the_ward(store)
    await store_cases(store, case_in(Status.IN_PROGRESS, due_on=date(2026, 11, 5)))
    assert await sweep(store, demo_office(), moment) == 0
    assert await outbox(database) == []


async def test_a_missed_day_is_made_up_for(database: Database, store: Store) -> None:
    """If nothing ran on the day before the last, the first sweep after it still says that the date is near."""
    people = await staff_of_the_ward(store)
    await store_cases(store, case_in(Status.IN_PROGRESS))
    assert await sweep(store, demo_office(), at(DUE, 15)) == 1
    assert await said(database) == [("notice-due-soon", people["officer"])]


async def test_a_case_is_followed_to_its_end(database: Database, store: Store) -> None:
    """Due soon once, then overdue once every working day with the days counted, and silence after the answer."""
    await staff_of_the_ward(store)
    case = case_in(Status.IN_PROGRESS)
    await store_cases(store, case)
    for day in range(10):  # Thursday 5 to Saturday 14 November
        await sweep(store, demo_office(), at(date(2026, 11, 5) + timedelta(days=day)))
        await sweep(store, demo_office(), at(date(2026, 11, 5) + timedelta(days=day), 16))
    texts = [(row.payload["text_key"], row.payload["arguments"].get("days")) for row in await outbox(database)]
    assert texts == [("notice-due-soon", None), *[("notice-overdue", days) for days in "1234"]]

    case.publish("Đã cấp máy mới.", by="UBND", on=date(2026, 11, 14))
    async with store.writing() as uow:
        await uow.cases.save(case)
        await uow.commit()
    assert await sweep(store, demo_office(), at(date(2026, 11, 16))) == 0


async def test_a_later_due_date_arms_the_reminder_again(database: Database, store: Store) -> None:
    """Near the first date and, after an extension, near the second: each deadline is said once."""
    await staff_of_the_ward(store)
    case = case_in(Status.IN_PROGRESS)
    await store_cases(store, case)
    await sweep(store, demo_office(), at(FRIDAY))
    case.extend(date(2026, 11, 13), "Chờ báo giá.", by="KT", on=FRIDAY)
    async with store.writing() as uow:
        await uow.cases.save(case)
        await uow.commit()
    for day in range(6, 14):
        await sweep(store, demo_office(), at(date(2026, 11, day)))
    dues = [row.payload["arguments"]["due"] for row in await outbox(database)]
    assert dues == ["2026-11-09", "2026-11-13"]


@pytest.mark.parametrize(
    ("status", "reminded"),
    [
        (Status.SUBMITTED, "office"),
        (Status.ROUTED, "officer"),
        (Status.IN_PROGRESS, "officer"),
        (Status.AWAITING_APPROVAL, "leader"),
    ],
)
async def test_whoever_owes_the_next_step_is_reminded(
    database: Database, store: Store, status: Status, reminded: str
) -> None:
    """The office of what waits for it, the department of what it has, a leader of what waits for approval."""
    people = await staff_of_the_ward(store)
    await store_cases(store, case_in(status, on=date(2026, 11, 5)))
    await sweep(store, demo_office(), at(FRIDAY))
    assert await said(database) == [("notice-due-soon", people[reminded])]


async def test_the_reminder_holds_what_the_reader_needs(database: Database, store: Store) -> None:
    """The case, its department, date and summary, with the buttons of the next step, among the reminders' priority."""
    await staff_of_the_ward(store)
    case = case_in(Status.IN_PROGRESS)
    await store_cases(store, case)
    await sweep(store, demo_office(), at(FRIDAY))
    (row,) = await outbox(database)
    assert row.payload["arguments"] == {
        "code": case.ref,
        "department": "KT",
        "due": "2026-11-09",
        "summary": case.body,
    }
    assert [action for _, action in row.payload["choices"]] == ["draft", "extend", "open"]
    assert row.payload["case_ref"] == case.ref
    assert row.priority == Priority.REMINDER


async def test_a_department_without_people_does_not_go_unreminded(database: Database, store: Store) -> None:
    """Where nobody works on a department's cases the office hears of them."""
    people = await staff_of_the_ward(store)
    await store_cases(store, case_in(Status.IN_PROGRESS, department="TYT"))
    await sweep(store, demo_office(), at(FRIDAY))
    assert await said(database) == [("notice-due-soon", people["office"])]


async def test_a_case_nobody_takes_on_comes_back_to_the_office(database: Database, store: Store) -> None:
    """After a working day the office is told, once a hand-over, whatever the due date."""
    people = await staff_of_the_ward(store)
    case = case_in(Status.ROUTED, due_on=date(2026, 11, 30))
    await store_cases(store, case)
    for day in range(3, 7):
        await sweep(store, demo_office(), at(date(2026, 11, day)))
    assert await said(database) == [("notice-unaccepted", people["office"])]

    case.bounce("Không phải việc của phòng.", to="VHXH", office="VP", by="KT", on=FRIDAY)
    async with store.writing() as uow:
        await uow.cases.save(case)
        await uow.commit()
    for day in range(9, 13):
        await sweep(store, demo_office(), at(date(2026, 11, day)))
    assert await said(database) == [("notice-unaccepted", people["office"])] * 2


async def test_what_is_settled_is_left_alone(database: Database, store: Store) -> None:
    """An answered case, and one whose author was asked, remind nobody, however late it is."""
    await staff_of_the_ward(store)
    asked = case_in(Status.IN_PROGRESS, due_on=FRIDAY)
    asked.ask("Máy nào hỏng?", None, by="KT", on=MONDAY)
    await store_cases(store, asked, case_in(Status.ANSWERED, due_on=FRIDAY))
    assert await sweep(store, demo_office(), at(date(2026, 11, 12))) == 0
    assert await outbox(database) == []
