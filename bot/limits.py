"""Ceilings against floods and guessing: in memory, forgotten at a restart, never written down."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from storage.domain.conversation import Account

FILINGS_A_DAY = 10
_MOST_KEYS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Filings:
    """Concerns without a name: so many of one account in a day, so many of all in an hour. Forgiven at a restart.

    Accounts are told apart by a key that lives as long as the process, so that nothing else can be made of them.
    """

    def __init__(self, per_hour: int, clock: Callable[[], float]) -> None:
        self._key = secrets.token_bytes(32)
        self._of_one = Limiter(FILINGS_A_DAY, FILINGS_A_DAY / 86_400, clock)
        self._of_all = Limiter(per_hour, per_hour / 3_600, clock)

    def allow(self, account: Account) -> bool:
        """One more of this account; what is refused because of others takes nothing from its own share."""
        who = hmac.new(self._key, f"{account.channel}|{account.key}".encode(), hashlib.sha256).hexdigest()
        if not self._of_one.allows(who):
            return False
        allowed = self._of_all.allows("all")
        if not allowed:
            self._of_one.give_back(who)
        return allowed


class Limiter:
    """Token buckets by key: ``burst`` at once, ``per_second`` regained."""

    def __init__(self, burst: float, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: dict[str, _Bucket] = {}
        self._prune_next = 0.0  # full buckets are dropped, at most once a second

    def allows(self, key: str) -> bool:
        """Take one; False if there is none left for this key."""
        now = self._clock()
        if len(self._buckets) > _MOST_KEYS and now >= self._prune_next:
            self._buckets = {k: b for k, b in self._buckets.items() if self._regained(b, now) < self._burst}
            self._prune_next = now + 1
        bucket = self._buckets.setdefault(key, _Bucket(self._burst, now))
        bucket.tokens, bucket.at = self._regained(bucket, now), now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def give_back(self, key: str) -> None:
        """The one that was just taken."""
        self._buckets[key].tokens += 1

    def _regained(self, bucket: _Bucket, now: float) -> float:
        return min(self._burst, bucket.tokens + (now - bucket.at) * self._per_second)
