"""Each channel has its own relay: silent when the platform asks for it, gentle, and in nobody else's way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest

from scheduler.delivery import OURS
from scheduler.relay import Flow
from storage.domain.errors import ChatBusy, PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.outbox import Priority
from storage.domain.ports import Store, UnitOfWork
from tests.scheduler.mailroom import Mailroom, crash, running
from tests.senders import CHANNEL, Crash

PEOPLE = [f"person {number}" for number in range(12)]
TOO_MANY = TransientDelivery(timedelta(seconds=30))


@dataclass(slots=True)
class Unwritable:
    """A store that cannot be written to the first ``times``."""

    store: Store
    times: int = 1

    def reading(self) -> UnitOfWork:
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        if self.times:
            self.times -= 1
            raise ConnectionError
        return self.store.writing()


@dataclass(slots=True)
class Unreadable:
    """A store that cannot be read from once it is ``away``, the first time."""

    store: Store
    away: bool = False

    def reading(self) -> UnitOfWork:
        if self.away:
            self.away = False
            raise ConnectionError
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        return self.store.writing()


@dataclass(slots=True)
class SlowToWrite:
    """A store whose first writing waits until it is let through."""

    store: Store
    noting: asyncio.Event = field(default_factory=asyncio.Event)
    noted: asyncio.Event = field(default_factory=asyncio.Event)

    def reading(self) -> UnitOfWork:
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        first = not self.noting.is_set()
        self.noting.set()
        return cast(UnitOfWork, self._slow()) if first else self.store.writing()

    @asynccontextmanager
    async def _slow(self) -> AsyncIterator[UnitOfWork]:
        await self.noted.wait()
        async with self.store.writing() as unit:
            yield unit


async def test_a_chat_that_has_got_enough_holds_up_nobody_else(mail: Mailroom) -> None:
    """A group has had its twenty in a minute: its notices wait for the rest of it, in order, and others' do not."""
    mail.flow = Flow()
    await mail.enrol("group", "lan")
    for name, text in [("group", "1"), ("group", "2"), ("lan", "1")]:
        await mail.write(name, text)
    mail.sender.will("group", ChatBusy(timedelta(seconds=40)))
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert (mail.numbers("group"), mail.numbers("lan")) == ([], ["1"])
    mail.clock.advance(seconds=39)
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 2
    mail.clock.advance(seconds=2)
    await delivery.deliver_all()
    assert mail.numbers("group") == ["1", "2"]


async def test_an_alarm_waits_for_no_batch(mail: Mailroom) -> None:
    """What comes while notices go out one by one is looked at after the one under way; all others follow."""
    mail.flow = Flow()
    await mail.enrol(*PEOPLE)
    *others, last = PEOPLE
    for name in others:
        await mail.write(name, "1")
    answered = {name: mail.sender.hold(name) for name in others}
    delivery = mail.delivery()
    delivering = asyncio.create_task(delivery.deliver_all())
    while not mail.sender.tried:
        await asyncio.sleep(0.001)
    await mail.write(last, "1", priority=Priority.ALARM)
    delivery.wake()
    for each in answered.values():
        each.set()
    await delivering
    assert [name for name, _ in mail.sender.sent][1] == last
    assert sorted(name for name, _ in mail.sender.sent) == sorted(PEOPLE)


async def test_who_takes_long_holds_up_nobody_else(mail: Mailroom) -> None:
    """While one of a broadcast waits for its answer, what is written meanwhile goes out; nothing goes out twice."""
    mail.flow = Flow(at_once=1, bulk_at_once=2)
    await mail.enrol("lan", "minh", "hoa")
    await mail.write("lan", "1", "2", priority=Priority.BROADCAST)
    answered, delivery = mail.sender.hold("lan"), mail.delivery()
    async with running(delivery):
        await mail.sender.until_tried(1)
        for count, (name, priority) in enumerate([("minh", Priority.TASK), ("hoa", Priority.BROADCAST)], 1):
            await mail.write(name, "1", priority=priority)
            delivery.wake()
            await mail.sender.until(count)
        answered.set()
        await mail.sender.until(4)
    assert [name for name, _ in mail.sender.sent] == ["minh", "hoa", "lan", "lan"]
    assert mail.numbers("lan") == ["1", "2"]


async def test_a_look_that_fails_breaks_off_nothing(mail: Mailroom) -> None:
    """Where the database is away for a moment, what is under way is still recorded, and not sent again."""
    mail.flow = Flow(at_once=1, bulk_at_once=2)
    await mail.enrol("lan")
    await mail.write("lan", "1", priority=Priority.BROADCAST)
    store = Unreadable(mail.store)
    answered, delivery = mail.sender.hold("lan"), mail.delivery(store)
    delivering = asyncio.create_task(delivery.deliver_all())
    await mail.sender.until_tried(1)
    store.away = True
    delivery.wake()
    while store.away:
        await asyncio.sleep(0.001)
    answered.set()
    with pytest.raises(ConnectionError):
        await delivering
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["1"]


