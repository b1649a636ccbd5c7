"""Sending a concern: text and files, with or without name, kind, at most two questions, preview, Gửi, receipt."""

from typing import Any, Final

from handlers.cards import answering_units
from handlers.context import Context
from handlers.drafts import FACTS, body_of, draft_summary, is_begun, with_message
from handlers.enrolment import keep_for_later
from handlers.matching import NONCE_PREFIX
from handlers.registry import on, on_command, on_nonce
from handlers.states import State, Turn
from storage.domain.case import Case, Filing, open_case
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.errors import IncompleteDraft, NotFound
from storage.domain.ids import grouped
from storage.domain.permissions import Action, authorize, may
from storage.domain.records import CaseFile, Kind
from storage.domain.routing import Guess, missing_facts

NAMED: Final = "named"
ANONYMOUS: Final = "anonymous"
SKIP: Final = "skip"
KEEP: Final = "keep"
KNOWN: Final = "known"
MAX_NAME: Final = 80
_NEED_FACTS: Final = frozenset({Kind.REPORT, Kind.PETITION, Kind.DIFFICULTY})  # nobody asks a wish where it happened
Draft = dict[str, Any]


@on_command("new", Action.FILE)
async def begin(message: Inbound, ctx: Context) -> Turn:
    """Ask for the concern, or go on with the one that is open."""
    if is_begun(ctx.drafts.get("report", {})):
        return await resume(message, ctx)
    return ctx.go(State.REPORT_TEXT, ctx.reply("report-ask-text", ctx.command("cancel")), draft={})


@on_command("continue", Action.FILE)
async def resume(message: Inbound, ctx: Context) -> Turn:
    draft = dict(ctx.drafts.get("report", {}))
    return _next(draft, ctx, ctx.reply("report-draft-so-far", summary=draft_summary(draft)))


@on(State.REPORT_TEXT, files=True)
async def write(message: Inbound, ctx: Context) -> Turn:
    """The concern, or one more piece of it."""
    draft = ctx.draft
    rewriting = draft.pop("rewrite", False)
    if message.choice == KEEP:
        return _next(draft, ctx)
    if rewriting and message.text:
        facts = {fact: "" for fact in FACTS if fact in draft}  # they stood in the old text; nobody is asked again
        draft = {**draft, **facts, "parts": []}
    return _next(with_message(draft, message, ctx), ctx)


