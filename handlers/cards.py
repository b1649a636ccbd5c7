"""A case put into words: for its author, for those who handle it, and as a line of a list."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from handlers.releasing import in_words
from storage.domain.conversation import Choice, File, Reply
from storage.domain.deadlines import Phase, days_overdue, phase
from storage.domain.exclusion import home, kept_by_desk
from storage.domain.lifecycle import OPEN, Status
from storage.domain.organisation import Organisation, Unit
from storage.domain.permissions import Action, may
from storage.domain.records import AUTHOR, CaseEvent, Entry, EntryKind, EventKind
from storage.domain.views import CaseLine, CaseView

LINES: Final = 8
_OVER: Final = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})
_DESK_ACTIONS: Final = (
    # button, permission, statuses in which it makes sense
    ("accept", Action.ACCEPT, {Status.ROUTED}),
    ("approve", Action.APPROVE, {Status.AWAITING_APPROVAL}),
    ("revise", Action.APPROVE, {Status.AWAITING_APPROVAL}),
    ("sendback", Action.SEND_BACK, {Status.AWAITING_APPROVAL}),
    ("draft", Action.DRAFT, {Status.ROUTED, Status.IN_PROGRESS, Status.NEEDS_INFO}),
    ("part", Action.ADD_PART, OPEN),
    ("answer", Action.ANSWER, OPEN - {Status.AWAITING_APPROVAL}),
    ("ask", Action.ASK, {Status.ROUTED, Status.IN_PROGRESS}),
    ("bounce", Action.BOUNCE, {Status.ROUTED, Status.IN_PROGRESS}),
    ("extend", Action.EXTEND, {Status.ROUTED, Status.IN_PROGRESS, Status.NEEDS_INFO}),
    ("route", Action.ROUTE, {Status.SUBMITTED, Status.RECEIVED, Status.ROUTED, Status.IN_PROGRESS}),
    ("merge", Action.MERGE, {Status.SUBMITTED, Status.RECEIVED, Status.ROUTED, Status.IN_PROGRESS}),
    ("decline", Action.DECLINE, {Status.SUBMITTED, Status.RECEIVED}),
    ("sum", Action.SUM_UP, OPEN | {Status.ANSWERED, Status.CLOSED}),
    ("separate", Action.MERGE, {Status.MERGED}),
    ("support", Action.ADD_SUPPORT, {Status.ROUTED, Status.IN_PROGRESS, Status.NEEDS_INFO}),
    ("assign", Action.ASSIGN, OPEN),
    ("keepfrom", Action.KEEP_FROM, OPEN),
    ("erase", Action.ERASE, _OVER),
)


def answering_units(organisation: Organisation) -> Sequence[Unit]:
    """The units that lead a topic, in the organisation's order: those a concern is usually sent to."""
    leads = {topic.lead for topic in organisation.topics}
    return [unit for unit in organisation.units if unit.code in leads]


def unit_choices(ctx: Context, *, but: Collection[str] = ()) -> list[Choice]:
    """A button for each unit a concern is usually sent to, without these."""
    units = answering_units(ctx.organisation)
    return [Choice(ctx.office.texts.unit(ctx.language, u.code), u.code) for u in units if u.code not in but]


def list_of(name: str, lines: Sequence[CaseLine], ctx: Context, *, button: str = "open", more: str = "") -> Reply:
    """A page of the list of this command: a button a case, and one for the next page (of ``more``, if given)."""
    first = ctx.page * LINES
    shown = lines[first : first + LINES]
    if not shown:
        return ctx.reply(f"empty-{name}", ctx.command("start"))
    choices = [_line(line, button, ctx) for line in shown]
    if first + LINES < len(lines):
        choices.append(Choice(ctx.text("button-more"), f"{COMMAND_PREFIX}{more or name}.{ctx.page + 1}"))
    return ctx.reply(f"list-{name}", *choices, first=first + 1, last=first + len(shown), count=len(lines))


def _line(line: CaseLine, button: str, ctx: Context) -> Choice:
    summary = ctx.text("line-erased") if line.erased else line.summary
    label = ctx.text("line", dot=_dot(line, ctx), code=line.ref, summary=summary)
    return Choice(label, ctx.action(button, line.ref).value)


