"""How far broadcasts under way are, told to their senders now and then in one message that changes."""

from datetime import datetime, timedelta
from typing import Final

from handlers.telling import tell
from storage.domain.broadcast import UNDER_WAY, Broadcast, Progress
from storage.domain.outbox import Notice
from storage.domain.ports import Store, UnitOfWork
from storage.domain.views import summarise

EVERY: Final = timedelta(seconds=10)


class ProgressNews:
    """Remembers in memory when each was told last: after a restart the message begins anew, no more."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: dict[bytes, datetime] = {}
        self._said: dict[bytes, Progress] = {}

    async def sweep(self, now: datetime) -> None:
        """A short broadcast is through before there is anything to tell."""
        async with self._store.reading() as reads:
            under_way = await reads.broadcasts.in_state(*UNDER_WAY)
        due = [each for each in under_way if now - self._told.get(each.id, now) >= EVERY]
        known = {each.id: self._told.get(each.id, now) for each in under_way}
        self._told = known | dict.fromkeys((each.id for each in due), now)
        self._said = {id_: said for id_, said in self._said.items() if id_ in known}
        for broadcast in due:
            async with self._store.writing() as uow:
                await self._tell(broadcast, uow)
                await uow.commit()

    async def _tell(self, broadcast: Broadcast, uow: UnitOfWork) -> None:
        """While nothing moves, because a platform takes nothing, the sender's lane shall not fill with it."""
        progress = await uow.broadcasts.progress(broadcast.id)
        if progress.waiting and progress != self._said.get(broadcast.id):
            self._said[broadcast.id] = progress
            await _tell(broadcast, progress, uow)


async def _tell(broadcast: Broadcast, progress: Progress, uow: UnitOfWork) -> None:
    sender = await uow.people.recipient(broadcast.sender)
    if sender is None:
        return
    this = broadcast.id.hex()
    said = {"summary": summarise(broadcast.text), "minutes": str(progress.minutes_left or ""), **progress.counts}
    choices = (("button-pause", f"c.pause.{this}"), ("button-halt", f"c.halt.{this}"))
    notice = Notice("notice-broadcast-progress", {**said, "replaces": this}, choices)
    await tell([sender], notice, uow)
