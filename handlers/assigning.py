"""Typed orders: "giao Văn phòng, hạn 30/11"."""

import re
from datetime import date
from typing import Final

from handlers.context import Context
from handlers.states import Turn
from storage.domain.case import Case
from storage.domain.dates import parse_date
from storage.domain.folding import fold
from storage.domain.organisation import Organisation
from storage.domain.permissions import Role

_ORDER: Final = re.compile(
    r"(?:giao|assign)(?: cho| to)?\s+(.+?)[\s,;.]+(?:han|truoc|den|by|due|until)\s+(?:ngay\s+)?(.+)"
)


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
