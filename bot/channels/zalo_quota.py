"""The month's messages: a bot's plan holds so many, and Zalo does not tell how many are left."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.channels.zalo_names import CHANNEL
from bot.channels.zalo_quiet import Quiet
from scheduler import usage
from storage.domain.ports import Store
from storage.domain.usage import STEPS, step_reached

# The plan is used up by our own count, too.
_USED_UP_WAIT: Final = timedelta(hours=8)
_A_MONTH: Final = timedelta(days=31)
_REFUSALS: Final = 3  # in a row: fewer may have come of many messages at once


class Tally:
    """The delivery process's part: it counts, and the front, which hears of it, knows the plan."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._taken = now, 0
        self.quiet = Quiet(now)

    def taken(self, chat_id: str) -> None:
        self._taken += 1
        self.quiet.taken(chat_id)

    def refused(self, chat_id: str) -> None:
        self.quiet.refused(chat_id, at_least=timedelta(), until=self._now() + _A_MONTH)

    def report(self) -> Mapping[str, int]:
        """What the front has not heard of yet."""
        taken, self._taken = self._taken, 0
        return {"taken": taken, "refusals": self.quiet.refusals}


class Quota:
    """Counts what is sent, in memory until ``save``; after a refusal it keeps the line quiet for a while."""

    def __init__(self, limit: int, store: Store, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._limit, self._store, self._now, self._zone = limit, store, now, zone
        self._month, self._saved, self._pending = (0, 0), 0, 0
        self._refused_elsewhere = 0
        self.quiet = Quiet(now)

    def taken(self, chat_id: str) -> None:
        """Zalo has taken one more."""
        self._pending += 1
        self.quiet.taken(chat_id)

    def refused(self, chat_id: str) -> None:
        """Zalo has answered 429."""
        is_used_up = bool(self._limit) and self._sent >= self._limit
        at_least = _USED_UP_WAIT if is_used_up else timedelta()
        self.quiet.refused(chat_id, at_least=at_least, until=self._next_month())

    def heard(self, taken: int, refusals: int) -> None:
        """What the delivery process has sent, and how often in a row it was refused."""
        self._pending += taken
        self._refused_elsewhere = refusals

    @property
    def is_nearly_used_up(self) -> bool:
        return step_reached(self._sent, self._limit) == STEPS[-1]

    async def save(self) -> None:
        """Into the table, and warnings to the office where they are due."""
        today, pending = self._now().astimezone(self._zone).date(), self._pending
        used_up = max(self.quiet.refusals, self._refused_elsewhere) >= _REFUSALS
        if (today.year, today.month) == self._month and not pending and not used_up:
            return
        counted = await usage.sweep(self._store, CHANNEL, today, pending, limit=self._limit, used_up=used_up)
        self._month, self._saved = (today.year, today.month), counted.sent
        self._pending -= pending

    def _next_month(self) -> datetime:
        """When a month's messages begin anew, as far as is known."""
        first = self._now().astimezone(self._zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return (first + timedelta(days=32)).replace(day=1)

    @property
    def _sent(self) -> int:
        return self._saved + self._pending
