"""What the numbers are made of: the clocks of the cases that a period looks at."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text

from storage.domain.case import Case
from storage.domain.clocks import Clock, ClockKind
from storage.domain.ids import CaseId
from storage.domain.lifecycle import OPEN, Status
from storage.domain.ports import Store
from storage.domain.statistics import Span
from storage.sql.engine import Database
from storage.sql.statistics import SPANS
from tests.builders import make_case

JANUARY, MONDAY, FRIDAY, NEXT_WEEK = date(2026, 1, 1), date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 9)
LAST_YEAR = date(2025, 12, 30)


async def store_case(store: Store, case: Case, *clocks: Clock) -> CaseId:
    async with store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.deadlines.put_clocks(case.id, clocks)
        await uow.commit()
    return case.id


def final(stopped_on: date | None = None, **changes: date | None) -> Clock:
    values: Mapping[str, date | None] = {"started_on": MONDAY, "due_on": NEXT_WEEK, "stopped_on": stopped_on}
    return Clock(ClockKind.FINAL, **{**values, **changes})  # type: ignore[arg-type]


def answered(on: date = MONDAY) -> Case:
    case = make_case(on=on)
    case.publish("Chi trả trước 15/11.", by="UBND", on=FRIDAY)
    return case


async def spans(store: Store, clock: ClockKind = ClockKind.FINAL, since: date = JANUARY) -> list[Span]:
    async with store.reading() as reads:
        found = await reads.statistics.spans(since)
    return sorted(found.get(clock, ()), key=repr)


async def test_cases_alike_are_counted_together(store: Store) -> None:
    """Of whole days little is left to tell cases apart by, so that there are few rows however many the cases."""
    for _ in range(3):
        await store_case(store, make_case(), final())
    await store_case(store, answered(), final(FRIDAY))
    assert await spans(store) == [
        Span("KT", "luong", MONDAY, NEXT_WEEK, count=3),
        Span("KT", "luong", MONDAY, NEXT_WEEK, FRIDAY, count=1),
    ]


async def test_the_open_ones_are_there_whenever_they_began(store: Store) -> None:
    """An answered case of last year is past; one that nobody answered is not."""
    await store_case(store, answered(LAST_YEAR), final(FRIDAY))
    await store_case(store, make_case(on=LAST_YEAR), final())
    assert await spans(store) == [Span("KT", "luong", LAST_YEAR, NEXT_WEEK)]


async def test_a_person_waits_from_the_filing_on(store: Store) -> None:
    """A clock that begins anew at each hand-over does not make the wait shorter; a promise's own begins with it."""
    kinds = (ClockKind.ACKNOWLEDGE, ClockKind.PROMISE)
    await store_case(store, make_case(), *(Clock(kind, FRIDAY, NEXT_WEEK) for kind in kinds))
    assert [span.started_on for span in await spans(store, ClockKind.ACKNOWLEDGE)] == [MONDAY]
    assert [span.started_on for span in await spans(store, ClockKind.PROMISE)] == [FRIDAY]


async def test_withdrawn_and_paused_cases_are_told_apart(store: Store) -> None:
    """What was withdrawn is counted nowhere; while the author is asked, time stands still."""
    withdrawn, asked = make_case(), make_case()
    withdrawn.withdraw(on=FRIDAY)
    asked.route("KT", by="VP", on=MONDAY)
    asked.ask("Ở tổ nào?", None, by="KT", on=MONDAY)
    await store_case(store, withdrawn, final(FRIDAY))
    await store_case(store, asked, final(paused_on=FRIDAY))
    assert await spans(store) == [
        Span("KT", "luong", MONDAY, NEXT_WEEK, None, None, stands_still=True),
        Span("KT", "luong", MONDAY, NEXT_WEEK, FRIDAY, FRIDAY),
    ]


async def test_the_cases_behind_a_number_one_by_one(store: Store) -> None:
    """Those in the wanted statuses, the oldest first, each with its own clock."""
    young = await store_case(store, make_case(), final())
    old = await store_case(store, make_case(on=LAST_YEAR), final())
    done = await store_case(store, answered(), final(FRIDAY))
    async with store.reading() as reads:
        still_open = await reads.statistics.lines(ClockKind.FINAL, JANUARY, OPEN)
        finished = await reads.statistics.lines(ClockKind.FINAL, JANUARY, [Status.ANSWERED])
        assert await reads.statistics.lines(ClockKind.FIRST_ANSWER, JANUARY, OPEN) == []
    assert [(line.id, span.started_on) for line, span in still_open] == [(old, LAST_YEAR), (young, MONDAY)]
    assert [(line.id, span.stopped_on) for line, span in finished] == [(done, FRIDAY)]


async def test_a_period_is_found_by_its_index(sqlite: Database) -> None:
    """However many cases there were in earlier years, only those of the period and the open ones are read."""
    query = SPANS.params(since=JANUARY)
    async with sqlite.writer.connect() as connection:
        written = str(query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))
        plan = [row.detail for row in await connection.execute(text(f"EXPLAIN QUERY PLAN {written}"))]
    used = " ".join(plan)
    assert "ix_case_filed_on" in used
    assert "ix_case_status_due_on_ref" in used
    assert "SCAN" not in used
