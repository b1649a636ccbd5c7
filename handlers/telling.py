"""Notices about people's own accounts: to the office, and to the person."""

from handlers import recipients
from handlers.matching import COMMAND_PREFIX
from storage.domain.ids import PersonId
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Actor
from storage.domain.ports import UnitOfWork
from storage.domain.rights import DataRequest


async def tell_office(key: str, actor: Actor, uow: UnitOfWork) -> None:
    """The office hears of somebody's PIN or posts, with a way to that person's page."""
    assert actor.person is not None
    who = await uow.people.name(actor.person)
    names = ("admit", "refuse") if key == "notice-posts-pending" else ("person",)
    choices = tuple((f"button-{name}", f"{COMMAND_PREFIX}{name}.{actor.person.hex()}") for name in names)
    notice = Notice(key, {"who": who}, choices)
    found = await recipients.office(uow)
    await uow.outbox.put([Envelope(notice, Priority.TASK, account=r.account, language=r.language) for r in found])


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
    found = await recipients.office(uow)
    await uow.outbox.put([Envelope(notice, Priority.TASK, account=r.account, language=r.language) for r in found])


async def tell_person(person: PersonId, key: str, uow: UnitOfWork) -> None:
    """On the account that the person's notices go to."""
    devices = await uow.accounts.devices(person)
    found = await uow.people.recipient(min(device.key for device in devices)) if devices else None
    if found is not None:
        notice = Notice(key, {}, (("button-start", f"{COMMAND_PREFIX}start"),))
        await uow.outbox.put([Envelope(notice, Priority.TASK, account=found.account, language=found.language)])
