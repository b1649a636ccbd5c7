"""Promises: the list of those still open, "đơn vị nói xong" with its proof, another date, and what the author says."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from handlers import timing
from handlers.context import Context
from handlers.registry import on, on_case, on_command
from handlers.releasing import judged_case
from handlers.states import State, Turn
from storage.domain.case import Case
from storage.domain.commitment import Commitment, CommitmentKind, Standing, Word
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.dates import parse_date
from storage.domain.errors import IncompleteDraft, NotPermitted
from storage.domain.permissions import Action, Role, may
from storage.domain.views import CommitmentLine, summarise

MOST_LINES: Final = 30
TASK_ON_A_BUTTON: Final = 60


@on_command("promises", Action.SEE_PROMISES)
async def promise_list(message: Inbound, ctx: Context) -> Turn:
    """Everything that was promised and is not settled: a leader's and the office's of all units, else of one's own."""
    desk = ctx.actor.has(Role.LEADER, Role.OFFICE)
    units = None if desk else ctx.actor.units(Role.OFFICER, Role.HEAD)
    lines = await ctx.reads.commitments.open_lines(units, MOST_LINES, reader=ctx.actor.everywhere)
    if not lines:
        return Turn((ctx.reply("empty-promises", ctx.command("start")),))
    late = sum(line.commitment.due_on < ctx.today and not _said_done(line.commitment) for line in lines)
    return Turn((ctx.reply("list-promises", *[_button(line, ctx) for line in lines], count=len(lines), late=late),))


def _button(line: CommitmentLine, ctx: Context) -> Choice:
    commitment = line.commitment
    label = ctx.text(
        "line-promise",
        dot=_dot(commitment, ctx.today),
        code=line.ref,
        day=f"{commitment.due_on:%d/%m}",
        summary=summarise(commitment.task, TASK_ON_A_BUTTON) or ctx.text("promise-of-answer"),
    )
    return Choice(label, ctx.action("promise", line.ref).value)


def _dot(commitment: Commitment, today: date) -> str:
    """One sign for where a promise stands, readable without colour."""
    if commitment.standing is Standing.DISPUTED or (commitment.due_on < today and not _said_done(commitment)):
        return "‼"
    return "?" if _said_done(commitment) else "•"


def _said_done(commitment: Commitment) -> bool:
    return commitment.unit_done_on is not None


@on_case("promise", Action.HANDLE)
async def open_promise(message: Inbound, ctx: Context) -> Turn:
    """The promises of a case, each with what both sides say of it."""
    case = await ctx.case()
    commitments = [each for each in await ctx.reads.commitments.of_case(case.id) if each.is_open]
    if not commitments:
        return Turn((ctx.reply("promise-none", ctx.action("open", case.ref), code=case.ref),))
    working = next((each for each in commitments if each.kind is CommitmentKind.WORK), None)
    names = ["done", "move"] if working is not None and may(ctx.actor, Action.KEEP_PROMISE, case) else []
    choices = [ctx.action(name, case.ref) for name in (*names, "open")]
    return Turn(tuple(_card(each, case, choices, ctx) for each in _last_with_buttons(commitments)))


def _last_with_buttons(commitments: Sequence[Commitment]) -> Sequence[Commitment]:
    """The one people can act on comes last, where the buttons are."""
    return sorted(commitments, key=lambda each: each.kind is CommitmentKind.WORK)


def _card(commitment: Commitment, case: Case, choices: Sequence[Choice], ctx: Context) -> Reply:
    done = commitment.unit_done_on
    return ctx.reply(
        "card-promise",
        *choices,
        code=case.ref,
        text=commitment.task or ctx.text("promise-of-answer"),
        department=commitment.responsible(case),
        promised=commitment.due_on.isoformat(),
        was=commitment.first_due_on.isoformat() if commitment.slips else "",
        slips=commitment.slips,
        date=done.isoformat() if done else "",
        reason=commitment.proof,
        says=_says(commitment),
    )


def _says(commitment: Commitment) -> str:
    said = {each.word for each in commitment.words}
    if Word.NOT_DONE in said:
        return "no"
    return "yes" if said else "nothing"


# What the unit does


@on_case("done", Action.KEEP_PROMISE)
async def ask_proof(message: Inbound, ctx: Context) -> Turn:
    """Đơn vị nói xong: only with a proof, in words or as a file."""
    await _in_hand(await ctx.case(), ctx, write=False)
    asked = ctx.reply("promise-ask-proof", ctx.command("cancel"))
    return ctx.go(State.PROMISE_PROOF, asked, draft=ctx.case_draft(Action.KEEP_PROMISE))


