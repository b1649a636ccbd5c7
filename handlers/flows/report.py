"""Sending a concern: text and files, with or without name, kind, at most two questions, preview, Gửi, receipt."""

from typing import Final

from handlers import guarding
from handlers.access import PUBLIC
from handlers.completing import DROP, KEEP, KNOWN, SKIP, add, asks_to_send, department_question, go_on, rewrite, written
from handlers.context import Context
from handlers.drafts import draft_summary, is_begun, with_message, without_text
from handlers.enrolment import keep_for_later
from handlers.filing import ANONYMOUS, file_case
from handlers.previewing import mark_of
from handlers.receipts import filed_before, has_waited_too_long, receipt, receipt_of
from handlers.registry import on, on_command, on_nonce
from handlers.releasing import URGENT
from handlers.states import State, Turn
from storage.domain.conversation import Inbound
from storage.domain.permissions import Action, may

MAX_NAME: Final = 80


@on_command("new", Action.FILE)
async def begin(message: Inbound, ctx: Context) -> Turn:
    """Ask for the concern, or go on with the one that is open."""
    if is_begun(ctx.drafts.get("report", {})):
        return await resume(message, ctx)
    return ctx.go(State.REPORT_TEXT, ctx.reply("report-ask-text", ctx.command("cancel")), draft={})


@on_command("continue", Action.FILE)
async def resume(message: Inbound, ctx: Context) -> Turn:
    draft = dict(ctx.drafts.get("report", {}))
    return await go_on(draft, ctx, ctx.reply("report-draft-so-far", summary=draft_summary(draft)))


@on_command("say", PUBLIC)
async def say(message: Inbound, ctx: Context) -> Turn:
    """Words with nothing open: they begin a concern, or go on with the one that is open. Never dropped."""
    if not may(ctx.actor, Action.FILE):
        return keep_for_later(message, ctx)
    if asks_to_send(message, ctx):
        return await begin(message, ctx)
    return await written(ctx.drafts.get("report", {}), message, ctx)


@on(State.REPORT_TEXT, files=True)
async def write(message: Inbound, ctx: Context) -> Turn:
    """The concern, or one more piece of it."""
    draft = ctx.draft
    rewriting = draft.pop("rewrite", False)
    if message.choice == KEEP or asks_to_send(message, ctx):
        return await go_on(draft, ctx)
    if rewriting and message.text:
        draft = without_text(draft)
    return await go_on(with_message(draft, message, ctx), ctx)


