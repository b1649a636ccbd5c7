"""Accounts of people with posts: the office confirms leaders, cuts off lost phones, takes forgotten PINs away."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from handlers.registry import on, on_command
from handlers.states import State, Turn
from handlers.telling import tell_person, tell_witnesses
from storage.domain.accounts import Device, Holder
from storage.domain.audit import person_mark
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.errors import NotFound, NotPermitted
from storage.domain.ids import PersonId, grouped
from storage.domain.permissions import Action, Post, authorize
from storage.domain.ports import Invite

LINES: Final = 10
INVITE_DAYS: Final = 3  # as long as any code for a desk
ADMIT, REFUSE, CUT, UNPIN, INVITE = "admit", "refuse", "cut", "unpin", "invite"


@on_command("people", Action.MANAGE_ACCOUNTS)
async def people(message: Inbound, ctx: Context) -> Turn:
    """Everybody with a post, those who wait to be confirmed first."""
    holders = sorted(await ctx.reads.accounts.holders(), key=lambda holder: not holder.pending)
    first, ctx.flow = ctx.page * LINES, State.ACCOUNT_LIST.flow
    choices = [Choice(_line(each, ctx), each.person.hex()) for each in holders[first : first + LINES]]
    if first + LINES < len(holders):
        choices.append(Choice(ctx.text("button-more"), f"{COMMAND_PREFIX}people.{ctx.page + 1}"))
    more = (ctx.command("datarequests"), ctx.command("start"))
    listed = ctx.reply("accounts-list", *choices, *more, count=len(holders))
    return ctx.go(State.ACCOUNT_LIST, listed, draft={})


@on(State.ACCOUNT_LIST)
async def choose(message: Inbound, ctx: Context) -> Turn:
    authorize(ctx.actor, Action.MANAGE_ACCOUNTS)
    return await people(message, ctx) if message.choice is None else await _card(message.choice, ctx)


@on_command("person", Action.MANAGE_ACCOUNTS)
async def person(message: Inbound, ctx: Context) -> Turn:
    """One person's page, from a notice; typed, the list."""
    return await _card(ctx.detail, ctx) if ctx.detail else await people(message, ctx)


@on_command(ADMIT, Action.MANAGE_ACCOUNTS)
async def admit(message: Inbound, ctx: Context) -> Turn:
    """Xác nhận: the second person says that it is the right one; the posts count from now on."""
    return await _settle(message, ctx, confirmed=True)


@on_command(REFUSE, Action.MANAGE_ACCOUNTS)
async def refuse(message: Inbound, ctx: Context) -> Turn:
    return await _settle(message, ctx, confirmed=False)


@on(State.ACCOUNT_ONE)
async def decide(message: Inbound, ctx: Context) -> Turn:
    authorize(ctx.actor, Action.MANAGE_ACCOUNTS)
    match message.choice:
        case "cut":
            holder = await _found(ctx.draft["person"], ctx)
            sure = ctx.reply("accounts-cut-sure", ctx.choice("button-cut", CUT), ctx.command("cancel"), who=holder.name)
            return ctx.go(State.ACCOUNT_CUT, sure, draft=ctx.draft)
        case "unpin":
            return await _unpin(ctx)
        case "invite":
            return await _invite_again(ctx)
        case _:
            return await _card(ctx.draft["person"], ctx)


@on(State.ACCOUNT_CUT, sentences=False)
async def cut(message: Inbound, ctx: Context) -> Turn:
    """Mất máy: every account of the person ends at once; what waits for them stays, and a new code lets them in."""
    authorize(ctx.actor, Action.MANAGE_ACCOUNTS)
    holder = await _found(ctx.draft["person"], ctx)
    if message.choice != CUT:
        return await _card(ctx.draft["person"], ctx)
    _not_oneself(holder, ctx)
    ctx.ask_pin("pin-what-cut", who=holder.name)
    keys = [device.key for device in await ctx.uow.accounts.devices(holder.person)]
    await ctx.uow.accounts.end(holder.person, keys)
    ctx.sign_in_codes.forget_codes(holder.person)
    ctx.ended += keys
    ctx.record("cut_off", person_mark(holder.person))
    await tell_witnesses("cut", holder, ctx.actor, ctx.uow)
    return ctx.done(ctx.reply("accounts-cut", who=holder.name, count=len(keys)), await _new_way_in(holder, ctx))


async def _invite_again(ctx: Context) -> Turn:
    """A new way in for somebody whose page or phone is gone; the accounts they have stay."""
    holder = await _found(ctx.draft["person"], ctx)
    _not_oneself(holder, ctx)
    ctx.ask_pin("pin-what-invite", who=holder.name)
    await tell_witnesses("invited", holder, ctx.actor, ctx.uow)
    return ctx.done(await _new_way_in(holder, ctx))


