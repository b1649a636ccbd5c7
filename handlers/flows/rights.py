"""Dữ liệu của tôi: see, take along, correct and delete what is stored about one's own account, and take consent back.

What is done here is done at once; what takes the office is asked of it, with the days that the law gives.
"""

import secrets
from typing import Final

from handlers import consenting
from handlers.access import PUBLIC
from handlers.context import Context
from handlers.erasing import erase, is_owed_to_others
from handlers.own_data import file_of
from handlers.registry import on, on_command
from handlers.states import State, Turn
from handlers.telling import tell_office_of_wish
from storage.domain.audit import person_mark
from storage.domain.case import Case
from storage.domain.conversation import Inbound, Reply
from storage.domain.ids import PersonId, grouped
from storage.domain.lifecycle import Status
from storage.domain.permissions import DESK_ROLES, Action, Role
from storage.domain.records import AUTHOR
from storage.domain.retention import Why
from storage.domain.rights import CONSENT_VERSION, MAX_WISH, MOST_OPEN, Consent, DataRequest, Wish, new_request

UNNAME, ERASE = "unname", "erase"
_OVER: Final = frozenset({Status.CLOSED, Status.DECLINED, Status.WITHDRAWN})


@on_command("mydata", PUBLIC)
async def my_data(message: Inbound, ctx: Context) -> Turn:
    """What is stored, and what can be done about it."""
    if ctx.actor.person is None:
        return ctx.aside(ctx.reply("rights-nobody", ctx.command("code"), ctx.command("privacy"), ctx.command("start")))
    return ctx.aside(await _card(ctx.actor.person, ctx))


async def _card(person: PersonId, ctx: Context) -> Reply:
    holding, consent = await ctx.reads.rights.holding(person), ctx.actor.agreed_to
    requests = await ctx.reads.rights.requests(person)
    names = ["mycopy", "fixdata", "limitdata", "forgetme", "start"]
    if consenting.is_asked_for(ctx):
        names.insert(0, "agree")
    return ctx.reply(
        "rights-mine",
        *(ctx.command(name) for name in names),
        who=holding.name,
        chosen=holding.language or ctx.language,
        posts="; ".join(_posts(ctx)),
        month=_month(holding.month),
        devices=len(await ctx.reads.accounts.devices(person)),
        agreed=_month(holding.consent.month) if holding.consent and consent else "",
        cases=holding.cases,
        requests="\n".join(_line(each, ctx) for each in requests),
    )


def _posts(ctx: Context) -> list[str]:
    held = ((role, unit) for role in Role for unit in ctx.actor.units(role))
    return [
        ctx.text("post", role=role.value, unit=unit) if unit else ctx.text(f"role-{role.value}") for role, unit in held
    ]


def _month(stored: str) -> str:
    year, _, month = stored.partition("-")
    return f"{month}/{year}"


def _line(request: DataRequest, ctx: Context) -> str:
    return ctx.text("rights-request", wish=request.wish.value, date=request.done_by.isoformat())


@on_command("agree", Action.OWN_ACCOUNT)
async def agree(message: Inbound, ctx: Context) -> Turn:
    """Written in the person's own row, by the month, and by this word alone."""
    if ctx.actor.agreed_to != CONSENT_VERSION:
        await ctx.uow.rights.agree(ctx.person, Consent(CONSENT_VERSION, f"{ctx.today:%Y-%m}"))
    return ctx.aside(ctx.reply("consent-given", ctx.command("mydata"), ctx.command("start")))


@on_command("consent", Action.OWN_ACCOUNT)
async def show_consent(message: Inbound, ctx: Context) -> Turn:
    return ctx.aside(consenting.question(ctx))


@on_command("mycopy", Action.OWN_ACCOUNT)
async def my_copy(message: Inbound, ctx: Context) -> Turn:
    """A file that can be printed and taken along."""
    _ = ctx.person  # whoever we do not know has nothing to copy
    return ctx.aside(
        ctx.reply("rights-copy", ctx.command("start"), files=(file_of(ctx.today, ctx.text("rights-file")),))
    )


# What takes the office


@on_command("fixdata", Action.OWN_ACCOUNT)
async def ask_correction(message: Inbound, ctx: Context) -> Turn:
    return await _ask(Wish.CORRECT, ctx)


