"""Broadcasts: confirmed once, to the audience of that moment, counted by what became of each notice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.domain.broadcast import Audience, Broadcast, BroadcastState, Progress
from storage.domain.outbox import QueuedNotice
from storage.domain.permissions import Post, Role
from storage.domain.ports import Recipient, Store
from tests.builders import FILED_ON, MONTH, NOW, account_key, make_broadcast, make_envelope, sealed

LAN, MINH = account_key("lan"), account_key("minh")
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
        first, second, third, *_ = [h for h in await unit.outbox.heads(NOW, 10, "telegram") if h.envelope.broadcast_id]
        await unit.outbox.sent([first.id])
        await unit.outbox.sent([second.id])
        await unit.outbox.failed(third.id, "blocked")
        await unit.commit()

    async with store.reading() as unit:
        progress = await unit.broadcasts.progress(broadcast.id)
    assert progress == Progress(total=5, sent=2, failed=1, waiting_on={"": 2})
    assert progress.waiting == 2


async def test_progress_stays_true_when_rows_are_emptied(store: Store) -> None:
    """After two weeks of a failure only that it ended is left, and whoever had it may have deleted their account:

    nobody is said to be waited for who is not.
    """
    broadcast = make_broadcast()
    async with store.writing() as unit:
        person = await unit.people.enrol(LAN, sealed("lan"), [Post(Role.STAFF)], name="", month=MONTH)
        await unit.broadcasts.add(broadcast, [Recipient(key, "vi") for key in (LAN, MINH)])
        await unit.outbox.put([make_envelope(key, broadcast_id=broadcast.id) for key in (LAN, MINH)])
        await unit.broadcasts.mark_queued(broadcast.id, [LAN, MINH])
        by_person = {head.envelope.account: head for head in await unit.outbox.heads(NOW, 10, "telegram")}
        await unit.outbox.sent([by_person[LAN].id])
        await unit.outbox.failed(by_person[MINH].id, "blocked")
        await unit.commit()
    async with store.writing() as unit:
        await unit.keeping.empty_failures(FILED_ON, FILED_ON)
        await unit.rights.forget(person)
        assert await unit.broadcasts.progress(broadcast.id) == Progress(total=2, sent=1, failed=1)


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


async def queue(store: Store, broadcast: Broadcast, count: int) -> None:
    """Confirmed, with the notices of the first recipients in the outbox."""
    await add(store, broadcast)
    async with store.writing() as unit:
        batch = await unit.broadcasts.unsent(broadcast.id, count)
        await unit.outbox.put([make_envelope(r.account, broadcast_id=broadcast.id) for r in batch])
        await unit.broadcasts.mark_queued(broadcast.id, [r.account for r in batch])
        await unit.commit()


async def move(store: Store, broadcast: Broadcast, before: BroadcastState, after: BroadcastState) -> bool:
    async with store.writing() as unit:
        moved = await unit.broadcasts.move(broadcast.id, [before], after)
        await unit.commit()
    return moved


async def heads(store: Store) -> list[QueuedNotice]:
    async with store.reading() as unit:
        return list(await unit.outbox.heads(NOW, 100, "telegram"))


@pytest.mark.parametrize("held", [BroadcastState.PAUSED, BroadcastState.WAITING])
async def test_its_notices_are_held_and_let_go_with_it(store: Store, held: BroadcastState) -> None:
    """Held, none can be taken, and those of others can; let go, each can be taken again."""
    broadcast, other = make_broadcast(), make_broadcast("other", sender=account_key("other"))
    await queue(store, broadcast, 4)
    async with store.writing() as unit:
        await unit.outbox.put([make_envelope(account_key("somebody"), broadcast_id=other.id)])
        await unit.outbox.put([make_envelope(account_key("somebody else"))])
        await unit.commit()
    assert await move(store, broadcast, BroadcastState.CONFIRMED, held)
    assert not [head for head in await heads(store) if head.envelope.broadcast_id == broadcast.id]
    assert len(await heads(store)) == 2
    async with store.reading() as unit:
        assert (await unit.broadcasts.progress(broadcast.id)).waiting_on == {"": 5}
    assert await move(store, broadcast, held, BroadcastState.CONFIRMED)
    assert len(await heads(store)) == 6


async def test_it_moves_only_from_where_it_stands(store: Store) -> None:
    """Of two who move it from the same state, one does; the notices of a move that was refused stay as they are."""
    broadcast = make_broadcast()
    await queue(store, broadcast, 2)
    assert await move(store, broadcast, BroadcastState.CONFIRMED, BroadcastState.SENDING)
    assert not await move(store, broadcast, BroadcastState.CONFIRMED, BroadcastState.PAUSED)
    assert not await move(store, make_broadcast("unknown"), BroadcastState.CONFIRMED, BroadcastState.PAUSED)
    assert len(await heads(store)) == 2


async def test_what_is_recorded_afterwards_counts(store: Store) -> None:
    """A notice that was being sent as its broadcast was stopped ends as sent; the others keep no text."""
    broadcast = make_broadcast()
    await queue(store, broadcast, 3)
    under_way, *_ = await heads(store)
    assert await move(store, broadcast, BroadcastState.CONFIRMED, BroadcastState.STOPPED)
    async with store.reading() as unit:
        assert not await unit.outbox.still_waits(under_way.id)
    async with store.writing() as unit:
        await unit.outbox.sent([under_way.id])
        await unit.commit()
    async with store.reading() as unit:
        progress = await unit.broadcasts.progress(broadcast.id)
    assert (progress.sent, progress.waiting) == (1, 4)
    assert await heads(store) == []
    assert not await move(store, broadcast, BroadcastState.PAUSED, BroadcastState.CONFIRMED)


async def test_a_move_that_is_not_committed_holds_nothing(store: Store) -> None:
    """State and notices move together or not at all."""
    broadcast = make_broadcast()
    await queue(store, broadcast, 2)
    async with store.writing() as unit:
        await unit.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], BroadcastState.PAUSED)
    async with store.reading() as unit:
        assert await unit.broadcasts.get(broadcast.id) == broadcast
    assert len(await heads(store)) == 2


async def test_urgency_is_kept(store: Store) -> None:
    """Said once, it stays with the broadcast; others are not urgent."""
    broadcast, other = make_broadcast(), make_broadcast("other")
    await add(store, broadcast)
    await add(store, other)
    async with store.writing() as unit:
        await unit.broadcasts.set_urgent(broadcast.id)
        await unit.commit()
    async with store.reading() as unit:
        assert await unit.broadcasts.get(broadcast.id) == replace(broadcast, urgent=True)
        assert await unit.broadcasts.get(other.id) == other
        assert await unit.broadcasts.get(b"unknown") is None


async def test_progress_knows_the_channels_that_wait(store: Store) -> None:
    """By channel, whether their notice is in the outbox or not."""
    broadcast = make_broadcast()
    async with store.writing() as unit:
        for recipient, channel in zip(RECIPIENTS, ["telegram", "telegram", "web"], strict=False):
            way = sealed(channel), [Post(Role.STAFF)]
            await unit.people.enrol(recipient.account, *way, name="", month=MONTH, channel=channel)
        await unit.commit()
    await queue(store, broadcast, 2)
    async with store.reading() as unit:
        assert (await unit.broadcasts.progress(broadcast.id)).waiting_on == {"telegram": 2, "web": 1, "": 2}
