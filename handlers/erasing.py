"""Erasing a case: its texts and files go for good, here and on every channel; its dates, unit and topic stay."""

from datetime import date

from handlers.context import Context
from storage.domain.case import Case
from storage.domain.errors import NotPermitted
from storage.domain.permissions import Action, Role, authorize
from storage.domain.ports import UnitOfWork
from storage.domain.records import AUTHOR, EventKind
from storage.domain.retention import Erased, Erasure, Why


async def erase_case(case: Case, ctx: Context) -> None:
    """On the word of its author or of the office. Raises NotPermitted, and InvalidTransition while it is open."""
    authorize(ctx.actor, Action.ERASE, case)
    if await is_owed_to_others(case, ctx.uow):
        raise NotPermitted("error-erase-promised")
    if ctx.actor.author_of == case.id:
        await erase(case, Why.AUTHOR, ctx.uow, by=AUTHOR, on=ctx.today)
    else:
        ctx.ask_pin("pin-what-erase", code=case.ref)
        ctx.record(EventKind.ERASED.value, case.ref)
        await erase(case, Why.OFFICE, ctx.uow, by=ctx.hat(Role.OFFICE, Role.ADMIN), on=ctx.today)


async def is_owed_to_others(case: Case, uow: UnitOfWork) -> bool:
    """Whether a promise that is not kept yet was made to the authors of other cases as well."""
    promised = any(each.is_open for each in await uow.commitments.of_case(case.id))
    return promised and bool(await uow.cases.merged_into(case.id))


async def erase(case: Case, why: Why, uow: UnitOfWork, *, by: str, on: date) -> None:
    """Those whose cases were answered with this one keep the answer they were told."""
    for follower in await uow.cases.merged_into(case.id):
        follower.keep_told(case)
        await uow.cases.save(follower)
    case.erase(by=by, on=on)
    await uow.contents.erase(case.id)
    await uow.cases.save(case)
    await uow.keeping.note([Erasure(Erased.CONTENTS, case.ref, on, why)])
