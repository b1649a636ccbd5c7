"""Broadcasts: confirmed once, to the audience of that moment, counted by what became of each notice."""

from dataclasses import replace
from datetime import timedelta

from storage.domain.broadcast import Audience, Broadcast, BroadcastState, Progress
from storage.domain.permissions import Role
from storage.domain.ports import Recipient, Store
from tests.builders import FILED_ON, NOW, account_key, make_broadcast, make_envelope

RECIPIENTS = [Recipient(account_key(f"person {number}"), "vi") for number in range(5)]


async def add(store: Store, broadcast: Broadcast) -> bool:
    async with store.writing() as unit:
        added = await unit.broadcasts.add(broadcast, RECIPIENTS)
        await unit.commit()
    return added


async def test_a_broadcast_comes_back_the_same(store: Store) -> None:
    """Every field survives, whatever the audience."""
    everyone = make_broadcast("all")
    one_unit = make_broadcast("unit", audience=Audience(unit="KT"))
    one_role = make_broadcast("role", audience=Audience(role=Role.HEAD), state=BroadcastState.SENDING)
    for broadcast in (everyone, one_unit, one_role):
        assert await add(store, broadcast)

    async with store.reading() as unit:
        confirmed = await unit.broadcasts.in_state(BroadcastState.CONFIRMED)
        assert sorted(confirmed, key=lambda b: b.id) == sorted([everyone, one_unit], key=lambda b: b.id)
        assert await unit.broadcasts.in_state(BroadcastState.SENDING, BroadcastState.REPORTED) == [one_role]
        assert await unit.broadcasts.in_state(BroadcastState.REPORTED) == []


async def test_a_second_press_makes_no_second_broadcast(store: Store) -> None:
    """The same broadcast again is refused, and its audience stays as it was."""
    broadcast = make_broadcast()
    assert await add(store, broadcast)
    async with store.writing() as unit:
        assert not await unit.broadcasts.add(broadcast, [Recipient(account_key("newcomer"), "vi")])
        await unit.commit()
    async with store.reading() as unit:
        assert (await unit.broadcasts.progress(broadcast.id)).total == len(RECIPIENTS)


async def test_recipients_are_queued_in_batches(store: Store) -> None:
    """What is marked as queued is not handed out again, until nobody is left."""
    broadcast = make_broadcast()
    await add(store, broadcast)
    batches = []
    async with store.writing() as unit:
        while batch := await unit.broadcasts.unsent(broadcast.id, 2):
            await unit.broadcasts.mark_queued(broadcast.id, [recipient.account for recipient in batch])
            batches.append(list(batch))
        await unit.commit()
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert {r.account for batch in batches for r in batch} == {r.account for r in RECIPIENTS}


async def test_languages_are_frozen_with_the_audience(store: Store) -> None:
    """Each recipient keeps the language of the moment of confirmation."""
    broadcast = make_broadcast()
    async with store.writing() as unit:
        await unit.broadcasts.add(broadcast, [Recipient(account_key("lan"), "en")])
        assert await unit.broadcasts.unsent(broadcast.id, 10) == [Recipient(account_key("lan"), "en")]


async def test_progress_counts_what_arrived(store: Store) -> None:
    """Sent, failed and still waiting, also those not queued yet."""
    broadcast = make_broadcast()
    await add(store, broadcast)
    async with store.writing() as unit:
        batch = await unit.broadcasts.unsent(broadcast.id, 4)
        await unit.outbox.put([make_envelope(r.account, broadcast_id=broadcast.id) for r in batch])
        await unit.outbox.put([make_envelope(account_key("somebody else"))])
        await unit.broadcasts.mark_queued(broadcast.id, [r.account for r in batch])
        first, second, third, *_ = [h for h in await unit.outbox.heads(NOW, 10, []) if h.envelope.broadcast_id]
        await unit.outbox.sent([first.id])
        await unit.outbox.sent([second.id])
        await unit.outbox.failed(third.id, "blocked")
        await unit.commit()

    async with store.reading() as unit:
        progress = await unit.broadcasts.progress(broadcast.id)
    assert progress == Progress(total=5, sent=2, failed=1, waiting_on={"": 2})
    assert progress.waiting == 2


async def test_a_broadcast_moves_on(store: Store) -> None:
    """Its state is set as its notices are queued and reported."""
    broadcast = make_broadcast()
    await add(store, broadcast)
    async with store.writing() as unit:
        assert await unit.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.REPORTED)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.broadcasts.in_state(BroadcastState.REPORTED) == [
            replace(broadcast, state=BroadcastState.REPORTED)
        ]


async def test_the_latest_broadcast_of_a_sender_is_the_last_confirmed(store: Store) -> None:
    """Of two on the same day the later one; of another sender none."""
    for number in range(3):
        await add(store, make_broadcast(f"number {number}"))
    await add(store, make_broadcast("other", sender=account_key("other"), confirmed_on=FILED_ON + timedelta(days=3)))

    async with store.reading() as unit:
        latest = await unit.broadcasts.latest_of(account_key("leader"))
        assert latest == make_broadcast("number 2")
        assert await unit.broadcasts.latest_of(account_key("nobody")) is None
