"""A department's work on a case: return it, ask the author, ask for more time, add a part."""

import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

from handlers.access import PUBLIC
from handlers.cards import unit_choices
from handlers.context import Context
from handlers.matching import plain
from handlers.registry import COMMANDS, on, on_case, on_command
from handlers.replying import answerable
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, Inbound
from storage.domain.dates import parse_date
from storage.domain.errors import IncompleteDraft, NotPermitted
from storage.domain.exclusion import home
from storage.domain.permissions import Action, Role, may
from storage.domain.views import summarise

DAYS_OFFERED: Final = (3, 5, 10)
OFFICE_DECIDES: Final = "office"
NEW: Final = "new"
_DAYS: Final = re.compile(r"(?:them )?(\d{1,2}) (?:ngay(?: lam viec)?|(?:working )?days?)")


@on_case("bounce", Action.BOUNCE)
async def ask_bounce(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("work-ask-bounce", ctx.command("cancel"))
    return ctx.go(State.WORK_BOUNCE, asked, draft=ctx.case_draft(Action.BOUNCE))


@on(State.WORK_BOUNCE)
async def bounce_reason(message: Inbound, ctx: Context) -> Turn:
    """The reason; the first time also which department fits, from the second on the office decides."""
    if not message.text:
        return ctx.stay(State.WORK_BOUNCE, ctx.reply("work-ask-bounce", ctx.command("cancel")))
    case = await ctx.case_in_hand()
    if case.bounces > 0:
        return await _bounce(message.text, None, ctx)
    office = ctx.choice("button-office-decides", OFFICE_DECIDES)
    units = unit_choices(ctx, but=(case.department, *case.excluded))
    asked = ctx.reply("work-ask-bounce-to", *units, office, ctx.command("cancel"))
    return ctx.go(State.WORK_BOUNCE_TO, asked, draft={**ctx.draft, "reason": message.text})


@on(State.WORK_BOUNCE_TO)
async def bounce_to(message: Inbound, ctx: Context) -> Turn:
    if message.choice == OFFICE_DECIDES:
        return await _bounce(ctx.draft["reason"], None, ctx)
    unit = ctx.organisation.find_unit(message.choice or message.text)
    if unit is None:
        return ctx.stay(
            State.WORK_BOUNCE_TO, ctx.reply("error-no-such-unit", *unit_choices(ctx), ctx.command("cancel"))
        )
    return await _bounce(ctx.draft["reason"], unit.code, ctx)


async def _bounce(reason: str, to: str | None, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    desk = home(case.excluded, ctx.organisation)
    case.bounce(reason, to=to, office=desk, by=case.department, on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("work-bounced", ctx.command("work"), code=case.ref, department=case.department))


@on_case("ask", Action.ASK)
async def ask_question(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    asked = ctx.reply("work-ask-question", ctx.command("cancel"), anonymous="no" if case.named else "yes")
    return ctx.go(State.WORK_ASK, asked, draft=ctx.case_draft(Action.ASK))


@on(State.WORK_ASK)
async def question(message: Inbound, ctx: Context) -> Turn:
    """Hỏi thêm: the author is asked, and stays unknown if anonymous."""
    case = await ctx.case_in_hand()
    by = ctx.hat(Role.OFFICER, Role.HEAD, Role.OFFICE, Role.LEADER, prefer=case.department)
    case.ask(message.text, ctx.actor.person, by=by, on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("work-asked", ctx.command("start"), code=case.ref))


@on_case("extend", Action.EXTEND)
async def ask_days(message: Inbound, ctx: Context) -> Turn:
    """Xin gia hạn: once by the department, later ones by a leader."""
    case = await ctx.case()
    _check_first_extension(case, ctx)
    days = [
        Choice(ctx.text("button-days", days=n), str(n))
        for n in DAYS_OFFERED
        if n <= ctx.organisation.max_extension_days
    ]
    asked = ctx.reply("work-ask-days", *days, ctx.command("cancel"), due=case.due_on.isoformat())
    return ctx.go(State.WORK_EXTEND, asked, draft=ctx.case_draft(Action.EXTEND))


def _check_first_extension(case: Case, ctx: Context) -> None:
    if case.extensions > 0 and not may(ctx.actor, Action.EXTEND_AGAIN, case):
        raise NotPermitted("error-extended-already")


@on(State.WORK_EXTEND)
async def days(message: Inbound, ctx: Context) -> Turn:
    """So many working days beyond the present date, or a date."""
    case = await ctx.case_in_hand()
    calendar, start = ctx.office.calendar_of(case.department), max(case.due_on, ctx.today)
    typed = _DAYS.fullmatch(plain(message.text))
    more = message.choice or (typed and typed[1])
    due_on = calendar.add_working_days(start, int(more)) if more else parse_date(message.text, ctx.today)
    latest = calendar.add_working_days(start, ctx.organisation.max_extension_days)
    if due_on is None or not case.due_on < due_on <= latest:
        raise IncompleteDraft("work-days-unreadable", date=latest.isoformat())
    asked = ctx.reply("work-ask-extend-why", ctx.command("cancel"), due=due_on.isoformat())
    return ctx.go(State.WORK_EXTEND_WHY, asked, draft={**ctx.draft, "due": due_on.isoformat()})


@on(State.WORK_EXTEND_WHY)
async def extend(message: Inbound, ctx: Context) -> Turn:
    """The reason, which the author reads."""
    case = await ctx.case_in_hand()
    _check_first_extension(case, ctx)  # a colleague may have been quicker
    by = ctx.hat(Role.OFFICER, Role.HEAD, Role.LEADER, prefer=case.department)
    case.extend(date.fromisoformat(ctx.draft["due"]), message.text, by=by, on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("work-extended", ctx.command("start"), code=case.ref, due=case.due_on.isoformat()))


@on_case("part", Action.ADD_PART)
async def ask_part(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("work-ask-part", ctx.command("cancel"))
    return ctx.go(State.WORK_PART, asked, draft=ctx.case_draft(Action.ADD_PART))


@on(State.WORK_PART)
async def add_part(message: Inbound, ctx: Context) -> Turn:
    """A supporting department's part of the answer."""
    case = await ctx.case_in_hand()
    unit = next(u for u in ctx.actor.units(Role.OFFICER, Role.HEAD, Role.OFFICE) if u in case.supporting)
    case.add_part(message.text, by=unit, on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("work-part-added", ctx.command("start"), code=case.ref))


# A reminder answered in words, without pressing anything


@on_command("respond", PUBLIC)
async def respond(message: Inbound, ctx: Context) -> Turn:
    """What is written after a reminder is proposed as the answer of one of its cases, or as a concern of its own."""
    cases = await answerable(ctx.reminded, ctx)
    if not cases or ctx.staged:
        return await COMMANDS["say"].handler(message, ctx)
    if ctx.is_reply and len(cases) == 1:
        return _propose(cases[0].ref, message.text, ctx)
    return _ask_which({"text": message.text, "refs": [case.ref for case in cases]}, ctx)


def _ask_which(draft: dict[str, Any], ctx: Context) -> Turn:
    choices = [Choice(ctx.text("reminder-respond", code=ref), ref) for ref in draft["refs"]]
    new, cancel = ctx.choice("work-respond-new", NEW), ctx.command("cancel")
    asked = ctx.reply("work-respond-ask", *choices, new, cancel, summary=summarise(draft["text"]))
    return ctx.go(State.WORK_RESPOND, asked, draft=draft)


@on(State.WORK_RESPOND)
async def respond_to(message: Inbound, ctx: Context) -> Turn:
    """Which case it answers; or it begins a concern, like anything written out of the blue."""
    draft = ctx.draft
    if message.choice == NEW:
        return await COMMANDS["say"].handler(replace(message, text=draft["text"], choice=None), ctx)
    ref = message.choice or ""
    if ref not in draft["refs"]:
        return _ask_which({**draft, "text": "\n".join(part for part in (draft["text"], message.text) if part)}, ctx)
    return _propose(ref, draft["text"], ctx)


def _propose(ref: str, text: str, ctx: Context) -> Turn:
    answer = {"ref": ref, "proof": "", "action": Action.DRAFT.value, "text": text}
    use = Choice(ctx.text("button-use-as-answer"), "use")
    asked = ctx.reply("answer-use-this", use, ctx.command("cancel"), code=ref)
    return ctx.go(State.ANSWER_PREVIEW, asked, draft=answer)
