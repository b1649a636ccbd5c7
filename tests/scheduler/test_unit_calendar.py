"""A unit with hours of its own: its clocks count its days, and its people hear nothing on the days it is closed."""

from dataclasses import replace
from datetime import date
from functools import cache

from handlers.context import Office
from scheduler.reminders import sweep
from storage.domain.calendar_hours import Session
from storage.domain.clocks import ClockKind
from storage.domain.ids import AccountKey
from storage.domain.organisation import Unit
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import Kind
from storage.sql.engine import Database
from tests.scheduler.desk import MONDAY, accepted, at, clocks_of, file, november, outbox, routed
from tests.scheduler.office import demo_office, enrol

SATURDAY = november(14)


@cache
def office() -> Office:
    """The health station works on Saturdays, until noon every day; all others as the office does."""
    ward = demo_office().organisation
    mornings = (Session(*(at(MONDAY, hour).time() for hour in (7, 12))),)

    def own(unit: Unit) -> Unit:
        return replace(unit, weekdays=frozenset(range(6)), sessions=mornings) if unit.code == "TYT" else unit

    units = tuple(own(unit) for unit in ward.units)
    return replace(demo_office(), organisation=replace(ward, units=units))


async def heard(database: Database, store: Store, names: dict[AccountKey, str], days: range) -> list[str]:
    """Who had a digest on which day of November."""
    known, found = set[bytes](), []
    for day in days:
        await sweep(store, office(), at(november(day)))
        new = [row for row in await outbox(database) if row.id not in known]
        known |= {row.id for row in new}
        found += [f"{day} {name}" for name in sorted(names[row.account_key] for row in new)]
    return found


async def test_the_unit_is_reminded_on_its_own_days(database: Database, store: Store) -> None:
    """Seven of its days from Monday 2 are over on Tuesday 10: half time on 5, the day before on 9, on Saturdays too."""
    people = {await enrol(store, "nurse", Post(Role.OFFICER, "TYT")): "nurse"}
    due_on = office().calendar_of("TYT").add_working_days(MONDAY, 7)
    assert due_on == november(10)
    await file(store, routed("TYT"), accepted(), due_on=due_on, office=office())
    days = await heard(database, store, people, range(2, 17))
    assert days == [f"{day} nurse" for day in (5, 9, 10, 11, 12, 13, 14, 16)]


async def test_nobody_else_is_written_to_on_its_saturday(database: Database, store: Store) -> None:
    """What the office and another department are to hear waits for Monday, though a sweep runs on Saturday."""
    posts = {"nurse": Post(Role.OFFICER, "TYT"), "clerk": Post(Role.OFFICER, "KT"), "office": Post(Role.OFFICE, "VP")}
    people = {await enrol(store, name, post): name for name, post in posts.items()}
    await file(store, routed("TYT"), accepted(), due_on=november(12), office=office())
    await file(store, routed("KT"), accepted(), due_on=november(12), office=office())
    days = await heard(database, store, people, range(12, 17))
    assert [line for line in days if line.startswith("14 ")] == ["14 nurse"]
    assert {line for line in days if line.startswith("16 ")} == {"16 clerk", "16 nurse", "16 office"}


async def test_a_unit_without_people_does_not_bring_the_office_in_on_a_saturday(
    database: Database, store: Store
) -> None:
    """Its reminder goes to the office instead, and waits until the office is there."""
    people = {await enrol(store, "office", Post(Role.OFFICE, "VP")): "office"}
    await file(store, routed("TYT"), accepted(), due_on=SATURDAY, office=office())
    days = await heard(database, store, people, range(14, 17))
    assert days == ["16 office"]


async def test_its_clocks_start_with_its_own_days(store: Store) -> None:
    """Sent to it on Friday, it has Saturday to take the case on; another department has Monday."""
    friday = november(6)
    theirs = await file(store, routed("TYT", friday), on=friday, office=office())
    others = await file(store, routed("KT", friday), on=friday, office=office())
    due = [(await clocks_of(store, case))[ClockKind.ACKNOWLEDGE].due_on for case in (theirs, others)]
    assert due == [november(7), november(9)]


def test_the_due_date_counts_the_days_of_the_unit_that_answers() -> None:
    """A question of Friday 6 at ten: three days later. In the afternoon the station is closed: one day more."""
    for unit, hour, expected in (("KT", 10, 11), ("TYT", 10, 10), ("TYT", 14, 11), ("VHXH", 14, 11)):
        due_on = office().answer_due(Kind.QUESTION, "khac", "Bao giờ có máy?", at(november(6), hour), unit)
        assert due_on == date(2026, 11, expected), (unit, hour)


async def test_a_day_the_office_works_and_the_unit_does_not(database: Database, store: Store) -> None:
    """The station closed on Mondays: it is looked at on Tuesday, and nothing was asked of it meanwhile."""
    ward = office().organisation
    weekdays = frozenset({1, 2, 3, 4, 5})
    units = tuple(replace(unit, weekdays=weekdays) if unit.code == "TYT" else unit for unit in ward.units)
    closed_on_mondays = replace(office(), organisation=replace(ward, units=units))
    await enrol(store, "nurse", Post(Role.OFFICER, "TYT"))
    await file(store, routed("TYT"), accepted(), due_on=november(13), office=closed_on_mondays)
    async with store.writing() as uow:  # as after a change of the unit's hours
        await uow.deadlines.wake_again({(await uow.deadlines.take_due(november(30), 1))[0]: november(16)})
        await uow.commit()
    assert await sweep(store, closed_on_mondays, at(november(16))) == 0
    assert await sweep(store, closed_on_mondays, at(november(17))) > 0
    (digest,) = await outbox(database)
    assert "quá hạn 2 ngày làm việc" in digest.payload["arguments"]["overdue"]


async def test_quiet_hours_of_a_unit_hold_the_digest_until_all_may_have_it(database: Database, store: Store) -> None:
    """The station may be written to at noon, nobody else before half past one: all have the afternoon's digest then."""
    ward = office().organisation
    units = tuple(replace(unit, quiet_hours=()) if unit.code == "TYT" else unit for unit in ward.units)
    no_quiet_hours = replace(office(), organisation=replace(ward, units=units))
    for name, unit in (("nurse", "TYT"), ("clerk", "KT")):
        await enrol(store, name, Post(Role.OFFICER, unit))
        await file(store, routed(unit), accepted(), due_on=november(10), office=no_quiet_hours)
    for hour, minute, digests in ((12, 0, 0), (13, 29, 0), (13, 30, 2), (14, 0, 2)):
        await sweep(store, no_quiet_hours, at(november(10), hour, minute))
        assert len(await outbox(database)) == digests, (hour, minute)
