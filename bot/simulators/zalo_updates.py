"""The updates that the bot has not had yet, and the long poll that waits for them: no offset, no acknowledgement."""

import asyncio
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from bot.simulators.zalo_errors import webhook_is_set
from bot.simulators.zalo_faults import UpdateFault
from bot.simulators.zalo_state import Update, World

_UNKNOWN_EVENT = "message.future.received"


class Updates:
    """In the order in which they will be handed out, which a fault may have changed."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.pending: deque[Update] = deque()
        self._read: deque[tuple[float, Update]] = deque()  # when, and what; for those that come again
        self._held: Update | None = None
        self._delayed = 0
        self.waiting = 0  # polls
        self._unanswered = False  # an update went out, and the bot has not asked for the next one yet
        self.deliver: Callable[[Update], None] | None = None  # while a webhook is set

    def add(self, update: Update) -> None:
        """Something happened that the bot may hear of."""
        fault, seconds = self._world.faults.take_update() or (None, 0.0)
        match fault:
            case UpdateFault.DROP:
                return
            case UpdateFault.REORDER:
                self._held = update
                return
            case UpdateFault.DELAY:
                self._delayed += 1
                self._world.start(self._add_later(update, seconds))
                return
            case UpdateFault.UNKNOWN_EVENT:
                self._put(Update({**update.body, "event_name": _UNKNOWN_EVENT}, update.chat_id, ""))
        update.copies = 2 if fault is UpdateFault.DUPLICATE else 1
        update.as_list = fault is UpdateFault.LIST
        update.empty_first = fault is UpdateFault.EMPTY_BODY
        update.wrong_secret = fault is UpdateFault.WRONG_SECRET
        late, self._held = self._held, None
        self._put(update)
        if late is not None:
            self._put(late)

    async def _add_later(self, update: Update, seconds: float) -> None:
        try:
            await self._world.clock.sleep(seconds)
            self._put(update)
        finally:
            self._delayed -= 1
            self._world.tell()

    def _put(self, update: Update) -> None:
        if self.deliver is not None:
            self.deliver(update)
        else:
            self.pending.append(update)
        self._world.tell()

    def put_back(self, updates: list[Update]) -> None:
        """What a webhook did not take before it was removed."""
        self.pending.extendleft(reversed(updates))

    def hand_over(self) -> None:
        """To the webhook that has just been set."""
        while self.deliver is not None and self.pending:
            self.deliver(self.pending.popleft())
        self._world.tell()

    @property
    def heard(self) -> bool:
        """Whether nothing waits, and the bot that had the last one has asked for more. A webhook says so itself."""
        return not (self.pending or self._delayed or (self._unanswered and self.deliver is None))

    async def poll(self, seconds: float) -> Update | None:
        """The next update, waiting for it; refused as soon as there is a webhook."""
        self._unanswered = False
        self._world.tell()
        asking = asyncio.ensure_future(self._next(seconds))
        try:
            return await asyncio.shield(asking)
        except asyncio.CancelledError:
            if self._world.behaviour.abandoned_polls_take:
                self._world.keep(asking)
            else:
                asking.cancel()
            raise

    async def _next(self, seconds: float) -> Update | None:
        found = self._take()
        if found is not None or seconds <= 0:
            return found
        self.waiting += 1
        self._world.tell()
        try:
            with suppress(TimeoutError):
                async with self._world.clock.timeout(seconds):
                    while (found := self._take()) is None:
                        await self._world.changed.wait()
            return found
        finally:
            self.waiting -= 1
            self._world.tell()

    def _take(self) -> Update | None:
        if self._world.webhook is not None:
            raise webhook_is_set()
        return self._take_new() if self.pending else self._take_again()

    def _take_new(self) -> Update:
        update = self.pending[0]
        update.copies -= 1
        if update.copies <= 0:
            self.pending.popleft()
            self._read.append((self._world.clock.time(), update))
        self._unanswered = True
        self._world.tell()
        return update

    def _take_again(self) -> Update | None:
        """One of those that were read lately, by turns."""
        after = self._world.clock.time() - self._world.behaviour.replays_for
        self._read = deque(each for each in self._read if each[0] > after)
        if not self._read:
            return None
        self._read.rotate(-1)
        return self._read[-1][1]
