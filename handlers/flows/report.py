"""Sending a concern: text and files, with or without name, kind, at most two questions, preview, Gửi, receipt."""

from dataclasses import replace
from typing import Final

from handlers import guarding
from handlers.access import PUBLIC
from handlers.cards import answering_units
from handlers.context import Context
from handlers.drafts import (
    body_of,
    changed,
    draft_summary,
    flow_with,
    is_begun,
    is_known,
    is_news,
    mark_of,
    piece_from,
    with_message,
    without_text,
    without_voices,
)
from handlers.enrolment import code_needed, keep_for_later
from handlers.filing import ANONYMOUS, NAMED, Draft, file_case, has_mode
from handlers.matching import plain
from handlers.previewing import compared_anew, preview_reply, similar_question
from handlers.receipts import filed_before, is_filed, receipt
from handlers.registry import on, on_command, on_nonce
from handlers.releasing import URGENT
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.permissions import Action, authorize, may
from storage.domain.records import Kind
from storage.domain.routing import missing_facts

SKIP: Final = "skip"
KEEP: Final = "keep"
KNOWN: Final = "known"
MAX_NAME: Final = 80
# Asked in the same words whatever was written so far; or all of it is shown.
_LATEST_IS_ENOUGH: Final = frozenset(
    {State.REPORT_MODE, State.REPORT_NAME, State.REPORT_KIND, State.REPORT_WHERE, State.REPORT_SINCE}
    | {State.REPORT_PREVIEW}
)
_NEED_FACTS: Final = frozenset({Kind.REPORT, Kind.PETITION, Kind.DIFFICULTY})  # nobody asks a wish where it happened


@on_command("new", Action.FILE)
async def begin(message: Inbound, ctx: Context) -> Turn:
    """Ask for the concern, or go on with the one that is open."""
    if is_begun(ctx.drafts.get("report", {})):
        return await resume(message, ctx)
    return ctx.go(State.REPORT_TEXT, ctx.reply("report-ask-text", ctx.command("cancel")), draft={})


@on_command("continue", Action.FILE)
async def resume(message: Inbound, ctx: Context) -> Turn:
    draft = dict(ctx.drafts.get("report", {}))
    return await _next(draft, ctx, ctx.reply("report-draft-so-far", summary=draft_summary(draft)))


@on(State.REPORT_TEXT, files=True)
async def write(message: Inbound, ctx: Context) -> Turn:
    """The concern, or one more piece of it."""
    draft = ctx.draft
    rewriting = draft.pop("rewrite", False)
    if message.choice == KEEP or _asks_to_send(message, ctx):
        return await _next(draft, ctx)
    if rewriting and message.text:
        draft = without_text(draft)
    return await _next(with_message(draft, message, ctx), ctx)


