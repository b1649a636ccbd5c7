"""What an author is told once a concern is filed: the own code, who answers by when, the answer if there is one."""

from dataclasses import replace
from typing import Final

from handlers.context import Context
from handlers.filing import Draft
from handlers.releasing import receipt_line
from handlers.states import Turn
from storage.domain.case import Case
from storage.domain.conversation import Choice, Reply
from storage.domain.errors import NotFound, TooLate
from storage.domain.ids import grouped
from storage.domain.lifecycle import IN_TRIAGE, OPEN
from storage.domain.records import EntryKind

_VERDICT: Final = ("clear", "partly", "unsat")


async def filed_before(nonce: str, ctx: Context) -> Turn:
    """A second press: the receipt again if the case is there; a draft that is open meanwhile stays open."""
    case = await _filed(nonce, ctx)
    if case is None:
        return ctx.aside(ctx.reply("report-draft-gone", ctx.command("new")))
    return ctx.aside(*await receipt(case, nonce, ctx))


async def receipt_of(draft: Draft, ctx: Context) -> list[Reply]:
    """If it has been sent: after a kill at the wrong moment a draft still looks open."""
    if "nonce" not in draft or has_waited_too_long(draft["nonce"], ctx):
        return []
    case = await _filed(draft["nonce"], ctx)
    return [] if case is None else await receipt(case, draft["nonce"], ctx)


def has_waited_too_long(nonce: str, ctx: Context) -> bool:
    """Whether the key is gone that turns it into ids."""
    try:
        ctx.seals.case_id(nonce)
    except TooLate:
        return True
    return False


async def _filed(nonce: str, ctx: Context) -> Case | None:
    try:
        return await ctx.reads.cases.get_by_id(ctx.seals.case_id(nonce))
    except NotFound:
        return None


async def receipt(case: Case, nonce: str, ctx: Context) -> list[Reply]:
    """By what became of it, whichever button was pressed."""
    replies = [_sent(case, nonce, ctx)] if case.merged_into is None else await _followed(case, nonce, ctx)
    if line := receipt_line(case, ctx):
        replies[0] = replace(replies[0], text=f"{replies[0].text}\n{line}")
    return replies


def _sent(case: Case, nonce: str, ctx: Context) -> Reply:
    counts_from = ctx.moment(case.suggested).counted
    key = "report-sent-named" if case.named else "report-sent-anonymous"
    return ctx.reply(
        key,
        ctx.action("own", case.ref),
        ctx.command("new"),
        *_wipe(ctx),
        code=case.ref,
        reply_code=_reply_code(case, nonce, ctx),
        channel=ctx.account.channel,
        department=case.suggested,
        due=case.due_on.isoformat(),
        outside=ctx.office.outside_date(case),
        counted="" if counts_from == ctx.today or not case.released else counts_from.isoformat(),
    )


async def _followed(case: Case, nonce: str, ctx: Context) -> list[Reply]:
    lead = await ctx.answered_with(case)
    followed = ctx.reply(
        "similar-followed-named" if case.named else "similar-followed-anonymous",
        ctx.action("own", case.ref),
        ctx.command("new"),
        *_wipe(ctx),
        code=case.ref,
        reply_code=_reply_code(case, nonce, ctx),
        channel=ctx.account.channel,
        department=ctx.organisation.office if lead.status in IN_TRIAGE else lead.department,
        due=lead.due_on.isoformat() if lead.status in OPEN and lead.due_on >= ctx.today else "",
    )
    answer = next((e for e in reversed(lead.told_to_others()) if e.kind is EntryKind.ANSWER), None)
    if answer is None or lead.status in OPEN:
        return [followed]
    choices = (ctx.action(name, case.ref) for name in _VERDICT)
    told = ctx.reply("similar-answered", *choices, unit=answer.by, date=answer.on.isoformat(), answer=answer.text)
    return [followed, told]


def _wipe(ctx: Context) -> tuple[Choice, ...]:
    """On Telegram what was said can be deleted for the person: whoever picks up the phone reads along."""
    return (ctx.command("wipe"),) if ctx.account.channel == "telegram" else ()


def _reply_code(case: Case, nonce: str, ctx: Context) -> str:
    return "" if case.named else grouped(ctx.seals.reply_code(nonce))
