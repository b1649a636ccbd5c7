"""The log in the database: one chain, whoever writes at the same time."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from bot.auditing import AT_ONCE, Checkpoint, note_head, rows, verify
from scheduler.auditing import enter_filings
from storage.domain.audit import FILED, Head, command_act
from storage.domain.errors import SettingsError
from storage.domain.ports import Store
from storage.sealing import KeyFolder, KeySeals
from storage.sql.engine import Database
from tests.builders import FILED_ON, NOW, make_case


@pytest.fixture
def seals(tmp_path_factory: pytest.TempPathFactory) -> KeySeals:
    return KeySeals(KeyFolder(tmp_path_factory.mktemp("keys")))


async def write(store: Store, seals: KeySeals, *actions: str, now: datetime = NOW) -> None:
    async with store.writing() as unit:
        await unit.audit.append([command_act(action, "", now) for action in actions], seals.audit_hash)
        await unit.commit()


async def file(store: Store, count: int, on: date = FILED_ON) -> list[str]:
    refs = []
    async with store.writing() as unit:
        for _ in range(count):
            case = make_case(on=on)
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
            refs.append(case.ref)
        await unit.commit()
    return refs


async def test_what_is_written_at_once_is_one_chain(store: Store, seals: KeySeals) -> None:
    """Twenty writers at the same time make one chain, and lose nothing."""
    await asyncio.gather(*(write(store, seals, f"act{n}", f"act{n} too") for n in range(20)))
    verdict = await verify(store, seals, Head())
    assert (verdict.broken_at, verdict.head.seq) == (None, 40)
    assert len(await rows(store)) == 40


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE audit SET action = 'nothing' WHERE seq = 2", 2),
        ("UPDATE audit SET person = NULL, posts = 'leader:UBND' WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq > 3", 4),
        ("DELETE FROM audit", 1),
    ],
)
async def test_whatever_is_done_to_the_rows_is_found(
    database: Database, seals: KeySeals, statement: str, place: int
) -> None:
    """Changed, taken out or cut off at the end: the place is told."""
    await write(database.store, seals, *"abcde")
    known = (await verify(database.store, seals, Head())).head
    async with database.writer.begin() as connection:
        await connection.execute(text(statement))
    assert (await verify(database.store, seals, known)).broken_at == place


async def test_a_chain_begun_anew_is_found(database: Database, seals: KeySeals) -> None:
    """Who empties the log and lets the program write a new one is betrayed by the checkpoint."""
    await write(database.store, seals, *"abc")
    known = (await verify(database.store, seals, Head())).head
    async with database.writer.begin() as connection:
        await connection.execute(text("DELETE FROM audit"))
    await write(database.store, seals, *"xyz", now=NOW + timedelta(hours=1))
    assert (await verify(database.store, seals, Head())).broken_at is None
    assert (await verify(database.store, seals, known)).broken_at == 3


async def test_the_checkpoint_moves_on_and_never_back(
    database: Database, seals: KeySeals, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It follows the log; where the log is not what it was, it stays and says so."""
    checkpoint = Checkpoint(tmp_path_factory.mktemp("head"))
    assert await note_head(database.store, checkpoint)
    await write(database.store, seals, *"abc")
    assert await note_head(database.store, checkpoint)
    assert checkpoint.read().seq == 3
    async with database.writer.begin() as connection:
        await connection.execute(text("DELETE FROM audit WHERE seq = 3"))
    assert not await note_head(database.store, checkpoint)
    assert checkpoint.read().seq == 3


def test_a_spoilt_checkpoint_is_not_taken_for_none(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is no head at all stops the check."""
    folder = tmp_path_factory.mktemp("head")
    (folder / "audit.head").write_text("nothing")
    with pytest.raises(SettingsError):
        Checkpoint(folder).read()


async def test_filings_enter_at_night_without_a_person_or_a_time(store: Store, seals: KeySeals) -> None:
    """The next day all of a day are entered, once, by their codes and the date alone, shuffled."""
    refs = await file(store, 40)
    await enter_filings(store, seals, FILED_ON)
    assert (await verify(store, seals, Head())).head.seq == 0  # not on the day itself
    for _ in range(2):
        await enter_filings(store, seals, FILED_ON + timedelta(days=1))
    async with store.reading() as reads:
        entries = await reads.audit.after(0, AT_ONCE)
    assert sorted(entry.act.object for entry in entries) == sorted(refs)
    assert [entry.act.object for entry in entries] not in (refs, refs[::-1], sorted(refs))
    assert {(e.act.happened, e.act.person, e.act.posts, e.act.action) for e in entries} == {
        (FILED_ON.isoformat(), None, "", FILED)
    }


async def test_later_filings_are_entered_later(store: Store, seals: KeySeals) -> None:
    """Each night enters what is new, also of a day that was missed."""
    await file(store, 2)
    await enter_filings(store, seals, FILED_ON + timedelta(days=1))
    await file(store, 3, on=FILED_ON + timedelta(days=1))
    await enter_filings(store, seals, FILED_ON + timedelta(days=5))
    assert (await verify(store, seals, Head())).head.seq == 5


async def test_the_database_itself_refuses_a_filing_with_a_person(database: Database) -> None:
    """Whatever a program may do wrong: a filing has no person and no time in the log."""
    for happened, person in (("2026-11-02", b"1" * 16), ("2026-11-02T10:00:00Z", None)):
        values = {"happened": happened, "person": person, "hash": b"2" * 32}
        with pytest.raises(IntegrityError):
            async with database.writer.begin() as connection:
                await connection.execute(
                    text("INSERT INTO audit VALUES (1, :happened, :person, '', 'filed', 'DT-1', :hash)"), values
                )
