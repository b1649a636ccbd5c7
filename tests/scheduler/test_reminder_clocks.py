"""The days by which reminders come: pauses, later dates, promises, holidays."""

from datetime import date, timedelta

from scheduler.reminders import sweep
from storage.domain.clocks import ClockKind
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import EventKind, Kind
from storage.sql.engine import Database
from tests.scheduler.desk import (
    accepted,
    answered,
    at,
    clocks_of,
    do,
    file,
    november,
    outbox,
    routed,
    stored,
)
from tests.scheduler.office import demo_office, enrol
from tests.scheduler.reminding import IN_HAND, run, ward


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
