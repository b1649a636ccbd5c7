"""Typed dates and orders: "giao Văn phòng, hạn 30/11"."""

import re
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.states import Turn
from storage.domain.case import Case
from storage.domain.folding import fold
from storage.domain.organisation import Organisation
from storage.domain.permissions import Role

_DATE: Final = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?![\d/-])")
_ISO_DATE: Final = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")
_ORDER: Final = re.compile(
    r"(?:giao|assign)(?: cho| to)?\s+(.+?)[\s,;.]+(?:han|truoc|den|by|due|until)\s+(?:ngay\s+)?(.+)"
)


def parse_date(text: str, today: date) -> date | None:
    """Read 30/11, 30/11/26, 30/11/2026 or 2026-11-30; without a year the next such day from today on."""
    iso, match = _ISO_DATE.search(text), _DATE.search(text)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if match is None:
            return None
        day, month, year = int(match[1]), int(match[2]), match[3]
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


def parse_order(text: str, organisation: Organisation, today: date) -> tuple[str, date] | None:
    """The unit and the due date of a typed order, if it is one."""
    match = _ORDER.fullmatch(fold(text))
    unit = organisation.find_unit(match[1]) if match else None
    due_on = parse_date(match[2], today) if match else None
    return (unit.code, due_on) if unit is not None and due_on is not None else None


async def assign(case: Case, department: str, due_on: date, ctx: Context) -> Turn:
    """Giao phòng X, hạn Y."""
    ctx.ask_pin("pin-what-assign", code=case.ref, department=department)
    case.assign(department, due_on, by=ctx.hat(Role.LEADER), on=ctx.today)
    await ctx.save(case)
    return ctx.done(
        ctx.reply("lead-assigned", ctx.command("start"), code=case.ref, department=department, due=due_on.isoformat())
    )
