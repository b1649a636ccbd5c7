"""A case that nobody answers climbs, one step a day; all hear what was tried, and its author hears every step."""

from dataclasses import replace

import pytest

from handlers import timing
from scheduler.reminders import sweep
from storage.domain.ids import AccountKey
from storage.domain.lifecycle import Status
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import EventKind
from storage.sql.engine import Database
from tests.scheduler.desk import accepted, at, do, file, november, outbox, routed, stored
from tests.scheduler.office import demo_office, enrol

IN_HAND = (routed(), accepted())


async def ward(store: Store) -> dict[AccountKey, str]:
    posts = {
        "officer": Post(Role.OFFICER, "KT"),
        "head": Post(Role.HEAD, "KT"),
        "office": Post(Role.OFFICE, "VP"),
        "chair": Post(Role.LEADER, "UBND"),
        "secretary": Post(Role.LEADER, "TTDU"),
    }
    return {await enrol(store, name, post): name for name, post in posts.items()}


async def test_silence_climbs_from_the_officer_to_the_secretary(database: Database, store: Store) -> None:
    """Due on Wednesday 11: the head a day later, the office two, the chairman four, the secretary six working days."""
    people = await ward(store)
    case = await file(store, *IN_HAND)
    first_heard: dict[str, int] = {}
    for day in range(2, 21):
        await sweep(store, demo_office(), at(november(day)))
        for row in await outbox(database):
            if case.ref in row.payload["arguments"]["overdue"]:
                first_heard.setdefault(people[row.account_key], day)
    assert first_heard == {"officer": 12, "head": 12, "office": 13, "chair": 17, "secretary": 19}
    told = [e for e in (await stored(store, case)).events if e.kind is EventKind.ESCALATED]
    assert [(e.detail["step"], e.on.day) for e in told] == [
        ("head", 12),
        ("office", 13),
        ("chair", 17),
        ("secretary", 19),
    ]


async def test_each_step_says_what_was_tried(database: Database, store: Store) -> None:
    """How often somebody was reminded, who has been told, and whether the unit has opened it at all."""
    people = await ward(store)
    case = await file(store, *IN_HAND)
    async with store.writing() as uow:
        await uow.deadlines.mark_seen(case.id, "KT", november(3))
        await uow.commit()
    for day in range(2, 18):
        await sweep(store, demo_office(), at(november(day)))
    (told,) = [row for row in await outbox(database) if people[row.account_key] == "chair"]
    assert (
        "Đã nhắc 7 lần; đã báo trưởng đơn vị 12/11, văn phòng 13/11; đơn vị mở xem ngày 03/11."
        in (told.payload["arguments"]["overdue"])
    )
    assert [action for _, action in told.payload["choices"]] == ["assign", "answer", "open"]


async def test_who_was_not_reached_is_not_said_to_have_been_told(database: Database, store: Store) -> None:
    """The head's channel takes nothing: the chairman reads that what went there did not arrive."""
    people = await ward(store)
    head = next(account for account, name in people.items() if name == "head")
    await file(store, *IN_HAND)
    for day in range(2, 18):
        await sweep(store, demo_office(), at(november(day)))
        async with store.writing() as uow:
            for waiting in await uow.outbox.heads(at(november(day), 12), 100, "telegram"):
                if waiting.envelope.account == head:
                    await uow.outbox.failed(waiting.id, "blocked")
            await uow.commit()
    (told,) = [row for row in await outbox(database) if people[row.account_key] == "chair"]
    assert "đã báo trưởng đơn vị 12/11 (chưa tới), văn phòng 13/11" in told.payload["arguments"]["overdue"]


async def test_the_author_hears_every_step(database: Database, store: Store) -> None:
    """Even an anonymous one: by the way back to them, with the date that was missed and who has been told."""
    await ward(store)
    case = await file(store, *IN_HAND)
    for day in range(2, 20):
        await sweep(store, demo_office(), at(november(day)))
    heard = await outbox(database, "notice-escalated")
    assert [row.payload["arguments"]["step"] for row in heard] == ["head", "office", "chair", "secretary"]
    assert {row.payload["arguments"]["date"] for row in heard} == {"2026-11-11"}
    assert {row.case_id for row in heard} == {case.id}


async def test_after_a_standstill_the_ladder_still_goes_step_by_step(store: Store) -> None:
    """Nothing ran for two weeks: the head gets a day before the office hears, and so on."""
    await ward(store)
    case = await file(store, *IN_HAND, due_on=november(4))
    for day in (18, 19, 20, 23, 25):
        for hour in (8, 14):
            await sweep(store, demo_office(), at(november(day), hour))
    told = [e for e in (await stored(store, case)).events if e.kind is EventKind.ESCALATED]
    assert [e.on.day for e in told] == [18, 19, 20, 23]


