"""The silence a platform has asked for: kept by all that leaves on its channel, and stored, so that a restart does."""

from datetime import datetime, timedelta
from typing import Final

from storage.domain.ports import UnitOfWork

_LONGER: Final = 1.1  # than the platform asked for: its clock is not ours


class Silence:
    """Of one channel. ``since`` is None while it may speak, as far as has been looked."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self._until: datetime | None = None
        self._stored: datetime | None = None
        self._known = False
        self.since: datetime | None = None

    def ask(self, now: datetime, seconds: float) -> None:
        """For so long, or for as long as was asked before."""
        until = now + timedelta(seconds=seconds) * _LONGER
        self._until = max(until, self._until or until)
        self.since = self.since or now

    def is_on(self, now: datetime) -> bool:
        silent = self._until is not None and now < self._until
        self.since = (self.since or now) if silent else None
        return silent

    async def recall(self, reads: UnitOfWork, now: datetime) -> float:
        """Seconds that are left of what the process before was told; 0 the second time."""
        if self._known:
            return 0.0
        stored, self._known = await reads.outbox.stopped_until(self._channel), True
        if stored is None or stored <= now:
            return 0.0
        self._until = self._stored = max(stored, self._until or stored)
        return (stored - now).total_seconds()

    @property
    def is_new(self) -> bool:
        """Not stored yet."""
        return self._until != self._stored

    async def store(self, uow: UnitOfWork) -> None:
        """Commits."""
        until = self._until
        if until is not None and self.is_new:
            await uow.outbox.stop_channel(self._channel, until)
        await uow.commit()
        self._stored = until
