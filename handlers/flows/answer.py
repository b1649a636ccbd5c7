"""Writing an answer: text, preview, what it lacks; then to a leader for approval, or out to the author at once."""

from collections.abc import Mapping
from typing import Final

from handlers.answering import answer_for_now, judged, latest_interim_day, release
from handlers.context import Context, Target
from handlers.registry import on, on_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Inbound, Reply
from storage.domain.dates import mentions, parse_date
from storage.domain.errors import IncompleteDraft, InvalidTransition, NotPermitted
from storage.domain.lifecycle import NEXT, Status, Verb
from storage.domain.permissions import Action, Role, may
from storage.domain.records import EventKind, Kind

SEND = "send"
REWRITE = "rewrite"
INTERIM = "interim"
UNWATCH = "unwatch"
DAYS_OFFERED: Final = (3, 5, 10)


@on_case("respond", Action.DRAFT)
@on_case("draft", Action.DRAFT)
async def ask_draft(message: Inbound, ctx: Context) -> Turn:
    """Soạn trả lời, in the department."""
    return await _ask(Action.DRAFT, ctx)


@on_case("answer", Action.ANSWER)
async def ask_answer(message: Inbound, ctx: Context) -> Turn:
    """A leader answers directly."""
    return await _ask(Action.ANSWER, ctx)


@on_case("revise", Action.APPROVE)
async def ask_revision(message: Inbound, ctx: Context) -> Turn:
    """A leader words the draft anew before it goes out."""
    return await _ask(Action.APPROVE, ctx)


@on_case("interim", Action.DRAFT)
async def ask_interim(message: Inbound, ctx: Context) -> Turn:
    """A further word on a case that was answered for now, or a first one."""
    return await _ask(Action.DRAFT, ctx, interim=True)


async def _ask(action: Action, ctx: Context, *, interim: bool = False) -> Turn:
    case = await ctx.case()
    draft = "" if interim else case.open_draft
    asked = ctx.reply(
        "answer-ask-interim" if interim else "answer-ask",
        ctx.command("cancel"),
        code=case.ref,
        summary=case.body,
        draft=draft,
        signature=case.signature,
    )
    marks = {"interim": "yes"} if interim else {}
    return ctx.go(State.ANSWER_TEXT, asked, *ctx.to_edit(draft), draft=ctx.case_draft(action, **marks))


@on(State.ANSWER_TEXT)
async def write(message: Inbound, ctx: Context) -> Turn:
    """The answer, or one more paragraph of it."""
    if not message.text:
        return ctx.stay(State.ANSWER_TEXT, ctx.reply("answer-ask-again", ctx.command("cancel")))
    draft = {**ctx.draft, "text": message.text}
    return await (_ask_until(draft, ctx) if "interim" in draft else _preview(draft, ctx))


@on(State.ANSWER_PREVIEW)
async def decide(message: Inbound, ctx: Context) -> Turn:
    match message.choice:
        case "send":
            return await _finish(ctx)
        case "rewrite":
            again = {k: v for k, v in ctx.draft.items() if k != "text"}
            asked = ctx.reply("answer-ask-again", ctx.command("cancel"))
            return ctx.go(State.ANSWER_TEXT, asked, *ctx.to_edit(ctx.draft["text"]), draft=again)
        case "interim":
            return await _ask_until(ctx.draft, ctx)
        case "unwatch":
            return await _preview({**ctx.draft, "unwatched": "yes"}, ctx)
        case "use":
            return await _preview(ctx.draft, ctx)
        case _:
            more = "\n".join(part for part in (ctx.draft["text"], message.text) if part)
            return await _preview({**ctx.draft, "text": more}, ctx)


async def _preview(draft: dict[str, str], ctx: Context) -> Turn:
    """The answer as it will go out, with the promise it makes; or what it still lacks, before anybody reads it."""
    case = await _case_of(draft, ctx)
    found = _judged(case, draft, ctx)
    if "missing" in found:
        return ctx.go(State.ANSWER_PREVIEW, _lacking(case, draft, found, ctx), draft=draft)
    send = ctx.choice("button-publish" if _publishes(draft, found, ctx) else "button-submit", SEND)
    unwatch = [ctx.choice("button-unwatch", UNWATCH)] if "promised" in found else []
    shown = ctx.reply(
        "answer-preview",
        send,
        ctx.choice("button-rewrite", REWRITE),
        *unwatch,
        ctx.command("cancel"),
        text=draft["text"],
        promised=found.get("promised", ""),
        doer=found.get("doer", ""),
    )
    return ctx.go(State.ANSWER_PREVIEW, shown, draft=draft)


def _lacking(case: Case, draft: dict[str, str], found: Mapping[str, str], ctx: Context) -> Reply:
    send = "button-publish-anyway" if _publishes(draft, found, ctx) else "button-submit-anyway"
    interim = [ctx.choice("button-interim", INTERIM)] if _may_wait(case) else []
    return ctx.reply(
        "answer-lacking",
        ctx.choice("button-mend", REWRITE),
        *interim,
        ctx.choice(send, SEND),
        ctx.command("cancel"),
        text=draft["text"],
        missing=found["missing"],
        plan="yes" if "action" in found["missing"] else "no",
    )