async def test_more_time_or_an_answer_ends_the_climb(store: Store) -> None:
    """A new date begins anew, an answer ends it."""
    await ward(store)
    extended, answered = await file(store, *IN_HAND), await file(store, *IN_HAND)
    await sweep(store, demo_office(), at(november(12)))
    wait = "Chờ báo giá."
    await do(store, extended.id, lambda c: c.extend(november(16), wait, by="KT", on=november(12)), november(12))
    await do(store, answered.id, lambda c: c.publish("Đã cấp.", by="UBND", on=november(12)), november(12))
    for day in (13, 16, 17):
        await sweep(store, demo_office(), at(november(day)))
    steps = [
        [e.detail["due"] for e in (await stored(store, case)).events if e.kind is EventKind.ESCALATED]
        for case in (extended, answered)
    ]
    assert steps == [["2026-11-11", "2026-11-16"], ["2026-11-11"]]


async def test_what_waits_for_the_office_is_told_to_its_leaders(store: Store) -> None:
    """A concern that nobody sends anywhere climbs from the office itself."""
    await ward(store)
    case = await file(store)
    for day in range(3, 14):
        await sweep(store, demo_office(), at(november(day)))
    told = [e.detail["step"] for e in (await stored(store, case)).events if e.kind is EventKind.ESCALATED]
    assert told == ["chair", "secretary"]


async def test_a_department_that_is_no_more_loses_its_cases_to_the_office(database: Database, store: Store) -> None:
    """Dissolved with open cases: each comes back to the office and is not forgotten, its history readable as before."""
    people = await ward(store)
    case = await file(store, *IN_HAND)
    units = tuple(unit for unit in demo_office().organisation.units if unit.code != "KT")
    merged = replace(demo_office(), organisation=replace(demo_office().organisation, units=units))
    async with store.writing() as uow:
        await uow.deadlines.wake_homeless([unit.code for unit in units], november(4))
        await uow.commit()
    await sweep(store, merged, at(november(4)))
    back = await stored(store, case)
    assert (back.status, back.department) == (Status.RECEIVED, "VP")
    (told,) = await outbox(database)
    assert people[told.account_key] == "office"
    assert case.ref in told.payload["arguments"]["week"]


@pytest.mark.parametrize("times", [2, 3])
async def test_a_case_that_comes_back_twice_goes_up(database: Database, store: Store, times: int) -> None:
    """The first return is the office's to settle; from the second on a leader decides, and the author hears of it."""
    people = await ward(store)
    case = await file(store)
    for _ in range(times):
        await do(store, case.id, routed("KT", november(3)), november(3))
        await do(
            store,
            case.id,
            lambda c: c.bounce("Không phải của phòng.", to=None, office="VP", by="KT", on=november(3)),
            november(3),
        )
    raised = await outbox(database, "notice-raised")
    assert [people[row.account_key] for row in raised] == ["chair"] * (times - 1)
    assert len(await outbox(database, "notice-at-leader")) == times - 1


async def test_a_promise_that_is_overdue_climbs_like_an_answer(database: Database, store: Store) -> None:
    """Promised for Wednesday 11: each step hears what was tried, and the author of what was promised every step."""
    people = await ward(store)
    case = await file(store, *IN_HAND)
    case = await do(store, case.id, lambda c: c.publish("Cấp máy trước 11/11.", by="UBND", on=november(4)), november(4))
    async with store.writing() as uow:
        await timing.promise(case, november(11), uow, demo_office().calendar, november(4))
        await uow.commit()
    first_heard: dict[str, int] = {}
    for day in range(5, 21):
        await sweep(store, demo_office(), at(november(day)))
        for row in await outbox(database):
            if "việc đã hứa, quá hạn" in row.payload["arguments"]["overdue"]:
                first_heard.setdefault(people[row.account_key], day)
    assert first_heard == {"officer": 12, "head": 12, "office": 13, "chair": 17, "secretary": 19}
    heard = [row.payload["arguments"] for row in await outbox(database, "notice-escalated")]
    assert [told["step"] for told in heard] == ["head", "office", "chair", "secretary"]
    assert {(told["clock"], told["date"]) for told in heard} == {("promise", "2026-11-11")}
    (chair,) = [row for row in await outbox(database) if people[row.account_key] == "chair"][:1]
    assert "đã báo trưởng đơn vị 12/11, văn phòng 13/11" in chair.payload["arguments"]["overdue"]
    assert [action for _, action in chair.payload["choices"]] == ["promise", "open"]
