"""Whoever holds the database without the key folder reads no word of a case; a case erased is read by nobody."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from storage.contents import ContentKeys, LostKey, MovedContents
from storage.domain.case import Case
from storage.domain.commitment import AuthorWord, Commitment, CommitmentKind, Word
from storage.domain.errors import NotPermitted
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.domain.outbox import Envelope, Priority
from storage.domain.ports import Store
from storage.domain.records import EntryKind, EventKind
from storage.domain.similarity import read as read_terms
from storage.sql import schema
from storage.sql.contents import rewrap
from storage.sql.engine import Database
from storage.sql.payloads import SIZES
from storage.sql.unit_of_work import SqlUnitOfWork
from tests.builders import NOW, account_key, make_case, make_file, make_notice, sealed, verifier
from tests.storage.databases import CONTENT_KEYS
from tests.storage.searching import everything

MARK = "mèo xanh"
DAY = date(2026, 11, 20)
LARGE = "Tài liệu có mèo xanh ".encode() * 10_000


async def whole_case(store: Store, **changes: Any) -> Case:
    """An anonymous case with a marked text wherever a case can hold one."""
    case = make_case(body=f"{MARK} 1", because=(f"{MARK} 2",), **changes)
    case.sum_up(f"Tóm tắt {MARK}", by="VP", on=DAY)
    case.route("KT", by="VP", on=DAY)
    case.ask(f"{MARK} 3", None, by="KT", on=DAY)
    case.add(f"{MARK} 4", on=DAY)
    case.submit_draft(f"{MARK} 5", None, by="KT", on=DAY)
    case.publish(f"{MARK} 6", by="UBND", on=DAY, promised=f"{MARK} 7")
    files = [make_file(f"{MARK} 8.pdf", f"%PDF {MARK} 9".encode()), make_file("to.pdf", LARGE)]
    case.files = ()
    notice = make_notice(arguments={"summary": case.body, "answer": case.answer})
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=sealed(), reply_verifier=verifier(case.ref), files=files)
        await unit.commitments.add(promise(case.id))
        await unit.outbox.put(
            [
                Envelope(notice, Priority.ANSWER, case_id=case.id),
                Envelope(notice, Priority.TASK, account=account_key("officer"), about=case.id),
                Envelope(notice, Priority.REMINDER, account=account_key("digest")),
            ]
        )
        await unit.commit()
    return case


def promise(case_id: CaseId) -> Commitment:
    return Commitment(
        case_id=case_id,
        seq=1,
        kind=CommitmentKind.WORK,
        unit="KT",
        task=f"{MARK} 10",
        promised_on=DAY,
        first_due_on=DAY,
        due_on=DAY,
        unit_done_on=DAY,
        proof=f"{MARK} 11",
        words=(AuthorWord(f"{MARK} 12", Word.DONE, DAY),),
    )


async def test_no_byte_of_a_case_lies_there_in_clear(database: Database, store: Store) -> None:
    """Texts, history, files and their names, promises, notices, words of summaries: in no file and no row."""
    case = await whole_case(store)
    named = make_case(person=None, body="khác")
    found = await everything(database)
    assert case.ref.encode() in found and named.ref.encode() not in found
    for trace in (MARK, "mèo", "xanh", "meo_xanh", "to.pdf"):
        assert trace.encode() not in found


async def test_with_the_keys_all_of_it_is_read(store: Store) -> None:
    """The case, its lists, files, promises and notices are what they were."""
    case = await whole_case(store)
    async with store.reading() as unit:
        read = await unit.cases.get(case.ref)
        assert [entry.text for entry in read.entries] == [entry.text for entry in case.entries]
        assert [event.detail for event in read.events] == [event.detail for event in case.events]
        assert read.because == case.because and [file.name for file in read.files] == [f"{MARK} 8.pdf", "to.pdf"]
        assert [(await unit.cases.file(file.file_id))[1].content for file in read.files][1] == LARGE
        assert await unit.commitments.of_case(case.id) == [promise(case.id)]
        assert {head.envelope.notice.arguments["answer"] for head in await unit.outbox.heads(NOW, 9, "telegram")} == {
            case.answer
        }
        (line,) = await unit.cases.in_status([Status.ANSWERED], 9)
    assert line.summary == f"{MARK} 1" and not line.erased


async def test_a_notice_to_an_anonymous_author_has_one_of_four_lengths(database: Database, store: Store) -> None:
    """From one word to the longest answer; a word more or less does not show."""
    case = await whole_case(store)
    answers = ["Rồi.", "Rồi ạ.", "ạ" * 1_000, "ạ" * 4_000, "ạ" * 10_000, "\u001f" * 10_000]
    async with store.writing() as unit:
        notices = [make_notice(arguments={"answer": a, "text": a, "summary": a[:300]}) for a in answers]
        await unit.outbox.put([Envelope(notice, Priority.ANSWER, case_id=case.id) for notice in notices])
        await unit.commit()
    async with database.writer.connect() as connection:
        found = select(schema.outbox.c.payload).where(schema.outbox.c.case_id.is_not(None))
        lengths = [len(payload) - 40 for payload in (await connection.execute(found)).scalars()]
    assert len(lengths) == 1 + len(answers)
    assert set(lengths) == set(SIZES)


SWAPS = {
    "texts of two cases": "UPDATE case_entry SET text = (SELECT text FROM case_entry WHERE case_id = :b AND seq = 1)"
    " WHERE case_id = :a AND seq = 1",
    "two texts of one case": "UPDATE case_entry SET text = (SELECT text FROM case_entry WHERE case_id = :a AND seq = 2)"
    " WHERE case_id = :a AND seq = 1",
    "a text as a detail": "UPDATE case_event SET detail = (SELECT text FROM case_entry WHERE case_id = :a AND seq = 1)"
    " WHERE case_id = :a AND seq = 1",
    "the key of another case": 'UPDATE "case" SET key_wrap = (SELECT key_wrap FROM "case" WHERE id = :b) WHERE id = :a',
    "plain words": "UPDATE case_entry SET text = 'Chữ của kẻ khác' WHERE case_id = :a AND seq = 1",
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS.keys())
async def test_what_was_moved_is_refused(database: Database, store: Store, swap: str) -> None:
    """Whoever writes into the database can put nothing of one case, or of one place, into another."""
    one, other = await whole_case(store), await whole_case(store)
    async with database.writer.begin() as connection:
        values = {"a": one.id, "b": other.id} if ":b" in swap else {"a": one.id}
        await connection.execute(text(swap), values)
    async with store.reading() as unit:
        assert (await unit.cases.get_by_id(other.id)).body == other.body
        with pytest.raises(MovedContents):
            await unit.cases.get_by_id(one.id)


async def test_a_notice_that_was_moved_holds_up_no_other(database: Database, store: Store) -> None:
    """It comes out of the outbox as one that is to be refused; the next ones can be read."""
    case = await whole_case(store)
    async with database.writer.begin() as connection:
        swap = "UPDATE outbox SET payload = (SELECT payload FROM outbox WHERE case_id = :id) WHERE account_key = :to"
        await connection.execute(text(swap), {"id": case.id, "to": account_key("officer")})
    async with store.reading() as unit:
        heads = {head.envelope.account: head for head in await unit.outbox.heads(NOW, 9, "telegram")}
    assert heads[account_key("officer")].refused == "moved-contents"
    assert not heads[None].refused and heads[None].envelope.notice.arguments["answer"] == case.answer


async def erase(store: Store, case: Case) -> bool:
    async with store.writing() as unit:
        erased = await unit.contents.erase(case.id)
        await unit.commit()
    return erased


async def test_of_an_erased_case_the_statistics_are_left(database: Database, store: Store) -> None:
    """Nothing of it decrypts or is found by its words; its dates, unit, topic and status are as they were."""
    case, other = await whole_case(store), await whole_case(store)
    assert await erase(store, case)
    async with store.reading() as unit:
        read = await unit.cases.get_by_reply_code(verifier(case.ref))
        assert read.erased and read.body == read.signature == read.summary == "" and not (read.files or read.because)
        same = ("ref", "topic", "department", "status", "filed_on", "due_on")
        assert [getattr(read, name) for name in same] == [getattr(case, name) for name in same]
        assert [event.on for event in read.events] == [event.on for event in case.events]
        assert await unit.commitments.of_case(case.id) == []
        assert {one.ref for one in await unit.similar.sharing([*terms()], 9)} == {other.ref}
        assert (await unit.similar.frequencies(terms())).count == 1
        refs = {line.ref: line.erased for line in await unit.cases.in_status([Status.ANSWERED], 9)}
        waiting = {(head.envelope.about, head.envelope.account) for head in await unit.outbox.heads(NOW, 9, "telegram")}
    assert refs == {case.ref: True, other.ref: False}
    assert case.id not in {about for about, _ in waiting} and (other.id, None) in waiting
    async with database.writer.connect() as connection:
        of_case = select(schema.return_address.c.case_id)
        assert (await connection.execute(of_case)).scalars().all() == [other.id]


def terms() -> set[str]:
    return set(read_terms(f"Tóm tắt {MARK}").terms)


async def test_the_key_itself_is_gone_from_the_files(sqlite: Database) -> None:
    """After a checkpoint neither the wrapped key nor anything sealed by it is left in the database or its log."""
    case = await whole_case(sqlite.store)
    async with sqlite.writer.connect() as connection:
        wrapped = (await connection.execute(select(schema.case.c.key_wrap))).scalar_one()
        texts = (await connection.execute(select(schema.case_entry.c.text))).scalars().all()
    assert wrapped in await everything(sqlite)
    await erase(sqlite.store, case)
    assert await sqlite.checkpoint()
    found = await everything(sqlite)
    assert wrapped not in found
    assert not [one for one in texts if one.encode() in found]


async def test_erasing_twice_and_erasing_nothing_is_no_fault(store: Store) -> None:
    """The second time says that there was nothing left."""
    case = await whole_case(store)
    assert [await erase(store, case), await erase(store, case)] == [True, False]
    assert not await erase(store, make_case())


async def test_nothing_can_be_written_to_an_erased_case(store: Store) -> None:
    """A text, a file or a notice about it is refused, also by whoever had it in hand before."""
    case = await whole_case(store)
    async with store.reading() as unit:
        before = await unit.cases.get_by_id(case.id)
    await erase(store, case)
    writes: list[Callable[[Any], Any]] = [
        lambda unit: unit.cases.save(before),
        lambda unit: unit.cases.add_files(case.id, [make_file()]),
        lambda unit: unit.outbox.put([Envelope(make_notice(), Priority.ANSWER, case_id=case.id)]),
    ]
    before.add("Thêm", on=DAY)
    for write in writes:
        async with store.writing() as unit:
            with pytest.raises(NotPermitted):
                await write(unit)


async def test_it_is_erased_also_where_nothing_can_be_read(database: Database, store: Store) -> None:
    """The key that is lost, or a text that was tampered with, is no reason to keep it."""
    case = await whole_case(store)
    async with database.writer.begin() as connection:
        await connection.execute(text("UPDATE case_entry SET text = 'x'"))
    assert await erase(store, case)
    async with store.reading() as unit:
        assert (await unit.cases.get_by_id(case.id)).erased


async def test_keys_are_wrapped_anew_a_few_at_a_time(database: Database, store: Store) -> None:
    """Afterwards all opens with the new key alone; a notice of no one case too; what was erased stays erased."""
    cases = [await whole_case(store) for _ in range(3)]
    await erase(store, cases[0])
    new = secrets.token_bytes(32)
    both = ContentKeys(new, [b"c" * 32], terms=b"t" * 32)
    rounds: list[int] = []
    while not rounds or rounds[-1]:
        transaction = database.writing()
        rounds.append(await rewrap(transaction, both, 2))
        await transaction.commit()
    assert sum(rounds) == 2 + 3 and max(rounds) == 2
    for keys, opens in ((ContentKeys(new, (), terms=b"t" * 32), True), (CONTENT_KEYS, False)):
        async with read_with(keys, database) as unit:
            assert await unit.contents.readable() is opens
            if opens:
                assert (await unit.cases.get_by_id(cases[1].id)).body == cases[1].body
                assert len(await unit.outbox.heads(NOW, 9, "telegram")) == 4
            else:
                with pytest.raises(LostKey):
                    await unit.cases.get_by_id(cases[1].id)


def read_with(keys: ContentKeys, database: Database) -> SqlUnitOfWork:
    """The same tables with other keys."""
    return SqlUnitOfWork(database.writing(), keys, lambda: None)


async def test_a_named_author_is_not_to_be_read_either(database: Database, store: Store) -> None:
    """What a named author is called lies sealed beside the case."""
    async with store.writing() as unit:
        person = await unit.people.enrol(account_key("lan"), sealed(), [], name="", month="2026-11")
        case = make_case(person=person, account=account_key("lan"), signature=MARK)
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    assert MARK.encode() not in await everything(database)
    async with store.reading() as unit:
        assert (await unit.cases.get(case.ref)).signature == MARK


async def test_an_entry_written_later_is_sealed_like_the_first(database: Database, store: Store) -> None:
    """Each save writes what is new, with the case's one key."""
    case = await whole_case(store)
    async with store.writing() as unit:
        again = await unit.cases.get_by_id(case.id)
        again.push_back(on=DAY, due_on=DAY)
        again.add(f"{MARK} sau", on=DAY)
        await unit.cases.save(again)
        await unit.commit()
    assert f"{MARK}".encode() not in await everything(database)
    async with store.reading() as unit:
        read = await unit.cases.get_by_id(case.id)
    assert read.latest(EntryKind.ADDITION) == f"{MARK} sau"
    assert read.events[-1].kind is EventKind.ADDED
    assert read.entries[0] == case.entries[0]
