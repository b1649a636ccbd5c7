"""The sweep of promises: on their day, at its hour, once, and only while there is something to ask."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime

import pytest

from scheduler import commitments, reminders
from storage.domain.case import Case
from storage.domain.commitment import Commitment, Ending, promise_answer, promise_work
from storage.domain.digest import UPDATE
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import EventKind
from storage.sql.engine import Database
from tests.builders import account_key, make_case, person_id
from tests.domain.ward import SAIGON, demo_calendar
from tests.scheduler.desk import accepted, file, outbox, routed
from tests.scheduler.office import demo_office, enrol

MADE = date(2026, 11, 4)
DUE = date(2026, 11, 30)  # a Monday
CALENDAR = demo_calendar()


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SAIGON)


def answered() -> Case:
    """A named case of the economic department, with its answer."""
    case = make_case(department="KT", person=person_id("lan"), account=account_key("lan"), signature="Lan")
    case.route("KT", by="VP", on=MADE)
    case.publish("Phòng Kinh tế cấp máy trước 30/11/2026.", by="KT", on=MADE)
    return case


async def stored(store: Store, case: Case, commitment: Commitment) -> None:
    await enrol(store, "lan", Post(Role.STAFF, ""))
    async with store.writing() as uow:
        actor = await uow.people.actor(account_key("lan"))
        case.person = actor.person
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commitments.add(commitment)
        await uow.commit()


async def with_promise(store: Store, case: Case | None = None) -> tuple[Case, Commitment]:
    case = case or answered()
    commitment = promise_work(case, 1, "Cấp máy mới.", "KT", DUE, by="KT", on=MADE, calendar=CALENDAR)
    await stored(store, case, commitment)
    return case, commitment


async def now_of(store: Store, case: Case) -> tuple[Case, Commitment]:
    async with store.reading() as reads:
        (commitment,) = await reads.commitments.of_case(case.id)
        return await reads.cases.get(case.ref), commitment


async def waiting(store: Store) -> int:
    async with store.reading() as reads:
        return await reads.outbox.waiting()


@pytest.mark.parametrize(
    "moment", [at(DUE, 7), at(DUE, 12), at(DUE, 21), at(date(2026, 11, 29)), at(date(2026, 11, 27))]
)
async def test_nobody_is_asked_out_of_hours(store: Store, moment: datetime) -> None:
    """Before the reminder hour, at lunch, at night, on a Sunday, and before the promised day nothing is said."""
    await with_promise(store)
    assert await commitments.sweep(store, demo_office(), moment) == 0
    assert await waiting(store) == 0


async def test_the_author_is_asked_once(store: Store) -> None:
    """However often the sweep runs, and however many run at once."""
    case, _ = await with_promise(store)
    await asyncio.gather(*(commitments.sweep(store, demo_office(), at(DUE)) for _ in range(3)))
    await commitments.sweep(store, demo_office(), at(date(2026, 12, 1)))
    case, commitment = await now_of(store, case)
    assert [event.kind for event in case.events].count(EventKind.ASKED_IF_DONE) == 1
    assert (await waiting(store), commitment.asked_on) == (1, DUE)


async def test_a_missed_day_is_made_up_for(store: Store) -> None:
    """After a stop over the promised day the author is asked on the next working day."""
    case, _ = await with_promise(store)
    assert await commitments.sweep(store, demo_office(), at(date(2026, 12, 3))) == 1
    assert (await now_of(store, case))[1].asked_on == date(2026, 12, 3)


def _withdrawn(case: Case) -> None:
    case.push_back(on=MADE, due_on=DUE)
    case.withdraw(on=MADE)


async def test_of_a_withdrawn_case_nobody_is_asked(store: Store) -> None:
    """The promise is dropped without a word."""
    case = answered()
    _withdrawn(case)
    await with_promise(store, case)
    await commitments.sweep(store, demo_office(), at(DUE))
    assert (await now_of(store, case))[1].ending is Ending.DROPPED
    assert await waiting(store) == 0


@pytest.mark.parametrize(
    ("prepare", "messages", "ending"),
    [(lambda case: None, 0, Ending.ANSWERED), (lambda case: case.push_back(on=MADE, due_on=DUE), 1, None)],
    ids=["answered", "open again"],
)
async def test_an_interim_answer_is_followed_while_the_case_is_open(
    store: Store, prepare: Callable[[Case], None], messages: int, ending: Ending | None
) -> None:
    """Seven working days later the unit's next digest asks for a word; where the full answer has come, none does."""
    case = answered()
    prepare(case)
    await enrol(store, "officer", Post(Role.OFFICER, "KT"))
    await stored(store, case, promise_answer(case, 1, DUE, on=MADE, calendar=CALENDAR))
    assert await commitments.sweep(store, demo_office(), at(date(2026, 11, 12))) == 0
    assert await commitments.sweep(store, demo_office(), at(date(2026, 11, 13))) == 1
    commitment = (await now_of(store, case))[1]
    async with store.reading() as reads:
        reminders = [(each.unit, each.kind) for each in await reads.reminders.waiting()]
    assert (reminders, commitment.ending) == ([("KT", UPDATE)] * messages, ending)
    assert await waiting(store) == 0  # no push of its own
    if ending is None:
        assert commitment.wake_on == date(2026, 11, 25)  # the 24th is a holiday


async def test_more_than_one_batch_is_worked_off(store: Store) -> None:
    """All promises of a day are asked about, not only the first of them."""
    cases = [answered() for _ in range(5)]
    async with store.writing() as uow:
        for case in cases:
            case.person = case.account = None
            case.signature = ""
            await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
            await uow.commitments.add(promise_work(case, 1, "Cấp máy.", "KT", DUE, by="KT", on=MADE, calendar=CALENDAR))
        await uow.commit()
    assert await commitments.sweep(store, demo_office(), at(DUE), batch=2) == 5


async def test_the_word_that_is_due_stands_in_the_digest(database: Database, store: Store) -> None:
    """Among all else of that morning, with what can be done; it is no third message of the day."""
    await enrol(store, "officer", Post(Role.OFFICER, "KT"))
    case = await file(store, routed(), accepted(), due_on=DUE)
    async with store.writing() as uow:
        await uow.commitments.add(promise_answer(case, 1, DUE, on=MADE, calendar=CALENDAR))
        await uow.commit()
    for _ in range(2):
        await commitments.sweep(store, demo_office(), at(date(2026, 11, 13)))
        await reminders.sweep(store, demo_office(), at(date(2026, 11, 13)))
    (digest,) = await outbox(database)
    assert "cần báo thêm cho người gửi" in digest.payload["arguments"]["today"]
    assert {"interim", "respond"} <= {action for _, action in digest.payload["choices"]}
