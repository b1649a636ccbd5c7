"""That a department has opened a case: noted the first time, by the day, and shown to the office and the leaders."""

from handlers.context import Context
from storage.domain.audit import READ
from storage.domain.case import Case
from storage.domain.lifecycle import OPEN
from storage.domain.permissions import Action, Role, may


async def note_seen(case: Case, ctx: Context) -> None:
    """The units this reader works in, of those the case lies with, have seen it."""
    if ctx.actor.author_of == case.id:
        return
    ctx.record(READ, case.ref)
    mine = set(ctx.actor.units(Role.OFFICER, Role.HEAD, Role.OFFICE)) & {case.department, *case.supporting}
    for unit in mine - set(await ctx.reads.deadlines.seen(case.id)) if mine else ():
        await ctx.uow.deadlines.mark_seen(case.id, unit, ctx.today)


async def seen_in_words(case: Case, ctx: Context) -> str:
    """When the departments of an open case opened it, for those who send it to them; else nothing."""
    if case.status not in OPEN or not may(ctx.actor, Action.ROUTE, case):
        return ""
    seen = await ctx.reads.deadlines.seen(case.id)
    units = [unit for unit in (case.department, *case.supporting) if unit != ctx.organisation.office]
    return "; ".join(
        ctx.text("seen-on", department=unit, day=f"{seen[unit]:%d/%m}")
        if unit in seen
        else ctx.text("seen-not-yet", department=unit)
        for unit in units
    )
