"""What became of a channel's notices, written down: a commit for all that end at the same time."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from scheduler.outcomes import Outcome, Surroundings, write
from scheduler.silence import Silence
from storage.domain.outbox import QueuedNotice


class Record:
    """Of one channel. ``failing_since``: the platform has answered nothing since, or what it took is not recorded."""

    def __init__(self, around: Surroundings, silence: Silence) -> None:
        self._around, self._silence = around, silence
        self._unrecorded: list[tuple[QueuedNotice, Outcome]] = []
        self._recording = asyncio.Lock()
        self.failing_since: datetime | None = None

    async def write(self, notice: QueuedNotice, outcome: Outcome) -> None:
        """Returns once it is committed, together with all that has ended meanwhile."""
        mine = (notice, outcome)
        self._unrecorded.append(mine)
        async with self._recording:
            if any(each is mine for each in self._unrecorded):
                await self._write_down()

    async def write_left(self) -> None:
        """What could not be recorded, on a full disk perhaps: before anything else is sent, or it would come again."""
        async with self._recording:
            if self._unrecorded:
                await self._write_down()

    async def _write_down(self) -> None:
        ended, self._unrecorded = self._unrecorded, []
        now, failing_since = self._around.clock.now(), self.failing_since
        try:
            await self._commit(ended, now)
        except BaseException:
            self.failing_since = failing_since or now
            self._unrecorded[:0] = [(notice, outcome) for notice, outcome in ended if outcome.arrived]
            raise

    async def _commit(self, ended: Sequence[tuple[QueuedNotice, Outcome]], now: datetime) -> None:
        if any(outcome.answered for _, outcome in ended):
            self.failing_since = None
        elif any(outcome.tried for _, outcome in ended):
            self.failing_since = self.failing_since or now
        async with self._around.store.writing() as uow:
            arrived = [(notice, outcome) for notice, outcome in ended if outcome.arrived]
            await uow.outbox.sent([each for notice, outcome in arrived for each in (notice.id, *outcome.along)])
            for notice, _ in arrived:
                if notice.dated and notice.followed:  # what came while it waited has waited with it
                    await uow.outbox.postpone(notice.envelope.lane, now)
            for notice, outcome in ended:
                if not outcome.arrived:
                    await write(notice, outcome, uow, now, self._around)
            waits = [outcome.again for _, outcome in ended if outcome.again]
            if waits:
                self._silence.ask(now, max(waits).total_seconds())
            await self._silence.store(uow)
