"""The words that work everywhere: start, help, privacy, language, cancel; and the way in by an invite code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.context import Context
from handlers.drafts import is_begun, with_message
from handlers.enrolment import keep_for_later
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Inbound, Reply
from storage.domain.ids import parse_invite
from storage.domain.permissions import Action, Role, may

_BY_PERMISSION = (
    (Action.SEE_TRIAGE, "triage"),
    (Action.SEE_APPROVALS, "approvals"),
    (Action.SEE_DEPARTMENT_WORK, "work"),
    (Action.SEE_PROMISES, "promises"),
    (Action.SEE_NUMBERS, "numbers"),
    (Action.SEE_UNDELIVERED, "undelivered"),
    (Action.BROADCAST, "broadcast"),
)


@on_command("start")
async def start(message: Inbound, ctx: Context) -> Turn:
    """Greet, and offer what this person can do. A draft that is open stays open."""
    return Turn((greeting(ctx),))


def greeting(ctx: Context) -> Reply:
    """The menu of this person's posts."""
    if not ctx.actor.posts:
        return ctx.reply(
            "start-unknown", *(ctx.command(name) for name in ("enrol", "code", "help", "privacy", "language"))
        )
    commands = [name for action, name in _BY_PERMISSION if may(ctx.actor, action)]
    is_staff = not commands or ctx.actor.has(Role.STAFF)
    own = ["new", "mine", "code"] if is_staff else ["new"]
    menu = [*own, *commands] if is_staff else [*commands, *own]
    if is_begun(ctx.drafts.get("report", {})):
        menu.insert(0, "continue")
    key = "start" if is_staff else "start-desk"
    return ctx.reply(key, *(ctx.command(name) for name in (*menu, "help")))


@on_command("help")
async def help_text(message: Inbound, ctx: Context) -> Turn:
    return ctx.aside(ctx.reply("help", *(ctx.command(name) for name in ("start", "privacy", "language"))))


@on_command("privacy")
async def privacy(message: Inbound, ctx: Context) -> Turn:
    """Who can know what."""
    return ctx.aside(ctx.reply("privacy", ctx.command("start"), channel=ctx.account.channel))


@on_command("language")
async def language(message: Inbound, ctx: Context) -> Turn:
    return ctx.aside(ctx.reply("language-ask", ctx.command("vietnamese"), ctx.command("english")))


@on_command("vietnamese")
async def vietnamese(message: Inbound, ctx: Context) -> Turn:
    return await _choose_language("vi", ctx)


@on_command("english")
async def english(message: Inbound, ctx: Context) -> Turn:
    return await _choose_language("en", ctx)


async def _choose_language(chosen: str, ctx: Context) -> Turn:
    """From now on this language, whatever is typed. Stored for those who get notices by their post only:

    plain staff leave no row behind by what they do in a conversation.
    """
    ctx.language, ctx.language_chosen = chosen, True
    if ctx.actor.person is not None and any(post.role is not Role.STAFF for post in ctx.actor.posts):
        await ctx.uow.people.set_language(ctx.actor.person, chosen)
    return ctx.aside(ctx.reply("language-chosen", ctx.command("start")))


@on_command("cancel")
async def cancel(message: Inbound, ctx: Context) -> Turn:
    """Drop what is being written."""
    if ctx.state is None:
        return Turn((greeting(ctx),))
    ctx.flow = ctx.state.flow
    return ctx.done(ctx.reply("cancelled", ctx.command("start")))


@on_command("enrol")
async def ask_invite(message: Inbound, ctx: Context) -> Turn:
    return ctx.go(State.ENROL_CODE, ctx.reply("enrol-ask", ctx.command("cancel")), draft=ctx.drafts.get("enrol", {}))


@on_command("invite")
async def typed_invite(message: Inbound, ctx: Context) -> Turn:
    """An invite code was typed, at any point of the conversation."""
    return await _redeem(message, ctx)


@on(State.ENROL_CODE, files=True)
async def read_invite(message: Inbound, ctx: Context) -> Turn:
    """A code lets the person in; anything else is kept as the concern they came to write."""
    if parse_invite(message.text):
        return await _redeem(message, ctx)
    if may(ctx.actor, Action.FILE):  # in already: nobody is asked twice, and the words begin a concern
        return _kept(with_message(ctx.drafts.get("report", {}), message, ctx), ctx)
    return keep_for_later(message, ctx)


async def _redeem(message: Inbound, ctx: Context) -> Turn:
    code = parse_invite(message.text)
    waiting = with_message(ctx.drafts.get("enrol", {}), replace(message, text=""), ctx)
    invite = await ctx.uow.invites.redeem(ctx.seals.code_verifier(code or ""), ctx.today)
    if invite is None:
        # One sentence for unknown, used up, expired and revoked: it tells a guesser nothing.
        refused = ctx.reply("enrol-refused", ctx.command("cancel"))
        if ctx.state not in (None, State.ENROL_CODE):
            return ctx.aside(refused)
        return ctx.go(State.ENROL_CODE, refused, draft=waiting)
    key = ctx.seals.account_key(ctx.account)
    await ctx.uow.people.enrol(
        key,
        ctx.seals.seal(ctx.account, None),
        invite.posts,
        name=invite.name,
        month=f"{ctx.today:%Y-%m}",
        channel=ctx.account.channel,
    )
    ctx.actor = await ctx.uow.people.actor(key, ctx.today)
    return _welcome(waiting, ctx)


def _welcome(waiting: Mapping[str, Any], ctx: Context) -> Turn:
    ctx.flow = State.ENROL_CODE.flow
    welcome = ctx.reply("enrol-welcome", posts=_posts(ctx))
    return _kept(waiting, ctx, welcome) if is_begun(waiting) else ctx.done(welcome, greeting(ctx))


def _kept(draft: Mapping[str, Any], ctx: Context, *said: Reply) -> Turn:
    """On to sending what was written where a code was expected."""
    kept = ctx.reply("report-kept", ctx.command("continue"), ctx.command("cancel"))
    return ctx.go(State.REPORT_TEXT, *said, kept, draft=draft)


def _posts(ctx: Context) -> str:
    """The person's roles in words, each with its unit, or with how many it has."""
    return "; ".join(_role(role, ctx.actor.units(role), ctx) for role in Role if ctx.actor.has(role))


def _role(role: Role, units: Sequence[str], ctx: Context) -> str:
    if len(units) > 1:
        return ctx.text("post-many", role=role.value, count=len(units))
    return ctx.text("post", role=role.value, unit=units[0]) if units[0] else ctx.text(f"role-{role.value}")