@on(State.PROMISE_PROOF, files=True)
async def say_done(message: Inbound, ctx: Context) -> Turn:
    case = await ctx.case_in_hand()
    commitment = await _in_hand(case, ctx)
    proof = message.text or (ctx.text("promise-proof-in-files") if ctx.staged else "")
    commitment.say_done(case, proof, by=_hat(case, ctx), on=ctx.today, calendar=ctx.office.calendar_of(case.department))
    await _save(case, commitment, ctx)
    # Each author opens the files of the own case only. A picture may show the name of a named author: not to others.
    others = () if case.named else await ctx.uow.cases.merged_into(case.id)
    for reader in (case, *others):
        await ctx.uow.cases.add_files(reader.id, ctx.stored(ctx.staged))
    return ctx.done(ctx.reply("promise-said-done", ctx.command("start"), code=case.ref))


@on_case("move", Action.KEEP_PROMISE)
async def ask_due(message: Inbound, ctx: Context) -> Turn:
    """Dời hạn: once by the unit, later ones by a leader, as with the answer's own date."""
    case = await ctx.case()
    commitment = await _in_hand(case, ctx, write=False)
    _check_first_move(commitment, case, ctx)
    asked = ctx.reply("promise-ask-due", ctx.command("cancel"), promised=commitment.due_on.isoformat())
    return ctx.go(State.PROMISE_DUE, asked, draft=ctx.case_draft(Action.KEEP_PROMISE))


@on(State.PROMISE_DUE)
async def new_due(message: Inbound, ctx: Context) -> Turn:
    due_on = parse_date(message.text, ctx.today)
    if due_on is None or due_on <= ctx.today:
        raise IncompleteDraft("promise-due-unreadable")
    asked = ctx.reply("promise-ask-why", ctx.command("cancel"), promised=due_on.isoformat())
    return ctx.go(State.PROMISE_WHY, asked, draft={**ctx.draft, "due": due_on.isoformat()})


@on(State.PROMISE_WHY)
async def move(message: Inbound, ctx: Context) -> Turn:
    """The reason; everybody linked to the case reads it beside the new date."""
    case = await ctx.case_in_hand()
    commitment = await _in_hand(case, ctx)
    _check_first_move(commitment, case, ctx)  # a colleague may have been quicker
    due_on = date.fromisoformat(ctx.draft["due"])
    by = _hat(case, ctx)
    commitment.move(case, due_on, message.text, by=by, on=ctx.today, calendar=ctx.office.calendar_of(case.department))
    await _save(case, commitment, ctx)
    moved = ctx.reply("promise-moved", ctx.command("start"), code=case.ref, promised=due_on.isoformat())
    return ctx.done(moved)


def _check_first_move(commitment: Commitment, case: Case, ctx: Context) -> None:
    if commitment.slips > 0 and not may(ctx.actor, Action.EXTEND_AGAIN, case):
        raise NotPermitted("error-promise-moved-already")


def _hat(case: Case, ctx: Context) -> str:
    return ctx.hat(Role.OFFICER, Role.HEAD, Role.OFFICE, Role.LEADER, prefer=case.department)


# What the author says


@on_case("kept", Action.JUDGE)
async def kept(message: Inbound, ctx: Context) -> Turn:
    """Đã làm."""
    return await _hear(Word.DONE, "promise-heard-done", ctx)


@on_case("notkept", Action.JUDGE)
async def not_kept(message: Inbound, ctx: Context) -> Turn:
    """Chưa làm: the unit and the leaders hear it at once, and are reminded again."""
    return await _hear(Word.NOT_DONE, "promise-heard-not-done", ctx)


async def _hear(word: Word, key: str, ctx: Context) -> Turn:
    case = await judged_case(ctx)
    own_ref = case.ref  # of a merged case the author knows the own code only: the other one is somebody else's
    case = await ctx.answered_with(case)
    commitment = await _heard(case, ctx)
    if all(each.ref != own_ref or each.word is not word for each in commitment.words):  # twice is once
        commitment.hear(case, own_ref, word, on=ctx.today)
        await _save(case, commitment, ctx)
    return ctx.aside(ctx.reply(key, ctx.command("start"), code=own_ref))


async def _heard(case: Case, ctx: Context) -> Commitment:
    """The latest promise of work an author's word still belongs to."""
    for commitment in reversed(await ctx.uow.commitments.of_case(case.id)):
        if commitment.kind is CommitmentKind.WORK and commitment.hears:
            return commitment
    raise NotPermitted("error-no-promise")


# Both


async def _in_hand(case: Case, ctx: Context, *, write: bool = True) -> Commitment:
    """The promise of work that is open."""
    unit = ctx.uow if write else ctx.reads
    for commitment in await unit.commitments.of_case(case.id):
        if commitment.is_open and commitment.kind is CommitmentKind.WORK:
            return commitment
    raise NotPermitted("error-no-promise")


async def _save(case: Case, commitment: Commitment, ctx: Context) -> None:
    """The case first: its version refuses what somebody else has changed meanwhile."""
    await ctx.save(case)
    await ctx.uow.commitments.save(commitment)
    awaited = commitment.is_open and commitment.standing in (Standing.OPEN, Standing.DISPUTED)
    due_on = commitment.due_on if awaited else None
    await timing.promise(case, due_on, ctx.uow, ctx.office.calendar_of(case.department), ctx.today)