def _may_wait(case: Case) -> bool:
    """Whether an interim answer makes sense: a thought or praise needs no second one."""
    return case.kind not in (Kind.THOUGHT, Kind.PRAISE) and (case.status, Verb.ANSWER_FOR_NOW) in NEXT


async def _case_of(draft: dict[str, str], ctx: Context) -> Case:
    ctx.target = Target(draft["ref"], draft.get("proof", ""))
    return await ctx.case()


def _judged(case: Case, draft: dict[str, str], ctx: Context) -> dict[str, str]:
    return judged(case, draft["text"], ctx, watch="unwatched" not in draft)


def _publishes(draft: dict[str, str], found: Mapping[str, str], ctx: Context) -> bool:
    """Whether it goes out at once. A department that signs itself asks a leader where its answer lacks something."""
    by_leader = Action(draft["action"]) is not Action.DRAFT
    return by_leader or (ctx.organisation.approval == "never" and "missing" not in found)


async def _finish(ctx: Context) -> Turn:
    draft = ctx.draft
    case = await ctx.case_in_hand()
    found = _judged(case, draft, ctx)
    if not _publishes(draft, found, ctx):
        case.submit_draft(draft["text"], ctx.actor.person, by=case.department, on=ctx.today, **found)
        await ctx.save(case)
        return ctx.done(ctx.reply("answer-submitted", ctx.command("start"), code=case.ref))
    by = ctx.hat(Role.LEADER) if draft["action"] != Action.DRAFT else case.department
    ctx.ask_pin("pin-what-answer", code=case.ref)
    return ctx.done(await _publish(case, draft["text"], by, found, ctx))


@on_case("approve", Action.APPROVE)
async def approve(message: Inbound, ctx: Context) -> Turn:
    """Duyệt: the department's draft goes out as it is, in its name; what it promises is confirmed by the same press."""
    case = await ctx.case(write=True)
    if case.status is Status.ANSWERED:
        return ctx.aside(ctx.reply("answer-published", code=case.ref))
    if case.status is not Status.AWAITING_APPROVAL:
        raise InvalidTransition  # an old button: this draft was sent back, or its answer refused
    ctx.ask_pin("pin-what-approve", code=case.ref)
    drafted = next(event for event in reversed(case.events) if event.kind is EventKind.DRAFTED)
    return ctx.aside(await _publish(case, case.draft, case.department, drafted.detail, ctx))


async def _publish(case: Case, text: str, by: str, found: Mapping[str, str], ctx: Context) -> Reply:
    await release(case, text, by, found, ctx)
    return ctx.reply("answer-published", ctx.command("start"), code=case.ref)


async def _ask_until(draft: dict[str, str], ctx: Context) -> Turn:
    """By when the full answer comes: the day the text names, some days more, or a typed date."""
    case = await _case_of(draft, ctx)
    latest = latest_interim_day(case, ctx)
    named = [mention.day for mention in mentions(draft["text"], ctx.today) if mention.day is not None]
    days = [ctx.office.calendar.add_working_days(ctx.today, count) for count in DAYS_OFFERED]
    dates = [day for day in dict.fromkeys([*named[:1], *days]) if ctx.today < day <= latest]
    choices = [ctx.choice("button-until", f"until-{day.isoformat()}", date=day.isoformat()) for day in dates]
    return ctx.go(
        State.ANSWER_INTERIM,
        ctx.reply("answer-ask-until", *choices, ctx.command("cancel"), text=draft["text"]),
        draft=draft,
    )


@on(State.ANSWER_INTERIM)
async def send_interim(message: Inbound, ctx: Context) -> Turn:
    """An interim answer goes out with who answers in full, and by when; no leader needs to look at it first."""
    case = await ctx.case_in_hand()
    chosen = (message.choice or "").removeprefix("until-")
    due_on = parse_date(chosen or message.text, ctx.today)
    latest = latest_interim_day(case, ctx)
    if due_on is None or not ctx.today < due_on <= latest:
        raise IncompleteDraft("work-days-unreadable", date=latest.isoformat())
    if due_on > case.due_on and case.extensions > 0 and not may(ctx.actor, Action.EXTEND_AGAIN, case):
        raise NotPermitted("error-extended-already")
    by = ctx.hat(Role.LEADER) if ctx.draft["action"] != Action.DRAFT else case.department
    ctx.ask_pin("pin-what-interim", code=case.ref)
    await answer_for_now(case, ctx.draft["text"], due_on, by, ctx)
    return ctx.done(ctx.reply("answer-interim-sent", ctx.command("start"), code=case.ref, due=due_on.isoformat()))


@on_case("sendback", Action.SEND_BACK)
async def ask_send_back(message: Inbound, ctx: Context) -> Turn:
    asked = ctx.reply("lead-ask-send-back", ctx.command("cancel"))
    return ctx.go(State.LEAD_SEND_BACK, asked, draft=ctx.case_draft(Action.SEND_BACK))


@on(State.LEAD_SEND_BACK)
async def send_back(message: Inbound, ctx: Context) -> Turn:
    """Yêu cầu sửa, with what is to be changed."""
    case = await ctx.case_in_hand()
    case.send_back(message.text, by=ctx.hat(Role.LEADER), on=ctx.today)
    await ctx.save(case)
    return ctx.done(ctx.reply("lead-sent-back", ctx.command("approvals"), code=case.ref))
