"""The sweep of due dates: what a day asks for is said once, in digests, to whoever owes the next step."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from scheduler.reminders import sweep
from storage.domain.clocks import ClockKind
from storage.domain.ids import AccountKey
from storage.domain.lifecycle import Status
from storage.domain.outbox import Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import EventKind, Kind
from storage.sql.engine import Database
from tests.scheduler.desk import (
    DUE,
    accepted,
    answered,
    at,
    clocks_of,
    do,
    file,
    in_status,
    november,
    outbox,
    routed,
    stored,
)
from tests.scheduler.office import demo_office, enrol

IN_HAND = (routed(), accepted())


async def ward(store: Store) -> dict[str, AccountKey]:
    """An office, two leaders, and the people of the economic department."""
    return {
        "office": await enrol(store, "office", Post(Role.OFFICE, "VP")),
        "chair": await enrol(store, "chair", Post(Role.LEADER, "UBND")),
        "secretary": await enrol(store, "secretary", Post(Role.LEADER, "TTDU")),
        "head": await enrol(store, "head", Post(Role.HEAD, "KT")),
        "officer": await enrol(store, "officer", Post(Role.OFFICER, "KT")),
    }


async def readers(database: Database, people: dict[str, AccountKey]) -> list[str]:
    """Who has a digest, once for each."""
    names = {key: name for name, key in people.items()}
    return sorted(names[row.account_key] for row in await outbox(database))


async def run(store: Store, *days: int, hour: int = 8) -> list[int]:
    """How many reminders are new on each of these days of November."""
    return [await sweep(store, demo_office(), at(november(day), hour)) for day in days]


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


async def test_while_the_author_is_asked_the_time_stands_still(store: Store) -> None:
    """Two working days of waiting, over a weekend, are added to the date; the author hears of it."""
    case = await file(store, *IN_HAND)
    await do(store, case.id, lambda c: c.ask("Máy nào?", None, by="KT", on=november(5)), november(5))
    assert await run(store, 5, 6, 9) == [0, 0, 0]
    replied = await do(store, case.id, lambda c: c.add("Máy số 3", on=november(9)), november(9))
    assert replied.due_on == november(13)
    assert [event.kind for event in replied.events][-2:] == [EventKind.REPLIED, EventKind.RESUMED]


async def test_the_pause_ends_by_itself_after_five_working_days(store: Store) -> None:
    """A department that asks and never hears back owes its answer all the same, five working days later."""
    case = await file(store, *IN_HAND)
    await do(store, case.id, lambda c: c.ask("Máy nào?", None, by="KT", on=november(3)), november(3))
    assert await run(store, *range(4, 10)) == [0] * 6
    assert await run(store, 10) == [1]  # half time, long past
    assert (await stored(store, case)).due_on == november(18)
    await do(store, case.id, lambda c: c.add("Máy số 3", on=november(11)), november(11))
    assert (await stored(store, case)).due_on == november(18)


async def test_a_pause_over_a_holiday_adds_working_days_only(store: Store) -> None:
    """Asked on the Monday before 24 November, answered on the Wednesday: one working day, not two."""
    case = await file(store, *IN_HAND, on=november(20), due_on=november(27))
    await do(store, case.id, lambda c: c.ask("Máy nào?", None, by="KT", on=november(23)), november(23))
    replied = await do(store, case.id, lambda c: c.add("Máy số 3", on=november(25)), november(25))
    assert replied.due_on == november(30)


async def test_an_extension_on_the_due_day_begins_anew(store: Store) -> None:
    """The new date has its own day before and day, and the old one is never late."""
    case = await file(store, *IN_HAND)
    assert await run(store, 11) == [1]
    await do(store, case.id, lambda c: c.extend(november(13), "Chờ báo giá.", by="KT", on=november(11)), november(11))
    assert await run(store, 11, 12, 13, 16) == [0, 1, 1, 1]


async def test_a_bounce_on_the_due_day_is_said_to_whoever_has_it_now(database: Database, store: Store) -> None:
    """The date stays: the second department hears in the afternoon that it is today, next morning that it is late."""
    await ward(store)
    other = await enrol(store, "other", Post(Role.OFFICER, "VHXH"))
    case = await file(store, *IN_HAND)
    await run(store, 11)
    bounce = "Không phải việc của phòng."
    await do(store, case.id, lambda c: c.bounce(bounce, to="VHXH", office="VP", by="KT", on=november(11)), november(11))
    await run(store, 11, hour=14)
    (heard,) = [row for row in await outbox(database) if row.account_key == other]
    assert case.ref in heard.payload["arguments"]["today"]
    await do(store, case.id, accepted(november(11)), november(11))
    await run(store, 12)
    assert len([row for row in await outbox(database) if row.account_key == other]) == 2


async def test_an_interim_date_and_a_final_one_are_two_clocks(store: Store) -> None:
    """Extended beyond ten working days, a case still owes its author a first answer after ten."""
    case = await file(store, *IN_HAND)
    await do(store, case.id, lambda c: c.extend(november(27), "Chờ báo giá.", by="KT", on=november(10)), november(10))
    clocks = await clocks_of(store, case)
    assert clocks[ClockKind.FIRST_ANSWER].due_on == november(16)
    assert clocks[ClockKind.FINAL].due_on == november(27)
    assert await run(store, 16, 17) == [1, 1]
    interim = "Đang chờ báo giá; Phòng Kinh tế trả lời trước 27/11/2026."
    later = november(30)
    await do(store, case.id, lambda c: c.answer_for_now(interim, later, by="KT", on=november(17)), november(17))
    assert await run(store, 18, 19) == [0, 0]


async def test_a_promise_is_reminded_of_after_the_answer(store: Store) -> None:
    """The promise's clock runs on when the others have stopped, until it is said to be kept."""
    from handlers import timing

    case = await file(store, *IN_HAND)
    case = await do(store, case.id, answered(november(4)), november(4))
    calendar = demo_office().calendar
    async with store.writing() as uow:
        await timing.promise(case, november(11), uow, calendar, november(4))
        await uow.commit()
    assert await run(store, 9, 10, 11, 12) == [1, 1, 1, 1]
    async with store.writing() as uow:
        await timing.promise(case, None, uow, calendar, november(12))
        await uow.commit()
    assert await run(store, 13, 16) == [0, 0]


