"""The sweep of due dates: what a day asks for is said once, in digests, to whoever owes the next step."""

import asyncio
import secrets
from datetime import date, datetime, timedelta

import pytest

from scheduler.reminders import sweep
from storage.domain.lifecycle import Status
from storage.domain.outbox import Priority
from storage.domain.ports import Store
from storage.domain.rights import DataRequest, Wish, new_request
from storage.sql.engine import Database
from tests.builders import account_key
from tests.scheduler.desk import (
    DUE,
    accepted,
    answered,
    at,
    do,
    file,
    in_status,
    november,
    outbox,
    routed,
    stored,
)
from tests.scheduler.office import demo_office
from tests.scheduler.reminding import IN_HAND, readers, run, ward


async def test_a_case_speaks_at_half_time_the_day_before_on_the_day_and_then_daily(store: Store) -> None:
    """Seven working days from Monday 2 to Wednesday 11 November, a weekend and the weekend after it."""
    await file(store, *IN_HAND)
    speaks = [day for day in range(2, 18) if await sweep(store, demo_office(), at(november(day)))]
    assert speaks == [5, 10, 11, 12, 13, 16, 17]


async def test_ten_sweeps_and_three_at_once_say_it_once(database: Database, store: Store) -> None:
    """However many schedulers run, and however often: one digest a person, which names all the cases."""
    people = await ward(store)
    cases = [await file(store, *IN_HAND) for _ in range(25)]
    counts = await asyncio.gather(*(sweep(store, demo_office(), at(november(10))) for _ in range(3)))
    counts += [await sweep(store, demo_office(), at(november(10), 8, minute)) for minute in range(10)]
    await sweep(store, demo_office(), at(november(10), 8, 40))
    assert sum(counts) == 25
    assert await readers(database, people) == ["head", "officer"]
    (digest, _) = await outbox(database)
    assert digest.payload["arguments"]["count"] == str(len(cases))


@pytest.mark.parametrize(
    "moment",
    [at(november(12), 7, 59), at(november(12), 12), at(november(12), 20), at(november(14)), at(november(24))],
    ids=["early", "lunch", "evening", "saturday", "holiday"],
)
async def test_nobody_is_reminded_in_quiet_hours(database: Database, store: Store, moment: datetime) -> None:
    """Not before the reminder hour, not at lunch, not at night, not on a day off, however late a case is."""
    await ward(store)
    await file(store, *IN_HAND, due_on=november(5))
    assert await sweep(store, demo_office(), moment) == 0
    assert await outbox(database) == []


async def test_a_day_has_two_digests_at_most(database: Database, store: Store) -> None:
    """What comes up in the morning after the digest waits for the afternoon's, and then for the next day's."""
    people = await ward(store)
    await file(store, *IN_HAND, due_on=november(10))
    await run(store, 10)
    await file(store, *IN_HAND, due_on=november(10))
    await run(store, 10, hour=9)
    assert await readers(database, people) == ["head", "officer"]
    await run(store, 10, hour=14)
    await file(store, *IN_HAND, due_on=november(10))
    await run(store, 10, hour=15)
    assert await readers(database, people) == ["head", "head", "officer", "officer"]
    await run(store, 11)
    assert len(await readers(database, people)) == 6


async def test_a_missed_day_is_made_up_for(database: Database, store: Store) -> None:
    """If nothing ran until the last day, its reminder is said, and not those it makes idle."""
    people = await ward(store)
    await file(store, *IN_HAND)
    assert await run(store, 11) == [1]
    assert await readers(database, people) == ["head", "officer"]


async def test_a_clock_set_back_repeats_nothing(store: Store) -> None:
    """A wrong clock that jumps ahead and is put right says no day a second time."""
    await file(store, *IN_HAND)
    assert await run(store, 10, 12, 10, 11, 12) == [1, 1, 0, 0, 0]
    assert await run(store, 13) == [1]