def author_card(case: CaseView, ctx: Context) -> Reply:
    """The author's own case: where it stands, what was said, and what the author can do now."""
    if case.erased:
        return erased_card(case, ctx)
    names = []
    if case.status is Status.NEEDS_INFO:
        names = ["reply", "withdraw"]
    elif case.status in OPEN:
        names = ["edit", "add", "withdraw"]
    elif case.status is Status.ANSWERED:
        names = ["clear", "partly", "unsat"]
    elif case.status is Status.CLOSED:
        names = ["partly", "unsat"]
    if case.asked_if_done:
        names = ["kept", "notkept", *names]
    if case.merged and case.status is Status.DECLINED:
        names.append("alone")
    if case.status in _OVER:
        names.append("eraseown")
    card = ctx.reply(
        "card-author",
        *(ctx.action(name, case.ref) for name in names),
        ctx.command("start"),
        files=_files(case, proof=f".{ctx.seals.author_mark(case.ref)}"),
        code=case.ref,
        status=case.status.value,
        kind=case.kind.value,
        department=case.department
        if case.status not in (Status.SUBMITTED, Status.RECEIVED)
        else home(case.excluded, ctx.organisation),
        due=case.due_on.isoformat(),
        outside=ctx.office.outside_date(case),
        open="yes" if case.status in OPEN else "no",
        body=case.body,
        talk=_talk(case, ctx),
        history=_history(case.history, ctx),
        held="no" if case.released else "yes",
    )
    if case.release_slot is None:
        return card
    return replace(card, text=f"{card.text}\n{ctx.text('release-card', when=in_words(case.release_slot, ctx))}")


def erased_card(case: CaseView, ctx: Context) -> Reply:
    """What is left of a case whose contents were deleted, for whoever may open it."""
    return ctx.reply(
        "card-erased",
        ctx.command("start"),
        code=case.ref,
        filed=f"{case.filed_on:%d/%m/%Y}",
        erased=f"{case.history[-1].on:%d/%m/%Y}",
    )


def desk_card(case: CaseView, ctx: Context, *, seen: str = "", joined: int = 0) -> Reply:
    """The case for those who handle it, with the buttons their posts and the status allow."""
    if case.erased:
        return erased_card(case, ctx)
    names = [n for n, action, statuses in _DESK_ACTIONS if case.status in statuses and may(ctx.actor, action, case)]
    if "keepfrom" in names and kept_by_desk(case.excluded, case.history):
        names.append("letin")
    if any(event.kind is EventKind.PROMISED for event in case.history):
        names.append("promise")
    today, calendar = ctx.today, ctx.office.calendar_of(case.department)
    return ctx.reply(
        "card-desk",
        *(ctx.action(name, case.ref) for name in names),
        *([ctx.action("joined", case.ref)] if joined else []),
        ctx.command("start"),
        files=_files(case),
        code=case.ref,
        status=case.status.value,
        kind=case.kind.value,
        topic=case.topic,
        because=", ".join(case.because),
        department=case.department,
        supporting="; ".join(ctx.office.texts.unit(ctx.language, unit) for unit in case.supporting),
        excluded="; ".join(ctx.office.texts.unit(ctx.language, unit) for unit in case.excluded),
        due=case.due_on.isoformat(),
        outside=ctx.office.outside_date(case),
        phase=phase(case.due_on, today, calendar).value if case.status in OPEN else "none",
        days=days_overdue(case.due_on, today, calendar),
        signature=case.signature,
        owned="yes" if case.owned else "no",
        rank=case.rank,
        seen=seen,
        body=case.body,
        talk=_talk(case, ctx),
        history=_history(case.history, ctx),
    )


def _files(case: CaseView, *, proof: str = "") -> tuple[File, ...]:
    """The files, as those who handle the case open them, or with the author's mark as the author does."""
    return tuple(File(f.file_id + proof, f.name, f.media_type) for f in case.files)


def _talk(case: CaseView, ctx: Context) -> str:
    """Earlier versions of the concern and all that was said after it, oldest first."""
    versions = [entry for entry in case.entries if entry.kind is EntryKind.BODY]
    return "\n".join(_entry(entry, ctx) for entry in case.entries if entry is not versions[-1])


def _entry(entry: Entry, ctx: Context) -> str:
    unit = "" if entry.by == AUTHOR else entry.by
    return ctx.text(f"entry-{entry.kind.value}", text=entry.text, unit=unit, day=f"{entry.on:%d/%m}")


def _history(events: Sequence[CaseEvent], ctx: Context) -> str:
    return "\n".join(_event(event, ctx) for event in events)


def _event(event: CaseEvent, ctx: Context) -> str:
    key = f"event-{event.kind.value.replace('_', '-')}"
    detail = {"department": "", "due": "", "reason": "", "promised": "", "step": "", "danger": "", **event.detail}
    wanted = {name: detail[name] for name in ("department", "due", "reason", "promised", "step", "danger")}
    return ctx.text("event-line", day=f"{event.on:%d/%m}", event=ctx.text(key, **wanted))


def _dot(line: CaseLine, ctx: Context) -> str:
    """One sign for where a case stands, readable without colour."""
    if line.status not in OPEN:
        return "✓" if line.status in (Status.ANSWERED, Status.CLOSED) else "–"
    match phase(line.due_on, ctx.today, ctx.office.calendar_of(line.department)):
        case Phase.OVERDUE:
            return "‼"
        case Phase.DUE_SOON:
            return "!"
        case Phase.ON_TIME:
            return "•"
