"""A leader's message to everyone, one unit or a role: text, audience, count, confirm."""

import hashlib
from typing import Any, Final

from handlers.broadcasting import card, choices, next_push
from handlers.context import Context
from handlers.matching import NONCE_PREFIX
from handlers.registry import on, on_command, on_nonce
from handlers.states import State, Turn
from storage.domain.broadcast import Audience, Broadcast, BroadcastState
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.errors import NotFound
from storage.domain.permissions import Action, Role
from storage.domain.views import summarise

EVERYONE, ONE_UNIT, ONE_ROLE = "everyone", "unit", "role"
ROLES: Final = (Role.STAFF, Role.OFFICER, Role.HEAD, Role.OFFICE, Role.LEADER)


@on_command("broadcast", Action.BROADCAST)
async def begin(message: Inbound, ctx: Context) -> Turn:
    draft = ctx.drafts.get("broadcast", {})
    if draft.get("text"):
        return ctx.go(State.BROADCAST_AUDIENCE, _audience_question(draft, ctx), draft=draft)
    return ctx.go(State.BROADCAST_TEXT, ctx.reply("broadcast-ask-text", ctx.command("cancel")), draft={})


@on(State.BROADCAST_TEXT)
async def text(message: Inbound, ctx: Context) -> Turn:
    if not message.text:
        return ctx.stay(State.BROADCAST_TEXT, ctx.reply("broadcast-ask-text", ctx.command("cancel")))
    draft = {**ctx.draft, "text": message.text}
    return ctx.go(State.BROADCAST_AUDIENCE, _audience_question(draft, ctx), draft=draft)


@on(State.BROADCAST_AUDIENCE)
async def audience(message: Inbound, ctx: Context) -> Turn:
    match message.choice:
        case "everyone":
            return await _preview({**ctx.draft, "unit": "", "role": ""}, ctx)
        case "unit":
            units = [Choice(ctx.office.texts.unit(ctx.language, u.code), u.code) for u in ctx.organisation.units]
            asked = ctx.reply("broadcast-ask-unit", *units, ctx.command("cancel"))
            return ctx.go(State.BROADCAST_UNIT, asked, draft=ctx.draft)
        case "role":
            roles = [ctx.choice(f"role-{role.value}", role.value) for role in ROLES]
            asked = ctx.reply("broadcast-ask-role", *roles, ctx.command("cancel"))
            return ctx.go(State.BROADCAST_ROLE, asked, draft=ctx.draft)
        case _:
            draft = _longer(message, ctx)
            return ctx.go(State.BROADCAST_AUDIENCE, _audience_question(draft, ctx), draft=draft)


@on(State.BROADCAST_UNIT)
async def unit(message: Inbound, ctx: Context) -> Turn:
    found = ctx.organisation.find_unit(message.choice or message.text)
    if found is None:
        raise NotFound("error-no-such-unit")
    return await _preview({**ctx.draft, "unit": found.code, "role": ""}, ctx)


@on(State.BROADCAST_ROLE)
async def role(message: Inbound, ctx: Context) -> Turn:
    if message.choice is None:
        roles = [ctx.choice(f"role-{role.value}", role.value) for role in ROLES]
        return ctx.stay(State.BROADCAST_ROLE, ctx.reply("broadcast-ask-role", *roles, ctx.command("cancel")))
    return await _preview({**ctx.draft, "unit": "", "role": message.choice}, ctx)


@on(State.BROADCAST_PREVIEW)
async def decide(message: Inbound, ctx: Context) -> Turn:
    """Before Gửi: other recipients, another text, or one more paragraph."""
    if message.choice == "audience":
        return ctx.go(State.BROADCAST_AUDIENCE, _audience_question(ctx.draft, ctx), draft=ctx.draft)
    if message.choice == "text":
        return ctx.go(State.BROADCAST_TEXT, ctx.reply("broadcast-ask-text", ctx.command("cancel")), draft=ctx.draft)
    return await _preview(_longer(message, ctx), ctx)


@on_nonce("broadcast", Action.BROADCAST)
async def send(message: Inbound, ctx: Context) -> Turn:
    """Confirmed: the audience is frozen and the sweep writes the notices. A second press sends nothing twice."""
    assert ctx.target is not None and ctx.actor.account is not None
    nonce, ctx.flow = ctx.target.ref, "broadcast"
    broadcast_id = hashlib.sha256(nonce.encode()).digest()[:16]
    draft = ctx.draft
    if draft.get("nonce") != nonce:
        return await _pressed_again(broadcast_id, ctx)
    chosen = _audience_of(draft)
    recipients = await ctx.uow.people.audience(chosen)
    ctx.ask_pin("pin-what-broadcast", count=len(recipients))
    broadcast = Broadcast(
        broadcast_id,
        draft["text"],
        ctx.hat(Role.LEADER),
        ctx.actor.account,
        chosen,
        ctx.today,
        BroadcastState.CONFIRMED if ctx.office.calendar.may_push(ctx.now) else BroadcastState.WAITING,
    )
    await ctx.uow.broadcasts.add(broadcast, recipients)
    ctx.record("broadcast", broadcast.id.hex()[:8])
    return ctx.done(_confirmed(broadcast, len(recipients), ctx))


async def _pressed_again(broadcast_id: bytes, ctx: Context) -> Turn:
    """How far it is, to the one who sent it."""
    broadcast = await ctx.reads.broadcasts.get(broadcast_id)
    if broadcast is None or broadcast.sender != ctx.actor.account:
        raise NotFound("error-stale-choice")
    return ctx.aside(card(broadcast, await ctx.reads.broadcasts.progress(broadcast_id), ctx))


def _confirmed(broadcast: Broadcast, count: int, ctx: Context) -> Reply:
    """That it is on its way, or from when on it will be."""
    if broadcast.state is BroadcastState.WAITING:
        time, day = next_push(ctx)
        return ctx.reply("broadcast-waits", *choices(broadcast, ctx, count), count=count, time=time, date=day)
    return ctx.reply("broadcast-confirmed", *choices(broadcast, ctx, count), count=count)


def _longer(message: Inbound, ctx: Context) -> dict[str, Any]:
    """Words written where a choice was expected belong to the broadcast."""
    return {**ctx.draft, "text": "\n".join(part for part in (ctx.draft["text"], message.text) if part)}


def _audience_question(draft: dict[str, Any], ctx: Context) -> Reply:
    asked = [ctx.choice(f"audience-{name}", name) for name in (EVERYONE, ONE_UNIT, ONE_ROLE)]
    return ctx.reply("broadcast-ask-audience", *asked, ctx.command("cancel"), summary=summarise(draft["text"], 160))


def _audience_of(draft: dict[str, Any]) -> Audience:
    return Audience(draft["unit"], Role(draft["role"]) if draft["role"] else None)


async def _preview(draft: dict[str, Any], ctx: Context) -> Turn:
    count = len(await ctx.reads.people.audience(_audience_of(draft)))
    draft.setdefault("nonce", ctx.seals.new_nonce(ctx.today))
    shown = ctx.reply(
        "broadcast-preview",
        Choice(ctx.text("button-send"), f"{NONCE_PREFIX}broadcast.{draft['nonce']}"),
        ctx.choice("button-edit", "text"),
        ctx.choice("button-audience", "audience"),
        ctx.command("cancel"),
        text=draft["text"],
        by=ctx.office.texts.unit(ctx.language, ctx.hat(Role.LEADER)),
        unit=draft["unit"],
        role=draft["role"],
        count=count,
    )
    return ctx.go(State.BROADCAST_PREVIEW, shown, draft=draft)