async def test_an_answer_ends_it(store: Store) -> None:
    """Nothing is said of a case that has been answered, nor of one that was withdrawn."""
    first, second = await file(store, *IN_HAND), await file(store, *IN_HAND)
    assert await run(store, 12) == [2]
    await do(store, first.id, answered(november(12)), november(12))
    await do(store, second.id, lambda case: case.withdraw(on=november(12)), november(12))
    assert await run(store, 13, 16, 17) == [0, 0, 0]


async def test_what_is_answered_before_the_digest_is_not_said(database: Database, store: Store) -> None:
    """A reminder that waits for the afternoon is dropped if the answer comes first."""
    await ward(store)
    await file(store, *IN_HAND, due_on=november(10))
    await run(store, 10)
    case = await file(store, *IN_HAND, due_on=november(10))
    await run(store, 10, hour=9)
    await do(store, case.id, answered(november(10)), november(10))
    await run(store, 10, hour=14)
    assert len(await outbox(database)) == 2


@pytest.mark.parametrize(
    ("status", "reminded"),
    [
        (Status.SUBMITTED, ["office"]),
        (Status.IN_PROGRESS, ["head", "officer"]),
        (Status.AWAITING_APPROVAL, ["chair"]),
    ],
)
async def test_whoever_owes_the_next_step_is_reminded(
    database: Database, store: Store, status: Status, reminded: list[str]
) -> None:
    """The office of what waits for it, the department of what it has, a leader of what waits for approval."""
    people = await ward(store)
    await file(store, *in_status(status), due_on=november(4))
    await run(store, 3)
    assert await readers(database, people) == reminded


async def test_who_took_it_on_is_reminded_alone_until_they_leave(database: Database, store: Store) -> None:
    """The owner; if the owner has gone, whoever works there."""
    people = await ward(store)
    async with store.reading() as reads:
        owner = (await reads.people.actor(people["officer"])).person
    await file(store, routed(), lambda case: case.accept(owner, by="KT", on=november(2)))
    await run(store, 5)
    assert await readers(database, people) == ["officer"]
    async with store.writing() as uow:
        await uow.people.forget_account(people["officer"])
        await uow.commit()
    await run(store, 10)
    assert await readers(database, people) == ["head", "officer"]


async def test_the_digest_names_the_cases_and_what_can_be_done(database: Database, store: Store) -> None:
    """Grouped by how pressing they are, with the days, and for each the button of the next step."""
    people = await ward(store)
    late = await file(store, *IN_HAND, due_on=november(9))
    now = await file(store, *IN_HAND, due_on=november(10))
    soon = await file(store, *IN_HAND, due_on=november(11))
    await run(store, 10)
    digest = next(row for row in await outbox(database) if row.account_key == people["officer"])
    groups = digest.payload["arguments"]
    assert late.ref in groups["overdue"]
    assert "quá hạn 1 ngày làm việc" in groups["overdue"]
    assert now.ref in groups["today"]
    assert soon.ref in groups["week"]
    assert groups["later"] == ""
    assert groups["answers"] == "yes"
    assert [action for _, action in digest.payload["choices"]] == [
        *(f"respond.{case.ref}" for case in (late, now, soon)),
        f"open.{late.ref}",
        "c.work",
    ]
    assert digest.priority == Priority.REMINDER


async def test_of_a_single_case_all_that_can_be_done_is_offered(database: Database, store: Store) -> None:
    """Answer, ask for more time, not ours; after an extension there is no second one to ask for."""
    await ward(store)
    case = await file(store, *IN_HAND)
    await run(store, 10)
    await do(store, case.id, lambda c: c.extend(november(13), "Chờ báo giá.", by="KT", on=november(10)), november(10))
    await run(store, 12)
    choices = [[action for _, action in row.payload["choices"]] for row in await outbox(database)][:2]
    assert choices == [["respond", "extend", "bounce"], ["respond", "bounce", "open"]]


