"""A notice to somebody by name that a channel has refused for good: on to their next channel, else others are told."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from handlers import recipients
from handlers.telling import tell
from storage.domain.ids import AccountKey
from storage.domain.outbox import Notice, QueuedNotice
from storage.domain.permissions import Actor, Role
from storage.domain.ports import UnitOfWork

_TRIED: Final = "tried"  # an argument that no text shows
_WORK: Final = (("button-work", "c.work"),)
_LIST: Final = (("button-undelivered", "c.undelivered"),)


async def give_up(notice: QueuedNotice, reason: str, uow: UnitOfWork, today: date) -> None:
    """Pass it on, or record the failure. To an anonymous author nothing goes another way: all of theirs end alike."""
    account = notice.envelope.account
    if account is None:
        await uow.outbox.failed(notice.id, reason)
        return
    actor = await uow.people.actor(account)
    if await _pass_on(notice, account, actor, uow):
        return
    bulk = notice.envelope.broadcast_id is not None  # of those their sender reads who did not get them
    first = not bulk and not await uow.outbox.has_failed(account)
    if await uow.outbox.failed(notice.id, reason) and first:  # not taken back meanwhile
        await _tell_others(account, actor, uow, today)


async def _pass_on(notice: QueuedNotice, account: AccountKey, actor: Actor, uow: UnitOfWork) -> bool:
    """To the person's next channel; False where there is none, or it has been taken back or paused meanwhile."""
    tried = {account, *map(bytes.fromhex, notice.envelope.notice.arguments.get(_TRIED, "").split())}
    following = await _next_way(tried, actor, uow) if not notice.refused else None  # there are no words to send on
    if following is None or not await uow.outbox.passed_on(notice.id):
        return False
    await uow.outbox.put([replace(notice.envelope, account=following, notice=_noting(tried, notice))])
    return True


async def _next_way(tried: Collection[bytes], actor: Actor, uow: UnitOfWork) -> AccountKey | None:
    """One of the person's accounts by which this notice has not gone, so that what none of them takes ends."""
    if actor.person is None:
        return None
    devices = sorted(await uow.accounts.devices(actor.person), key=lambda device: device.turn)
    return next((device.key for device in devices if device.key not in tried), None)


def _noting(tried: Iterable[bytes], notice: QueuedNotice) -> Notice:
    """The same, with the accounts that have refused it: which came first is known of a task, not of an answer."""
    said = notice.envelope.notice
    return replace(said, arguments={**said.arguments, _TRIED: " ".join(sorted(key.hex() for key in tried))})


async def _tell_others(account: AccountKey, actor: Actor, uow: UnitOfWork, today: date) -> None:
    """Once, until the office has dealt with it: the head of who works on cases, and the office, which sees the list."""
    if actor.person is None or not any(post.role is not Role.STAFF for post in actor.posts):
        return
    heads = {
        head.account: head
        for unit in actor.units(Role.OFFICER)
        for head in await uow.people.holders([Role.HEAD], unit, on=today)
        if head.account != account
    }
    office = [one for one in await recipients.office(uow, today) if one.account not in {account, *heads}]
    notice = Notice("notice-unreached", {"name": await uow.people.name(actor.person)}, _LIST)
    await tell(office, notice, uow)
    await tell(heads.values(), replace(notice, choices=_WORK), uow)