@on_command("limitdata", Action.OWN_ACCOUNT)
async def ask_restriction(message: Inbound, ctx: Context) -> Turn:
    return await _ask(Wish.RESTRICT, ctx)


@on_command("askdata", Action.OWN_ACCOUNT)
async def ask_other(message: Inbound, ctx: Context) -> Turn:
    return await _ask(Wish.OTHER, ctx)


async def _ask(wish: Wish, ctx: Context) -> Turn:
    if len(await ctx.reads.rights.requests(ctx.person)) >= MOST_OPEN:
        return ctx.aside(ctx.reply("rights-too-many", ctx.command("mydata"), ctx.command("start")))
    names = ["language", "askdata", "cancel"] if wish is Wish.CORRECT else ["cancel"]
    asked = ctx.reply(f"rights-ask-{wish.value}", *(ctx.command(name) for name in names))
    return ctx.go(State.RIGHTS_WISH, asked, draft={"wish": wish.value})


@on(State.RIGHTS_WISH)
async def send_wish(message: Inbound, ctx: Context) -> Turn:
    """The words go to the office; what is stored is which right, and by when."""
    if not message.text or len(message.text) > MAX_WISH:
        return ctx.stay(State.RIGHTS_WISH, ctx.reply("rights-wish-unreadable", ctx.command("cancel"), limit=MAX_WISH))
    person = ctx.person
    calendar = ctx.office.calendar
    request = new_request(secrets.token_bytes(16), person, Wish(ctx.draft["wish"]), ctx.today, calendar)
    await ctx.uow.rights.ask(request)
    await tell_office_of_wish(request, message.text, ctx.uow)
    ctx.record("data_asked", person_mark(person))
    due, done = request.answer_by.isoformat(), request.done_by.isoformat()
    return ctx.done(ctx.reply("rights-asked", ctx.command("mydata"), ctx.command("start"), due=due, date=done))


# Deleting


@on_command("forgetme", Action.OWN_ACCOUNT)
async def ask_forget(message: Inbound, ctx: Context) -> Turn:
    """Also how consent is taken back: without an account there is nothing left to agree to."""
    holding = await ctx.reads.rights.holding(ctx.person)
    if holding.cases:
        choices = [ctx.choice("button-unname", UNNAME), ctx.choice("button-erase-cases", ERASE)]
    else:
        choices = [ctx.choice("button-forget", UNNAME)]
    asked = ctx.reply("rights-forget-ask", *choices, ctx.command("cancel"), cases=holding.cases)
    return ctx.go(State.RIGHTS_FORGET, asked, draft={})


@on(State.RIGHTS_FORGET, sentences=False)
async def forget(message: Inbound, ctx: Context) -> Turn:
    """The account, the posts, the name: gone. Named cases lose their author, or, once they are over, all they hold."""
    if message.choice not in (UNNAME, ERASE):
        return await ask_forget(message, ctx)
    person = ctx.person
    if ctx.actor.has(*DESK_ROLES):
        ctx.ask_pin("pin-what-forget")
    ctx.record("person_forgotten", person_mark(person))
    codes = [await _leave(case, message.choice, ctx) for case in await _cases(person, ctx)]
    ctx.ended += [d.key for d in await ctx.uow.accounts.devices(person) if d.key != ctx.actor.account]
    await ctx.uow.rights.forget(person)
    ctx.sign_in_codes.forget_codes(person)
    left = "\n".join(filter(None, codes))
    said = [ctx.reply("rights-forgotten")]
    return ctx.done(*said, *([ctx.reply("rights-codes", codes=left)] if left else []))


async def _cases(person: PersonId, ctx: Context) -> list[Case]:
    return [await ctx.uow.cases.get_by_id(each) for each in await ctx.uow.rights.cases_of(person)]


async def _leave(case: Case, choice: str, ctx: Context) -> str:
    """Its new reply code, for who still waits for an answer; "" if nothing is left of it."""
    over = case.status in _OVER and not case.erased
    if choice == ERASE and over and not await is_owed_to_others(case, ctx.uow):
        await erase(case, Why.AUTHOR, ctx.uow, by=AUTHOR, on=ctx.today)
    code = ctx.seals.reply_code(ctx.seals.new_nonce(ctx.today))
    await ctx.uow.rights.unname(case.id, ctx.seals.code_verifier(code))
    return "" if case.erased else ctx.text("rights-code", code=case.ref, reply_code=grouped(code))