@on(State.REPORT_MODE, files=True)
async def choose_mode(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return _more(message, ctx)
    known = await ctx.reads.people.name(ctx.actor.person) if ctx.actor.person else ""
    return _next({**ctx.draft, "mode": message.choice, "known": known}, ctx)


@on(State.REPORT_NAME, files=True)
async def give_name(message: Inbound, ctx: Context) -> Turn:
    """What a named author wants to be called."""
    if message.choice == ANONYMOUS:
        return _next({**ctx.draft, "mode": ANONYMOUS}, ctx)
    if message.choice == KNOWN:
        return _next({**ctx.draft, "name": ctx.draft["known"]}, ctx)
    if not message.text or len(message.text) > MAX_NAME or ctx.staged:
        return _more(message, ctx)
    return _next({**ctx.draft, "name": message.text}, ctx)


@on(State.REPORT_KIND, files=True)
async def choose_kind(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        return _more(message, ctx)
    return _next({**ctx.draft, "kind": message.choice}, ctx)


@on(State.REPORT_WHERE, files=True)
async def say_where(message: Inbound, ctx: Context) -> Turn:
    return _fact("where", message, ctx)


@on(State.REPORT_SINCE, files=True)
async def say_since(message: Inbound, ctx: Context) -> Turn:
    return _fact("since", message, ctx)


@on(State.REPORT_DEPARTMENT, files=True)
async def choose_department(message: Inbound, ctx: Context) -> Turn:
    """The department the author names; the office has the last word."""
    if message.choice is None:
        unit = ctx.organisation.find_unit(message.text)
        if unit is None:
            return _more(message, ctx)
        return _next({**ctx.draft, "asked": unit.code}, ctx)
    return _next({**ctx.draft, "asked": "" if message.choice == SKIP else message.choice}, ctx)


@on(State.REPORT_PREVIEW, files=True)
async def preview(message: Inbound, ctx: Context) -> Turn:
    """Before Gửi: change the text, the department or the way of sending."""
    match message.choice:
        case "text":
            rewrite = {**ctx.draft, "rewrite": True}
            asked = ctx.reply("report-rewrite", ctx.choice("button-cancel", KEEP), body=body_of(ctx.draft))
            return ctx.go(State.REPORT_TEXT, asked, draft=rewrite)
        case "department":
            return ctx.go(State.REPORT_DEPARTMENT, _department_question(ctx), draft=ctx.draft)
        case "mode":
            return _next({k: v for k, v in ctx.draft.items() if k != "mode"}, ctx)
        case _:
            return _more(message, ctx)


@on_nonce("send", Action.FILE)
async def send(message: Inbound, ctx: Context) -> Turn:
    """File the concern. The same press twice, before or after a crash, files once and shows the same receipt."""
    assert ctx.target is not None
    nonce, ctx.flow = ctx.target.ref, "report"
    draft = ctx.draft
    if draft.get("nonce") != nonce:
        return await _sent_before(nonce, ctx)
    if not _has_mode(draft):
        return _next(draft, ctx)  # an old Gửi, pressed while the way of sending is being changed
    case = await _file(nonce, draft, ctx)
    return ctx.done(_receipt(case, nonce, ctx))


async def _sent_before(nonce: str, ctx: Context) -> Turn:
    """A second press: the receipt again if the case is there; a draft that is open meanwhile stays open."""
    try:
        case = await ctx.reads.cases.get_by_id(ctx.seals.case_id(nonce))
    except NotFound:
        return ctx.aside(ctx.reply("report-draft-gone", ctx.command("new")))
    return ctx.aside(_receipt(case, nonce, ctx))


async def _file(nonce: str, draft: Draft, ctx: Context) -> Case:
    body = body_of(draft)
    if not body and not draft.get("files"):
        raise IncompleteDraft("error-empty-text")
    guess = ctx.office.guesser.guess(body, asked=draft.get("asked") or None)
    files = ctx.stored(draft.get("files", []))
    case = _open(nonce, draft, guess, tuple(CaseFile(f.file_id, f.name, f.media_type) for f in files), ctx)
    verifier = None if case.named else ctx.seals.code_verifier(ctx.seals.reply_code(nonce))
    address = None if case.named else ctx.seals.seal(ctx.account, case.id)
    if ctx.organisation.triage == "unsure" and guess.sure and not draft.get("asked"):
        case.route(guess.department, by="author", on=ctx.today)
    if not await ctx.add(case, return_address=address, reply_verifier=verifier, files=files):
        return await ctx.uow.cases.get_by_id(case.id)
    if case.person is not None:
        await ctx.uow.people.set_name(case.person, case.signature)
    return case


def _open(nonce: str, draft: Draft, guess: Guess, files: tuple[CaseFile, ...], ctx: Context) -> Case:
    named = draft["mode"] == NAMED
    kind = Kind(draft["kind"])
    filing = Filing(
        body=body_of(draft) or ctx.text("report-only-files"),
        kind=kind,
        topic=guess.topic,
        department=ctx.organisation.office,
        suggested=guess.department,
        asked_department=draft.get("asked", ""),
        supporting=(),
        because=guess.because,
        language=ctx.language,
        signature=draft.get("name", "") if named else "",
        person=ctx.actor.person if named else None,
        account=ctx.actor.account if named else None,
        files=files,
    )
    due_on = ctx.due_in(ctx.organisation.days_by_kind[kind.value])
    return open_case(ctx.seals.case_id(nonce), ctx.seals.ref(nonce), filing, on=ctx.today, due_on=due_on)


def _receipt(case: Case, nonce: str, ctx: Context) -> Reply:
    counts_from = ctx.office.calendar.receipt_day(ctx.now)
    key = "report-sent-named" if case.named else "report-sent-anonymous"
    return ctx.reply(
        key,
        ctx.action("own", case.ref),
        ctx.command("new"),
        code=case.ref,
        reply_code="" if case.named else grouped(ctx.seals.reply_code(nonce)),
        department=case.suggested,
        due=case.due_on.isoformat(),
        counted="" if counts_from == ctx.today else counts_from.isoformat(),
    )


# What is still missing, asked one thing at a time


def _next(draft: Draft, ctx: Context, *said: Reply) -> Turn:
    """Ask for the first thing that is missing, or show the preview."""
    authorize(ctx.actor, Action.FILE)
    if not is_begun(draft):
        return ctx.go(State.REPORT_TEXT, *said, ctx.reply("report-ask-text", ctx.command("cancel")), draft=draft)
    if "mode" not in draft:
        return ctx.go(State.REPORT_MODE, *said, _mode_question(ctx, again=bool(said)), draft=draft)
    if not _has_mode(draft):
        known = [Choice(draft["known"], KNOWN)] if draft.get("known") else []
        asked = ctx.reply("report-ask-name", *known, ctx.choice("mode-anonymous", ANONYMOUS))
        return ctx.go(State.REPORT_NAME, *said, asked, draft=draft)
    if "kind" not in draft:
        kinds = [ctx.choice(f"kind-{kind.value}", kind.value) for kind in Kind]
        return ctx.go(State.REPORT_KIND, *said, ctx.reply("report-ask-kind", *kinds), draft=draft)
    return _facts_or_preview(draft, ctx, *said)


def _has_mode(draft: Draft) -> bool:
    """Whether it is settled how to send it, by which name included."""
    return "mode" in draft and (draft["mode"] != NAMED or bool(draft.get("name")))


def _facts_or_preview(draft: Draft, ctx: Context, *said: Reply) -> Turn:
    if "missing" not in draft:
        draft["missing"] = list(missing_facts(body_of(draft))) if draft["kind"] in _NEED_FACTS else []
    for fact, state in (("where", State.REPORT_WHERE), ("since", State.REPORT_SINCE)):
        if fact in draft["missing"] and fact not in draft:
            question = ctx.reply(f"report-ask-{fact}", ctx.choice("button-skip", SKIP))
            return ctx.go(state, *said, question, draft=draft)
    draft.setdefault("nonce", ctx.seals.new_nonce(ctx.today))
    return ctx.go(State.REPORT_PREVIEW, *said, _preview_reply(draft, ctx), draft=draft)


def _preview_reply(draft: Draft, ctx: Context) -> Reply:
    guess = ctx.office.guesser.guess(body_of(draft), asked=draft.get("asked") or None)
    return ctx.reply(
        "report-preview",
        Choice(ctx.text("button-send"), f"{NONCE_PREFIX}send.{draft['nonce']}"),
        ctx.choice("button-edit", "text"),
        ctx.choice("button-department", "department"),
        ctx.choice("button-mode", "mode"),
        ctx.command("cancel"),
        summary=draft_summary(draft),
        attached=len(draft.get("files", [])),
        kind=draft["kind"],
        topic=guess.topic,
        because=", ".join(guess.because),
        department=guess.department,
        mode=draft["mode"],
        name=draft.get("name", ""),
    )


def _mode_question(ctx: Context, *, again: bool) -> Reply:
    anonymous, named = ctx.choice("mode-anonymous", ANONYMOUS), ctx.choice("mode-named", NAMED)
    return ctx.reply("report-ask-mode-again" if again else "report-ask-mode", anonymous, named, ctx.command("cancel"))


def _department_question(ctx: Context) -> Reply:
    units = [Choice(ctx.office.texts.unit(ctx.language, u.code), u.code) for u in answering_units(ctx.organisation)]
    return ctx.reply("report-ask-department", *units, ctx.choice("button-let-office", SKIP))


def _more(message: Inbound, ctx: Context) -> Turn:
    """Text where a choice was expected belongs to the concern: kept, and the question stands."""
    return _next(with_message(ctx.draft, message, ctx), ctx, ctx.reply("report-added"))


def _fact(name: str, message: Inbound, ctx: Context) -> Turn:
    draft = {**ctx.draft, "files": [*ctx.draft.get("files", []), *ctx.staged]}
    if not message.text and message.choice is None:
        return _next(draft, ctx, ctx.reply("report-added"))
    return _next({**draft, name: "" if message.choice == SKIP else message.text}, ctx)


@on_command("say")
async def say(message: Inbound, ctx: Context) -> Turn:
    """Words with nothing open: they begin a concern, or go on with the one that is open. Never dropped."""
    if not may(ctx.actor, Action.FILE):
        return keep_for_later(message, ctx)
    draft = with_message(ctx.drafts.get("report", {}), message, ctx)
    return _next(draft, ctx)
