"""Thiết bị của tôi: by which accounts this person comes in; one can be ended, a further one let in by a code."""

from typing import Final

from handlers.context import Context
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.accounts import Device
from storage.domain.audit import person_mark
from storage.domain.conversation import Choice, Inbound
from storage.domain.errors import NotPermitted
from storage.domain.ids import AccountKey, grouped
from storage.domain.permissions import Action
from storage.domain.staff_rules import SIGN_IN_CODE_LIFE

MINUTES: Final = int(SIGN_IN_CODE_LIFE.total_seconds()) // 60


@on_command("devices", Action.OWN_ACCOUNT)
async def devices(message: Inbound, ctx: Context) -> Turn:
    """Channel and month of each: no time of day is known."""
    person, ctx.flow = ctx.person, State.DEVICE_LIST.flow
    found = await ctx.reads.accounts.devices(person)
    mine = next((device for device in found if device.key == ctx.actor.account), None)
    others = [device for device in found if device != mine]
    choices = [Choice(_label(device, ctx), device.key.hex()) for device in others]
    listed = ctx.reply(
        "devices-list",
        *(*choices, ctx.command("signin"), ctx.command("start")),
        mine=_words(mine, ctx) if mine is not None else "",
        count=len(others),
    )
    return ctx.go(State.DEVICE_LIST, listed, draft={})


@on(State.DEVICE_LIST, sentences=False)
async def end(message: Inbound, ctx: Context) -> Turn:
    """The account is known no more; what waits for it comes to another one."""
    person = ctx.person
    found = await ctx.uow.accounts.devices(person)
    chosen = next((device for device in found if device.key.hex() == message.choice), None)
    if chosen is None or chosen.key == ctx.actor.account:
        return await devices(message, ctx)
    await ctx.uow.accounts.end(person, [chosen.key])
    ctx.sign_in_codes.forget_codes(person)
    ctx.ended.append(AccountKey(chosen.key))
    ctx.record("device_ended", person_mark(person))
    ended = ctx.reply("devices-ended", ctx.command("devices"), ctx.command("start"), device=_words(chosen, ctx))
    return ctx.done(ended)


@on_command("signin", Action.OWN_ACCOUNT)
async def sign_in_code(message: Inbound, ctx: Context) -> Turn:
    """A code for a further phone or page of the same person: once, for ten minutes, kept in memory only."""
    if ctx.sign_in_ended:  # it would let a forgotten page let itself in
        raise NotPermitted("error-sign-in-ended")
    code = ctx.seals.new_invite_code()
    ctx.sign_in_codes.keep_code(ctx.seals.code_verifier(code), ctx.person, ctx.now + SIGN_IN_CODE_LIFE)
    return ctx.aside(ctx.reply("devices-code", ctx.command("start"), invite=grouped(code), minutes=MINUTES))


def _words(device: Device, ctx: Context) -> str:
    month = "/".join(reversed(device.month.split("-")))
    return ctx.text("accounts-device", channel=device.channel, month=month)


def _label(device: Device, ctx: Context) -> str:
    return ctx.text("button-end-device", device=_words(device, ctx))
