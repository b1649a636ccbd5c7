"""The outbox: each lane in order, nothing overtaken, nothing told of an anonymous author."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import event

from storage.domain.ids import CaseId
from storage.domain.outbox import Envelope, Notice, Priority, QueuedNotice
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.records import CaseFile
from storage.sql.engine import Database
from tests.builders import MONTH, NOW, account_key, make_case, make_envelope, make_notice, sealed
from tests.storage.opened import opened_outbox

LAN, MINH = account_key("lan"), account_key("minh")


async def put(store: Store, *envelopes: Envelope) -> None:
    async with store.writing() as unit:
        await unit.outbox.put(envelopes)
        await unit.commit()


async def heads(store: Store, after: timedelta = timedelta(0), *, limit: int = 100) -> list[QueuedNotice]:
    async with store.reading() as unit:
        return list(await unit.outbox.heads(NOW + after, limit, "telegram"))


async def sent(store: Store, notice: QueuedNotice) -> None:
    async with store.writing() as unit:
        await unit.outbox.sent([notice.id])
        await unit.commit()


async def failed(store: Store, notice: QueuedNotice) -> None:
    async with store.writing() as unit:
        await unit.outbox.failed(notice.id, "blocked")
        await unit.commit()


async def retry(store: Store, notice: QueuedNotice, after: timedelta) -> None:
    async with store.writing() as unit:
        await unit.outbox.retry(notice.id, NOW + after)
        await unit.commit()


async def anonymous_case(store: Store) -> CaseId:
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=sealed("author"), reply_verifier=None, files=())
        await unit.commit()
    return case.id


async def rows(database: Database) -> Sequence[SimpleNamespace]:
    return await opened_outbox(database)


def numbered(number: int) -> Notice:
    return make_notice(arguments={"number": str(number)})


def numbers(notices: list[QueuedNotice]) -> list[str]:
    return [notice.envelope.notice.arguments["number"] for notice in notices]


async def test_a_notice_comes_back_the_same(store: Store) -> None:
    """Every field of an envelope survives being queued."""
    notice = Notice(
        "notice-answered",
        arguments={"answer": "Đã chi trả.", "ref": "DT-7K3Q-9XMD"},
        choices=(("choice-clear", "j:clear:7K3Q"), ("choice-unclear", "j:unclear:7K3Q")),
        case_ref="DT-7K3Q-9XMD",
        files=(CaseFile("abc", "quyết định.pdf", "application/pdf"),),
    )
    envelope = Envelope(notice, Priority.ANSWER, account=LAN, language="en", broadcast_id=b"b" * 16)
    await put(store, envelope)

    (head,) = await heads(store)
    assert head.envelope == envelope
    assert (head.tries, head.address) == (0, None)


async def test_a_notice_to_an_account_brings_its_address(store: Store) -> None:
    """Delivery gets the sealed address of an enrolled account."""
    async with store.writing() as unit:
        await unit.people.enrol(LAN, sealed("lan"), [Post(Role.STAFF)], name="", month=MONTH)
        await unit.commit()
    await put(store, make_envelope(LAN))
    assert [head.address for head in await heads(store)] == [sealed("lan")]


async def test_a_notice_to_an_author_brings_the_return_address(store: Store) -> None:
    """Delivery gets the sealed return address of the case, or none where the author left none."""
    case = await anonymous_case(store)
    without = make_case()
    async with store.writing() as unit:
        await unit.cases.add(without, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    await put(store, make_envelope(author_of=case), make_envelope(author_of=without.id))
    addresses = {head.envelope.case_id: head.address for head in await heads(store)}
    assert addresses == {case: sealed("author"), without.id: None}


async def test_a_lane_shows_one_notice_at_a_time(store: Store) -> None:
    """The notices of one recipient are taken in the order they were written, whatever their priority but alarms."""
    await put(store, *(make_envelope(LAN, notice=numbered(n), priority=Priority(4 - n)) for n in range(3)))
    order = []
    while found := await heads(store):
        order += numbers(found)
        await sent(store, found[0])
    assert order == ["0", "1", "2"]


async def test_a_waiting_retry_is_not_overtaken(store: Store) -> None:
    """While the first notice of a lane waits for its next try, the second one waits with it."""
    await put(store, make_envelope(LAN, notice=numbered(1)), make_envelope(LAN, notice=numbered(2)))
    (first,) = await heads(store)
    await retry(store, first, timedelta(seconds=2))

    assert await heads(store) == []
    (again,) = await heads(store, timedelta(seconds=2))
    assert (again.id, again.tries) == (first.id, 1)
    await sent(store, again)
    assert numbers(await heads(store)) == ["2"]


async def test_an_alarm_goes_before_what_waits(store: Store) -> None:
    """Alarms come first in their order, even where the first of the others is to be tried later; they keep theirs."""
    await put(store, *(make_envelope(LAN, notice=numbered(n)) for n in (1, 2)))
    (first,) = await heads(store)
    await retry(store, first, timedelta(minutes=5))
    await put(store, *(make_envelope(LAN, notice=numbered(n), priority=Priority.ALARM) for n in (3, 4)))
    order: list[str] = []
    while found := await heads(store, timedelta(minutes=5 if len(order) > 1 else 0)):
        assert found[0].followed is (len(order) < 3)
        order += numbers(found)
        await sent(store, found[0])
    assert order == ["3", "4", "1", "2"]


async def test_an_alarm_is_not_overtaken(store: Store) -> None:
    """While it waits for its next try, what is behind it waits with it, as behind any other."""
    await put(store, make_envelope(LAN), make_envelope(LAN, priority=Priority.ALARM))
    (alarm,) = await heads(store)
    await retry(store, alarm, timedelta(seconds=2))
    assert await heads(store) == []


async def test_a_failed_notice_lets_the_next_one_go(store: Store) -> None:
    """A notice that cannot be delivered does not hold up its lane for ever."""
    await put(store, make_envelope(LAN, notice=numbered(1)), make_envelope(LAN, notice=numbered(2)))
    (first,) = await heads(store)
    await failed(store, first)
    assert numbers(await heads(store)) == ["2"]


async def test_tries_add_up(store: Store) -> None:
    """Each retry is counted."""
    await put(store, make_envelope(LAN))
    for tries in range(3):
        (head,) = await heads(store, timedelta(minutes=1))
        assert head.tries == tries
        await retry(store, head, timedelta(seconds=tries))


async def test_lanes_do_not_wait_for_each_other(store: Store) -> None:
    """Another recipient's notice goes out while the first one's waits, the more urgent one first."""
    case = await anonymous_case(store)
    await put(
        store,
        make_envelope(LAN, priority=Priority.BROADCAST),
        make_envelope(MINH, priority=Priority.TASK),
        make_envelope(author_of=case, priority=Priority.ANSWER),
    )
    found = await heads(store)
    assert [head.envelope.priority for head in found] == [Priority.ANSWER, Priority.TASK, Priority.BROADCAST]
    assert [head.id for head in await heads(store, limit=2)] == [head.id for head in found[:2]]
    await retry(store, found[0], timedelta(minutes=5))
    assert [head.id for head in await heads(store)] == [head.id for head in found[1:]]


async def test_lanes_under_way_are_skipped(store: Store) -> None:
    """What is just being sent is not handed out a second time."""
    await put(store, make_envelope(LAN), make_envelope(MINH))
    async with store.reading() as unit:
        found = await unit.outbox.heads(NOW, 10, "telegram", [LAN])
    assert [head.envelope.account for head in found] == [MINH]


async def test_what_waits_is_counted(store: Store) -> None:
    """Queued notices count, also those that wait for a retry; finished ones do not."""
    await put(store, make_envelope(LAN), make_envelope(MINH), make_envelope(MINH))
    first, second = await heads(store)
    await sent(store, first)
    await retry(store, second, timedelta(minutes=5))
    async with store.reading() as unit:
        assert await unit.outbox.waiting() == 2


async def test_a_sent_notice_is_erased(database: Database, store: Store) -> None:
    """After delivery to a named recipient only the fact of it is left."""
    await put(store, make_envelope(LAN))
    (head,) = await heads(store)
    await sent(store, head)
    (row,) = await rows(database)
    assert (row.state, row.payload, row.reason, row.not_before) == ("sent", None, None, None)


async def test_a_failed_notice_keeps_its_reason(database: Database, store: Store) -> None:
    """What did not reach a named recipient is kept, with the reason."""
    await put(store, make_envelope(LAN))
    (head,) = await heads(store)
    await failed(store, head)
    (row,) = await rows(database)
    assert (row.state, row.reason) == ("failed", "blocked")
    assert row.payload["text_key"] == head.envelope.notice.text_key


async def test_an_anonymous_author_leaves_no_trace_of_delivery(database: Database, store: Store) -> None:
    """Delivered at once, delivered late, or undeliverable: the row is the same but for its keys."""
    cases = [await anonymous_case(store) for _ in range(3)]
    await put(store, *(make_envelope(author_of=case, notice=numbered(n)) for n, case in enumerate(cases)))
    prompt, late, blocked = sorted(await heads(store), key=lambda head: head.envelope.notice.arguments["number"])
    await sent(store, prompt)
    await retry(store, late, timedelta(minutes=1))
    await sent(store, late)
    await retry(store, blocked, timedelta(minutes=1))
    await retry(store, blocked, timedelta(minutes=5))
    await failed(store, blocked)

    keys = {"id", "lane", "case_id", "about_id", "case_key"}
    ends = [{key: value for key, value in vars(row).items() if key not in keys} for row in await rows(database)]
    assert ends[0] == ends[1] == ends[2]
    assert (ends[0]["state"], ends[0]["tries"], ends[0]["payload"], ends[0]["reason"]) == ("done", 0, None, None)


async def test_many_at_once_keep_one_order(store: Store) -> None:
    """Twenty turns that write to the same two lanes at the same moment all succeed, and no place is given twice."""

    async def tell(number: int) -> None:
        await put(store, make_envelope(LAN, notice=numbered(number)), make_envelope(MINH, notice=numbered(number)))

    await asyncio.gather(*(tell(n) for n in range(20)))
    order: dict[object, list[str]] = {LAN: [], MINH: []}
    while found := await heads(store):
        for head in found:
            order[head.envelope.account] += numbers([head])
            await sent(store, head)
    assert sorted(order[LAN]) == sorted(order[MINH]) == sorted(map(str, range(20)))


async def test_finding_the_next_notice_ignores_what_was_sent(sqlite: Database) -> None:
    """SQLite looks for what waits in an index of nothing else, however long the outbox has grown."""
    statements: list[tuple[str, Any]] = []
    event.listen(sqlite.writer.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2:4]))
    async with sqlite.store.writing() as unit:
        await unit.outbox.heads(NOW, 10, "telegram", [LAN])
        await unit.outbox.waiting()

    for statement, values in tuple(statements):
        async with sqlite.writer.connect() as connection:
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
        uses = [row.detail for row in plan if "outbox" in row.detail]
        assert uses
        assert all("_queued" in use or "PRIMARY KEY (id=?)" in use for use in uses)


async def test_nothing_to_say_writes_nothing(database: Database, store: Store) -> None:
    """An empty list of notices is no statement at all."""
    async with store.reading() as unit:  # a reading unit would refuse to write
        await unit.outbox.put([])
    assert await rows(database) == []
