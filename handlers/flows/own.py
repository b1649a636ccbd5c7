"""What the author does with a filed concern: look, edit, add, withdraw."""

from dataclasses import replace
from typing import Final

from handlers.access import PUBLIC
from handlers.adding import alarmed, files_for
from handlers.cards import author_card, desk_card, list_of
from handlers.context import Context
from handlers.guarding import asked_first
from handlers.registry import on, on_case, on_command
from handlers.seeing import note_seen, seen_in_words
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.conversation import Inbound
from storage.domain.errors import NotFound
from storage.domain.exclusion import home
from storage.domain.ids import parse_ref, parse_reply_code
from storage.domain.lifecycle import Status
from storage.domain.permissions import Action, may
from storage.domain.views import CaseView, told_of, view

MOST_CASES: Final = 50
YES: Final = "yes"
_SHARED: Final = frozenset({Status.ANSWERED, Status.CLOSED, Status.DECLINED})


@on_command("mine", PUBLIC)
async def my_cases(message: Inbound, ctx: Context) -> Turn:
    """The named cases of this person; anonymous ones belong to nobody's list."""
    lines = await ctx.reads.cases.of_person(ctx.actor.person, MOST_CASES) if ctx.actor.person else ()
    return Turn((list_of("mine", lines, ctx, button="own"),))


@on_command("code", PUBLIC)
async def open_by_code(message: Inbound, ctx: Context) -> Turn:
    """A code was typed, or the button pressed: open its case, or ask for a code."""
    if parse_ref(message.text) is None and parse_reply_code(message.text) is None:
        return ctx.go(State.CODE_ASKED, ctx.reply("code-ask", ctx.command("cancel")), draft={})
    return await _open(message.text, ctx)


@on(State.CODE_ASKED, sentences=False)
async def read_code(message: Inbound, ctx: Context) -> Turn:
    return ctx.stay(State.CODE_ASKED, ctx.reply("code-unreadable", ctx.command("cancel")))


async def _open(text: str, ctx: Context) -> Turn:
    """By reply code anybody who holds it is the author; by reference those who may know the case."""
    reply_code, ref = parse_reply_code(text), parse_ref(text)
    if reply_code is not None:
        case = await ctx.reads.cases.get_by_reply_code(ctx.seals.code_verifier(reply_code))
        return Turn((author_card(await _own_view(case, ctx), ctx),))
    case = await ctx.reads.cases.get(ref or "")
    if case.person is not None and case.person == ctx.actor.person:
        return Turn((author_card(await _own_view(case, ctx), ctx),))
    if may(ctx.actor, Action.HANDLE, case):
        await note_seen(case, ctx)
        joined = await ctx.reads.similar.followers(case.id)
        card = desk_card(view(case, as_author=False), ctx, seen=await seen_in_words(case, ctx), joined=joined)
        return ctx.go(State.DESK_CASE, card, draft={"ref": case.ref, "proof": "", "action": Action.HANDLE.value})
    raise NotFound


async def _own_view(case: Case, ctx: Context) -> CaseView:
    """The case as its author reads it; a merged one with the answers of the case it is answered with."""
    own = view(case, as_author=True)
    if case.merged_into is None:
        return own
    lead = await ctx.reads.cases.get_by_id(case.merged_into)
    if lead.status in _SHARED:
        own = replace(own, status=lead.status, department=lead.department)
    entries = own.entries + tuple(e for e in lead.told_to_others() if e not in own.entries)
    return replace(own, entries=entries, history=own.history + told_of(lead))


@on_case("own", Action.JUDGE)
async def own_case(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    return Turn((author_card(await _own_view(case, ctx), ctx),))


@on_case("edit", Action.EDIT)
async def ask_edit(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    asked = ctx.reply("own-edit-ask", ctx.command("cancel"))
    return ctx.go(State.OWN_EDIT, asked, *ctx.to_edit(case.body), draft=ctx.case_draft(Action.EDIT))


@on(State.OWN_EDIT, files=True)
async def edit(message: Inbound, ctx: Context) -> Turn:
    """A new version; the old one is kept. A file without words changes none and is added."""
    if ctx.staged and not message.text:
        return await add(message, ctx)
    case = await ctx.case_in_hand()
    if (asked := await asked_first(case, message, State.OWN_EDIT, ctx)) is not None:
        return asked
    files, left_out = files_for(case, ctx)
    case.edit(message.text, on=ctx.today)
    told = alarmed(case, message.text, ctx)
    await ctx.save(case)
    await ctx.uow.cases.add_files(case.id, files)
    return ctx.done(*left_out, ctx.reply("own-edited", ctx.action("own", case.ref), code=case.ref), *told)


@on_case("reply", Action.ADD)
@on_case("add", Action.ADD)
async def ask_addition(message: Inbound, ctx: Context) -> Turn:
    """Answer the department's question, or add a word."""
    case = await ctx.case()
    key = "own-reply-ask" if case.status is Status.NEEDS_INFO else "own-add-ask"
    asked = ctx.reply(key, ctx.command("cancel"), anonymous="no" if case.named else "yes")
    return ctx.go(State.OWN_ADD, asked, draft=ctx.case_draft(Action.ADD))


@on(State.OWN_ADD, files=True)
async def add(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    if (asked := await asked_first(case, message, State.OWN_ADD, ctx)) is not None:
        return asked
    files, left_out = files_for(case, ctx)
    if left_out and not (files or message.text):
        return ctx.stay(State.OWN_ADD, *left_out)
    case.add(message.text or (ctx.text("report-only-files") if files else ""), on=ctx.today)
    told = alarmed(case, message.text, ctx)
    await ctx.save(case)
    await ctx.uow.cases.add_files(case.id, files)
    key = "own-added" if case.released else "own-added-early"
    return ctx.done(*left_out, ctx.reply(key, ctx.action("own", case.ref), code=case.ref), *told)


@on_case("withdraw", Action.WITHDRAW)
async def ask_withdraw(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case()
    sure = ctx.reply("own-withdraw-ask", ctx.choice("button-withdraw", YES), ctx.command("cancel"), code=case.ref)
    return ctx.go(State.OWN_WITHDRAW, sure, draft=ctx.case_draft(Action.WITHDRAW))


@on(State.OWN_WITHDRAW, sentences=False)
async def withdraw(message: Inbound, ctx: Context) -> Turn:
    if message.choice != YES:
        again = ctx.reply("own-withdraw-unsure", ctx.choice("button-withdraw", YES), ctx.command("cancel"))
        return ctx.stay(State.OWN_WITHDRAW, again)
    case = await ctx.case_in_hand()
    case.withdraw(on=ctx.today)
    await ctx.save(case)
    for follower in await ctx.uow.cases.merged_into(case.id):  # others were to be answered with it
        ctx.known_events[follower.id] = len(follower.events)
        follower.separate(case, office=home(follower.excluded, ctx.organisation), on=ctx.today)
        await ctx.save(follower)
    return ctx.done(ctx.reply("own-withdrawn", ctx.command("start"), code=case.ref))
