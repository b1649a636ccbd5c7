"""What takes long between front and delivery: silence, a stop, a broken line. Seconds pass only where all wait."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.courier import STOP_SECONDS
from bot.link import ON_ITS_WAY_SECONDS, PATIENCE
from bot.link_format import SHAPE, as_text, frame_bytes
from storage.domain.errors import TransientDelivery
from tests.bench.simulated_time import SimulatedLoop
from tests.bot.delivery_line import REPLY, Line, open_line

SILENCE = 900.0  # seconds, as Telegram may ask for


def on_a_line(work: Callable[[Line], Awaitable[None]]) -> None:
    async def main() -> None:
        async with open_line() as line:
            await work(line)

    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        runner.run(main())


def now() -> float:
    return asyncio.get_running_loop().time()


async def carry(line: Line, name: str) -> "asyncio.Task[None]":
    """A parcel that delivery has, and does not get rid of."""
    line.sender.hold(name)
    before, carried = len(line.sender.tried), asyncio.create_task(line.carrier.carry(line.parcel(name)))
    await line.until(lambda: len(line.sender.tried) > before)
    return carried


def test_a_parcel_that_waits_for_long_comes_once() -> None:
    """Delivery says that it still has it, so that the front does not hand it out again."""

    async def work(line: Line) -> None:
        await line.connect()
        carried = await carry(line, "lan")
        await asyncio.sleep(SILENCE)
        line.sender.hold("lan").set()
        await carried
        assert line.sender.texts("lan") == [REPLY.text]

    on_a_line(work)


def test_a_delivery_process_that_stands_still_is_not_waited_for() -> None:
    """Without a word of a parcel the front tries again later."""

    async def work(line: Line) -> None:
        _reader, writer = await asyncio.open_unix_connection(line.path)
        writer.write(frame_bytes({"opens": [as_text(line.opener.public_halves[0])], "takes": SHAPE}))
        await line.until(lambda: line.link.is_up)
        with pytest.raises(TransientDelivery):
            await line.carrier.carry(line.parcel("lan"))
        assert now() < PATIENCE + 10
        writer.close()

    on_a_line(work)


def test_what_waits_in_delivery_goes_back_where_the_front_restarts() -> None:
    """The new front hands it out again: so it is not sent for the old one, and the new one is served at once."""

    async def work(line: Line) -> None:
        await line.connect()
        carried = await carry(line, "lan")
        await line.link.stop()
        with pytest.raises(TransientDelivery):
            await carried
        await line.link.start()
        await line.until(lambda: line.link.is_up)
        line.sender.hold("lan").set()
        await line.carrier.carry(line.parcel("lan"))
        assert line.sender.texts("lan") == [REPLY.text]

    on_a_line(work)


def test_a_stop_does_not_wait_for_a_silence_to_end() -> None:
    """Delivery ends within seconds; what it has not sent the front keeps."""

    async def work(line: Line) -> None:
        await line.connect()
        carried, begun = await carry(line, "lan"), now()
        await line.disconnect()
        assert now() - begun <= STOP_SECONDS + 1
        with pytest.raises(TransientDelivery):
            await carried
        assert line.sender.sent == []

    on_a_line(work)


def test_what_is_being_sent_when_delivery_stops_is_still_recorded() -> None:
    """The front hears that it has arrived, and does not send it again."""

    async def work(line: Line) -> None:
        await line.connect()
        carried = await carry(line, "lan")
        line.stop.set()
        await asyncio.sleep(STOP_SECONDS / 2)
        line.sender.hold("lan").set()
        await carried
        assert line.told == ["lan"]

    on_a_line(work)


def test_a_parcel_on_a_broken_line_keeps_its_places_for_a_moment() -> None:
    """It may have left for the platform just before: the pace counts it as long as it can be on its way."""

    async def work(line: Line) -> None:
        await line.connect()
        carried, begun = await carry(line, "lan"), now()
        await line.link.stop()
        with pytest.raises(TransientDelivery):
            await carried
        assert now() - begun >= ON_ITS_WAY_SECONDS

    on_a_line(work)
