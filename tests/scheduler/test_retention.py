"""What must not be kept for ever: it goes on its day, not before, once, and a proof of it stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from handlers import timing
from handlers.context import Office
from scheduler.retention import sweep
from storage.domain.case import Case
from storage.domain.clocks import Moment
from storage.domain.commitment import Commitment, CommitmentKind, Ending
from storage.domain.outbox import Envelope, Priority
from storage.domain.ports import Store
from storage.domain.retention import Erased, Erasure, Retention, Why, months_before
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import NOW, account_key, make_case, make_file, make_notice, sealed, verifier
from tests.scheduler.desk import MONDAY, Change, at
from tests.scheduler.office import demo_office
from tests.storage.opened import opened_outbox

ENDED = MONDAY
LAST_ADDRESS_DAY = ENDED + timedelta(days=30)
TWO_YEARS = date(2028, 11, 2)


def answered(case: Case) -> None:
    case.publish("Chi trả ngày 25/11.", by="UBND", on=ENDED)


def withdrawn(case: Case) -> None:
    case.withdraw(on=ENDED)


def declined(case: Case) -> None:
    case.decline("Việc của Tòa án.", by="VP", on=ENDED)


def closed(case: Case) -> None:
    answered(case)
    case.confirm(on=ENDED)


def untouched(case: Case) -> None:
    """Nobody has answered it."""


async def file(store: Store, *changes: Change) -> Case:
    """An anonymous case with a way back and a file."""
    case = make_case(on=ENDED)
    for change in changes:
        change(case)
    async with store.writing() as uow:
        ways = {"return_address": sealed(case.ref), "reply_verifier": verifier(case.ref)}
        await uow.cases.add(case, **ways, files=[make_file()])
        await uow.commit()
    return case


async def addresses(database: Database) -> set[bytes]:
    async with database.writer.connect() as connection:
        return set((await connection.execute(select(schema.return_address.c.case_id))).scalars())


async def erased(store: Store, *cases: Case) -> list[bool]:
    async with store.reading() as reads:
        return [(await reads.cases.get_by_id(case.id)).erased for case in cases]


async def proof(store: Store) -> Sequence[Erasure]:
    async with store.reading() as reads:
        return await reads.keeping.noted(date.min)


def office(**numbers: int) -> Office:
    usual = demo_office()
    return replace(usual, organisation=replace(usual.organisation, retention=Retention(**numbers)))


@pytest.mark.parametrize("ended", [answered, closed, withdrawn, declined])
async def test_an_address_goes_thirty_days_after_the_end(database: Database, store: Store, ended: Change) -> None:
    """On that day and not the day before; the text and the reply code stay."""
    case = await file(store, ended)
    assert await sweep(store, demo_office(), at(LAST_ADDRESS_DAY - timedelta(days=1))) == 0
    assert await addresses(database) == {case.id}
    assert await sweep(store, demo_office(), at(LAST_ADDRESS_DAY)) == 1
    assert await addresses(database) == set()
    async with store.reading() as reads:
        assert (await reads.cases.get_by_reply_code(verifier(case.ref))).body == case.body
    assert await proof(store) == [Erasure(Erased.ADDRESS, case.ref, LAST_ADDRESS_DAY, Why.RETENTION)]


async def test_an_open_case_keeps_its_address_and_its_text(database: Database, store: Store) -> None:
    """However old it is: its author is still owed an answer."""
    case = await file(store, untouched)
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 0
    assert await addresses(database) == {case.id} and await erased(store, case) == [False]


async def test_what_was_promised_is_waited_for(database: Database, store: Store) -> None:
    """The author will be asked whether it was done: until then nothing goes."""
    case = await file(store, answered)
    promise = Commitment(
        case_id=case.id,
        seq=1,
        kind=CommitmentKind.WORK,
        unit="KT",
        task="Chi trả",
        promised_on=ENDED,
        first_due_on=TWO_YEARS,
        due_on=TWO_YEARS,
    )
    async with store.writing() as uow:
        await uow.commitments.add(promise)
        await uow.commit()
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 0
    promise.ending = Ending.KEPT
    async with store.writing() as uow:
        await uow.commitments.save(promise)
        await uow.commit()
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 2
    assert await erased(store, case) == [True]


async def test_a_case_answered_with_another_waits_for_that_one(database: Database, store: Store) -> None:
    """While the other one is open its author may still be written to; then both go."""
    lead = await file(store, untouched)
    follower = await file(store, lambda case: case.merge_into(lead, by="VP", on=ENDED))
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 0
    async with store.writing() as uow:
        again = await uow.cases.get_by_id(lead.id)
        answered(again)
        await uow.cases.save(again)
        await uow.commit()
    assert await sweep(store, demo_office(), at(LAST_ADDRESS_DAY)) == 2
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 2
    assert await erased(store, lead, follower) == [True, True] and await addresses(database) == set()


async def test_contents_go_two_years_after_the_end(store: Store) -> None:
    """On that day and not the day before; a second sweep finds nothing, and the proof has one line."""
    case, other = await file(store, closed), await file(store, untouched)
    await sweep(store, demo_office(), at(TWO_YEARS - timedelta(days=1)))
    assert await erased(store, case) == [False]
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 1
    assert await erased(store, case, other) == [True, False]
    assert await sweep(store, demo_office(), at(TWO_YEARS)) == 0
    contents = [line for line in await proof(store) if line.what is Erased.CONTENTS]
    assert contents == [Erasure(Erased.CONTENTS, case.ref, TWO_YEARS, Why.RETENTION)]


async def test_the_numbers_are_those_of_the_organisation(database: Database, store: Store) -> None:
    """Ten days and a month, where its file says so."""
    case = await file(store, closed)
    rules = office(address_days=10, contents_months=1)
    assert await sweep(store, rules, at(ENDED + timedelta(days=10))) == 1
    assert await addresses(database) == set() and await erased(store, case) == [False]
    assert months_before(date(2026, 12, 2), 1) == ENDED
    assert await sweep(store, rules, at(date(2026, 12, 2))) == 1
    assert await erased(store, case) == [True]


async def test_many_go_a_few_at_a_time(database: Database, store: Store) -> None:
    """In small transactions, all of them; two schedulers at once do no harm."""
    cases = [await file(store, closed) for _ in range(5)]
    assert await sweep(store, demo_office(), at(LAST_ADDRESS_DAY), batch=2) == 5
    assert await sweep(store, demo_office(), at(TWO_YEARS), batch=2) == 5
    assert all(await erased(store, *cases))
    assert len(await proof(store)) == 10


async def test_what_somebody_wrote_into_goes_too(
    database: Database, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A case that does not open any more, or a follower of it, keeps no other from its end."""
    lead, spoilt, other = await file(store, closed), await file(store, closed), await file(store, closed)
    async with database.writer.begin() as connection:
        spoil = update(schema.case_entry).where(schema.case_entry.c.case_id == spoilt.id).values(text="x")
        await connection.execute(spoil)
        follow = update(schema.case).where(schema.case.c.id == spoilt.id).values(merged_into=lead.id)
        await connection.execute(follow)
    await sweep(store, demo_office(), at(TWO_YEARS))
    assert await erased(store, lead, spoilt, other) == [True, True, True]
    assert len([line for line in await proof(store) if line.what is Erased.CONTENTS]) == 3
    assert "does not open where it lies" in caplog.text


