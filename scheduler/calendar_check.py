"""The sweep of the calendar: from November on the office is asked, once a week, to confirm the coming year's days."""

from datetime import datetime

from handlers import recipients
from handlers.context import Office
from handlers.matching import COMMAND_PREFIX
from handlers.telling import tell
from storage.domain.calendar_year import week_of, year_to_confirm
from storage.domain.outbox import Notice, Priority
from storage.domain.ports import Store


async def sweep(store: Store, office: Office, now: datetime) -> int:
    """Ask for the year that is not confirmed; how many were asked. Never on a day off or in quiet hours."""
    today = now.astimezone(office.calendar.zone).date()
    year = year_to_confirm(office.organisation.confirmed_years, today)
    if year is None or not office.calendar.may_push(now):
        return 0
    async with store.writing() as uow:
        if not await uow.organisations.claim_calendar_question(year, week_of(today)):
            return 0
        asked = await recipients.office(uow)
        choices = (("button-calendar", f"{COMMAND_PREFIX}calendar.{year}"),)
        notice = Notice("notice-calendar", {"year": str(year)}, choices)
        await tell(asked, notice, uow, Priority.REMINDER)
        await uow.commit()
    return len(asked)