async def test_a_department_without_people_does_not_go_unreminded(database: Database, store: Store) -> None:
    """Where nobody works on a department's cases the office hears of them."""
    people = await ward(store)
    await file(store, routed("TYT"), accepted())
    await run(store, 5)
    assert await readers(database, people) == ["office"]


async def test_what_nobody_takes_on_comes_back_to_the_office(database: Database, store: Store) -> None:
    """After one working day: the office has it again and hears of it in its digest, the author too."""
    people = await ward(store)
    case = await file(store, routed(), due_on=november(30))
    await run(store, 3)
    assert await readers(database, people) == ["head", "officer"]
    await run(store, 4)
    assert await readers(database, people) == ["head", "office", "officer"]
    back = await stored(store, case)
    assert (back.status, back.department) == (Status.RECEIVED, "VP")
    assert len(await outbox(database, "notice-lapsed")) == 1


def test_the_due_day_of_these_tests_is_seven_working_days_away() -> None:
    """Otherwise the days above mean nothing."""
    assert demo_office().calendar.add_working_days(date(2026, 11, 2), 7) == DUE
    assert DUE - date(2026, 11, 2) == timedelta(days=9)


async def ask(store: Store, on: date, wish: Wish = Wish.CORRECT) -> DataRequest:
    """Somebody of the office itself asks about their data."""
    async with store.writing() as uow:
        actor = await uow.people.actor(account_key("office"))
        assert actor.person is not None
        request = new_request(secrets.token_bytes(8), actor.person, wish, on, demo_office().calendar)
        await uow.rights.ask(request)
        await uow.commit()
    return request


async def reminded_of_requests(database: Database) -> list[str]:
    """What digests said of requests about personal data."""
    rows = [*await outbox(database), *await outbox(database, "notice-data-due")]
    return [row.payload["arguments"]["requests"] for row in rows if row.payload["arguments"]["requests"]]


async def test_the_office_is_reminded_of_data_requests(database: Database, store: Store) -> None:
    """Once on the day of the answer, daily from the last day on that is in time; once a day, and nobody else."""
    people = await ward(store)
    request = await ask(store, november(2))
    assert (request.answer_by, request.done_by) == (november(4), november(12))
    days = []
    for day in range(2, 17):
        before = len(await reminded_of_requests(database))
        for hour in (8, 10, 14):
            await run(store, day, hour=hour)
        days += [day] * (len(await reminded_of_requests(database)) - before)
    assert days == [4, 12, 13, 16]
    sent = await outbox(database, "notice-data-due")
    assert {row.account_key for row in sent} == {people["office"]}
    assert "1 đã quá hạn" in sent[-1].payload["arguments"]["requests"]


async def test_a_request_due_on_a_weekend_is_remembered_before(database: Database, store: Store) -> None:
    """What is to be done by a Sunday is said on the Friday, while it can still be done."""
    await ward(store)
    request = await ask(store, november(5))
    assert request.done_by == november(15)
    await run(store, 9, 10, 11, 12)
    assert len(await reminded_of_requests(database)) == 1
    await run(store, 13)
    assert len(await reminded_of_requests(database)) == 2


async def test_cases_and_requests_are_one_message(database: Database, store: Store) -> None:
    """The office's digest holds both; a settled request is said no more."""
    await ward(store)
    request = await ask(store, november(2))
    await file(store)
    await run(store, 12)
    (office,) = [row for row in await outbox(database) if row.payload["arguments"]["requests"]]
    assert office.payload["arguments"]["count"] == "1"
    assert office.payload["choices"][-1] == ("button-datarequests", "c.datarequests")
    assert await outbox(database, "notice-data-due") == []
    async with store.writing() as uow:
        await uow.rights.settle(request.id)
        await uow.commit()
    await run(store, 13)
    assert len(await reminded_of_requests(database)) == 1
