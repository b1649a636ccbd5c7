"""Where messages wait for their turn: in time, in order, and longer when the platform asks for silence."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from bot.channels.gate import Gate
from storage.domain.errors import ChatBusy
from storage.domain.pace import Limit, Pace, PaceLimits
from tests.bench.simulated_time import in_simulated_time


class Time:
    """A clock that moves only while somebody sleeps; ``then`` happens during the first sleep."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.now, self.then = 100.0, then

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        then, self.then = self.then, lambda: None
        then()


async def send(gate: Gate, chat_id: int) -> None:
    """A message that is answered at once."""
    async with gate.turn(chat_id):
        pass


async def test_bulk_waits_and_a_reply_does_not() -> None:
    """The second bulk message waits for a 28th of a second; a reply to somebody else goes at once."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    for _ in range(2):
        await gate.bulk_turn()
    bulk = time.now
    await send(gate, 1)
    await send(gate, 2)
    assert round(bulk - 100.0, 4) == round(1 / 28, 4)
    assert time.now == bulk


async def test_a_third_message_in_a_row_waits() -> None:
    """A person gets two at once, the third a second a message after the first; others wait for none of it."""
    time = Time()
    gate, sent = Gate(Pace(), lambda: time.now, time.sleep), list[float]()
    for chat_id in (7, 7, 8, 7):
        await send(gate, chat_id)
        sent.append(round(time.now - 100.0, 2))
    assert sent == [0.0, 0.0, 0.0, 2.1]


async def test_who_is_not_that_patient_is_told_how_long_the_chat_waits() -> None:
    """A group has had its twenty: the next one is not kept waiting for a minute, unless it wants to."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    for _ in range(20):
        await send(gate, -5)
    with pytest.raises(ChatBusy) as busy:
        async with gate.turn(-5, patience=5.0):
            pass
    assert (busy.value.wait.total_seconds(), time.now) == (60.5, 100.0)
    await send(gate, -5)
    assert time.now == 160.5


async def test_a_message_that_is_not_answered_keeps_its_place() -> None:
    """Two under way to one person: the third does not leave, however long it takes, until one is answered."""
    gate, answered, sent = Gate(Pace(PaceLimits(chat=Limit(2, 0.01)))), asyncio.Event(), list[int]()

    async def send_slowly(number: int) -> None:
        async with gate.turn(7):
            sent.append(number)
            await answered.wait()

    tasks = [asyncio.create_task(send_slowly(number)) for number in range(3)]
    await asyncio.sleep(0.1)
    assert sent == [0, 1]
    answered.set()
    await asyncio.gather(*tasks)
    assert sent == [0, 1, 2]


async def test_the_next_free_place_is_a_replys() -> None:
    """Where as much bulk is under way as may be, the next answer lets a reply go and no further bulk."""
    gate, answered, sent = Gate(Pace(PaceLimits(bot=Limit(3, 0.1), bulk_per_second=1e6))), asyncio.Event(), list[int]()

    async def bulk(chat_id: int) -> None:
        await gate.bulk_turn()
        async with gate.turn(chat_id):
            sent.append(chat_id)
            await (answered.wait() if chat_id == 1 else asyncio.sleep(10))

    async def reply() -> None:
        async with gate.turn(100):
            sent.append(100)

    tasks = [asyncio.create_task(bulk(chat_id)) for chat_id in range(1, 6)]
    await asyncio.sleep(0.05)
    tasks.append(asyncio.create_task(reply()))
    await asyncio.sleep(0.05)
    answered.set()
    await asyncio.sleep(0.15)
    assert sent[:4] == [1, 2, 3, 100]
    for task in tasks:
        task.cancel()


async def test_who_needs_many_places_is_not_overtaken_by_bulk() -> None:
    """A notice of two messages gets its two places, though bulk waited before it and one falls free first."""
    gate, sent = Gate(Pace(PaceLimits(bot=Limit(2, 0.01), bulk_per_second=1e6))), list[str]()

    async def bulk() -> None:
        await gate.bulk_turn()
        await send(gate, 3)
        sent.append("bulk")

    async def two() -> None:
        async with gate.any_turn(2):
            sent.append("two")

    async with gate.turn(1):
        async with gate.turn(2):
            waiting = [asyncio.create_task(bulk())]
            await asyncio.sleep(0.01)
            waiting.append(asyncio.create_task(two()))
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert sent == []
    await asyncio.gather(*waiting)
    assert sent == ["two", "bulk"]


