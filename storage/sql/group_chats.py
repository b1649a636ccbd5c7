"""Chats of departments, and the one-time codes by which they are linked."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, delete, null, select, update

from storage.domain.ids import AccountKey
from storage.domain.outbox import DeliveryState
from storage.domain.ports import Recipient
from storage.sql import schema as t
from storage.sql.transaction import Transaction

_LANGUAGE: Final = "vi"  # of a chat of many: the office's


class SqlGroupChats:
    """``ports.GroupChats``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add_code(self, verifier: bytes, unit: str, expires_on: date) -> None:
        row = {"verifier": verifier, "unit": unit, "expires_on": expires_on}
        await self._transaction.add(t.group_code, row)

    async def redeem(self, verifier: bytes, today: date) -> str | None:
        c = t.group_code.c
        used = delete(t.group_code).where(c.verifier == verifier, c.expires_on >= today).returning(c.unit)
        return (await self._transaction.execute(used)).scalar_one_or_none()

    async def link(self, chat: AccountKey, unit: str, channel: str, sealed_address: bytes) -> None:
        await self._remove(chat)
        row = {"key": chat, "unit": unit, "channel": channel, "sealed_address": sealed_address}
        await self._transaction.add(t.group_chat, row)

    async def unlink(self, chat: AccountKey) -> str | None:
        unit = await self._remove(chat)
        if unit is not None:
            dropped = update(t.outbox).where(*_waits_for(chat)).values(state=DeliveryState.DROPPED, payload=null())
            await self._transaction.execute(dropped)
        return unit

    async def move(self, chat: AccountKey, to: AccountKey, sealed_address: bytes) -> bool:
        c = t.group_chat.c
        moved = update(t.group_chat).where(c.key == chat).values(key=to, sealed_address=sealed_address)
        if (await self._transaction.execute(moved)).rowcount != 1:
            return False
        waiting = update(t.outbox).where(*_waits_for(chat))
        await self._transaction.execute(waiting.values(account_key=to, lane=to))
        return True

    async def unit_of(self, chat: AccountKey) -> str | None:
        found = select(t.group_chat.c.unit).where(t.group_chat.c.key == chat)
        return (await self._transaction.execute(found)).scalar_one_or_none()

    async def of_unit(self, unit: str) -> Sequence[Recipient]:
        keys = select(t.group_chat.c.key).where(t.group_chat.c.unit == unit).order_by(t.group_chat.c.key)
        found = await self._transaction.execute(keys)
        return [Recipient(AccountKey(key), _LANGUAGE) for key in found.scalars()]

    async def linked_units(self) -> Sequence[str]:
        units = select(t.group_chat.c.unit).distinct().order_by(t.group_chat.c.unit)
        return (await self._transaction.execute(units)).scalars().all()

    async def _remove(self, chat: AccountKey) -> str | None:
        gone = delete(t.group_chat).where(t.group_chat.c.key == chat).returning(t.group_chat.c.unit)
        return (await self._transaction.execute(gone)).scalar_one_or_none()


def _waits_for(chat: AccountKey) -> tuple[ColumnElement[bool], ...]:
    return (t.outbox.c.account_key == chat, t.outbox.c.state == DeliveryState.QUEUED)
