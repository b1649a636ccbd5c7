"""What ``doithoai due`` and ``doithoai calendar`` say."""

from datetime import date, datetime

from bot.base import DEMO_ORGANISATION, Base, office_of, read_organisation
from bot.command_tools import with_base
from bot.config import Settings
from handlers.calendar_words import in_words
from handlers.context import Office
from handlers.texts.catalog import DEFAULT_LANGUAGE
from storage.domain.calendar_year import year_of_days
from storage.domain.errors import Problem, SettingsError
from storage.domain.organisation import Unit, calendar_of_unit
from storage.holidays_vn import vietnamese_reasons


def due_date(settings: Settings, received: str, days: int, unit: str | None) -> date:
    """The due date of something received then, in the office's zone where none is given; by the unit's own hours."""
    try:
        at = datetime.fromisoformat(received)
    except ValueError:
        raise SettingsError(Problem("cli-due-time", {"value": received})) from None
    at = at if at.tzinfo else at.replace(tzinfo=settings.zone)
    office = _office_at(settings, at)
    calendar = calendar_of_unit(office.calendar, _unit(office, unit)) if unit is not None else office.calendar
    return calendar.due_on(at, days)


def year_in_words(settings: Settings, year: int) -> str:
    """The year's days off and make-up days in Vietnamese."""
    office = _office_at(settings, datetime(year, 7, 1, tzinfo=settings.zone))
    return in_words(
        year_of_days(office.organisation, office.calendar, year, vietnamese_reasons([year])), DEFAULT_LANGUAGE
    )


def _office_at(settings: Settings, at: datetime) -> Office:
    """The loaded organisation at work then, the demo's where none is; asking leaves no database behind."""
    anything_stored = settings.database_url or (settings.data_dir / "doithoai.db").exists()
    loaded = with_base(settings, Base.organisation) if anything_stored else None
    return office_of(loaded or read_organisation(DEMO_ORGANISATION), settings, at)


def _unit(office: Office, code: str) -> Unit:
    units = {unit.code: unit for unit in office.organisation.units}
    if code not in units:
        raise SettingsError(Problem("cli-unit-unknown", {"unit": code, "known": ", ".join(units)}))
    return units[code]
