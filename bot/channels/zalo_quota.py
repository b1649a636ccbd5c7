"""The month's messages: a bot's plan holds so many, and Zalo does not tell how many are left."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.channels.zalo_names import CHANNEL
from scheduler import usage
from storage.domain.ports import Store
from storage.domain.usage import STEPS, step_reached

_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=4)
# The plan is used up by our own count, too: some hundred tries of a notice then last until the next month.
_USED_UP_WAIT: Final = timedelta(hours=8)
_REFUSALS: Final = 3  # in a row: fewer may have come of many messages at once

log = logging.getLogger(__name__)


class Quota:
    """Counts what is sent, in memory until ``save``; after a refusal it keeps the line quiet for a while."""

    def __init__(self, limit: int, store: Store, now: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._limit, self._store, self._now, self._zone = limit, store, now, zone
        self._month, self._saved, self._pending = (0, 0), 0, 0
        self._refusals = 0
        self._quiet_until: datetime | None = None

    def count(self) -> None:
        """One more has been taken."""
        self._pending += 1
        self._refusals, self._quiet_until = 0, None

    def refused(self) -> None:
        """Zalo has answered 429."""
        self._refusals += 1
        is_used_up = bool(self._limit) and self._sent >= self._limit
        wait = _USED_UP_WAIT if is_used_up else min(_FIRST_WAIT * 2 ** (self._refusals - 1), _LONGEST_WAIT)
        self._quiet_until = min(self._now() + wait, self._next_month())
        log.warning("Zalo takes no messages (429), nothing is sent for minutes=%d", wait.total_seconds() // 60)

    @property
    def wait(self) -> timedelta:
        """How long nothing is to be sent from now on; zero: go ahead."""
        return max(self._quiet_until - self._now(), timedelta()) if self._quiet_until else timedelta()

    @property
    def is_nearly_used_up(self) -> bool:
        return step_reached(self._sent, self._limit) == STEPS[-1]

    async def save(self) -> None:
        """Into the table, and warnings to the office where they are due."""
        today, pending = self._now().astimezone(self._zone).date(), self._pending
        if (today.year, today.month) == self._month and not pending and self._refusals < _REFUSALS:
            return
        counted = await usage.sweep(
            self._store, CHANNEL, today, pending, limit=self._limit, used_up=self._refusals >= _REFUSALS
        )
        self._month, self._saved = (today.year, today.month), counted.sent
        self._pending -= pending

    def _next_month(self) -> datetime:
        """When a month's messages begin anew, as far as is known."""
        first = self._now().astimezone(self._zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        return (first + timedelta(days=32)).replace(day=1)

    @property
    def _sent(self) -> int:
        return self._saved + self._pending
