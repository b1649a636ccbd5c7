"""Where messages wait for their turn: in time, in order, and longer when the platform asks for silence."""

from collections.abc import Callable

from bot.channels.gate import Gate
from storage.domain.pace import Pace


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
