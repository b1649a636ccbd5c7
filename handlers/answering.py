"""What happens to an answer before and when it goes out: judged, released, its promise watched from then on."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers import timing
from handlers.context import Context
from storage.domain.answer_gate import examine
from storage.domain.case import Case
from storage.domain.commitment import (
    Commitment,
    CommitmentKind,
    Ending,
    instead_of,
    promise_answer,
    promise_work,
)
from storage.domain.permissions import Role
from storage.domain.views import summarise

TASK_LENGTH: Final = 300


def judged(case: Case, text: str, ctx: Context, *, watch: bool = True) -> dict[str, str]:
    """The finding as short texts that travel with a draft: what is missing; what is promised, by whom, until when."""
    units = {unit.code: (unit.code, unit.name, *unit.aliases) for unit in ctx.organisation.units}
    finding = examine(case.kind, text, ctx.today, units)
    found = {"missing": ",".join(finding.missing)} if finding.missing else {}
    if watch and finding.promises and finding.due_on is not None:
        doer = finding.unit if finding.unit in (case.department, *case.supporting) else case.department
        found |= {"promised": finding.due_on.isoformat(), "doer": doer, "task": summarise(finding.task, TASK_LENGTH)}
    return found


async def release(case: Case, text: str, by: str, found: Mapping[str, str], ctx: Context) -> None:
    """The answer goes out; what it promises is watched, and an interim word is over with it."""
    promised = {name: found[name] for name in ("promised", "doer") if name in found}
    case.publish(text, by=by, on=ctx.today, **promised)
    if "missing" in found:
        case.overrule(found["missing"], by=ctx.hat(Role.LEADER), on=ctx.today)
    earlier = await ctx.uow.commitments.of_case(case.id)
    made = _promise(case, found, len(earlier) + 1, by, ctx) if promised else None
    await ctx.save(case)
    for old in (each for each in earlier if each.is_open):
        if old.kind is CommitmentKind.ANSWER:
            old.end(Ending.ANSWERED)
        elif made is not None:
            made = instead_of(made, old)
        await ctx.uow.commitments.save(old)
    if made is not None:
        await ctx.uow.commitments.add(made)
        await timing.promise(case, made.due_on, ctx.uow, ctx.office.calendar_of(case.department), ctx.today)


def _promise(case: Case, found: Mapping[str, str], seq: int, by: str, ctx: Context) -> Commitment:
    due_on = date.fromisoformat(found["promised"])
    calendar = ctx.office.calendar_of(case.department)
    return promise_work(case, seq, found["task"], found["doer"], due_on, by=by, on=ctx.today, calendar=calendar)


async def answer_for_now(case: Case, text: str, due_on: date, by: str, ctx: Context) -> None:
    """An interim answer: the author hears who answers in full and by when, the unit is asked to keep it posted."""
    case.answer_for_now(text, due_on, by=by, on=ctx.today)
    await ctx.save(case)
    earlier = await ctx.uow.commitments.of_case(case.id)
    running = next((each for each in earlier if each.is_open and each.kind is CommitmentKind.ANSWER), None)
    calendar = ctx.office.calendar_of(case.department)
    if running is None:
        await ctx.uow.commitments.add(promise_answer(case, len(earlier) + 1, due_on, on=ctx.today, calendar=calendar))
        return
    running.update(due_on, on=ctx.today, calendar=calendar)
    await ctx.uow.commitments.save(running)


def latest_interim_day(case: Case, ctx: Context) -> date:
    """How far away the full answer may be promised: as far as an extension may reach."""
    calendar, most = ctx.office.calendar_of(case.department), ctx.organisation.max_extension_days
    return calendar.add_working_days(max(case.due_on, ctx.today), most)
