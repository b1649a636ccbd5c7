"""The sweep of promises: authors are asked on the promised day, units to keep a waiting author posted."""

from datetime import date, datetime
from typing import Final

from handlers import notices, recipients
from handlers.context import Office
from storage.domain.case import Case
from storage.domain.commitment import UPDATE_EVERY, Commitment, CommitmentKind, Ending
from storage.domain.digest import slot_of
from storage.domain.lifecycle import OPEN, SETTLED
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Store, UnitOfWork
from storage.domain.views import summarise

BATCH: Final = 50


async def sweep(store: Store, office: Office, now: datetime, *, batch: int = BATCH) -> int:
    """What promises ask to be said today; how many were looked at. While nobody may be written to, none."""
    if slot_of(now, office.calendar, office.organisation.reminder_hour) is None:
        return 0
    looked_at, today = 0, now.astimezone(office.calendar.zone).date()
    while some := await _sweep_some(store, office, today, batch):
        looked_at += some
        if some < batch:
            break
    return looked_at


async def _sweep_some(store: Store, office: Office, today: date, batch: int) -> int:
    async with store.writing() as uow:
        due = await uow.commitments.take_due(today, batch)
        for commitment in due:
            case = await uow.cases.get_by_id(commitment.case_id)
            await _look_at(commitment, case, office, today, uow)
            await uow.commitments.save(commitment)
        if due:
            await uow.commit()
    return len(due)


async def _look_at(commitment: Commitment, case: Case, office: Office, today: date, uow: UnitOfWork) -> None:
    if case.status in SETTLED:
        commitment.end(Ending.DROPPED)
    elif commitment.kind is CommitmentKind.ANSWER:
        await _follow(commitment, case, office, today, uow)
    elif commitment.asked_on is None:
        known = len(case.events)
        commitment.ask_author(case, on=today, calendar=office.calendar)
        await uow.cases.save(case)
        await notices.put(case, case.events[known:], uow, office.organisation)
    elif commitment.unit_done_on is not None:
        commitment.end(Ending.SILENT)  # the unit's word stands alone: it is never shown as the author's


async def _follow(commitment: Commitment, case: Case, office: Office, today: date, uow: UnitOfWork) -> None:
    """Seven working days without a word to the author: the unit is asked for one."""
    if case.status not in OPEN:
        commitment.end(Ending.ANSWERED)
        return
    commitment.wake_on = office.calendar.add_working_days(today, UPDATE_EVERY)
    unit = commitment.responsible(case)
    people = await recipients.department(unit, uow, office.organisation, today) or await recipients.office(uow, today)
    arguments = {
        "code": case.ref,
        "due": case.due_on.isoformat(),
        "summary": summarise(case.body),
        "days": UPDATE_EVERY,
    }
    choices = tuple((f"action-{name}", name) for name in ("interim", "draft", "open"))
    notice = Notice("notice-interim-due", {key: str(value) for key, value in arguments.items()}, choices, case.ref)
    await uow.outbox.put(
        [Envelope(notice, Priority.REMINDER, account=each.account, language=each.language) for each in people]
    )
