"""Files that are made when somebody opens them who may: numbers, and a person's own data. None is stored."""

from collections.abc import Callable

from bot.charting import OpenFigures
from handlers.context import Office
from handlers.own_data import MEDIA_TYPE, file_of, is_own_data, own_data
from handlers.texts.catalog import DEFAULT_LANGUAGE
from scheduler.clock import Clock
from storage.domain.conversation import Account
from storage.domain.errors import NotFound
from storage.domain.ports import Seals, Store, StoredFile


class MadeFiles:
    """Opens both kinds by their ids."""

    def __init__(
        self, figures: OpenFigures, store: Store, seals: Seals, office: Callable[[], Office], clock: Clock
    ) -> None:
        self._figures, self._store, self._seals, self._office, self._clock = figures, store, seals, office, clock

    async def open(self, account: Account, file_id: str) -> StoredFile:
        """The file; NotFound on another day, for whoever may not see the numbers, and for who is not enrolled."""
        if not is_own_data(file_id):
            return await self._figures(account, file_id)
        office = self._office()
        today = self._clock.now().astimezone(office.calendar.zone).date()
        file = file_of(today, office.texts.say(DEFAULT_LANGUAGE, "rights-file"))
        if file.file_id != file_id:
            raise NotFound
        async with self._store.reading() as reads:
            actor = await reads.people.actor(self._seals.account_key(account), today)
            return StoredFile(file_id, file.name, MEDIA_TYPE, await own_data(actor, reads))