@on(State.REPORT_MODE, files=True)
async def choose_mode(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return await add(message, ctx)
    known = await ctx.reads.people.name(ctx.actor.person) if ctx.actor.person else ""
    return await go_on({**ctx.draft, "mode": message.choice, "known": known}, ctx)


@on(State.REPORT_NAME, files=True)
async def give_name(message: Inbound, ctx: Context) -> Turn:
    """What a named author wants to be called."""
    if message.choice == ANONYMOUS:
        return await go_on({**ctx.draft, "mode": ANONYMOUS}, ctx)
    if message.choice == KNOWN:
        return await go_on({**ctx.draft, "name": ctx.draft["known"]}, ctx)
    if not message.text or len(message.text) > MAX_NAME or ctx.staged or asks_to_send(message, ctx):
        return await add(message, ctx)
    return await go_on({**ctx.draft, "name": message.text}, ctx)


@on(State.REPORT_KIND, files=True)
async def choose_kind(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return await add(message, ctx)
    return await go_on({**ctx.draft, "kind": message.choice}, ctx)


@on(State.REPORT_WHERE, files=True)
async def say_where(message: Inbound, ctx: Context) -> Turn:
    return await _fact("where", message, ctx)


@on(State.REPORT_SINCE, files=True)
async def say_since(message: Inbound, ctx: Context) -> Turn:
    return await _fact("since", message, ctx)


async def _fact(name: str, message: Inbound, ctx: Context) -> Turn:
    if message.choice is None and (not message.text or asks_to_send(message, ctx)):
        return await add(message, ctx)
    draft = ctx.draft if message.choice == SKIP else with_message(ctx.draft, message, ctx)
    return await go_on({**draft, name: ""}, ctx)  # asked


@on(State.REPORT_DEPARTMENT, files=True)
async def choose_department(message: Inbound, ctx: Context) -> Turn:
    """The department the author names; the office has the last word."""
    if message.choice == guarding.OTHER:  # not who shall answer, but whom it is about
        return await go_on({**ctx.draft, "about": guarding.OTHER}, ctx)
    if message.choice is None:
        unit = ctx.organisation.find_unit(message.text)
        if unit is None:
            return await add(message, ctx)
        return await go_on({**ctx.draft, "asked": unit.code}, ctx)
    return await go_on({**ctx.draft, "asked": "" if message.choice == SKIP else message.choice}, ctx)


@on(State.REPORT_LAWFUL, files=True)
async def send_unnamed(message: Inbound, ctx: Context) -> Turn:
    """A denunciation or complaint can go out here as a report without a name only."""
    if message.choice is None:
        return await add(message, ctx)
    return rewrite(ctx) if message.choice == guarding.REWRITE else await go_on(guarding.as_report(ctx.draft), ctx)


@on(State.REPORT_GUARD, files=True)
async def settle_traces(message: Inbound, ctx: Context) -> Turn:
    """What may give the author away: taken out, left, or written anew."""
    if message.choice is None:
        return await add(message, ctx)
    if message.choice == guarding.REWRITE:
        return rewrite(ctx)
    return await go_on(await guarding.settled(ctx.draft, message.choice, ctx), ctx)


@on(State.REPORT_ABOUT, files=True)
async def say_about(message: Inbound, ctx: Context) -> Turn:
    """Whom it is about: they shall not get it."""
    typed = ctx.organisation.find_unit(message.text) if message.choice is None else None
    choice = typed.code if typed is not None else message.choice
    if choice is None:
        return await add(message, ctx)
    draft, said = await guarding.about(ctx.draft, choice, ctx)
    return await go_on(draft, ctx, *said)


@on(State.REPORT_SIMILAR, files=True)
async def send_alone(message: Inbound, ctx: Context) -> Turn:
    """Similar cases were shown: this one goes its own way all the same."""
    if message.choice is None:
        return await add(message, ctx)
    return await go_on({**ctx.draft, "alone": True}, ctx)


@on(State.REPORT_PREVIEW, files=True)
async def preview(message: Inbound, ctx: Context) -> Turn:
    """Before Gửi: change the text, the department or the way of sending."""
    match message.choice:
        case "text":
            return rewrite(ctx)
        case "department":
            return ctx.go(State.REPORT_DEPARTMENT, department_question(ctx), draft=ctx.draft)
        case "urgent" | "not-urgent":
            return await go_on({**ctx.draft, URGENT: message.choice == URGENT}, ctx)
        case "mode":
            return await go_on({k: v for k, v in ctx.draft.items() if k != "mode"}, ctx)
        case _:
            return await add(message, ctx)


@on(State.REPORT_DROP, files=True)
async def drop(message: Inbound, ctx: Context) -> Turn:
    """Hủy was pressed: gone once that is meant, else on with it; other words are more of the concern."""
    if message.choice == DROP:
        return ctx.done(*(await receipt_of(ctx.draft, ctx) or [ctx.reply("cancelled", ctx.command("start"))]))
    return await go_on(ctx.draft, ctx) if message.choice == KEEP else await add(message, ctx)


@on_nonce("send", Action.FILE)
async def send(message: Inbound, ctx: Context) -> Turn:
    """File the concern. The same press twice, before or after a crash, files once and shows the same receipt."""
    assert ctx.target is not None
    (nonce, _, _), ctx.flow = ctx.target.ref.partition("."), "report"
    draft = ctx.draft
    if draft.get("nonce") != nonce:
        return await filed_before(nonce, ctx)
    if mark_of(draft) != ctx.target.ref:  # it does not stand under what would be sent
        return await go_on(draft, ctx, ctx.reply("report-changed-since"))
    if has_waited_too_long(nonce, ctx):
        return await go_on(draft, ctx, ctx.reply("report-waited-long"))
    if await guarding.question(draft, ctx) is not None:
        return await go_on(draft, ctx)  # pressed while it is being said whom it is about
    case = await file_case(nonce, draft, ctx)
    return ctx.done(*await receipt(case, nonce, ctx))
