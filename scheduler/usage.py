"""The sweep of a channel's monthly plan: what was sent is counted, and the office hears in time that it runs out."""

from datetime import date
from typing import Final

from handlers import recipients
from handlers.telling import tell
from storage.domain.outbox import Notice
from storage.domain.ports import Store, UnitOfWork, Usage
from storage.domain.usage import USED_UP, step_reached

_TEXTS: Final = {USED_UP: "notice-plan-used-up"}


async def sweep(store: Store, channel: str, today: date, sent: int, *, limit: int, used_up: bool) -> Usage:
    """Count so many more messages; the first time a step is reached in a month, the office is told in the same commit.

    ``used_up``: the channel refuses to take any more.
    """
    month = f"{today:%Y-%m}"
    async with store.writing() as uow:
        usage = await uow.usages.add(channel, month, sent)
        step = USED_UP if used_up else step_reached(usage.sent, limit)
        if step > usage.warned:
            await uow.usages.set_warned(channel, month, step)
            await _tell_office(usage.sent, step, limit, today, uow)
        await uow.commit()
    return usage


async def _tell_office(sent: int, step: int, limit: int, today: date, uow: UnitOfWork) -> None:
    arguments = {"percent": str(step), "sent": str(sent), "limit": str(limit)}
    notice = Notice(_TEXTS.get(step, "notice-plan-running-out"), arguments)
    await tell(await recipients.office(uow, today), notice, uow)