async def test_who_is_back_before_it_is_noted_that_they_were_away_gets_all(mail: Mailroom) -> None:
    """The page opens while the note that it was closed is on its way to the disk: nothing stays aside."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", WindowClosed())
    store = SlowToWrite(mail.store)
    delivery = mail.delivery(store)
    async with running(delivery):
        await store.noting.wait()
        delivery.opened(mail.sender.knows("lan"))
        await asyncio.sleep(0.1)  # for a look meanwhile
        store.noted.set()
        await mail.sender.until(1)
    assert mail.numbers("lan") == ["1"]


async def test_a_refusal_silences_the_whole_channel(mail: Mailroom) -> None:
    """After 429 nobody is written to before the time that was asked for, and a little more; then everybody is."""
    mail.flow = Flow()
    await mail.enrol(*PEOPLE)
    for name in PEOPLE:
        await mail.write(name, "1")
    delivery = mail.delivery()
    for name in PEOPLE:
        mail.sender.will(name, TOO_MANY, None)
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 1
    mail.clock.advance(seconds=32)
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 1


async def test_silence_survives_a_restart(mail: Mailroom) -> None:
    """The time is stored: a new process keeps it, and goes on when it has come."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    mail.sender.will("lan", TOO_MANY)
    await mail.delivery().deliver_all()
    await mail.write("minh", "1")
    restarted = mail.delivery()
    await restarted.deliver_all()
    assert mail.sender.sent == []
    mail.clock.advance(seconds=34)
    await restarted.deliver_all()
    assert (mail.numbers("lan"), mail.numbers("minh")) == (["1"], ["1"])


async def test_a_refused_reply_silences_notices_too(mail: Mailroom) -> None:
    """Whatever met it, the time is kept for all that leaves, a tenth longer, and over a restart."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    delivery = mail.delivery()
    delivery.silence(CHANNEL, 30.0)
    await delivery.deliver_all()
    restarted = mail.delivery()
    mail.clock.advance(seconds=32)
    await restarted.deliver_all()
    assert mail.sender.sent == []
    mail.clock.advance(seconds=1)
    await restarted.deliver_all()
    assert mail.numbers("lan") == ["1"]


async def test_replies_keep_a_silence_of_before_the_restart(mail: Mailroom) -> None:
    """What is left of it is told to the channel's pace, once."""
    told: list[float] = []
    mail.sender.will("lan", TOO_MANY)
    mail.flow = Flow(silence=told.append)
    await mail.enrol("lan")
    await mail.write("lan", "1")
    await mail.delivery().deliver_all()
    mail.clock.advance(seconds=10)
    restarted = mail.delivery()
    for _ in range(2):
        await restarted.deliver_all()
    assert told == [23.0]


async def test_one_channel_holds_up_no_other(mail: Mailroom) -> None:
    """A platform that never answers, or wants silence, delays only those who are there."""
    other = mail.elsewhere()
    await mail.enrol("lan")
    await other.enrol("minh", "hoa")
    await mail.write("lan", "1")
    await other.write("minh", "1")
    await other.write("hoa", "1")
    never = other.sender.hold("minh")
    async with asyncio.timeout(20), running(mail.delivery(None, other)):
        await mail.sender.until(1)
        assert other.sender.texts("minh") == []
        never.set()


async def test_an_anonymous_author_is_found_on_their_channel(mail: Mailroom) -> None:
    """Only the sealed address knows the channel: every relay may open it, the right one delivers, once."""
    other = mail.elsewhere()
    await mail.anonymous_case("here", "1")
    await other.anonymous_case("there", "2")
    delivery = mail.delivery(None, other)
    await delivery.deliver_all()
    await delivery.deliver_all()
    assert (mail.numbers("here"), other.numbers("there")) == (["1"], ["2"])
    assert await mail.states() == ["done", "done"]


async def test_a_channel_that_is_not_set_up_keeps_its_notices(mail: Mailroom) -> None:
    """They wait, whether their channel is written down or sealed, and go out once it is there."""
    other = mail.elsewhere()
    await other.enrol("minh")
    await other.write("minh", "1")
    await other.anonymous_case("author", "2")
    await mail.delivery().deliver_all()
    assert await mail.states() == ["queued", "queued"]
    await mail.delivery(None, other).deliver_all()
    assert (other.numbers("minh"), other.numbers("author")) == (["1"], ["2"])


@pytest.mark.parametrize("victim", [PEOPLE[0], PEOPLE[5]])
async def test_a_crash_repeats_one_answer_at_most(mail: Mailroom, victim: str) -> None:
    """On a platform, what matters goes out one by one, each recorded before the next is begun."""
    mail.flow = Flow(at_once=1, bulk_at_once=4)
    await mail.enrol(*PEOPLE)
    for name in PEOPLE:
        await mail.write(name, "1", priority=Priority.ANSWER)
    mail.sender.will(victim, Crash())
    await crash(mail.delivery())
    await mail.delivery().deliver_all()
    counts = [len(mail.sender.texts(name)) for name in PEOPLE]
    assert sorted(counts) == [1] * 11 + [2]


