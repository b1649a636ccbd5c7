"""A database whose texts lie there in clear: after the upgrade no byte of them does, and all of it can be read."""

from collections.abc import AsyncIterator

import pytest

from storage.domain.ids import CaseId
from storage.domain.similarity import read
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate
from storage.sql.payloads import SIZES
from tests.builders import NOW
from tests.storage.clear_rows import BEFORE, CASE, FILE, MARK, NAMED, fill, marked, upgrade_to
from tests.storage.databases import CONTENT_KEYS, KINDS, empty_database
from tests.storage.opened import opened_outbox
from tests.storage.searching import everything


@pytest.fixture(params=KINDS)
async def upgraded(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    async with empty_database(request.param) as url:
        database = open_database(url, CONTENT_KEYS)
        await upgrade_to(database, BEFORE)
        await fill(database)
        before = await everything(database)
        assert MARK.encode() in before and "mèo_xanh".encode() in before
        await migrate(database)
        yield database
        await database.close()


async def test_no_byte_stays_in_clear(upgraded: Database) -> None:
    """On SQLite the freed pages and the log are empty of it too."""
    found = await everything(upgraded)
    assert b"DT-AAAA-AAAA" in found
    assert "mèo".encode() not in found and b"%PDF" not in found


async def test_cases_are_read_as_they_were(upgraded: Database) -> None:
    """Texts, history, file, signature, what it was routed by, and the promise."""
    async with upgraded.store.reading() as unit:
        case, named = await unit.cases.get_by_id(CaseId(CASE)), await unit.cases.get_by_id(CaseId(NAMED))
        (promise,) = await unit.commitments.of_case(case.id)
        _, file = await unit.cases.file("f1")
    assert [entry.text for entry in case.entries] == [marked("body"), marked("summary")]
    assert case.suggested == "KT" and case.events[1].detail == {"reason": marked("reason")}
    assert case.because == (marked("because"),) and not case.erased
    assert (file.name, file.content) == (marked("name"), FILE)
    assert (named.signature, case.signature, named.body) == (marked("signature"), "", marked("named body"))
    assert (promise.task, promise.proof) == (marked("task"), marked("proof"))
    assert [word.ref for word in promise.words] == ["DT-AAAA-AAAA"]


async def test_what_waits_is_sent_as_it_was_written(upgraded: Database) -> None:
    """Each notice opens; the anonymous author's has the length of all such."""
    async with upgraded.store.reading() as unit:
        heads = await unit.outbox.heads(NOW, 9, "telegram")
    assert {head.envelope.about for head in heads} == {CASE, NAMED}
    assert {head.envelope.notice.arguments["answer"] for head in heads} == {marked("answer of notice")}
    rows = await opened_outbox(upgraded)
    assert {row.about_id for row in rows if row.payload["text_key"] == "notice-digest"} == {None}
    async with upgraded.writer.connect() as connection:
        lengths = await connection.exec_driver_sql("SELECT length(payload) FROM outbox WHERE case_id IS NOT NULL")
        (size,) = lengths.one()
    assert size - 40 in SIZES


async def test_a_summary_is_still_found_by_its_words(upgraded: Database) -> None:
    """The index has the same words, as hashes."""
    terms = read("mèo xanh").terms
    async with upgraded.store.reading() as unit:
        assert (await unit.similar.frequencies(["mèo_xanh", *terms])).by_term["mèo_xanh"] == 1
        assert [one.summary for one in await unit.similar.sharing(["mèo_xanh"], 9)] == [marked("summary")]


async def test_an_upgraded_case_can_be_erased(upgraded: Database) -> None:
    """Its words leave the index with it."""
    async with upgraded.store.writing() as unit:
        assert await unit.contents.erase(CaseId(CASE))
        await unit.commit()
    async with upgraded.store.reading() as unit:
        assert (await unit.cases.get_by_id(CaseId(CASE))).erased
        assert await unit.similar.sharing(["mèo_xanh"], 9) == []
