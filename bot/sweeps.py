"""What the product does because time passes, and how often."""

import asyncio
import logging
from datetime import datetime, timedelta
from random import Random

from bot.auditing import Checkpoint, note_head
from bot.base import Base, office_of
from handlers.engine import Engine
from scheduler import broadcasts, calendar_check, commitments, release, reminders, retention
from scheduler.auditing import enter_filings
from scheduler.clock import Clock
from scheduler.delivery import Delivery
from scheduler.jobs import Job
from scheduler.progress import ProgressNews
from storage.sessions import Sessions

log = logging.getLogger(__name__)


class Sweeps:
    """The sweeps at work on this installation; each may run at any time, and twice changes nothing."""

    def __init__(
        self, base: Base, engine: Engine, sessions: Sessions, delivery: Delivery, *, clock: Clock, chance: Random
    ) -> None:
        self._base, self._engine, self._sessions, self._delivery = base, engine, sessions, delivery
        self._clock, self._chance = clock, chance
        self._broadcasting = asyncio.Lock()
        self._progress = ProgressNews(base.store)
        self._checkpoint = Checkpoint(base.settings.keys)

    async def what_is_due(self) -> None:
        """Releases, promises, reminders and broadcasts whose time has come."""
        await self.releases()
        await commitments.sweep(self._base.store, self._engine.office, self._clock.now())  # they may ask for reminders
        await reminders.sweep(self._base.store, self._engine.office, self._clock.now())
        await self.broadcasts()

    def jobs(self) -> list[Job]:
        return [
            Job("reminders", 30, self.what_is_due),
            Job("release", 5, self.releases),
            Job("broadcasts", 1, self.broadcasts),
            Job("calendar", 600, self.calendar),
            Job("sessions", 300, self.expire),
            Job("checkpoint", 60, self._base.database.checkpoint),
            Job("organisation", 30, self.reload_organisation),
            Job("retention", 3_600, self.retention),
            Job("audit", 60, self.audit),
        ]

    async def broadcasts(self) -> None:
        """Confirmed broadcasts into the outbox, finished ones reported."""
        async with self._broadcasting:  # two at once would take the same recipients
            while await self._broadcasts_on():
                pass
            await self._progress.sweep(self._clock.now())

    async def _broadcasts_on(self) -> int:
        """How much was done."""
        idle, held_up = self._delivery.idle, self._delivery.held_up()
        now = self._clock.now()
        return await broadcasts.sweep(self._base.store, self._engine.office, now, delivery_idle=idle, held_up=held_up)

    async def releases(self) -> None:
        """Anonymous cases whose slot has come are visible from now on."""
        await release.sweep(self._base.store, self._engine.office, self._clock.now(), self._chance)

    async def retention(self) -> None:
        """What has been kept long enough is deleted."""
        await retention.sweep(self._base.store, self._engine.office, self._clock.now())

    async def calendar(self) -> None:
        """The coming year's days off, while the office has not confirmed them."""
        await calendar_check.sweep(self._base.store, self._engine.office, self._clock.now())

    async def audit(self) -> None:
        """Yesterday's filings into the log, and a note of how far it has come."""
        today = self._clock.now().astimezone(self._engine.office.calendar.zone).date()
        await enter_filings(self._base.store, self._base.seals, today)
        if not await note_head(self._base.store, self._checkpoint):
            log.critical("the log of what staff did lacks entries that were there: doithoai audit verify")

    async def expire(self) -> None:
        self._sessions.expire()
        await self.change_epochs()

    async def change_epochs(self) -> None:
        """The keys of drafts: those of old days go; tomorrow's is there before a draft, which waits for no disk."""
        await asyncio.to_thread(self._change_epochs, self._clock.now())

    def _change_epochs(self, now: datetime) -> None:
        keys, today = self._base.keys, now.astimezone(self._engine.office.calendar.zone).date()
        keys.destroy_old_epochs(now.date())
        for day in (today, today + timedelta(days=1)):
            keys.new_epoch(day)

    async def reload_organisation(self) -> None:
        """An organisation loaded by the command line is taken over without a restart."""
        organisation = await self._base.organisation()
        now = self._clock.now()
        if organisation is None:
            return
        before = self._engine.office.organisation
        if organisation != before or not self._engine.office.covers(now.date()):
            self._engine.office = office_of(organisation, self._base.settings, now)
        if organisation.units != before.units:
            await self._base.wake_homeless(organisation, now)
