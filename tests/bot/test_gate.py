"""Where messages wait for their turn: in time, in order, and longer when the platform asks for silence."""

import asyncio
import time
from collections.abc import Callable
from itertools import pairwise

from bot.channels.gate import Gate
from storage.domain.pace import Pace, PaceLimits


class Time:
    """A clock that moves only while somebody sleeps; ``then`` happens during the first sleep."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.now, self.then = 100.0, then

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        then, self.then = self.then, lambda: None
        then()


async def test_bulk_waits_and_a_reply_does_not() -> None:
    """The second bulk message waits for a 28th of a second; a reply to somebody else goes at once."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    for _ in range(2):
        await gate.bulk_turn()
    bulk = time.now
    await gate.turn(1)
    await gate.turn(2)
    assert round(bulk - 100.0, 4) == round(1 / 28, 4)
    assert time.now == bulk


async def test_who_waits_when_silence_is_asked_for_waits_longer() -> None:
    """A refusal that comes while a message waits for its chat holds it back as well."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    time.then = lambda: gate.refused(30.0)
    for _ in range(3):
        await gate.turn(7)  # the third in a row has to wait a second
    assert time.now >= 131.0


async def test_those_who_waited_do_not_rush_out_when_the_silence_ends() -> None:
    """Ten wait for their turn when silence is asked for: after it they go at the pace of before, three at once."""
    limits = PaceLimits(per_second=3, second=0.1)
    gate, sent = Gate(Pace(limits)), list[float]()

    async def send(chat_id: int) -> None:
        await gate.turn(chat_id)
        sent.append(time.monotonic())

    waiting = [asyncio.create_task(send(chat_id)) for chat_id in range(1, 11)]
    await asyncio.sleep(0.01)
    gate.refused(0.4)
    begun = len(sent)
    await asyncio.gather(*waiting)
    later = sent[begun:]
    assert begun == 3
    assert min(fourth - first for first, fourth in zip(later, later[3:], strict=False)) > 0.05
    assert all(one <= other for one, other in pairwise(later))


async def test_a_bulk_message_that_never_leaves_is_forgotten() -> None:
    """Its turn came and it met an error before it was sent: the next reply is a reply, and takes a place of bulk."""
    time = Time()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    await asyncio.create_task(gate.bulk_turn())
    await gate.turn(1)
    await gate.bulk_turn()
    assert round(time.now - 100.0, 4) == round(2 / 28, 4)


async def test_a_refusal_is_told_and_an_old_one_is_not() -> None:
    """So that it can be stored; what comes from the store is kept without being stored again."""
    time, told = Time(), list[float]()
    gate = Gate(Pace(), lambda: time.now, time.sleep)
    gate.on_refused = told.append
    gate.refused(30.0)
    gate.silence(40.0)
    await gate.turn(1)
    assert (told, time.now) == ([30.0], 140.0)