async def test_a_notice_that_failed_is_emptied_two_weeks_after(database: Database, store: Store) -> None:
    """Counted from the first sweep that saw it; what waits or was sent is left alone."""
    async with store.writing() as uow:
        texts = [make_notice(arguments={"text": text}) for text in ("failed", "waits")]
        people = [account_key("lan"), account_key("minh")]
        envelopes = [Envelope(n, Priority.TASK, account=key) for n, key in zip(texts, people, strict=True)]
        await uow.outbox.put(envelopes)
        (head,) = [h for h in await uow.outbox.heads(NOW, 9, "telegram") if h.envelope.account == people[0]]
        await uow.outbox.failed(head.id, "blocked")
        await uow.commit()
    assert await sweep(store, demo_office(), at(ENDED)) == 0
    assert await sweep(store, demo_office(), at(ENDED + timedelta(days=13))) == 0
    assert {row.state for row in await opened_outbox(database)} == {"failed", "queued"}
    assert await sweep(store, demo_office(), at(ENDED + timedelta(days=14))) == 1
    rows = {row.state: row for row in await opened_outbox(database)}
    assert (rows["done"].payload, rows["done"].reason, rows["done"].failed_on) == (None, None, None)
    assert rows["queued"].payload["arguments"] == {"text": "waits"}
    assert [(line.what, line.number) for line in await proof(store)] == [(Erased.NOTICES, 1)]


async def test_the_proof_names_no_person(database: Database, store: Store) -> None:
    """What, which case, on which day and on whose word: the table has no place for more."""
    await file(store, closed)
    await sweep(store, demo_office(), at(TWO_YEARS))
    columns = {column.name for column in schema.erasure.columns}
    assert columns == {"what", "ref", "erased_on", "why", "number"}
    async with database.writer.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(schema.erasure))).scalar_one() == 2


async def test_statistics_stay(store: Store) -> None:
    """What was erased is still counted: by unit, topic and clock."""
    case = make_case(on=ENDED, department="KT")
    closed(case)
    async with store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        moment = Moment(ENDED, ENDED, demo_office().calendar)
        await timing.keep(case, case.events, uow, demo_office().organisation, moment)
        await uow.commit()
    before = await counted(store)
    assert before
    await sweep(store, demo_office(), at(TWO_YEARS))
    assert await erased(store, case) == [True]
    assert await counted(store) == before


async def counted(store: Store) -> object:
    async with store.reading() as reads:
        return await reads.statistics.spans(ENDED)
