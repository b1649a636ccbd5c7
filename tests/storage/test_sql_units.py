"""Units of work: all or nothing, one after another, and free of charge if they never touch the database."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from storage.domain.errors import ConcurrentUpdate, NotFound
from storage.domain.ports import Store
from storage.domain.records import EntryKind
from storage.sql.engine import Database, open_database
from tests.builders import FILED_ON, MONTH, account_key, make_case, make_envelope, sealed
from tests.storage.databases import CONTENT_KEYS

LATER = FILED_ON + timedelta(days=1)


async def stored_case(store: Store) -> str:
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    return case.ref


async def is_there(store: Store, ref: str) -> bool:
    async with store.reading() as unit:
        try:
            await unit.cases.get(ref)
        except NotFound:
            return False
    return True


async def test_leaving_without_commit_undoes_everything(store: Store) -> None:
    """A unit that is left before its commit has written nothing."""
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=sealed(), reply_verifier=None, files=())
        await unit.outbox.put([make_envelope(author_of=case.id)])
    assert not await is_there(store, case.ref)
    async with store.reading() as unit:
        assert await unit.outbox.waiting() == 0


async def test_an_error_undoes_everything(store: Store) -> None:
    """A unit that fails has written nothing, and the next one can begin."""
    case = make_case()
    with pytest.raises(RuntimeError):
        async with store.writing() as unit:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
            raise RuntimeError
    assert not await is_there(store, case.ref)
    assert await is_there(store, await stored_case(store))


async def test_a_cancelled_turn_undoes_everything(store: Store) -> None:
    """A turn cancelled in its middle has written nothing, and the next one can begin."""
    case, begun = make_case(), asyncio.Event()

    async def turn() -> None:
        async with store.writing() as unit:
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(turn())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not await is_there(store, case.ref)
    assert await is_there(store, await stored_case(store))


async def test_a_turn_cancelled_at_any_step_leaves_the_store_usable(store: Store) -> None:
    """Wherever a turn is interrupted, even in the queue, inside a statement or the commit, others go on."""
    for steps in range(60):
        tasks = [asyncio.create_task(stored_case(store)) for _ in range(4)]
        for _ in range(steps):
            await asyncio.sleep(0)
        tasks[steps % 3].cancel()
        tasks[2].cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(results[3], str)
    assert await is_there(store, await stored_case(store))


async def test_a_unit_that_asks_nothing_costs_nothing(sqlite: Database) -> None:
    """While one unit writes, another that never touches the database comes and goes without waiting."""
    async with sqlite.store.writing() as busy:
        await busy.outbox.waiting()
        async with sqlite.store.writing() as idle:
            await idle.commit()


async def test_the_turn_ends_with_the_commit(sqlite: Database) -> None:
    """After its commit a unit no longer keeps the next one waiting, even before it is left."""
    async with sqlite.store.writing() as first:
        await first.outbox.waiting()
        await first.commit()
        assert await is_there(sqlite.store, await stored_case(sqlite.store))


async def test_statements_before_the_first_commit_are_one_transaction(sqlite: Database) -> None:
    """The transaction begins at the first statement, not when the unit is entered."""
    statements: list[str] = []
    async with sqlite.store.writing() as early:
        ref = await stored_case(sqlite.store)
        event.listen(sqlite.writer.sync_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
        assert statements == []
        assert (await early.cases.get(ref)).ref == ref
    assert statements


async def test_no_update_is_lost(store: Store) -> None:
    """Twenty turns that change one case at the same moment all find their change in it."""
    ref = await stored_case(store)

    async def turn(number: int) -> None:
        while True:
            try:
                async with store.writing() as unit:
                    case = await unit.cases.get(ref)
                    case.add(f"Bổ sung {number}", on=LATER)
                    await unit.cases.save(case)
                    await unit.commit()
                    return
            except ConcurrentUpdate:  # PostgreSQL lets them meet; the engine runs such a turn again
                continue

    await asyncio.gather(*(turn(number) for number in range(20)))
    async with store.reading() as unit:
        case = await unit.cases.get(ref)
    added = [entry.text for entry in case.entries if entry.kind is EntryKind.ADDITION]
    assert sorted(added) == sorted(f"Bổ sung {number}" for number in range(20))
    assert case.version == 20


async def test_writers_take_turns_in_the_order_they_came(sqlite: Database) -> None:
    """On SQLite nobody is told that the database is locked, and nobody overtakes."""
    order: list[int] = []

    async def turn(number: int) -> None:
        async with sqlite.store.writing() as unit:
            await unit.outbox.put([make_envelope(account_key(str(number)))])
            order.append(number)
            await asyncio.sleep(0)
            await unit.commit()

    tasks = []
    for number in range(200):  # they keep coming while others finish: that is when one could slip in between
        tasks.append(asyncio.create_task(turn(number)))
        for _ in range(number % 7):
            await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert order == list(range(200))


async def test_a_second_program_waits_for_its_turn(sqlite: Database) -> None:
    """Two programs that change one case in one SQLite file at the same time lose no update and get no error."""
    ref = await stored_case(sqlite.store)
    other = open_database(f"sqlite:///{sqlite.writer.url.database}", CONTENT_KEYS)

    async def turn(store: Store, number: int) -> None:
        async with store.writing() as unit:
            case = await unit.cases.get(ref)
            case.add(f"Bổ sung {number}", on=LATER)
            await unit.cases.save(case)
            await unit.commit()

    await asyncio.gather(*(turn((sqlite, other)[n % 2].store, n) for n in range(20)))
    await other.close()
    async with sqlite.store.reading() as unit:
        assert (await unit.cases.get(ref)).version == 20


async def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    """While a unit writes, reading ones see what was committed before."""
    ref, unfinished = await stored_case(store), make_case()
    async with store.writing() as unit:
        await unit.cases.add(unfinished, return_address=None, reply_verifier=None, files=())
        assert await is_there(store, ref)
        assert not await is_there(store, unfinished.ref)
        await unit.commit()
    assert await is_there(store, unfinished.ref)


async def test_a_reader_sees_one_moment(store: Store) -> None:
    """A reading unit keeps seeing the database as at its first statement."""
    await stored_case(store)
    async with store.reading() as unit:
        before = await unit.outbox.waiting()
        ref = await stored_case(store)
        with pytest.raises(NotFound):
            await unit.cases.get(ref)
        assert await unit.outbox.waiting() == before


async def test_a_reading_unit_refuses_to_write(store: Store) -> None:
    """What is meant to read cannot change anything by mistake."""
    case = make_case()
    async with store.reading() as unit:
        with pytest.raises(DBAPIError):
            await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
            await unit.commit()
    assert not await is_there(store, case.ref)


async def test_many_readers_at_once_all_get_an_answer(store: Store) -> None:
    """More reading units than connections wait for each other and are served."""
    ref = await stored_case(store)
    assert all(await asyncio.gather(*(is_there(store, ref) for _ in range(60))))


async def test_a_deadlock_is_a_concurrent_update(postgresql: Database) -> None:
    """Two turns that wait for each other on PostgreSQL: one wins, the other is told to run again."""
    first, second = await stored_case(postgresql.store), await stored_case(postgresql.store)
    async with postgresql.writer.begin() as connection:
        name = postgresql.writer.url.database
        await connection.execute(text(f"ALTER DATABASE {name} SET deadlock_timeout = 10"))
    await postgresql.writer.dispose()  # connections made from now on look for deadlocks after 10 ms
    both_began = asyncio.Barrier(2)

    async def turn(refs: tuple[str, str]) -> None:
        async with postgresql.store.writing() as unit:
            for ref in refs:
                case = await unit.cases.get(ref)
                case.add("Bổ sung", on=LATER)
                await unit.cases.save(case)
                if ref == refs[0]:
                    await both_began.wait()
            await unit.commit()

    results = await asyncio.gather(turn((first, second)), turn((second, first)), return_exceptions=True)
    assert {type(result) for result in results} == {type(None), ConcurrentUpdate}


async def test_enrolling_one_account_twice_at_once_makes_one_person(store: Store) -> None:
    """The second of two processes is told to run again instead of making a second person."""

    async def enrol() -> bytes:
        while True:
            try:
                async with store.writing() as unit:
                    person = await unit.people.enrol(account_key("lan"), sealed(), [], name="", month=MONTH)
                    await unit.commit()
                    return person
            except ConcurrentUpdate:
                continue

    assert len(set(await asyncio.gather(*(enrol() for _ in range(5))))) == 1


async def test_only_a_commit_with_notices_is_told(database: Database, store: Store) -> None:
    """Whoever delivers is woken by new notices that are stored, not by other changes or by what was undone."""
    told: list[str] = []
    database.when_queued(lambda: told.append("queued"))
    notice = make_envelope(account_key("lan"))
    async with store.writing() as unit:
        await unit.outbox.put([notice])
    await stored_case(store)
    assert not told
    async with store.writing() as unit:
        await unit.people.enrol(account_key("lan"), sealed(), [], name="", month=MONTH)
        await unit.outbox.put([notice])
        await unit.commit()
    assert told == ["queued"]