async def test_due_on_the_day_before_tet_it_is_said_then_and_after_the_holiday(store: Store) -> None:
    """On Friday 13 February, and not again before Monday 23: nobody is overdue while everybody is at home."""
    last = date(2026, 2, 13)
    await file(store, routed(on=date(2026, 2, 4)), accepted(date(2026, 2, 4)), on=date(2026, 2, 4), due_on=last)
    days = [last + timedelta(days=n) for n in range(12)]
    assert [day for day in days if await sweep(store, demo_office(), at(day))] == [last, *days[10:]]


async def test_on_a_make_up_saturday_reminders_go_out(store: Store) -> None:
    """Saturday 22 August 2026 is worked for a Monday off: what was due on Friday is overdue on it."""
    friday = date(2026, 8, 21)
    await file(store, routed(on=date(2026, 8, 12)), accepted(date(2026, 8, 12)), on=date(2026, 8, 12), due_on=friday)
    days = [friday + timedelta(days=n) for n in range(4)]
    assert [day.day for day in days if await sweep(store, demo_office(), at(day))] == [21, 22, 24]


async def test_filed_on_friday_at_17_01_its_clocks_start_on_monday(store: Store) -> None:
    """A minute after closing: the office has Monday as day zero and Tuesday to take it on."""
    friday = at(november(6), 17, 1)
    counted = demo_office().calendar.receipt_day(friday)
    case = await file(store, on=counted, due_on=demo_office().answer_due(Kind.QUESTION, "khac", "", friday, "VP"))
    clocks = await clocks_of(store, case)
    assert clocks[ClockKind.ACKNOWLEDGE].due_on == november(10)
    assert clocks[ClockKind.FINAL].due_on == november(12)


def test_the_due_day_of_these_tests_is_seven_working_days_away() -> None:
    """Otherwise the days above mean nothing."""
    assert demo_office().calendar.add_working_days(date(2026, 11, 2), 7) == DUE
    assert DUE - date(2026, 11, 2) == timedelta(days=9)
