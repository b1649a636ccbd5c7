"""A department's chat with many people in it: linked by a code from the office, moved and lost as its channel says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from handlers import recipients
from handlers.context import Office
from handlers.telling import tell
from storage.domain.conversation import Account
from storage.domain.ids import parse_invite
from storage.domain.outbox import Notice
from storage.domain.ports import Seals, Store, UnitOfWork

CODE_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class GroupChats:
    """What a channel knows of its groups comes in here."""

    store: Store
    seals: Seals
    office: Callable[[], Office]
    now: Callable[[], datetime]

    async def link(self, chat: Account, code: str) -> str | None:
        """The unit that the chat speaks for from now on; None if the code does not fit. The office is told."""
        typed = parse_invite(code)
        if typed is None:
            return None
        async with self.store.writing() as uow:
            unit = await uow.group_chats.redeem(self.seals.code_verifier(typed), self._today)
            if unit is None:
                return None
            await uow.group_chats.link(self.seals.account_key(chat), unit, chat.channel, self.seals.seal(chat, None))
            await self._tell_office("notice-group-linked", unit, uow)
            await uow.commit()
        return unit

    async def lost(self, chat: Account) -> None:
        """We are not in the chat any more: the office is told if it was a department's."""
        async with self.store.writing() as uow:
            unit = await uow.group_chats.unlink(self.seals.account_key(chat))
            if unit is not None:
                await self._tell_office("notice-group-lost", unit, uow)
                await uow.commit()

    async def moved(self, chat: Account, to: Account) -> None:
        """The same chat has another address."""
        old, new = self.seals.account_key(chat), self.seals.account_key(to)
        async with self.store.writing() as uow:
            if await uow.group_chats.move(old, new, self.seals.seal(to, None)):
                await uow.commit()

    async def is_linked(self, chat: Account) -> bool:
        async with self.store.reading() as reads:
            return await reads.group_chats.unit_of(self.seals.account_key(chat)) is not None

    async def is_enrolled(self, person: Account) -> bool:
        """Whether somebody who presses a button there is one of us."""
        async with self.store.reading() as reads:
            return bool((await reads.people.actor(self.seals.account_key(person), self._today)).posts)

    @property
    def _today(self) -> date:
        return self.now().astimezone(self.office().calendar.zone).date()

    async def _tell_office(self, key: str, unit: str, uow: UnitOfWork) -> None:
        notice = Notice(key, {"department": unit}, (("button-groups", "c.groups"),), "")
        await tell(await recipients.office(uow, self._today), notice, uow)
