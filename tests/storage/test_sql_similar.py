"""The index of summaries: it follows them word for word, and holds nothing that an author wrote."""

import asyncio
from collections.abc import Mapping
from datetime import date

import pytest
from sqlalchemy import select

from storage.domain.case import Case
from storage.domain.ports import Store
from storage.domain.similarity import read
from storage.sql import schema as t
from storage.sql.engine import Database
from tests.builders import make_case
from tests.storage.databases import CONTENT_KEYS

DAY = date(2026, 11, 4)
PRINTER = "Máy in ở Một cửa hỏng"
PARKING = "Thiếu chỗ để xe tại trụ sở"


async def add(store: Store, *cases: Case) -> None:
    async with store.writing() as unit:
        for case in cases:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()


async def save(store: Store, case: Case) -> None:
    async with store.writing() as unit:
        await unit.cases.save(case)
        await unit.commit()


def summed_up(text: str) -> Case:
    case = make_case()
    case.sum_up(text, by="VP", on=DAY)
    return case


async def alike(store: Store, text: str, limit: int = 10) -> Mapping[str, str]:
    """What shares a word with this text: summaries by reference."""
    async with store.reading() as unit:
        return {one.ref: one.summary for one in await unit.similar.sharing(read(text).terms, limit)}


async def counts(database: Database) -> tuple[dict[bytes, int], dict[bytes, int]]:
    """How many cases have each term, by the counts that are kept and by counting."""
    async with database.writer.connect() as connection:
        kept = {row.term: row.cases for row in await connection.execute(select(t.summary_term_count)) if row.cases}
        counted: dict[bytes, int] = {}
        for row in await connection.execute(select(t.summary_term)):
            counted[row.term] = counted.get(row.term, 0) + 1
    return kept, counted


async def test_a_summary_is_found_by_any_of_its_words_with_or_without_diacritics(store: Store) -> None:
    """Those that share a word are found, others not."""
    printer, parking = summed_up(PRINTER), summed_up(PARKING)
    await add(store, printer, parking)
    assert await alike(store, "may in cua chung toi") == {printer.ref: PRINTER}
    assert await alike(store, "chỗ để xe và máy in") == {printer.ref: PRINTER, parking.ref: PARKING}
    assert await alike(store, "Phụ cấp tháng này") == {}
    assert await alike(store, "") == {}


async def test_what_an_author_wrote_is_not_in_the_index(store: Store, database: Database) -> None:
    """A case without a summary leaves no word; one with a summary leaves the summary's words alone."""
    plain, case = make_case(body="Mèo xanh ở cổng"), make_case(body="Mèo xanh ở kho")
    await add(store, plain, case)
    assert await counts(database) == ({}, {})
    case.sum_up(PRINTER, by="VP", on=DAY)
    case.add("Vẫn còn mèo xanh", on=DAY)
    await save(store, case)
    kept, counted = await counts(database)
    assert set(counted) == {CONTENT_KEYS.term(term) for term in (*read(PRINTER).terms, "")}
    assert kept == counted


async def test_a_new_summary_takes_the_place_of_the_old_one(store: Store, database: Database) -> None:
    """The old one's words lead nowhere any more, what both have stays, and the counts stay true."""
    other, case = summed_up(PARKING), summed_up(PRINTER)
    await add(store, other, case)
    case.sum_up("Máy quét ở Một cửa hỏng", by="VP", on=DAY)
    await save(store, case)
    case.edit("Thêm một dòng của người gửi", on=DAY)
    await save(store, case)
    assert await alike(store, "máy in") == await alike(store, "máy quét") == {case.ref: "Máy quét ở Một cửa hỏng"}
    async with store.reading() as unit:
        frequencies = await unit.similar.frequencies(["may in", "may quet", "tru so"])
    assert (frequencies.count, dict(frequencies.by_term)) == (2, {"may in": 0, "may quet": 1, "tru so": 1})
    kept, counted = await counts(database)
    assert kept == counted


@pytest.mark.parametrize("end", ["decline", "withdraw", "merge"])
async def test_only_what_is_open_or_answered_is_found(store: Store, end: str) -> None:
    """A declined, withdrawn or merged case is no place to follow; an answered one is."""
    ended, answered = summed_up(PRINTER), summed_up(PRINTER)
    answered.publish("Đã thay máy mới.", by="UBND", on=DAY)
    {
        "decline": lambda: ended.decline("Việc của Sở.", by="VP", on=DAY),
        "withdraw": lambda: ended.withdraw(on=DAY),
        "merge": lambda: ended.merge_into(answered, by="VP", on=DAY),
    }[end]()
    await add(store, answered, ended)
    assert set(await alike(store, "máy in")) == {answered.ref}


async def test_of_many_those_that_share_the_most_come_first(store: Store) -> None:
    """With room for one, it is the one with more words in common."""
    near, far = summed_up(PRINTER), summed_up("Máy lạnh phòng họp nóng")
    await add(store, far, near)
    assert set(await alike(store, "Máy in một cửa", limit=1)) == {near.ref}


async def test_whoever_ends_a_case_sees_who_joins_it_that_moment(store: Store) -> None:
    """While somebody joins, a withdrawal waits; then it finds the one who joined, who is not left behind."""
    lead, follower = make_case(), make_case()
    await add(store, lead)

    async def withdraw() -> list[str]:
        async with store.writing() as unit:
            case = await unit.cases.get(lead.ref)
            case.withdraw(on=DAY)
            await unit.cases.save(case)
            left = [one.ref for one in await unit.cases.merged_into(lead.id)]
            await unit.commit()
        return left

    async with store.writing() as unit:
        await unit.similar.hold(lead.ref)
        follower.merge_into(await unit.cases.get(lead.ref), by="VP", on=DAY)
        await unit.cases.add(follower, return_address=None, reply_verifier=None, files=())
        ending = asyncio.create_task(withdraw())
        await asyncio.wait([ending], timeout=0.2)
        assert not ending.done()
        await unit.commit()
    assert await ending == [follower.ref]


async def test_followers_are_counted(store: Store) -> None:
    """Those answered together with a case; one that was separated again is not among them."""
    lead, first, second = make_case(), make_case(), make_case()
    for follower in (first, second):
        follower.merge_into(lead, by="VP", on=DAY)
    await add(store, lead, first, second)
    first.separate(lead, office="VP", on=DAY)
    await save(store, first)
    async with store.reading() as unit:
        assert await unit.similar.followers(lead.id) == 1
        assert await unit.similar.followers(first.id) == 0
