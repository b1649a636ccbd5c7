"""What an anonymous filing leaves in the database: nothing keyed by a person, dated to the minute, or in order."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Date, DateTime, Time, event, insert, literal_column, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.domain.case import Case
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.sql import schema
from storage.sql.case_keys import CaseKeys
from storage.sql.case_rows import new_row
from storage.sql.engine import Database
from tests.builders import (
    MONTH,
    account_key,
    make_case,
    make_envelope,
    make_file,
    make_invite,
    person_id,
    sealed,
    verifier,
)
from tests.storage.databases import CONTENT_KEYS

WRITTEN_BY_A_FILING = {"case", "case_entry", "case_event", "case_file", "return_address", "reply_code", "outbox"}
_CHANGE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


async def enrol_everybody(store: Store) -> None:
    async with store.writing() as unit:
        for name in ("lan", "minh", "hoa"):
            await unit.people.enrol(account_key(name), sealed(name), [Post(Role.OFFICER, "KT")], name=name, month=MONTH)
        await unit.invites.add(make_invite())
        await unit.commit()


async def file_anonymously(store: Store) -> Case:
    """A filing as a turn does it: look the sender up, add the case with all that belongs to it, tell the department."""
    case = make_case()
    async with store.writing() as unit:
        await unit.people.actor(account_key("lan"))
        recipients = await unit.people.holders([Role.OFFICER], "KT")
        code = verifier(case.ref)
        assert await unit.cases.add(case, return_address=sealed(case.ref), reply_verifier=code, files=[make_file()])
        await unit.outbox.put([make_envelope(to.account) for to in recipients])
        await unit.outbox.put([make_envelope(author_of=case.id)])
        await unit.commit()
    return case


@contextmanager
def changed_tables(database: Database) -> Iterator[set[str]]:
    """The tables that statements change meanwhile."""
    changed: set[str] = set()

    def note(*args: Any) -> None:
        if match := _CHANGE.match(args[2]):
            changed.add(match[1])

    event.listen(database.writer.sync_engine, "before_cursor_execute", note)
    yield changed
    event.remove(database.writer.sync_engine, "before_cursor_execute", note)


async def contents(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table; on PostgreSQL with the transactions that wrote or locked it."""
    on_postgresql = database.writer.dialect.name == "postgresql"
    marks: list[ColumnElement[Any]] = (
        [literal_column(f"{mark}::text") for mark in ("xmin", "xmax", "ctid")] if on_postgresql else []
    )
    found = {}
    async with database.writer.connect() as connection:
        for name, table in schema.metadata.tables.items():
            if name not in WRITTEN_BY_A_FILING:
                found[name] = sorted(map(tuple, await connection.execute(select(table, *marks))))
    return found


async def test_a_filing_writes_only_to_the_tables_of_the_case(database: Database, store: Store) -> None:
    """No statement of an anonymous filing changes a table keyed by a person."""
    await enrol_everybody(store)
    with changed_tables(database) as changed:
        await file_anonymously(store)
    assert changed == WRITTEN_BY_A_FILING


async def test_the_trace_would_see_a_person_written(database: Database, store: Store) -> None:
    """The check above can fail: an enrolment is seen."""
    with changed_tables(database) as changed:
        await enrol_everybody(store)
    assert changed == {"person", "account", "post", "invite"}


async def test_all_other_tables_stay_as_they_were(database: Database, store: Store) -> None:
    """Byte for byte: no row of a person, not even PostgreSQL's marks on it, tells of a filing."""
    await enrol_everybody(store)
    before = await contents(database)
    for _ in range(5):
        await file_anonymously(store)
    assert await contents(database) == before
    assert before["person"]


def test_no_table_knows_the_time_of_day() -> None:
    """Days only: the moments there are say when to try a delivery, channel or PIN again, and name a release slot."""
    columns = [column for table in schema.metadata.tables.values() for column in table.columns]
    assert not any(isinstance(column.type, DateTime | Time) for column in columns)
    moments = {str(column) for column in columns if isinstance(column.type, schema.Instant)}
    assert moments == {"outbox.not_before", "channel_stop.until", "pin.locked_until", "case.release_slot"}
    assert any(isinstance(column.type, Date) for column in columns)


async def test_a_filing_sets_no_moment(database: Database, store: Store) -> None:
    """Its notices may leave at once, so none of them holds a time."""
    await enrol_everybody(store)
    await file_anonymously(store)
    async with database.writer.connect() as connection:
        moments = (await connection.execute(select(schema.outbox.c.not_before))).scalars().all()
    assert len(moments) == 4
    assert set(moments) == {None}


async def test_no_table_numbers_its_rows(sqlite: Database) -> None:
    """SQLite keeps no rowid, which would tell the order of arrival."""
    async with sqlite.writer.connect() as connection:
        for table in schema.metadata.sorted_tables:
            with pytest.raises(DBAPIError, match="rowid"):
                await connection.execute(select(literal_column("rowid")).select_from(table))


async def test_no_column_counts_or_tells_the_time_by_itself(postgresql: Database) -> None:
    """PostgreSQL fills in nothing but a constant: no sequence, no now()."""
    async with postgresql.writer.connect() as connection:
        defaults = await connection.execute(
            text("SELECT column_default FROM information_schema.columns WHERE table_schema = 'public'")
        )
        assert set(defaults.scalars()) <= {None, "false", "''::text"}


def _signed(row: dict[str, Any]) -> None:
    row["signature"] = "Chị Lan"


def _with_person(row: dict[str, Any]) -> None:
    row["person_id"] = person_id("lan")


def _with_account(row: dict[str, Any]) -> None:
    row["account_key"] = account_key("lan")


@pytest.mark.parametrize("spoil", [_signed, _with_person, _with_account])
async def test_half_an_author_is_refused(database: Database, spoil: Callable[[dict[str, Any]], None]) -> None:
    """The tables themselves refuse an anonymous case with a signature, a person or an account."""
    row = new_row(make_case(), CaseKeys(CONTENT_KEYS))
    spoil(row)
    async with database.writer.connect() as connection:
        with pytest.raises(IntegrityError, match=r"(?i)check constraint"):
            await connection.execute(insert(schema.case), row)


@pytest.mark.parametrize("length", [0, 239, 241])
async def test_a_sealed_address_has_one_length(store: Store, length: int) -> None:
    """An address of another length, which would tell the channel, is refused everywhere."""
    async with store.writing() as unit:
        with pytest.raises(IntegrityError):
            await unit.cases.add(make_case(), return_address=bytes(length), reply_verifier=None, files=())
    async with store.writing() as unit:
        with pytest.raises(IntegrityError):
            await unit.people.enrol(account_key("lan"), bytes(length), [], name="", month=MONTH)


async def test_two_authors_leave_the_same_rows(database: Database, store: Store) -> None:
    """Whoever files the same text, the rows differ in nothing but keys and sealed bytes."""
    await enrol_everybody(store)
    first, second = await file_anonymously(store), await file_anonymously(store)
    keys = {"id", "ref", "case_id", "verifier", "sealed", "file_id", "key_wrap", "text", "detail", "name", "content"}
    async with database.writer.connect() as connection:
        for name in sorted(WRITTEN_BY_A_FILING - {"outbox"}):
            rows = (await connection.execute(select(schema.metadata.tables[name]))).mappings().all()
            one, other = ({key: value for key, value in row.items() if key not in keys} for row in rows)
            assert one == other
    assert first.id != second.id
