"""Notices that no event of a case asks for; those about people's own accounts."""

from collections.abc import Iterable

from handlers import recipients
from handlers.matching import COMMAND_PREFIX
from storage.domain.accounts import Holder
from storage.domain.ids import PersonId
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Actor, Role
from storage.domain.ports import Recipient, UnitOfWork
from storage.domain.rights import DataRequest


async def tell(
    people: Iterable[Recipient], notice: Notice, uow: UnitOfWork, priority: Priority = Priority.TASK
) -> None:
    """Into the outbox, for each of them in their language."""
    await uow.outbox.put([Envelope(notice, priority, account=to.account, language=to.language) for to in people])


async def tell_office(key: str, actor: Actor, uow: UnitOfWork) -> None:
    """The office hears of somebody's PIN or posts, with a way to that person's page."""
    assert actor.person is not None
    who = await uow.people.name(actor.person)
    names = ("admit", "refuse") if key == "notice-posts-pending" else ("person",)
    choices = tuple((f"button-{name}", f"{COMMAND_PREFIX}{name}.{actor.person.hex()}") for name in names)
    notice = Notice(key, {"who": who}, choices)
    await tell(await recipients.office(uow), notice, uow)


async def tell_witnesses(act: str, about: Holder, actor: Actor, uow: UnitOfWork) -> None:
    """Nobody lets somebody else in unseen: the person, office, leaders and administrators read who did it to whom."""
    assert actor.person is not None
    own = {device.key for device in await uow.accounts.devices(actor.person)}
    seeing = await uow.people.holders((Role.OFFICE, Role.LEADER, Role.ADMIN))
    own_devices = [await uow.people.recipient(device.key) for device in await uow.accounts.devices(about.person)]
    people = {r.account: r for r in (*seeing, *own_devices) if r is not None and r.account not in own}
    said = {"act": act, "who": about.name, "doer": await uow.people.name(actor.person)}
    await tell(people.values(), Notice("notice-account-act", said), uow)


async def tell_office_of_wish(request: DataRequest, words: str, uow: UnitOfWork) -> None:
    """The office reads whose data it is about, what is wanted, and by when."""
    said = {
        "who": await uow.people.name(request.person),
        "wish": request.wish.value,
        "text": words,
        "due": request.answer_by.isoformat(),
        "date": request.done_by.isoformat(),
    }
    notice = Notice("notice-data-asked", said, (("button-datarequests", f"{COMMAND_PREFIX}datarequests"),))
    await tell(await recipients.office(uow), notice, uow)


async def tell_person(person: PersonId, key: str, uow: UnitOfWork) -> None:
    """On the account that the person's notices go to."""
    devices = await uow.accounts.devices(person)
    found = await uow.people.recipient(min(devices, key=lambda device: device.turn).key) if devices else None
    if found is not None:
        notice = Notice(key, {}, (("button-start", f"{COMMAND_PREFIX}start"),))
        await tell([found], notice, uow)
