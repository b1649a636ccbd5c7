"""The words that work everywhere: start, help, privacy, language, cancel; and the way in by an invite code."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers import consenting
from handlers.access import PUBLIC
from handlers.completing import DROP, asked_to_drop
from handlers.context import Context
from handlers.drafts import is_begun, with_message
from handlers.enrolment import keep_for_later, sign_in
from handlers.knowing import who_knows_what
from handlers.registry import COMMANDS, STATES, on, on_command
from handlers.states import State, Turn
from storage.domain.conversation import Inbound, Reply
from storage.domain.ids import parse_invite
from storage.domain.permissions import Action, Post, Role, may

_BY_PERMISSION = (
    (Action.SEE_TRIAGE, "triage"),
    (Action.SEE_APPROVALS, "approvals"),
    (Action.SEE_DEPARTMENT_WORK, "work"),
    (Action.SEE_PROMISES, "promises"),
    (Action.SEE_NUMBERS, "numbers"),
    (Action.SEE_UNDELIVERED, "undelivered"),
    (Action.LINK_GROUP, "groups"),
    (Action.BROADCAST, "broadcast"),
    (Action.SEE_LOG, "log"),
    (Action.MANAGE_ACCOUNTS, "people"),
)


@on_command("start", PUBLIC)
async def start(message: Inbound, ctx: Context) -> Turn:
    """Greet, and offer what this person can do. A draft that is open stays open."""
    return Turn((greeting(ctx),))


def greeting(ctx: Context) -> Reply:
    """The menu of this person's posts."""
    if not ctx.actor.posts:
        return _greeting_of_a_stranger(ctx)
    commands = [name for action, name in _BY_PERMISSION if may(ctx.actor, action)]
    is_staff = not commands or ctx.actor.has(Role.STAFF)
    own = ["new", "mine", "code"] if is_staff else ["new"]
    menu = [*own, *commands] if is_staff else [*commands, *own]
    if is_begun(ctx.drafts.get("report", {})):
        menu.insert(0, "continue")
    if ctx.sign_in_ended:
        return ctx.reply("start-signed-out", *(ctx.command(name) for name in ("enrol", "new", "code", "help")))
    if consenting.is_asked_for(ctx):
        menu.append("consent")
    key = "start" if is_staff else "start-desk"
    return ctx.reply(key, *(ctx.command(name) for name in (*menu, "help")))


def _greeting_of_a_stranger(ctx: Context) -> Reply:
    """The way in, and that nothing is lost of what was written before it was known to be needed."""
    ways = (ctx.command(name) for name in ("enrol", "code", "help", "privacy", "language"))
    greeted = ctx.reply("start-unknown", *ways)
    if not is_begun(ctx.drafts.get("enrol", {})):
        return greeted
    return replace(greeted, text=f"{greeted.text}\n{ctx.text('start-kept')}")


@on_command("help", PUBLIC)
async def help_text(message: Inbound, ctx: Context) -> Turn:
    return ctx.aside(ctx.reply("help", *(ctx.command(name) for name in ("start", "privacy", "mydata", "language"))))


@on_command("privacy", PUBLIC)
async def privacy(message: Inbound, ctx: Context) -> Turn:
    """Who can know what, and for how long."""
    return ctx.aside(Reply(who_knows_what(ctx), (ctx.command("mydata"), ctx.command("start"))))


@on_command("language", PUBLIC)
async def language(message: Inbound, ctx: Context) -> Turn:
    return ctx.aside(ctx.reply("language-ask", ctx.command("vietnamese"), ctx.command("english")))


@on_command("vietnamese", PUBLIC)
async def vietnamese(message: Inbound, ctx: Context) -> Turn:
    return await _choose_language("vi", ctx)


@on_command("english", PUBLIC)
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


@on_command("cancel", PUBLIC)
async def cancel(message: Inbound, ctx: Context) -> Turn:
    """Drop what is being written: a concern not before its author has said so, and one that is being rewritten never.

    Pressed twice, as fingers do, it is one wish; typed again, it is the answer.
    """
    if ctx.state is None:
        return Turn((greeting(ctx),))
    if ctx.state is State.REPORT_TEXT and ctx.drafts.get("report", {}).get("rewrite"):
        return await COMMANDS["continue"].handler(message, ctx)
    ctx.flow = ctx.state.flow
    if ctx.state is State.REPORT_DROP and message.text:
        return await STATES[ctx.state](replace(message, choice=DROP), ctx)
    if ctx.flow == State.REPORT_DROP.flow and is_begun(ctx.draft):
        return asked_to_drop(ctx)
    if ctx.state is State.CODE_ASKED:  # nothing is dropped there, and a concern begun before still waits
        return ctx.done(greeting(ctx))
    return ctx.done(ctx.reply("cancelled", ctx.command("start")))


@on_command("enrol", PUBLIC)
async def ask_invite(message: Inbound, ctx: Context) -> Turn:
    return ctx.go(State.ENROL_CODE, ctx.reply("enrol-ask", ctx.command("cancel")), draft=ctx.drafts.get("enrol", {}))


@on_command("invite", PUBLIC)
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
    verifier = ctx.seals.code_verifier(code or "")
    person = ctx.sign_in_codes.take_code(verifier)
    if person is not None:
        ctx.taken_code = verifier, person
        await sign_in(ctx, person=person)
        return await _welcome(waiting, (), ctx)
    invite = await ctx.uow.invites.redeem(verifier, ctx.today)
    if invite is None:
        # One sentence for unknown, used up, expired and revoked: it tells a guesser nothing.
        refused = ctx.reply("enrol-refused", ctx.command("cancel"))
        if ctx.state not in (None, State.ENROL_CODE):
            return ctx.aside(refused)
        return ctx.go(State.ENROL_CODE, refused, draft=waiting)
    pending = await sign_in(ctx, invite.posts, name=invite.name, person=invite.person, confirmed=invite.confirmed)
    return await _welcome(waiting, pending, ctx)


async def _welcome(waiting: Mapping[str, Any], pending: Sequence[Post], ctx: Context) -> Turn:
    ctx.flow = State.ENROL_CODE.flow
    said = [ctx.reply("enrol-welcome", posts=_posts(ctx))] if ctx.actor.posts else []
    if pending:
        said.append(ctx.reply("enrol-pending", posts="; ".join(_role(p.role, (p.unit,), ctx) for p in pending)))
    if may(ctx.actor, Action.MANAGE_ACCOUNTS) and any(h.pending for h in await ctx.uow.accounts.holders()):
        said.append(ctx.reply("accounts-pending", ctx.command("people")))
    if consenting.is_asked_for(ctx):
        said.append(consenting.question(ctx))
    if is_begun(waiting):
        return _kept(waiting, ctx, *said)
    # A concern can be taken up again from the menu; what else is being written goes on where it was.
    goes_on = ctx.state is not None and ctx.state.flow not in (ctx.flow, State.REPORT_TEXT.flow)
    return ctx.aside(*said, greeting(ctx)) if goes_on else ctx.done(*said, greeting(ctx))


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
