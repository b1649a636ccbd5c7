"""A broadcast after it was confirmed: its sender looks how far it is, pauses it, goes on, stops it, or cannot wait."""

import re
from collections.abc import Collection
from typing import Final

from handlers.broadcasting import card, next_push
from handlers.context import Context
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.broadcast import UNDER_WAY, Broadcast, BroadcastState
from storage.domain.conversation import Inbound, Reply
from storage.domain.errors import NotFound
from storage.domain.permissions import Action, authorize
from storage.domain.ports import UnitOfWork

_ID: Final = re.compile(r"[0-9a-f]{32}")
_STOPPABLE: Final = frozenset(BroadcastState) - {BroadcastState.STOPPED}


@on_command("progress", Action.BROADCAST)
async def progress(message: Inbound, ctx: Context) -> Turn:
    """How far the broadcast of the button is, or (typed) the actor's latest."""
    broadcast = await _asked_for(ctx, ctx.reads)
    return _none(ctx) if broadcast is None else ctx.aside(await _card(broadcast, ctx, ctx.reads))


@on_command("pause", Action.BROADCAST)
async def pause(message: Inbound, ctx: Context) -> Turn:
    return await _move(ctx, {*UNDER_WAY, BroadcastState.WAITING}, BroadcastState.PAUSED)


@on_command("resume", Action.BROADCAST)
async def resume(message: Inbound, ctx: Context) -> Turn:
    """On from where it was; in quiet hours, when they are over."""
    return await _move(ctx, {BroadcastState.PAUSED}, BroadcastState.CONFIRMED)


@on_command("halt", Action.BROADCAST)
async def halt(message: Inbound, ctx: Context) -> Turn:
    """For good, and at once: who presses this has seen a mistake."""
    return await _move(ctx, _STOPPABLE, BroadcastState.STOPPED)


@on_command("urgent", Action.BROADCAST)
async def ask_urgent(message: Inbound, ctx: Context) -> Turn:
    """Gửi ngay: asked once more, because it rings many people's phones in their free time."""
    broadcast = await _asked_for(ctx, ctx.reads)
    if broadcast is None:
        return _none(ctx)
    if broadcast.state is not BroadcastState.WAITING:
        return ctx.aside(await _card(broadcast, ctx, ctx.reads))
    return ctx.go(State.URGENT_CONFIRM, await _question(broadcast, ctx), draft={"id": broadcast.id.hex()})


@on(State.URGENT_CONFIRM)
async def decide_urgent(message: Inbound, ctx: Context) -> Turn:
    authorize(ctx.actor, Action.BROADCAST)
    broadcast = await _named(ctx.draft["id"], ctx, ctx.uow)
    if message.choice == "now":
        ctx.ask_pin("pin-what-urgent")
        if await ctx.uow.broadcasts.move(broadcast.id, [BroadcastState.WAITING], BroadcastState.CONFIRMED):
            await ctx.uow.broadcasts.set_urgent(broadcast.id)
            ctx.record("broadcast_urgent", broadcast.id.hex()[:8])
    elif message.choice != "wait":
        return ctx.stay(State.URGENT_CONFIRM, await _question(broadcast, ctx))
    return ctx.done(await _card(await _named(ctx.draft["id"], ctx, ctx.uow), ctx, ctx.uow))


async def _question(broadcast: Broadcast, ctx: Context) -> Reply:
    waiting = (await ctx.reads.broadcasts.progress(broadcast.id)).waiting
    answers = ctx.choice("button-send-urgently", "now"), ctx.choice("button-let-wait", "wait")
    time, day = next_push(ctx)
    return ctx.reply("broadcast-ask-urgent", *answers, count=waiting, time=time, date=day)


async def _move(ctx: Context, before: Collection[BroadcastState], after: BroadcastState) -> Turn:
    """Move it if it stands where it can be moved from, and show how it stands now."""
    broadcast = await _asked_for(ctx, ctx.uow)
    if broadcast is None:
        return _none(ctx)
    if after is BroadcastState.CONFIRMED and not (broadcast.urgent or ctx.office.calendar.may_push(ctx.now)):
        after = BroadcastState.WAITING
    if not await _is_over(broadcast, ctx) and await ctx.uow.broadcasts.move(broadcast.id, before, after):
        ctx.record(f"broadcast_{after.value}", broadcast.id.hex()[:8])
    return ctx.aside(await _card(await _named(broadcast.id.hex(), ctx, ctx.uow), ctx, ctx.uow))


async def _is_over(broadcast: Broadcast, ctx: Context) -> bool:
    """Reported, and nobody is waited for any more."""
    if broadcast.state is not BroadcastState.REPORTED:
        return False
    return (await ctx.uow.broadcasts.progress(broadcast.id)).waiting == 0


async def _asked_for(ctx: Context, uow: UnitOfWork) -> Broadcast | None:
    """The broadcast the button names, or else the actor's latest; only ever the actor's own."""
    assert ctx.actor.account is not None
    return await _named(ctx.detail, ctx, uow) if ctx.detail else await uow.broadcasts.latest_of(ctx.actor.account)


async def _named(broadcast_id: str, ctx: Context, uow: UnitOfWork) -> Broadcast:
    broadcast = await uow.broadcasts.get(bytes.fromhex(broadcast_id)) if _ID.fullmatch(broadcast_id) else None
    if broadcast is None or broadcast.sender != ctx.actor.account:
        raise NotFound("error-stale-choice")
    return broadcast


async def _card(broadcast: Broadcast, ctx: Context, uow: UnitOfWork) -> Reply:
    return card(broadcast, await uow.broadcasts.progress(broadcast.id), ctx)


def _none(ctx: Context) -> Turn:
    return ctx.aside(ctx.reply("broadcast-none", ctx.command("start")))