@on(State.REPORT_MODE, files=True)
async def choose_mode(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return await _more(message, ctx)
    known = await ctx.reads.people.name(ctx.actor.person) if ctx.actor.person else ""
    return await _next({**ctx.draft, "mode": message.choice, "known": known}, ctx)


@on(State.REPORT_NAME, files=True)
async def give_name(message: Inbound, ctx: Context) -> Turn:
    """What a named author wants to be called."""
    if message.choice == ANONYMOUS:
        return await _next({**ctx.draft, "mode": ANONYMOUS}, ctx)
    if message.choice == KNOWN:
        return await _next({**ctx.draft, "name": ctx.draft["known"]}, ctx)
    if not message.text or len(message.text) > MAX_NAME or ctx.staged or _asks_to_send(message, ctx):
        return await _more(message, ctx)
    return await _next({**ctx.draft, "name": message.text}, ctx)


@on(State.REPORT_KIND, files=True)
async def choose_kind(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return await _more(message, ctx)
    return await _next({**ctx.draft, "kind": message.choice}, ctx)


@on(State.REPORT_WHERE, files=True)
async def say_where(message: Inbound, ctx: Context) -> Turn:
    return await _fact("where", message, ctx)


@on(State.REPORT_SINCE, files=True)
async def say_since(message: Inbound, ctx: Context) -> Turn:
    return await _fact("since", message, ctx)


@on(State.REPORT_DEPARTMENT, files=True)
async def choose_department(message: Inbound, ctx: Context) -> Turn:
    """The department the author names; the office has the last word."""
    if message.choice == guarding.OTHER:  # not who shall answer, but whom it is about
        return await _next({**ctx.draft, "about": guarding.OTHER}, ctx)
    if message.choice is None:
        unit = ctx.organisation.find_unit(message.text)
        if unit is None:
            return await _more(message, ctx)
        return await _next({**ctx.draft, "asked": unit.code}, ctx)
    return await _next({**ctx.draft, "asked": "" if message.choice == SKIP else message.choice}, ctx)


@on(State.REPORT_LAWFUL, files=True)
async def send_unnamed(message: Inbound, ctx: Context) -> Turn:
    """A denunciation or complaint can go out here as a report without a name only."""
    if message.choice is None:
        return await _more(message, ctx)
    return _rewrite(ctx) if message.choice == guarding.REWRITE else await _next(guarding.as_report(ctx.draft), ctx)


@on(State.REPORT_GUARD, files=True)
async def settle_traces(message: Inbound, ctx: Context) -> Turn:
    """What may give the author away: taken out, left, or written anew."""
    if message.choice is None:
        return await _more(message, ctx)
    if message.choice == guarding.REWRITE:
        return _rewrite(ctx)
    return await _next(await guarding.settled(ctx.draft, message.choice, ctx), ctx)


@on(State.REPORT_ABOUT, files=True)
async def say_about(message: Inbound, ctx: Context) -> Turn:
    """Whom it is about: they shall not get it."""
    typed = ctx.organisation.find_unit(message.text) if message.choice is None else None
    choice = typed.code if typed is not None else message.choice
    if choice is None:
        return await _more(message, ctx)
    draft, said = await guarding.about(ctx.draft, choice, ctx)
    return await _next(draft, ctx, *said)


@on(State.REPORT_SIMILAR, files=True)
async def send_alone(message: Inbound, ctx: Context) -> Turn:
    """Similar cases were shown: this one goes its own way all the same."""
    if message.choice is None:
        return await _more(message, ctx)
    return await _next({**ctx.draft, "alone": True}, ctx)


@on(State.REPORT_PREVIEW, files=True)
async def preview(message: Inbound, ctx: Context) -> Turn:
    """Before Gửi: change the text, the department or the way of sending."""
    match message.choice:
        case "text":
            return _rewrite(ctx)
        case "department":
            return ctx.go(State.REPORT_DEPARTMENT, _department_question(ctx), draft=ctx.draft)
        case "urgent" | "not-urgent":
            return await _next({**ctx.draft, URGENT: message.choice == URGENT}, ctx)
        case "mode":
            return await _next({k: v for k, v in ctx.draft.items() if k != "mode"}, ctx)
        case _:
            return await _more(message, ctx)


def _rewrite(ctx: Context) -> Turn:
    asked = ctx.reply("report-rewrite", ctx.choice("button-cancel", KEEP), body=body_of(ctx.draft))
    return ctx.go(State.REPORT_TEXT, asked, draft={**ctx.draft, "rewrite": True})


@on_nonce("send", Action.FILE)
async def send(message: Inbound, ctx: Context) -> Turn:
    """File the concern. The same press twice, before or after a crash, files once and shows the same receipt."""
    assert ctx.target is not None
    (nonce, _, _), ctx.flow = ctx.target.ref.partition("."), "report"
    draft = ctx.draft
    if draft.get("nonce") != nonce:
        return await filed_before(nonce, ctx)
    if mark_of(draft) != ctx.target.ref:  # it does not stand under what would be sent
        return await _next(draft, ctx, ctx.reply("report-changed-since"))
    if await guarding.question(draft, ctx) is not None:
        return await _next(draft, ctx)  # pressed while it is being said whom it is about
    case = await file_case(nonce, draft, ctx)
    return ctx.done(*await receipt(case, nonce, ctx))


# What is still missing, asked one thing at a time


async def _next(draft: Draft, ctx: Context, *said: Reply) -> Turn:
    """Ask for the first thing that is missing, or show the preview."""
    authorize(ctx.actor, Action.FILE)
    if draft.get("mode") == ANONYMOUS:
        files, left_out = without_voices(draft.get("files", []), ctx)
        draft, said = {**draft, "files": files}, (*left_out, *said)
    if not is_begun(draft):
        return ctx.go(State.REPORT_TEXT, *said, ctx.reply("report-ask-text", ctx.command("cancel")), draft=draft)
    if "mode" not in draft:
        return ctx.go(State.REPORT_MODE, *said, _mode_question(ctx, again=bool(said)), draft=draft)
    if not has_mode(draft):
        known = [Choice(draft["known"], KNOWN)] if draft.get("known") else []
        asked = ctx.reply("report-ask-name", *known, ctx.choice("mode-anonymous", ANONYMOUS))
        return ctx.go(State.REPORT_NAME, *said, asked, draft=draft)
    if "kind" not in draft:
        kinds = [ctx.choice(f"kind-{kind.value}", kind.value) for kind in Kind]
        return ctx.go(State.REPORT_KIND, *said, ctx.reply("report-ask-kind", *kinds), draft=draft)
    return await _facts_or_preview(draft, ctx, *said)


async def _facts_or_preview(draft: Draft, ctx: Context, *said: Reply) -> Turn:
    if "missing" not in draft:
        draft["missing"] = list(missing_facts(body_of(draft))) if draft["kind"] in _NEED_FACTS else []
    for fact, state in (("where", State.REPORT_WHERE), ("since", State.REPORT_SINCE)):
        if fact in draft["missing"] and fact not in draft:
            question = ctx.reply(f"report-ask-{fact}", ctx.choice("button-skip", SKIP))
            return ctx.go(state, *said, question, draft=draft)
    draft.setdefault("nonce", ctx.seals.new_nonce(ctx.today))
    if (unsettled := await guarding.question(draft, ctx)) is not None:
        return ctx.go(unsettled[0], *said, unsettled[1], draft=draft)
    if "alone" not in draft and (shown := await similar_question(draft, ctx)) is not None:
        return ctx.go(State.REPORT_SIMILAR, *said, shown, draft=draft)
    return ctx.go(State.REPORT_PREVIEW, *said, preview_reply(draft, ctx), draft=draft)


def _mode_question(ctx: Context, *, again: bool) -> Reply:
    anonymous, named = ctx.choice("mode-anonymous", ANONYMOUS), ctx.choice("mode-named", NAMED)
    return ctx.reply("report-ask-mode-again" if again else "report-ask-mode", anonymous, named, ctx.command("cancel"))


def _department_question(ctx: Context) -> Reply:
    units = [Choice(ctx.office.texts.unit(ctx.language, u.code), u.code) for u in answering_units(ctx.organisation)]
    about = ctx.choice("button-about-open", guarding.OTHER)
    return ctx.reply("report-ask-department", *units, ctx.choice("button-let-office", SKIP), about)


async def _more(message: Inbound, ctx: Context) -> Turn:
    """Text where a choice was expected belongs to the concern: kept, and the question stands."""
    if _asks_to_send(message, ctx):
        return await _next(ctx.draft, ctx)
    return _added(await _next(with_message(ctx.draft, message, ctx), ctx, ctx.reply("report-added")))


def _asks_to_send(message: Inbound, ctx: Context) -> bool:
    """Whether it is Gửi, typed where nothing offers it: a wish to go on, and no words of the concern."""
    return not ctx.staged and plain(message.text) == plain(ctx.text("button-send"))


def _added(turn: Turn) -> Turn:
    """Of several messages sent quickly, the last acknowledgement and question are enough."""
    if turn.state not in _LATEST_IS_ENOUGH:
        return turn
    *others, added, question = turn.replies
    added = replace(added, gives_way=f"{turn.state}.added")
    return replace(turn, replies=(*others, added, replace(question, gives_way=turn.state)))


async def _fact(name: str, message: Inbound, ctx: Context) -> Turn:
    if message.choice is None and (not message.text or _asks_to_send(message, ctx)):
        return await _more(message, ctx)
    draft = {**ctx.draft, "files": [*ctx.draft.get("files", []), *ctx.staged]}
    return await _next({**draft, name: "" if message.choice == SKIP else message.text}, ctx)


@on_command("say", PUBLIC)
async def say(message: Inbound, ctx: Context) -> Turn:
    """Words with nothing open: they begin a concern, or go on with the one that is open. Never dropped."""
    if not may(ctx.actor, Action.FILE):
        return keep_for_later(message, ctx)
    if _asks_to_send(message, ctx):
        return await begin(message, ctx)
    draft = with_message(ctx.drafts.get("report", {}), message, ctx)
    return await _next(draft, ctx)


@on_command("changed", PUBLIC)
async def change(message: Inbound, ctx: Context) -> Turn:
    """A message was changed after it was sent: so are its words, where they are still being written.

    It is told of again for other reasons too, and where it says nothing new, nothing is said. Words that would now be a
    choice or a command are neither, and no part of a concern.
    """
    part, late = message.replaces, ctx.aside(ctx.reply("report-changed-late"))
    flow = flow_with(part.key, ctx.drafts) if part is not None else None
    if part is None or flow is None:
        return late if message.text or message.choice or (part is not None and part.file) else ctx.aside()
    draft, was = ctx.drafts[flow], piece_from(part.key, ctx.drafts[flow])
    if not is_news(part, was):
        return ctx.aside()
    if message.choice is not None or not is_known(part, was) or await is_filed(draft, ctx):
        return late
    draft = await guarding.asked_anew(changed(draft, part, ctx.staged), body_of(draft), ctx)
    draft, said = await compared_anew(draft, ctx), ctx.reply("report-changed")
    if ctx.state is not None and ctx.state.flow != flow:
        return Turn((said,), aside=True, beside={flow: draft})
    if flow == State.ENROL_CODE.flow:
        return code_needed(draft, ctx, said)
    return await _next(draft, ctx, said)
