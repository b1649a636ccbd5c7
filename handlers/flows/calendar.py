"""The year's days off: the office looks at them, corrects them, and confirms them each autumn."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from handlers.calendar_words import in_words
from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.calendar import WorkCalendar
from storage.domain.calendar_year import confirm, year_of_days, year_to_confirm
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.dates import parse_date
from storage.domain.errors import NotFound
from storage.domain.folding import fold
from storage.domain.organisation import Organisation, calendar_of
from storage.domain.permissions import Action, authorize
from storage.domain.ports import UnitOfWork
from storage.holidays_vn import vietnamese_days, vietnamese_reasons

_OFF, _WORKED = "off", "worked"  # the corrections of a draft
_CORRECTION: Final = re.compile(r"(?:(?P<off>nghi|off)|(?:di )?lam(?: bu)?|work)(?: tu)?(?: ngay)? (?P<days>.+)")
_BETWEEN_DAYS: Final = re.compile(r"[,;&]|\bva\b|\band\b")
_UNTIL: Final = re.compile(r"\bden\b|\bto\b|\s[-–]\s")
_ONLY_A_DATE: Final = re.compile(r"\s*(?:ngay\s+)?[\d/.-]+\s*")


@on_command("calendar", Action.CONFIRM_CALENDAR)
async def show(message: Inbound, ctx: Context) -> Turn:
    """The year that was named, else the one that waits to be confirmed, else this one."""
    organisation = await _stored(ctx.reads, ctx)
    year = ctx.page or year_to_confirm(organisation.confirmed_years, ctx.today) or ctx.today.year
    if year not in ctx.office.years:
        raise NotFound("error-no-such-year", first=str(ctx.office.years[0]), last=str(ctx.office.years[-1]))
    draft = {"year": year, _OFF: [], _WORKED: []}
    return ctx.go(State.CALENDAR_YEAR, _shown(organisation, draft, ctx), draft=draft)


@on(State.CALENDAR_YEAR)
async def decide(message: Inbound, ctx: Context) -> Turn:
    """Xác nhận; or a typed correction, such as "nghỉ 2/1, 3/1" or "làm bù 9/1", which shows the year as it would be."""
    authorize(ctx.actor, Action.CONFIRM_CALENDAR)
    if message.choice == "confirm":
        organisation = await _stored(ctx.uow, ctx)
        await ctx.uow.organisations.store(_confirmed(organisation, ctx.draft))
        ctx.record("calendar_confirmed", str(ctx.draft["year"]))
        return ctx.done(ctx.reply("calendar-confirmed", ctx.command("start"), year=str(ctx.draft["year"])))
    correction = _correction(message.text, ctx.draft["year"])
    if correction is None:
        return ctx.stay(State.CALENDAR_YEAR, ctx.reply("calendar-not-understood", *_choices(ctx.draft, ctx)))
    organisation, draft = await _stored(ctx.reads, ctx), ctx.draft
    works, days = correction
    for day in days:
        draft = _corrected(organisation, draft, day, works, ctx)
    return ctx.go(State.CALENDAR_YEAR, _shown(organisation, draft, ctx), draft=draft)


async def _stored(uow: UnitOfWork, ctx: Context) -> Organisation:
    """As it is stored: the running program takes a change over only at its next look."""
    return await uow.organisations.load() or ctx.organisation


def _correction(text: str, year: int) -> tuple[bool, list[date]] | None:
    """Whether the days that were typed are worked, and which they are; None if it is no correction of this year."""
    match = _CORRECTION.fullmatch(fold(text))
    if match is None:
        return None
    stretches = [_days(part, year) for part in _BETWEEN_DAYS.split(match["days"])]
    return (match["off"] is None, [day for days in stretches for day in days]) if all(stretches) else None


def _days(text: str, year: int) -> list[date]:
    """One day of the year, or those from one to another ("4/2 đến 10/2"); none if it is anything else."""
    typed = [part for part in _UNTIL.split(text) if _ONLY_A_DATE.fullmatch(part)]
    ends = [day for part in typed if (day := parse_date(part, date(year, 1, 1))) is not None and day.year == year]
    if len(ends) != len(_UNTIL.split(text)) or len(ends) > 2:
        return []
    return [ends[0] + timedelta(days=n) for n in range((ends[-1] - ends[0]).days + 1)]


def _corrected(
    organisation: Organisation, draft: dict[str, Any], day: date, works: bool, ctx: Context
) -> dict[str, Any]:
    """The draft with this day as the office says; nothing is noted where it is so already."""
    text = day.isoformat()
    without = draft | {name: [other for other in draft[name] if other != text] for name in (_OFF, _WORKED)}
    if _calendar(_confirmed(organisation, without), day.year, ctx).is_working_day(day) is works:
        return without
    name = _WORKED if works else _OFF
    return without | {name: [*without[name], text]}


def _confirmed(organisation: Organisation, draft: Mapping[str, Any]) -> Organisation:
    return confirm(
        organisation, draft["year"], map(date.fromisoformat, draft[_OFF]), map(date.fromisoformat, draft[_WORKED])
    )


def _calendar(organisation: Organisation, year: int, ctx: Context) -> WorkCalendar:
    return calendar_of(organisation, ctx.office.calendar.zone, *vietnamese_days([year]))


def _shown(organisation: Organisation, draft: Mapping[str, Any], ctx: Context) -> Reply:
    """The year as it would be with the draft's corrections, which have yet to be confirmed."""
    year, corrected = draft["year"], _confirmed(organisation, draft)
    days = year_of_days(corrected, _calendar(corrected, year, ctx), year, vietnamese_reasons([year]))
    changed = bool(draft[_OFF] or draft[_WORKED])
    shown = replace(days, confirmed=year in organisation.confirmed_years and not changed)
    choices = _choices(draft, ctx, confirmed=shown.confirmed)
    return ctx.reply("calendar-year", *choices, days=in_words(shown, ctx.language))


def _choices(draft: Mapping[str, Any], ctx: Context, *, confirmed: bool = False) -> list[Choice]:
    """Xác nhận, where there is something to confirm; this year or the next, whichever is not shown; home."""
    year, today = draft["year"], ctx.today.year
    other = str(today if year == today + 1 else today + 1)
    asked = [] if confirmed else [ctx.choice("button-confirm-calendar", "confirm", year=str(year))]
    another = ctx.choice("button-calendar-year", f"{COMMAND_PREFIX}calendar.{other}", year=other)
    return [*asked, another, ctx.command("start")]
