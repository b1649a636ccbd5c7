"""Rounds of the loop: in each it does all that is ready, and looks at what is new only afterwards.

Where many messages come at once, as many pieces of work are ready at once, and together they would hold up all others.
"""

import asyncio
from collections import deque
from typing import Final
from weakref import WeakKeyDictionary


class _Turnstile:
    """Lets one through in each round, in the order of coming. It knows no loop, so that it goes when its loop does."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._is_taken = False  # in this round

    async def pass_through(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._is_taken:
            place = loop.create_future()
            self._waiting.append(place)
            await place
        else:
            self._is_taken = True
            loop.call_soon(self._next)

    def _next(self) -> None:
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():  # cancelled
                place.set_result(None)
                place.get_loop().call_soon(self._next)
                return
        self._is_taken = False


_turnstiles: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, _Turnstile]] = WeakKeyDictionary()


async def round_of_its_own() -> None:
    """To be awaited before a piece of work of some milliseconds: no two of them are done in one round of the loop."""
    loop = asyncio.get_running_loop()
    turnstile = _turnstiles.get(loop)
    if turnstile is None:
        turnstile = _turnstiles[loop] = _Turnstile()
    await turnstile.pass_through(loop)