async def _unpin(ctx: Context) -> Turn:
    holder = await _found(ctx.draft["person"], ctx)
    _not_oneself(holder, ctx)
    ctx.ask_pin("pin-what-unpin", who=holder.name)
    await ctx.uow.pins.clear(holder.person)
    ctx.record("pin_removed", person_mark(holder.person))
    await tell_witnesses("unpinned", holder, ctx.actor, ctx.uow)
    return ctx.done(ctx.reply("accounts-unpinned", ctx.command("start"), who=holder.name))


async def _new_way_in(holder: Holder, ctx: Context) -> Reply:
    """A code bound to this person; it gives no posts: those are the person's already."""
    code = ctx.seals.new_invite_code()
    expires_on = ctx.today + timedelta(days=INVITE_DAYS)
    await ctx.uow.invites.add(Invite(ctx.seals.code_verifier(code), (), 1, expires_on, person=holder.person))
    ctx.record("reinvited", person_mark(holder.person))
    return ctx.reply("accounts-code", ctx.command("start"), who=holder.name, invite=grouped(code), days=INVITE_DAYS)


async def _settle(message: Inbound, ctx: Context, *, confirmed: bool) -> Turn:
    """Typed without a name, it means the one person who waits, if there is only one."""
    waiting = [holder for holder in await ctx.reads.accounts.holders() if holder.pending]
    if not ctx.detail and len(waiting) != 1:
        return await people(message, ctx)
    holder = await _found(ctx.detail or waiting[0].person.hex(), ctx)
    _not_oneself(holder, ctx)
    if not holder.pending:
        return ctx.aside(ctx.reply("accounts-settled", ctx.command("people"), who=holder.name))
    ctx.ask_pin("pin-what-admit" if confirmed else "pin-what-refuse", who=holder.name)
    posts = await ctx.uow.accounts.settle_pending(holder.person, confirmed=confirmed)
    ctx.record("posts_confirmed" if confirmed else "posts_refused", person_mark(holder.person))
    told = "notice-posts-confirmed" if confirmed else "notice-posts-refused"
    await tell_person(holder.person, told, ctx.uow)
    key = "accounts-admitted" if confirmed else "accounts-refused"
    return ctx.aside(ctx.reply(key, ctx.command("start"), who=holder.name, posts=_posts(posts, ctx)))


async def _card(person_hex: str, ctx: Context) -> Turn:
    holder, ctx.flow = await _found(person_hex, ctx), State.ACCOUNT_ONE.flow
    devices = await ctx.reads.accounts.devices(holder.person)
    choices = [ctx.choice("button-cut", CUT), ctx.choice("button-reinvite", INVITE)]
    if await ctx.reads.pins.is_set(holder.person):
        choices.append(ctx.choice("button-unpin", UNPIN))
    if holder.pending:
        choices = [_of_person(name, holder, ctx) for name in (ADMIT, REFUSE)] + choices
    card = ctx.reply(
        "accounts-one",
        *(*choices, ctx.command("people"), ctx.command("start")),
        who=holder.name,
        posts=_posts(holder.posts, ctx),
        pending=_posts(holder.pending, ctx),
        devices=", ".join(_device(device, ctx) for device in devices),
    )
    return ctx.go(State.ACCOUNT_ONE, card, draft={"person": person_hex})


def _of_person(name: str, holder: Holder, ctx: Context) -> Choice:
    return Choice(ctx.text(f"button-{name}"), f"{COMMAND_PREFIX}{name}.{holder.person.hex()}")


async def _found(person_hex: str, ctx: Context) -> Holder:
    """Under a name that can be shown: an invite need not give one."""
    try:
        found = await ctx.reads.accounts.holder(PersonId(bytes.fromhex(person_hex)))
    except ValueError:  # not what a button of ours says
        found = None
    if found is None:
        raise NotFound("accounts-gone")
    return replace(found, name=found.name or ctx.text("accounts-nameless"))


def _not_oneself(holder: Holder, ctx: Context) -> None:
    """Nobody confirms oneself, and whoever holds somebody's phone cannot help themselves with it."""
    if holder.person == ctx.actor.person:
        raise NotPermitted("accounts-not-oneself")


def _line(holder: Holder, ctx: Context) -> str:
    posts = _posts(holder.pending or holder.posts[:1], ctx)
    who = holder.name or ctx.text("accounts-nameless")
    return ctx.text("accounts-line", who=who, posts=posts, waits="yes" if holder.pending else "no")


def _posts(posts: tuple[Post, ...], ctx: Context) -> str:
    return "; ".join(
        ctx.text("post", role=post.role.value, unit=post.unit) if post.unit else ctx.text(f"role-{post.role.value}")
        for post in posts
    )


def _device(device: Device, ctx: Context) -> str:
    return ctx.text("accounts-device", channel=device.channel, month=_month(device.month))


def _month(month: str) -> str:
    return "/".join(reversed(month.split("-")))