async def test_more_messages_than_there_are_places_do_not_wait_for_ever() -> None:
    """They take all there are: what is longer goes one after the other anyway."""
    gate = Gate(Pace())
    async with asyncio.timeout(1), gate.any_turn(100):
        pass


async def test_who_waits_when_silence_is_asked_for_waits_longer() -> None:
    """A refusal that comes while a message waits for its chat holds it back as well."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    time.then = lambda: gate.refused(30.0)
    for _ in range(3):
        await send(gate, 7)  # the third in a row has to wait
    assert time.now >= 131.0


def test_those_who_waited_do_not_rush_out_when_the_silence_ends() -> None:
    """Ten wait for their turn when silence is asked for: after it they go at the pace of before, three at once."""

    async def work() -> None:
        gate, sent = Gate(Pace(PaceLimits(bot=Limit(3, 0.1)))), list[float]()

        async def one(chat_id: int) -> None:
            async with gate.turn(chat_id):
                sent.append(asyncio.get_running_loop().time())

        waiting = [asyncio.create_task(one(chat_id)) for chat_id in range(1, 11)]
        await asyncio.sleep(0.01)
        gate.refused(0.4)
        begun = len(sent)
        await asyncio.gather(*waiting)
        later = sent[begun:]
        assert begun == 3
        assert min(fourth - first for first, fourth in zip(later, later[3:], strict=False)) > 0.05
        assert all(one <= other for one, other in pairwise(later))

    in_simulated_time(work)


def test_those_who_waited_do_not_rush_out_to_one_person_either() -> None:
    """A reply and notices to one person wait while the bot is silent: after it two of them go at once."""

    async def work() -> None:
        gate, sent = Gate(Pace(PaceLimits(chat=Limit(2, 0.2)))), list[float]()

        async def one() -> None:
            async with gate.turn(7):
                sent.append(asyncio.get_running_loop().time())

        gate.refused(0.3)
        waiting = []
        for _ in range(4):
            waiting.append(asyncio.create_task(one()))
            await asyncio.sleep(0.05)
        await asyncio.gather(*waiting)
        assert sent[2] - sent[1] > 0.15

    in_simulated_time(work)


async def test_a_bulk_message_that_never_leaves_is_forgotten() -> None:
    """Its turn came and it met an error before it was sent: the next reply is a reply, and takes a place of bulk."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    await asyncio.create_task(gate.bulk_turn())
    await send(gate, 1)
    await gate.bulk_turn()
    assert round(time.now - 100.0, 4) == round(2 / 28, 4)


async def test_a_refusal_is_told_and_an_old_one_is_not() -> None:
    """So that it can be stored; what comes from the store is kept without being stored again."""
    time, told = Time(), list[float]()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    gate.on_refused = told.append
    gate.refused(30.0)
    gate.silence(40.0)
    await send(gate, 1)
    assert (told, time.now) == ([30.0], 140.0)


async def test_what_a_group_got_before_a_restart_counts() -> None:
    """It has had its twenty: after a restart it gets the next one when the minute is over, others at once."""
    time, kept = Time(), list[tuple[int, float]]()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    gate.recall([], lambda chat_id, seconds: kept.append((chat_id, seconds)))
    for chat_id in [*[-5] * 20, -6, 7]:
        await send(gate, chat_id)
    time.now += 30.0
    restarted = Gate(Pace(), lambda: time.now, time.sleep)
    restarted.recall([(chat_id, seconds - 30.0) for chat_id, seconds in kept], lambda chat_id, seconds: None)
    await send(restarted, -6)
    assert time.now == 130.0
    await send(restarted, -5)
    assert time.now == 160.5


async def test_who_remembers_nothing_takes_groups_to_have_had_enough() -> None:
    """Delivery has nowhere to keep it: a group waits for the first minute, a person does not, and then nobody."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    gate.recall_nothing()
    await send(gate, 7)
    assert time.now == 100.0
    with pytest.raises(ChatBusy):
        async with gate.turn(-5, patience=5.0):
            pass
    await send(gate, -5)
    assert time.now == 160.5
    await send(gate, -6)
    assert time.now == 160.5
