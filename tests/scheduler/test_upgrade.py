"""An office that has worked with the first tables goes on with today's: nothing that waits is lost."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, Connection, Date, column, insert, table

from scheduler.reminders import sweep
from storage import migrations
from storage.domain.case import Case
from storage.domain.clocks import ClockKind
from storage.domain.ids import AccountKey
from storage.domain.lifecycle import Status
from storage.domain.organisation_document import to_document
from storage.domain.outbox import DeliveryState, Priority
from storage.domain.permissions import Role
from storage.domain.terms import DEFAULT_TERMS
from storage.sealing import AddressOpener, KeyFolder, KeySeals
from storage.sql import schema as t
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate
from tests.builders import MONTH, make_case, person_id
from tests.scheduler.desk import DUE, MONDAY, accepted, answered, at, clocks_of, do, november, routed, stored
from tests.scheduler.mailroom import Mailroom
from tests.scheduler.office import demo_office
from tests.storage.databases import CONTENT_KEYS, KINDS, empty_database, quick_folder


@pytest.fixture(params=KINDS)
async def database(request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """The first tables, and nothing in them."""
    async with empty_database(request.param) as url:
        database = open_database(url, CONTENT_KEYS)
        async with database.writer.begin() as connection:
            await connection.run_sync(_first_tables)
        yield database
        await database.close()


def _first_tables(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    command.upgrade(config, "0001")


@pytest.fixture
def mail(database: Database) -> Iterator[Mailroom]:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        keys = KeyFolder(Path(folder))
        yield Mailroom(database, KeySeals(keys), AddressOpener(keys))


async def write(database: Database, *rows: tuple[Any, dict[str, Any]]) -> None:
    def run(connection: Connection) -> None:
        for into, values in rows:
            connection.execute(insert(into).values(values))

    async with database.writer.begin() as connection:
        await connection.run_sync(run)


async def person(mail: Mailroom, name: str, role: str, unit: str) -> bytes:
    """Somebody with one account, as the first program enrolled them; the key of the account."""
    account = mail.sender.knows(name)
    key, who = mail.seals.account_key(account), person_id(name)
    await write(
        mail.database,
        (t.person, {"id": who, "name": "", "language": "", "enrolled_month": MONTH}),
        (t.account, {"key": key, "person_id": who, "sealed_address": mail.seals.seal(account, None)}),
        (t.post, {"person_id": who, "role": role, "unit": unit}),
    )
    return key


def waiting(text_key: str, case: Case, priority: Priority, to: bytes | None, **more: str) -> tuple[Any, dict[str, Any]]:
    """A row of the outbox as the first program wrote it."""
    arguments = {
        "reason": "",
        "text": "",
        "code": case.ref,
        "topic": case.topic,
        "kind": case.kind.value,
        "by": "KT",
        "due": case.due_on.isoformat(),
        "department": case.department,
        "summary": case.body,
        "because": "",
        "answer": case.answer,
        "signature": case.signature,
        **more,
    }
    payload = {"text_key": text_key, "arguments": arguments, "choices": [], "case_ref": case.ref, "files": []}
    addressee = {"account_key": to} if to else {"case_id": case.id}
    row = {"id": case.id[:8] + text_key.encode()[-8:], "lane": to or case.id, "seq": len(text_key), "tries": 0}
    return _OUTBOX, {**row, **addressee, "priority": priority, "language": "vi", "payload": payload, "state": "queued"}


async def filed(mail: Mailroom, *changes: Any, author: str = "author") -> Case:
    """A case of somebody unnamed, before there were clocks."""
    case = make_case(department="VP", suggested="KT", on=MONDAY, due_on=DUE)
    for change in changes:
        change(case)
    address = mail.seals.seal(mail.sender.knows(author), case.id)
    await write(
        mail.database,
        (_CASE, _first_row(case)),
        *[(_ENTRY, row) for row in _entries(case)],
        *[(_EVENT, row) for row in _events(case)],
        (t.return_address, {"case_id": case.id, "sealed": address}),
    )
    return case


_OUTBOX = table("outbox", *map(column, "id lane seq account_key case_id priority language tries state".split()))
_OUTBOX.append_column(column("payload", JSON))
_CASE = table("case", *map(column, "id ref signature kind topic department supporting asked_department".split()))
for _name in "language status rank bounces extensions owner_id version".split():
    _CASE.append_column(column(_name))
for _name, _type in (("because", JSON), ("filed_on", Date), ("due_on", Date)):
    _CASE.append_column(column(_name, _type))
_ENTRY = table("case_entry", *map(column, "case_id seq kind text written_by".split()), column("written_on", Date))
_EVENT = table("case_event", *map(column, "case_id seq kind done_by".split()))
_EVENT.append_column(column("happened_on", Date))
_EVENT.append_column(column("detail", JSON))


def _first_row(case: Case) -> dict[str, Any]:
    """As the first program wrote it."""
    same = "id ref signature topic department asked_department language rank bounces extensions filed_on due_on version"
    row = {name: getattr(case, name) for name in same.split()}
    return {
        **row,
        "kind": case.kind.value,
        "status": case.status.value,
        "supporting": "",
        "because": list(case.because),
        "owner_id": case.owner,
    }


def _entries(case: Case) -> Iterator[dict[str, Any]]:
    for seq, entry in enumerate(case.entries, 1):
        written = {"text": entry.text, "written_on": entry.on, "written_by": entry.by}
        yield {"case_id": case.id, "seq": seq, "kind": entry.kind.value, **written}


def _events(case: Case) -> Iterator[dict[str, Any]]:
    for seq, event in enumerate(case.events, 1):
        done = {"happened_on": event.on, "done_by": event.by, "detail": dict(event.detail)}
        yield {"case_id": case.id, "seq": seq, "kind": event.kind.value, **done}


async def test_what_waited_is_delivered_in_the_words_of_today(mail: Mailroom) -> None:
    """An answer, a draft to approve and a task, written before there were promises and gates."""
    officer, leader = await person(mail, "officer", "officer", "KT"), await person(mail, "leader", "leader", "UBND")
    case = await filed(mail, routed(), accepted(), answered(MONDAY))
    await write(
        mail.database,
        waiting("notice-answered", case, Priority.ANSWER, None),
        waiting("notice-drafted", case, Priority.TASK, leader),
        waiting("notice-task", case, Priority.TASK, officer),
    )
    await migrate(mail.database)
    await mail.delivery().deliver_all()
    assert "Đã cấp máy mới." in mail.sender.texts("author")[0]
    assert len(mail.sender.texts("leader")) == len(mail.sender.texts("officer")) == 1
    assert await mail.states() == [DeliveryState.DONE, DeliveryState.SENT, DeliveryState.SENT]


@pytest.mark.parametrize("text_key", ["notice-due-soon", "notice-overdue", "notice-unaccepted"])
async def test_a_reminder_that_waited_is_said_in_the_next_digest(mail: Mailroom, text_key: str) -> None:
    """There are no such messages any more; what they were about is said by today's, and nothing fails."""
    officer = await person(mail, "officer", "officer", "KT")
    case = await filed(mail, routed(), accepted())
    await write(mail.database, waiting(text_key, case, Priority.REMINDER, officer, days="1"))
    await migrate(mail.database)
    await sweep(mail.store, demo_office(), at(november(10)))
    mail.clock.move_to(at(november(10)))
    await mail.delivery().deliver_all()
    (said,) = mail.sender.texts("officer")
    assert case.ref in said
    assert await mail.states() == [DeliveryState.SENT]


