"""Chưa gửi được: the office sees which notices did not reach named people, sends again, or hands over a code."""

from typing import Final

from handlers.cards import LINES
from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotFound
from storage.domain.outbox import Undelivered
from storage.domain.permissions import Action, Post, authorize, may

MOST: Final = 200


@on_command("undelivered", Action.SEE_UNDELIVERED)
async def show(message: Inbound, ctx: Context) -> Turn:
    """A button for each notice that failed finally. None is to an anonymous author: theirs end alike."""
    found = await _undelivered(ctx)
    first, ctx.flow = ctx.page * LINES, State.UNDELIVERED_LIST.flow
    shown = found[first : first + LINES]
    if not shown:
        return ctx.done(ctx.reply("undelivered-none", ctx.command("start")))
    choices = [Choice(_line(each, ctx), each.id.hex()) for each in shown]
    if first + LINES < len(found):
        choices.append(Choice(ctx.text("button-more"), f"{COMMAND_PREFIX}undelivered.{ctx.page + 1}"))
    listed = ctx.reply(
        "undelivered-list",
        *(*choices, ctx.command("start")),
        first=first + 1,
        last=first + len(shown),
        count=len(found),
    )
    return ctx.go(State.UNDELIVERED_LIST, listed, draft={})


@on(State.UNDELIVERED_LIST)
async def choose(message: Inbound, ctx: Context) -> Turn:
    authorize(ctx.actor, Action.SEE_UNDELIVERED)
    if message.choice is None:
        return await show(message, ctx)
    return await _open(message.choice, ctx)


@on(State.UNDELIVERED_ONE)
async def decide(message: Inbound, ctx: Context) -> Turn:
    """Gửi lại, Đưa mã, or (once the code is handed over) Đã đưa."""
    authorize(ctx.actor, Action.SEE_UNDELIVERED)
    match message.choice:
        case "resend":
            return await _resend(ctx)
        case "handover":
            return await _hand_over(ctx)
        case "handed":
            await ctx.uow.outbox.settle(bytes.fromhex(ctx.draft["id"]))
            ctx.record("handed_over", ctx.draft["id"][:8])
            return ctx.done(ctx.reply("undelivered-handed", ctx.command("undelivered"), ctx.command("start")))
        case _:
            return await _open(ctx.draft["id"], ctx)


async def _open(notice_id: str, ctx: Context) -> Turn:
    """Who it is for, what it is about, and why it did not arrive."""
    notice = await _find(notice_id, ctx)
    if notice is None:
        return _gone(ctx)
    resend = ctx.choice("button-resend", "resend")
    hand_over = [ctx.choice("button-handover", "handover")] if notice.case_ref else []
    card = ctx.reply(
        "undelivered-one",
        *(resend, *hand_over, ctx.command("undelivered"), ctx.command("start")),
        who=_name(notice, ctx),
        posts="; ".join(_post(post, ctx) for post in notice.posts),
        what=_what(notice, ctx),
        because=ctx.text("undelivered-reason", reason=notice.reason),
    )
    return ctx.go(State.UNDELIVERED_ONE, card, draft={"id": notice_id})


async def _resend(ctx: Context) -> Turn:
    """Back into the outbox, in its old place; refused while its broadcast is paused."""
    if not await ctx.uow.outbox.requeue(bytes.fromhex(ctx.draft["id"])):
        return _gone(ctx)
    ctx.record("sent_again", ctx.draft["id"][:8])
    return ctx.done(ctx.reply("undelivered-resent", ctx.command("undelivered"), ctx.command("start")))


async def _hand_over(ctx: Context) -> Turn:
    """The code of the case; it opens nothing for whoever may not read the case anyway."""
    notice = await _find(ctx.draft["id"], ctx)
    if notice is None:
        return _gone(ctx)
    handed = ctx.choice("button-handed", "handed")
    shown = ctx.reply(
        "undelivered-code", handed, ctx.command("undelivered"), who=_name(notice, ctx), code=notice.case_ref
    )
    return ctx.stay(State.UNDELIVERED_ONE, shown)


def _gone(ctx: Context) -> Turn:
    return ctx.done(ctx.reply("undelivered-not-now", ctx.command("undelivered"), ctx.command("start")))


async def _undelivered(ctx: Context) -> list[Undelivered]:
    """What failed, but nothing about a case that is kept from this reader."""
    found = await ctx.reads.outbox.undelivered(MOST)
    hidden = {ref for ref in {each.case_ref for each in found if each.case_ref} if not await _may_know(ref, ctx)}
    return [each for each in found if each.case_ref not in hidden]


async def _may_know(ref: str, ctx: Context) -> bool:
    try:
        return may(ctx.actor, Action.READ, await ctx.reads.cases.get(ref))
    except NotFound:
        return True  # the notice has outlived its case: there is nothing left to hide


async def _find(notice_id: str, ctx: Context) -> Undelivered | None:
    found = await _undelivered(ctx)
    return next((each for each in found if each.id.hex() == notice_id), None)


def _line(notice: Undelivered, ctx: Context) -> str:
    return ctx.text("undelivered-line", who=_name(notice, ctx), what=_what(notice, ctx))


def _name(notice: Undelivered, ctx: Context) -> str:
    """Plain staff have no name: they came with a code that many share."""
    if notice.name:
        return notice.name
    return _post(notice.posts[0], ctx) if notice.posts else ctx.text("undelivered-nobody")


def _what(notice: Undelivered, ctx: Context) -> str:
    kind = "case" if notice.case_ref else "broadcast" if notice.text_key == "notice-broadcast" else "other"
    return ctx.text("undelivered-what", subject=kind, code=notice.case_ref)


def _post(post: Post, ctx: Context) -> str:
    if not post.unit:
        return ctx.text(f"role-{post.role.value}")
    return ctx.text("post", role=post.role.value, unit=post.unit)
