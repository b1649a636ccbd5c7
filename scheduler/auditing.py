"""Filings enter the log of what staff did at night: all of a day at once, shuffled, without a person or a time."""

import secrets
from datetime import date
from typing import Final

from storage.domain.ports import Seals, Store

_RANDOM: Final = secrets.SystemRandom()  # an order that can be guessed would tell who was first


async def enter_filings(store: Store, seals: Seals, today: date) -> None:
    """The filings of the days before today; doing it again enters nothing twice."""
    async with store.reading() as reads:
        if not await reads.audit.filings_to_enter(today):
            return
    async with store.writing() as uow:
        filings = list(await uow.audit.filings_to_enter(today))
        _RANDOM.shuffle(filings)
        await uow.audit.append(filings, seals.audit_hash)
        await uow.commit()
