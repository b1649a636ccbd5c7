"""Ceilings against floods and guessing: in memory, forgotten at a restart, never written down."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Limiter:
    """Token buckets by key: ``burst`` at once, ``per_second`` regained."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: dict[str, _Bucket] = {}

    def allows(self, key: str) -> bool:
        """Take one; False if there is none left for this key."""
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now))
        bucket.tokens = min(self._burst, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        if len(self._buckets) > _MOST_KEYS:
            self._buckets = {k: b for k, b in self._buckets.items() if b.tokens < self._burst - 1}
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True
