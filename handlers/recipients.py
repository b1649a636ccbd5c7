"""Who is told by their post, from the department up to the leaders."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from storage.domain.case import Case
from storage.domain.ladder import STEPS, Step, debtor, unit_of
from storage.domain.lifecycle import Status
from storage.domain.organisation import Organisation
from storage.domain.permissions import Role
from storage.domain.ports import Recipient, UnitOfWork

DEPARTMENT_ROLES: Final = (Role.OFFICER, Role.HEAD)


async def department(
    unit: str, uow: UnitOfWork, organisation: Organisation, on: date | None, *, but: Collection[str] = ()
) -> Sequence[Recipient]:
    """Who works on a department's cases; those of the office's own unit also reach the office.

    ``but``, here and below: the units a case is kept from.
    """
    holders = await uow.people.holders(DEPARTMENT_ROLES, unit, on=on, but=but)
    return holders or (await office(uow, on, but=but) if unit == organisation.office else ())


async def department_chats(unit: str, uow: UnitOfWork) -> Sequence[Recipient]:
    """The department's chats with many people in them: told what there is to do, never the words of a case."""
    return await uow.group_chats.of_unit(unit)


async def office(uow: UnitOfWork, on: date | None = None, *, but: Collection[str] = ()) -> Sequence[Recipient]:
    """The office; where nobody holds it, the leaders."""
    holders = uow.people.holders
    return await holders([Role.OFFICE], on=on, but=but) or await holders([Role.LEADER], on=on, but=but)


async def leaders(
    rank: int, uow: UnitOfWork, organisation: Organisation, on: date | None, *, but: Collection[str] = ()
) -> Sequence[Recipient]:
    """Those of the case's rank; where nobody is, any."""
    unit, holders = organisation.ladder[max(rank, 1) - 1], uow.people.holders
    return await holders([Role.LEADER], unit, on=on, but=but) or await holders([Role.LEADER], on=on, but=but)


async def somebody(case: Case, uow: UnitOfWork, organisation: Organisation, on: date | None) -> Sequence[Recipient]:
    """Office or leaders, without those the case is kept from; where that leaves nobody, who inspects."""
    found = await office(uow, on, but=case.excluded)
    if found or not organisation.inspection:
        return found
    return await department(organisation.inspection, uow, organisation, on, but=case.excluded)


async def debtors(
    case: Case, uow: UnitOfWork, organisation: Organisation, today: date
) -> tuple[Step, Sequence[Recipient]]:
    """Who owes the next step, and as which step: never nobody while the office or a leader is there."""
    step = debtor(case.status)
    if step is Step.CHAIR and (found := await leaders(case.rank, uow, organisation, today, but=case.excluded)):
        return Step.CHAIR, found
    if step is not Step.OFFICE and (found := await _workers(case, uow, organisation, today)):
        return Step.OFFICER, found
    return Step.OFFICE, await somebody(case, uow, organisation, today)


async def _workers(case: Case, uow: UnitOfWork, organisation: Organisation, today: date) -> Sequence[Recipient]:
    """The one who took the case on, while at work there; else everybody of the department."""
    if case.owner is not None and case.status is not Status.ROUTED:
        owner = await uow.people.at_work(case.owner, case.department, today, but=case.excluded)
        if owner:
            return owner
    return await department(case.department, uow, organisation, today, but=case.excluded)


async def step_people(
    step: Step, case: Case, uow: UnitOfWork, organisation: Organisation, today: date
) -> Sequence[Recipient]:
    """The people of a step above the officer; none where nobody holds it."""
    unit = unit_of(step, case.department, organisation)
    if step is Step.HEAD:
        return await uow.people.holders([Role.HEAD], unit, on=today, but=case.excluded)
    if step is Step.OFFICE:
        return await uow.people.holders([Role.OFFICE], on=today, but=case.excluded)
    return await uow.people.holders([Role.LEADER], unit, on=today, but=case.excluded)


async def held_steps(case: Case, uow: UnitOfWork, organisation: Organisation, today: date) -> set[Step]:
    """The steps of the ladder that have somebody to tell."""
    return {step for step in STEPS if await step_people(step, case, uow, organisation, today)}