async def test_what_was_open_gets_its_clock_and_its_reminders(mail: Mailroom) -> None:
    """Whatever its age: the answer's date is watched, and a late case is said to be late on the first morning."""
    await person(mail, "officer", "officer", "KT")
    late = await filed(mail, routed(), accepted())
    done = await filed(mail, routed(), accepted(), answered(MONDAY))
    await migrate(mail.database)
    assert set(await clocks_of(mail.store, late)) == {ClockKind.FINAL}
    assert (await clocks_of(mail.store, late))[ClockKind.FINAL].due_on == DUE
    assert await clocks_of(mail.store, done) == {}
    mail.clock.move_to(at(november(16)))
    assert await sweep(mail.store, demo_office(), at(november(16))) > 0
    await mail.delivery().deliver_all()
    assert "Quá hạn" in mail.sender.texts("officer")[0] and late.ref in mail.sender.texts("officer")[0]


async def test_an_old_case_can_be_answered_and_refused(mail: Mailroom) -> None:
    """Its clock stops with the answer, and a refusal of an answer that is older than the clocks starts one."""
    await person(mail, "leader", "leader", "UBND")
    open_one = await filed(mail, routed(), accepted())
    old = await filed(mail, routed(), accepted(), answered(MONDAY))
    await migrate(mail.database)
    await do(mail.store, open_one.id, answered(november(4)), november(4))
    assert (await clocks_of(mail.store, open_one))[ClockKind.FINAL].stopped_on == november(4)
    await do(mail.store, old.id, lambda case: case.push_back(on=november(4), due_on=november(13)), november(4))
    assert (await clocks_of(mail.store, old))[ClockKind.FINAL].due_on == november(13)
    assert (await stored(mail.store, old)).status is Status.IN_PROGRESS


async def test_an_account_that_was_there_is_written_to_and_enrolled_again(mail: Mailroom) -> None:
    """Which channel it is on only its address knows; the next sign-in tells, and the person stays the same."""
    key = await person(mail, "officer", "officer", "KT")
    await migrate(mail.database)
    await mail.write("officer", "Một")
    await mail.delivery().deliver_all()
    await mail.enrol("officer")
    await mail.write("officer", "Hai")
    await mail.delivery().deliver_all()
    assert mail.numbers("officer") == ["Một", "Hai"]
    async with mail.store.reading() as reads:
        actor = await reads.people.actor(AccountKey(key), MONDAY)
    assert actor.person == person_id("officer") and actor.units(Role.OFFICER) == ("KT",)


async def test_the_organisation_is_read_as_it_was_stored(mail: Mailroom) -> None:
    """Its document knew no clocks, seasons or quiet hours: they are the usual ones."""
    ward = demo_office().organisation
    document = to_document(ward)
    for name in ("seasons", "quiet_hours", "confirmed_years", "clocks"):
        del document[name]
    units: Any = document["units"]
    document["units"] = [{k: v for k, v in u.items() if k not in ("hours", "seasons", "weekdays")} for u in units]
    await write(mail.database, (t.organisation, {"id": 1, "document": document}))
    await migrate(mail.database)
    async with mail.store.reading() as reads:
        assert await reads.organisations.load() == replace(ward, confirmed_years=frozenset(), terms=DEFAULT_TERMS)