async def test_a_crash_repeats_a_window_of_bulk_at_most(mail: Mailroom) -> None:
    """Of a broadcast, at most as many are sent twice as were under way."""
    mail.flow = Flow(at_once=1, bulk_at_once=4)
    await mail.enrol(*PEOPLE)
    for name in PEOPLE:
        await mail.write(name, "1", priority=Priority.BROADCAST)
    mail.sender.will(PEOPLE[5], Crash())
    await crash(mail.delivery())
    await mail.delivery().deliver_all()
    counts = [len(mail.sender.texts(name)) for name in PEOPLE]
    assert min(counts) == 1
    assert sum(counts) - len(PEOPLE) <= 4


async def test_only_bulk_waits_for_the_pace(mail: Mailroom) -> None:
    """Each bulk notice asks for its turn; answers and reminders do not."""
    turns: list[str] = []

    async def turn() -> None:
        turns.append("bulk")

    mail.flow = Flow(OURS.at_once, OURS.bulk_at_once, turn)
    await mail.enrol("lan", "minh", "hoa")
    await mail.write("lan", "1", priority=Priority.BROADCAST)
    await mail.write("minh", "1", priority=Priority.BROADCAST)
    await mail.write("hoa", "1", priority=Priority.ANSWER)
    await mail.delivery().deliver_all()
    assert turns == ["bulk", "bulk"]
    assert len(mail.sender.sent) == 3


async def test_a_channel_that_takes_nothing_is_known(mail: Mailroom) -> None:
    """For how long nothing has arrived though it was tried; the first that arrives ends it."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", TransientDelivery(), TransientDelivery())
    delivery = mail.delivery()
    assert delivery.failing_seconds() == {CHANNEL: 0.0}
    for _ in range(2):
        await delivery.deliver_all()
        mail.clock.advance(seconds=10)
    assert delivery.failing_seconds() == {CHANNEL: 20.0}
    await delivery.deliver_all()
    assert delivery.failing_seconds() == {CHANNEL: 0.0}


async def test_what_could_not_be_recorded_waits_for_what_is_under_way(mail: Mailroom) -> None:
    """A database that fails for a moment repeats nothing; what is still being sent is not begun again either."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    await mail.write("minh", "1")
    answered = mail.sender.hold("minh")
    delivery = mail.delivery(Unwritable(mail.store))
    async with asyncio.timeout(20):
        first = asyncio.create_task(delivery.deliver_all())
        await mail.sender.until(1)
        for _ in range(100):
            await asyncio.sleep(0.001)
        assert not first.done()
        answered.set()
        with pytest.raises(ConnectionError):
            await first
    await delivery.deliver_all()
    assert (mail.numbers("lan"), mail.numbers("minh")) == (["1"], ["1"])
    assert await mail.states() == ["sent", "sent"]


async def test_a_full_disk_repeats_nothing(mail: Mailroom) -> None:
    """While what was sent cannot be recorded, it is not sent again and nothing else is; then all goes on."""
    mail.flow = Flow()
    await mail.enrol("lan", "minh", "hoa")
    for name in ("lan", "minh", "hoa"):
        await mail.write(name, "1")
    store = Unwritable(mail.store, times=5)
    delivery = mail.delivery(store)
    while store.times:
        with pytest.raises(ConnectionError):
            await delivery.deliver_all()
        assert len(mail.sender.sent) == 1
        mail.clock.advance(seconds=10)
    assert delivery.failing_seconds() == {CHANNEL: 50.0}
    await delivery.deliver_all()
    assert delivery.failing_seconds() == {CHANNEL: 0.0}
    assert sorted(name for name, _ in mail.sender.sent) == ["hoa", "lan", "minh"]
    assert await mail.states() == ["sent"] * 3


async def test_a_channel_that_is_held_up_is_known(mail: Mailroom) -> None:
    """While it wants silence, and while nothing arrives; not any more once it has answered, be it with a refusal."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", TOO_MANY, TransientDelivery(), PermanentDelivery("blocked"))
    delivery = mail.delivery()
    held_up = []
    for seconds in (0, 34, 5):
        mail.clock.advance(seconds=seconds)
        await delivery.deliver_all()
        held_up.append(delivery.held_up())
    assert held_up == [{CHANNEL}, {CHANNEL}, set()]


async def test_delivery_is_not_idle_while_it_goes_on_after_a_silence(mail: Mailroom) -> None:
    """Nothing is held up any more and much is left: a broadcast would be said to be through."""
    await mail.enrol("lan", "minh")
    mail.sender.will("lan", TOO_MANY)
    await mail.write("lan", "1")
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert delivery.idle and delivery.held_up()
    await mail.write("minh", "1")
    mail.clock.advance(seconds=34)
    under_way = mail.sender.hold("lan")
    going_on = asyncio.create_task(delivery.deliver_all())
    await mail.sender.until(1)
    assert not delivery.idle and not delivery.held_up()
    under_way.set()
    await going_on
    assert delivery.idle
