"""The updates that a bot has not confirmed yet, and the long poll that waits for them."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from bot.simulators.telegram_clock import SimulatorClock
from bot.simulators.telegram_errors import ApiError, conflict
from bot.simulators.telegram_faults import Faults, UpdateFault

# Served in order. Messages are numbered by chat and presses by person, so one private chat has two queues.
Queue = tuple[str, int]

DAY: Final = 86_400.0
PRESS_SECONDS: Final = 150.0  # how long a button press lives
MAX_POLL_SECONDS: Final = 50
_FIRST_ID: Final = 100_000_001
_DEFAULT: Final = frozenset({"message", "edited_message", "callback_query", "my_chat_member"})


@dataclass(slots=True, eq=False)
class Update:
    update_id: int
    kind: str
    body: Mapping[str, Any]
    queue: Queue
    expires_at: float
    repeats: int = 0  # how often it will come again

    def json(self) -> dict[str, Any]:
        return {"update_id": self.update_id, self.kind: self.body}


class Updates:
    """In the order in which they will be handed out, which a fault may have changed."""

    def __init__(self, clock: SimulatorClock, faults: Faults) -> None:
        self._clock, self._faults = clock, faults
        self._next_id = _FIRST_ID
        self._pending: dict[int, Update] = {}
        self._queues: dict[Queue, deque[Update]] = {}
        self._held: Update | None = None
        self._poll: asyncio.Future[None] | None = None
        self.allowed = _DEFAULT
        self.webhook: Callable[[Queue], None] | None = None  # told of each queue that has news

    def add(self, kind: str, body: Mapping[str, Any], queue: Queue, lifetime: float = DAY) -> None:
        """Something happened that the bot may want to know."""
        if kind not in self.allowed:
            return
        update = Update(self._next_id, kind, body, queue, self._clock.time() + lifetime)
        self._next_id += 1
        fault = self._faults.take_update()
        if fault is UpdateFault.DROP:
            return
        if fault is UpdateFault.REORDER:
            self._held = update
            return
        update.repeats = int(fault is UpdateFault.DUPLICATE)
        late, self._held = self._held, None
        self._put(update)
        if late is not None:
            self._put(late)

    def _put(self, update: Update) -> None:
        self._pending[update.update_id] = update
        self._queues.setdefault(update.queue, deque()).append(update)
        if self.webhook is not None:
            self.webhook(update.queue)
        else:
            self.interrupt(None)

    def allow(self, kinds: str) -> None:
        """Take ``allowed_updates``: what is no list changes nothing, an empty one restores the default."""
        try:
            found = json.loads(kinds or "null")
        except ValueError:
            return
        if isinstance(found, list):
            self.allowed = frozenset(found) or _DEFAULT

    @property
    def polled(self) -> bool:
        """Whether somebody waits for the next update."""
        return self._poll is not None and not self._poll.done()

    @property
    def narrowed(self) -> list[str] | None:
        return None if self.allowed == _DEFAULT else sorted(self.allowed)

    def __len__(self) -> int:
        return len(self._pending)

    def clear(self) -> None:
        self._pending.clear()
        self._queues.clear()

    def renumber(self, number: int) -> None:
        """A week without updates has passed: the next has a number at random, this one."""
        self._next_id = number

    # Polling

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Update]:
        """The next updates, waiting for the first; an older poll that still waits ends with 409."""
        found = self._take(offset, limit)
        if found or seconds <= 0:
            return found
        self.interrupt(
            conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        )
        self._poll = waiting = asyncio.get_running_loop().create_future()
        with suppress(TimeoutError):
            async with self._clock.timeout(seconds):
                await waiting
        return self._take(offset, limit)

    def interrupt(self, reason: ApiError | None) -> None:
        """End the poll that waits: with this refusal, or with no updates."""
        if self._poll is None or self._poll.done():
            return
        if reason is None:
            self._poll.set_result(None)
        else:
            self._poll.set_exception(reason)

    def _take(self, offset: int, limit: int) -> list[Update]:
        self._drop_expired()
        ids = sorted(self._pending)
        confirmed = ids[:offset] if offset < 0 else [update_id for update_id in ids if update_id < offset]
        if offset > self._next_id:  # from before the numbers began anew: the real server then shows what it has
            confirmed = []
        for update_id in confirmed:
            self.confirm(self._pending[update_id])
        return list(self._pending.values())[:limit]

    # Both ways

    def confirm(self, update: Update) -> None:
        """It has arrived: forget it, unless it was ordered to come again."""
        if update.repeats:
            update.repeats -= 1
        elif self._pending.pop(update.update_id, None):
            self._queues[update.queue].remove(update)

    def _drop_expired(self) -> None:
        now = self._clock.time()
        for update in [each for each in self._pending.values() if each.expires_at <= now]:
            self.drop(update)

    def drop(self, update: Update) -> None:
        update.repeats = 0
        self.confirm(update)

    def first_of(self, queue: Queue) -> Update | None:
        """The update of this queue that is to be delivered next."""
        waiting = self._queues.get(queue, deque())
        while waiting and waiting[0].expires_at <= self._clock.time():
            self.drop(waiting[0])
        if waiting:
            return waiting[0]
        self._queues.pop(queue, None)
        return None

    def queues(self) -> list[Queue]:
        return list(self._queues)
