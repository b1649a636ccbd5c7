"""The sweep of due dates: reminders become rows of the outbox, each once."""

from collections.abc import Sequence
from datetime import date, datetime

from handlers import notices
from handlers.context import Office
from storage.domain.case import Case
from storage.domain.deadlines import days_overdue
from storage.domain.lifecycle import IN_TRIAGE, Status
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Role
from storage.domain.ports import Recipient, Store, UnitOfWork
from storage.domain.records import EventKind
from storage.domain.reminders import OWED, Reminder, ReminderKind, due_reminder, unaccepted_reminder
from storage.domain.views import CaseLine, summarise

_HAND_OVERS = frozenset({EventKind.ROUTED, EventKind.ASSIGNED, EventKind.TRANSFERRED})
_TASK = ("draft", "extend", "open")


async def sweep(store: Store, office: Office, now: datetime) -> int:
    """Write the reminders of this day; how many are new. Before the reminder hour, or on a day off, none."""
    local = now.astimezone(office.calendar.zone)
    today = local.date()
    if local.hour < office.organisation.reminder_hour or not office.calendar.is_working_day(today):
        return 0
    async with store.writing() as uow:
        lines = await uow.cases.due_until(office.calendar.next_working_day(today), OWED)
        waiting = await uow.cases.due_until(date.max, [Status.ROUTED])
        said = sum([await _remind_debtor(line, office, today, uow) for line in lines])
        said += sum([await _remind_office(line, office, today, uow) for line in waiting])
        await uow.commit()
    return said


async def _remind_debtor(line: CaseLine, office: Office, today: date, uow: UnitOfWork) -> int:
    reminder = due_reminder(line.status, line.due_on, today, office.calendar)
    if reminder is None or not await uow.reminders.claim(line.id, line.department, reminder.kind, reminder.remind_on):
        return 0
    case = await uow.cases.get_by_id(line.id)
    actions = ("approve", "open") if case.status is Status.AWAITING_APPROVAL else _TASK
    notice = _notice(case, reminder, actions, office, today)
    return await _put(notice, await _debtors(case, office, uow), uow)


async def _debtors(case: Case, office: Office, uow: UnitOfWork) -> Sequence[Recipient]:
    """Who owes the next step: the leaders an answer waits for, else the department that has the case."""
    if case.status is Status.AWAITING_APPROVAL:
        leaders = await uow.people.holders([Role.LEADER])
        if leaders:
            return leaders
    if case.status in IN_TRIAGE:
        return await notices.office(uow)
    holders = await notices.department(case.department, uow, office.organisation)
    return holders or await notices.office(uow)


async def _remind_office(line: CaseLine, office: Office, today: date, uow: UnitOfWork) -> int:
    case = await uow.cases.get_by_id(line.id)
    handed_over = max(event.on for event in case.events if event.kind in _HAND_OVERS)
    reminder = unaccepted_reminder(case.status, handed_over, today, office.calendar)
    if reminder is None or not await uow.reminders.claim(
        line.id, office.organisation.office, reminder.kind, reminder.remind_on
    ):
        return 0
    return await _put(_notice(case, reminder, ("route", "open"), office, today), await notices.office(uow), uow)


def _notice(case: Case, reminder: Reminder, actions: tuple[str, ...], office: Office, today: date) -> Notice:
    arguments = {
        "code": case.ref,
        "department": case.department,
        "due": case.due_on.isoformat(),
        "summary": summarise(case.body),
    }
    if reminder.kind is ReminderKind.OVERDUE:
        arguments["days"] = str(days_overdue(case.due_on, today, office.calendar))
    choices = tuple((f"action-{name}", name) for name in actions)
    return Notice(f"notice-{reminder.kind.value}", arguments, choices, case.ref)


async def _put(notice: Notice, recipients: Sequence[Recipient], uow: UnitOfWork) -> int:
    await uow.outbox.put(
        [Envelope(notice, Priority.REMINDER, account=r.account, language=r.language) for r in recipients]
    )
    return 1
