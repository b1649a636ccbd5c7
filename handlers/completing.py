"""What a concern still needs before it can be sent, asked for one thing at a time; then its preview."""

from dataclasses import replace
from typing import Final

from handlers import guarding
from handlers.cards import answering_units
from handlers.context import Context
from handlers.drafts import body_of, in_full, is_begun, with_message
from handlers.filing import ANONYMOUS, NAMED, Draft, has_mode
from handlers.matching import plain
from handlers.previewing import preview_reply, similar_question
from handlers.receipts import has_waited_too_long, receipt_of
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.permissions import Action, authorize
from storage.domain.records import Kind
from storage.domain.routing import missing_facts

SKIP: Final = "skip"
KEEP: Final = "keep"
DROP: Final = "drop"
KNOWN: Final = "known"
# Asked in the same words whatever was written so far; or all of it is shown.
_LATEST_IS_ENOUGH: Final = frozenset(
    {State.REPORT_MODE, State.REPORT_NAME, State.REPORT_KIND, State.REPORT_WHERE, State.REPORT_SINCE}
    | {State.REPORT_PREVIEW}
)
_NEED_FACTS: Final = frozenset({Kind.REPORT, Kind.PETITION, Kind.DIFFICULTY})  # nobody asks a wish where it happened


async def go_on(draft: Draft, ctx: Context, *said: Reply) -> Turn:
    """Ask for the first thing that is missing, or show the preview."""
    authorize(ctx.actor, Action.FILE)
    if draft.get("mode") == ANONYMOUS:
        files, left_out = guarding.without_voices(draft.get("files", []), ctx)
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
    if "nonce" not in draft or has_waited_too_long(draft["nonce"], ctx):
        draft["nonce"] = ctx.seals.new_nonce(ctx.today)
    if (unsettled := await guarding.question(draft, ctx)) is not None:
        return ctx.go(unsettled[0], *said, unsettled[1], draft=draft)
    if "alone" not in draft and (shown := await similar_question(draft, ctx)) is not None:
        return ctx.go(State.REPORT_SIMILAR, *said, shown, draft=draft)
    return ctx.go(State.REPORT_PREVIEW, *said, preview_reply(draft, ctx), draft=draft)


def _mode_question(ctx: Context, *, again: bool) -> Reply:
    anonymous, named = ctx.choice("mode-anonymous", ANONYMOUS), ctx.choice("mode-named", NAMED)
    return ctx.reply("report-ask-mode-again" if again else "report-ask-mode", anonymous, named, ctx.command("cancel"))


def department_question(ctx: Context) -> Reply:
    """Who shall answer, and the way to say whom it is about."""
    units = [Choice(ctx.office.texts.unit(ctx.language, u.code), u.code) for u in answering_units(ctx.organisation)]
    about = ctx.choice("button-about-open", guarding.OTHER)
    return ctx.reply("report-ask-department", *units, ctx.choice("button-let-office", SKIP), about)


def rewrite(ctx: Context) -> Turn:
    """Back to the text: the next words take the place of all of it."""
    body = in_full(body_of(ctx.draft), ctx.draft.get("whole", []), ctx)
    asked = ctx.reply("report-rewrite", ctx.choice("button-cancel", KEEP), body=body)
    return ctx.go(State.REPORT_TEXT, asked, *ctx.to_edit(body), draft={**ctx.draft, "rewrite": True})


def asked_to_drop(ctx: Context) -> Turn:
    """Hủy lies close to other buttons, and what is dropped is kept nowhere."""
    choices = ctx.choice("button-drop", DROP), ctx.choice("button-keep", KEEP)
    return ctx.go(State.REPORT_DROP, ctx.reply("report-drop-ask", *choices), draft=ctx.draft)


async def add(message: Inbound, ctx: Context) -> Turn:
    """Text where a choice was expected belongs to the concern: kept, and the question stands."""
    if asks_to_send(message, ctx):
        return await go_on(ctx.draft, ctx)
    return await written(ctx.draft, message, ctx, ctx.reply("report-added"))


async def written(draft: Draft, message: Inbound, ctx: Context, *said: Reply) -> Turn:
    """On with the draft and what the message adds to it; where it has been sent, with a new one."""
    if receipt := await receipt_of(draft, ctx):
        return await go_on(with_message({}, message, ctx), ctx, *receipt)
    turn = await go_on(with_message(draft, message, ctx), ctx, *said)
    return _added(turn) if said else turn


def asks_to_send(message: Inbound, ctx: Context) -> bool:
    """Whether it is Gửi, typed where nothing offers it: a wish to go on, and no words of the concern."""
    return not ctx.staged and plain(message.text) == plain(ctx.text("button-send"))


def _added(turn: Turn) -> Turn:
    """Of several messages sent quickly, the last acknowledgement and question are enough."""
    if turn.state not in _LATEST_IS_ENOUGH:
        return turn
    *others, added, question = turn.replies
    added = replace(added, gives_way=f"{turn.state}.added")
    return replace(turn, replies=(*others, added, replace(question, gives_way=turn.state)))
