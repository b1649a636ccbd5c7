"""SQLite on the loop: what is made ready says what SQLAlchemy says, long look-ups leave it, commits are shared."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import Executable, bindparam, func, literal_column, select, update
from sqlalchemy.exc import StatementError

from storage.domain.case import Case
from storage.domain.permissions import Post, Role
from storage.sql import cases, deadlines, outbox_heads, people, prepared, schema
from storage.sql.engine import Database
from storage.sql.sqlite_running import connect
from storage.sql.sqlite_units import Readers, SqliteReading, SqliteWriting
from storage.sql.sqlite_writer import UndoneTogether, Writer
from storage.sql.transaction import in_bulk
from tests.builders import FILED_ON, MONTH, NOW, account_key, make_case, make_envelope, sealed

_ROWS: Final = 300_000
_NUMBERS: Final = select(literal_column("1").label("i")).cte("numbers", recursive=True)
_COUNTED: Final = _NUMBERS.union_all(select(_NUMBERS.c.i + 1).where(_NUMBERS.c.i < _ROWS))
_LARGE: Final = 8 * 1024 * 1024  # bytes: a file that is taken
_SLOW: Final = select(func.max(_COUNTED.c.i))
_OF_ROLES: Final = select(schema.post.c.unit).where(schema.post.c.role.in_(bindparam("roles", expanding=True)))


@pytest.fixture
def readers(sqlite: Database) -> Iterator[Readers]:
    readers = Readers(sqlite.reader)
    yield readers
    readers.close()


async def add_case(database: Database, case: Case) -> None:
    async with database.store.writing() as unit:
        await unit.cases.add(case, return_address=sealed(), reply_verifier=b"v" * 32, files=())
        await unit.commit()


async def rounds_during(work: Awaitable[object]) -> int:
    """How often others have their turn until this is done."""
    rounds, task = 0, asyncio.ensure_future(work)
    while not task.done():
        rounds += 1
        await asyncio.sleep(0)
    await task
    return rounds


async def some_rows(database: Database) -> None:
    case = make_case()
    async with database.store.writing() as unit:
        for number, role in enumerate((Role.OFFICE, Role.HEAD)):
            await unit.people.enrol(account_key(str(number)), sealed(), [Post(role, "VP")], name="Thử", month=MONTH)
        await unit.outbox.put([make_envelope(account_key("0")), make_envelope(account_key("1"))])
        await unit.cases.add(case, return_address=sealed(), reply_verifier=b"v" * 32, files=())
        await unit.deadlines.wake(case.id, FILED_ON)
        await unit.commit()


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        (people._POSTS_OF, {"account": account_key("0")}),
        (people._POSTS_OF, {"account": account_key("nobody")}),
        (people._POSTS_STOOD_IN, {"account": account_key("0"), "on": date(2026, 11, 2)}),
        (people._HOLDERS[True], {"roles": ("office", "head"), "on": date(2026, 11, 2)}),
        (_OF_ROLES, {"roles": ("office", "head")}),
        (_OF_ROLES, {"roles": ("head",)}),
        (_OF_ROLES, {"roles": ()}),
        (outbox_heads.HEADS, {"now": NOW, "most": 5, "channel": "web", "skipped": (), "after": b""}),
        (deadlines._ANY_DUE, {"today": FILED_ON}),
        (select(schema.case), {}),
    ],
)
async def test_a_statement_made_ready_finds_what_sqlalchemy_finds(
    sqlite: Database, readers: Readers, statement: Executable, values: Mapping[str, Any]
) -> None:
    """The same values of the same types under the same names, at the first use and when it has been made ready."""
    await some_rows(sqlite)
    async with sqlite.reader.connect() as connection:
        wanted = (await connection.execute(statement, values)).all()
    unit = SqliteReading(readers)
    for _ in range(3):
        found = (await unit.execute(statement, values)).all()
        assert found == wanted
        assert [list(row._mapping.items()) for row in found] == [list(row._mapping.items()) for row in wanted]
        assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in wanted]
    await unit.end()
    forms = prepared._known[statement]
    assert forms is not None
    assert all(forms.ready.values())


async def test_a_missing_value_is_told_however_often_a_statement_has_run(readers: Readers) -> None:
    """What is made ready does not put NULL in the place of what was forgotten."""
    unit = SqliteReading(readers)
    for _ in range(3):
        assert (await unit.execute(people._POSTS_OF, {"account": b"nobody"})).all() == []
        with pytest.raises(StatementError):
            await unit.execute(people._POSTS_OF, {})
    await unit.end()


async def test_a_long_look_up_keeps_nobody_waiting(readers: Readers) -> None:
    """While it is done others go on, and its result is whole."""
    unit = SqliteReading(readers)
    looking = asyncio.create_task(unit.execute(_SLOW))
    assert await rounds_during(looking) > 2
    assert looking.result().scalar_one() == _ROWS
    await unit.end()


async def test_a_change_of_many_rows_keeps_nobody_waiting(sqlite: Database) -> None:
    """While it is done others go on."""
    slow = update(schema.person).where(select(func.max(_COUNTED.c.i)).scalar_subquery() > 0).values(name="")
    unit = sqlite.writing()
    await unit.execute(select(func.count()).select_from(schema.person))
    assert await rounds_during(unit.execute(in_bulk(slow))) > 2
    await unit.end()


async def test_a_large_file_keeps_nobody_waiting(sqlite: Database) -> None:
    """While it is stored, read or erased, others go on; before the commit nothing of it goes to the disk."""
    case, content = make_case(), bytes(_LARGE)
    await add_case(sqlite, case)
    log, unit = Path(f"{sqlite.writer.url.database}-wal"), sqlite.writing()
    file = {"case_id": case.id, "seq": 1, "file_id": "1", "name": "", "media_type": "image/png", "content": content}
    await unit.execute(select(func.count()).select_from(schema.person))
    before = log.stat().st_size
    assert await rounds_during(unit.add(schema.case_file, file)) > 2
    assert log.stat().st_size == before
    await unit.commit()
    reading = sqlite.writing()
    assert await rounds_during(reading.execute(cases._FILE, {"wanted": "1"})) > 2
    await reading.end()
    async with sqlite.store.writing() as erasing:
        assert await rounds_during(erasing.contents.erase(case.id)) > 2


async def test_a_page_that_closes_or_opens_keeps_nobody_waiting(sqlite: Database) -> None:
    """Where thousands of notices wait for it, others go on while they are put aside and taken up again."""
    lane = account_key("office")
    async with sqlite.store.writing() as unit:
        await unit.outbox.put([make_envelope(lane)] * 2_000)
        assert await rounds_during(unit.outbox.park(lane)) > 2
        assert await rounds_during(unit.outbox.unpark([lane])) > 2


async def test_a_long_look_up_ends_before_a_cancelled_unit_gives_its_connection_back(readers: Readers) -> None:
    """Nobody else gets a connection in the middle of something."""
    unit = SqliteReading(readers)
    looking = asyncio.create_task(unit.execute(_SLOW))
    while unit._connection is None:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    looking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await looking
    await unit.end()
    after = SqliteReading(readers)
    assert (await after.execute(select(func.count()).select_from(schema.case))).scalar_one() == 0
    await after.end()


# Commits


class Watched:
    """Writing units of one writer, and what its connection was told."""

    def __init__(self, database: Database, readers: Readers) -> None:
        self.database, self.readers = database, readers
        self.writer, self.told = Writer(database.writer), list[str]()

    async def watch(self) -> None:
        opened = await connect(self.database.writer)
        opened.driver.set_trace_callback(self.told.append)
        opened.close()

    def unit(self) -> SqliteWriting:
        return SqliteWriting(self.writer)

    async def write(self, unit: SqliteWriting, name: str) -> None:
        await unit.execute(schema.person.insert(), _person(name))

    async def names(self) -> set[str]:
        unit = SqliteReading(self.readers)
        found = (await unit.execute(select(schema.person.c.name))).scalars().all()
        await unit.end()
        return set(found)


def _person(name: str) -> Mapping[str, Any]:
    return {"id": name.encode(), "name": name, "language": "vi", "enrolled_month": MONTH, "name_key": ""}


@pytest.fixture
async def watched(sqlite: Database, readers: Readers) -> AsyncIterator[Watched]:
    watched = Watched(sqlite, readers)
    await watched.watch()
    yield watched
    await watched.writer.close()


async def test_units_that_wait_for_each_other_share_a_commit(watched: Watched) -> None:
    """Twenty that come at once are all on the disk when they return, after two commits or three."""

    async def turn(number: int) -> None:
        unit = watched.unit()
        await watched.write(unit, f"Người {number}")
        await unit.commit()
        assert f"Người {number}" in await watched.names()

    await asyncio.gather(*map(turn, range(20)))
    assert len(await watched.names()) == 20
    assert watched.told.count("COMMIT") <= 3


async def test_a_unit_undone_between_others_takes_nothing_with_it(watched: Watched) -> None:
    """What was written before it and after it, in the same commit, is there; its own is not."""
    first, undone, last = watched.unit(), watched.unit(), watched.unit()
    await watched.write(first, "Trước")
    committing = asyncio.create_task(first.commit())
    await watched.write(undone, "Bỏ")
    await undone.end()
    await watched.write(last, "Sau")
    await asyncio.gather(committing, last.commit())
    assert await watched.names() == {"Trước", "Sau"}


async def undone_by_sqlite(watched: Watched) -> tuple[asyncio.Task[None], SqliteWriting]:
    """A unit that waits for its commit, and one that still writes, when SQLite has undone what both wrote."""
    first, second = watched.unit(), watched.unit()
    await watched.write(first, "Trước")
    committing = asyncio.create_task(first.commit())
    await watched.write(second, "Trong")
    watched.writer._driver.execute("ROLLBACK")
    return committing, second


async def test_what_sqlite_has_undone_is_not_said_to_be_stored(watched: Watched) -> None:
    """Where the disk is full, SQLite undoes the whole transaction: all who wrote in it are told, and others go on."""
    committing, second = await undone_by_sqlite(watched)
    told = await asyncio.gather(committing, second.commit(), return_exceptions=True)
    assert [type(error) for error in told] == [UndoneTogether, sqlite3.OperationalError]
    assert await watched.names() == set()
    third = watched.unit()
    await watched.write(third, "Sau")
    await third.commit()
    assert await watched.names() == {"Sau"}


async def test_a_unit_that_goes_on_after_sqlite_has_undone_all_commits_nothing_for_others(watched: Watched) -> None:
    """Whoever swallows the error and writes on begins no second transaction, whose commit would pass for the first."""
    committing, second = await undone_by_sqlite(watched)
    with pytest.raises(UndoneTogether):
        await watched.write(second, "Tiếp")
    await second.end()
    with pytest.raises(UndoneTogether):
        await committing
    assert await watched.names() == set()


async def test_a_unit_whose_bounds_are_lost_is_not_committed_with_others(watched: Watched) -> None:
    """Where SQLite cannot undo one unit alone, all of its commit are told, and nothing is kept."""
    first, second = watched.unit(), watched.unit()
    await watched.write(first, "Trước")
    committing = asyncio.create_task(first.commit())
    await watched.write(second, "Trong")
    watched.writer._driver.execute("RELEASE unit")
    with pytest.raises(sqlite3.OperationalError):
        await second.end()
    with pytest.raises(UndoneTogether):
        await committing
    assert await watched.names() == set()


async def test_a_cancelled_wait_for_another_program_leaves_the_database_unlocked(
    watched: Watched, sqlite: Database
) -> None:
    """Whoever is cancelled while another program writes holds no lock once that program is done."""
    path = sqlite.writer.url.database
    assert path is not None
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(watched.write(watched.unit(), "Thôi"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.sleep(0.05)
    other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()


async def _commits_being_cancelled(watched: Watched, *, waits: bool) -> None:
    """Cancel the shared commit, while it waits for its turn or in its middle."""
    while watched.writer._committing is None or not (waits or watched.writer._turn.locked()):
        await asyncio.sleep(0)
    watched.writer._committing.cancel()


@pytest.mark.parametrize("waits", [True, False])
async def test_a_commit_that_is_cancelled_tells_the_truth(watched: Watched, waits: bool) -> None:
    """As when the loop ends: who has the turn is not disturbed, and who waits learns what is on the disk."""
    first, second = watched.unit(), watched.unit()
    await watched.write(first, "Trước")
    committing = asyncio.create_task(first.commit())
    if waits:
        await watched.write(second, "Trong")
    await _commits_being_cancelled(watched, waits=waits)
    await asyncio.sleep(0)
    if waits:
        await watched.write(second, "Tiếp")
        await second.commit()
    await committing
    assert await watched.names() == ({"Trước", "Trong", "Tiếp"} if waits else {"Trước"})
    async with asyncio.timeout(20):
        await watched.write(last := watched.unit(), "Sau")
        await last.commit()


async def test_the_writer_is_not_closed_in_the_middle_of_a_commit(watched: Watched) -> None:
    """A unit that was cancelled leaves a commit behind, which ends before the connection is given back."""
    unit = watched.unit()
    await watched.write(unit, "Trước")
    committing = asyncio.create_task(unit.commit())
    await asyncio.sleep(0)
    committing.cancel()
    await watched.writer.close()
    assert watched.writer._committing is None
    assert await watched.names() == {"Trước"}


async def test_rows_may_come_as_a_tuple(watched: Watched) -> None:
    """However often the statement has run."""
    insert = schema.person.insert()
    unit = watched.unit()
    for start in (0, 2, 4):
        await unit.execute(insert, (_person(f"Người {start}"), _person(f"Người {start + 1}")))
    await unit.commit()
    assert len(await watched.names()) == 6


async def test_a_long_look_up_within_a_writing_unit_undoes_nothing(watched: Watched) -> None:
    """To break off a look-up leaves what was written before it in the transaction, and the unit can go on."""
    unit = watched.unit()
    await watched.write(unit, "Trước")
    assert (await unit.execute(_SLOW)).scalar_one() == _ROWS
    await watched.write(unit, "Sau")
    await unit.commit()
    assert await watched.names() == {"Trước", "Sau"}
