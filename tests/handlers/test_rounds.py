"""Heavy pieces of work do not pile up in one round of the loop."""

import asyncio
import gc

from handlers import rounds as rounds_module
from handlers.rounds import round_of_its_own


async def rounds(counted: list[int]) -> None:
    """Counts the rounds of the loop until it is cancelled."""
    while True:
        counted[0] += 1
        await asyncio.sleep(0)


async def test_no_two_pieces_share_a_round() -> None:
    """Of pieces that are ready at once, each is done in another round, in the order of asking."""
    counted, done = [0], list[tuple[int, int]]()

    async def piece(number: int) -> None:
        await round_of_its_own()
        done.append((number, counted[0]))

    counting = asyncio.create_task(rounds(counted))
    await asyncio.gather(*map(piece, range(20)))
    counting.cancel()
    assert [number for number, _ in done] == list(range(20))
    assert len({at for _, at in done}) == 20


async def test_a_piece_that_is_alone_does_not_wait() -> None:
    """Where nothing else is to be done, a piece begins at once."""
    for _ in range(2):
        piece = round_of_its_own()
        try:
            piece.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError("it waits")
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_who_is_cancelled_keeps_nobody_waiting() -> None:
    """A piece that is given up while it waits is passed over, and the next one comes in its place."""
    done = []

    async def piece(number: int) -> None:
        await round_of_its_own()
        done.append(number)

    first, second, third = [asyncio.create_task(piece(number)) for number in range(3)]
    asyncio.get_running_loop().call_soon(second.cancel)
    await asyncio.gather(first, second, third, return_exceptions=True)
    assert done == [0, 2]
    await asyncio.wait_for(piece(3), 1)
    assert done == [0, 2, 3]


def test_a_loop_that_is_over_is_let_go() -> None:
    """Nothing is remembered of a loop that is gone."""

    async def pieces() -> None:
        await asyncio.gather(*(round_of_its_own() for _ in range(3)))

    before = len(rounds_module._turnstiles)
    asyncio.run(pieces())
    gc.collect()
    assert len(rounds_module._turnstiles) <= before
