"""The demo ward, read from its file, and its calendar with the country's holidays."""

import tomllib
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from storage.domain.calendar import WorkCalendar
from storage.domain.organisation import Organisation, calendar_of
from storage.domain.organisation_document import parse_organisation
from storage.holidays_vn import vietnamese_days

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")


@cache
def demo_ward() -> Organisation:
    return parse_organisation(ward_document())


def ward_document() -> dict[str, object]:
    """A fresh copy, to be broken by a test."""
    return tomllib.loads((files("bot.demo") / "ward.toml").read_text(encoding="utf-8"))


@cache
def demo_calendar() -> WorkCalendar:
    return calendar_of(demo_ward(), SAIGON, *vietnamese_days(range(2025, 2033)))
