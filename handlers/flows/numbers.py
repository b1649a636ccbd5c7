"""Numbers for leaders and the office: how many, how fast, how many still wait; each opens the cases behind it."""

from dataclasses import replace
from typing import Final

from handlers.cards import list_of
from handlers.context import Context
from handlers.figure_files import files_of
from handlers.figures import CLOCK, View, Wording, lines_of, numbers_today, read_view
from handlers.matching import COMMAND_PREFIX
from handlers.registry import on_command
from handlers.states import Turn
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.lifecycle import OPEN, Status
from storage.domain.permissions import Action, authorize, may
from storage.domain.statistics import STILL_OPEN, Group, Line, Numbers, Outcome, Period, begin

COMMAND: Final = "numbers"


@on_command(COMMAND, Action.SEE_NUMBERS)
async def numbers(message: Inbound, ctx: Context) -> Turn:
    """The office's numbers this month, or what a button of an earlier look asks for."""
    view, ctx.page = read_view(ctx.detail)
    found = await numbers_today(ctx.reads, ctx.office, ctx.today, ctx.actor)
    words = Wording(ctx.office, ctx.language, ctx.today)
    if view.files:
        ctx.record("numbers_exported", view.period.value)
        text = words.text("numbers-files", title=words.title(view.period))
        files = files_of(view, ctx.language, ctx.today, words)
        return Turn((Reply(text, (_button(words.text("button-numbers"), replace(view, files=False)),), files),))
    if view.outcome is not None:
        return Turn((await _cases(view, view.outcome, found, ctx),))
    if view.group is not None and not view.code:
        return Turn((_breakdown(view, found, words, ctx),))
    return Turn((_whole(view, found, words, ctx),))


def _whole(view: View, found: Numbers, words: Wording, ctx: Context) -> Reply:
    lines = lines_of(found, view)
    line = lines.get(CLOCK)
    if line is None or line.total == 0:
        text = words.text("numbers-none", title=words.title(view.period))
        return Reply(text, (*_elsewhere(view, words), ctx.command("start")))
    opening = _opening(line) if may(ctx.actor, Action.HANDLE) else ()
    choices = [_button(_counted(words, o, line), replace(view, outcome=o)) for o in opening]
    if not view.code and line.total is not None:
        groups = [(words.text(f"numbers-group-{group.value}"), group) for group in Group]
        choices += [_button(label, replace(view, group=group)) for label, group in groups]
        choices.append(_button(words.text("button-numbers-files"), replace(view, files=True)))
    return Reply(words.whole(view, lines), (*choices, *_elsewhere(view, words), ctx.command("start")))


def _breakdown(view: View, found: Numbers, words: Wording, ctx: Context) -> Reply:
    assert view.group is not None
    table = found.table(CLOCK, view.group, view.period)
    if not table.whole.total:
        return _whole(replace(view, group=None), found, words, ctx)
    choices = [
        _button(
            words.text("button-numbers-line", name=words.name(view.group, line.code), count=str(line.total)),
            replace(view, code=line.code),
        )
        for line in table.lines
        if line.total is not None
    ]
    files = _button(words.text("button-numbers-files"), replace(view, files=True))
    return Reply(words.breakdown(view, table), (*choices, files, *_elsewhere(view, words), ctx.command("start")))


async def _cases(view: View, outcome: Outcome, found: Numbers, ctx: Context) -> Reply:
    """The cases behind a number; behind a hidden one there is no list, or its length would tell the number."""
    authorize(ctx.actor, Action.HANDLE)  # the auditor counts, and reads no case
    line = lines_of(found, view).get(CLOCK)
    if line is None or line.outcomes[outcome] is None:
        return ctx.reply("numbers-list-hidden", ctx.command(COMMAND), ctx.command("start"))
    statuses = OPEN if outcome in STILL_OPEN else frozenset(Status) - OPEN
    since, reader = begin(view.period, ctx.today), ctx.actor.everywhere
    pairs = await ctx.reads.statistics.lines(CLOCK, since, statuses, reader=reader)
    behind = [
        case
        for case, span in pairs
        if found.outcome(span) is outcome
        and found.counts(span, view.period)
        and (not view.code or view.code == (span.topic if view.group is Group.TOPIC else span.unit))
    ]
    return list_of(COMMAND, behind, ctx, more=f"{COMMAND}.{view.value}")


def _opening(line: Line) -> list[Outcome]:
    """The numbers that open a list, what presses most first."""
    order = (Outcome.OVERDUE, Outcome.OPEN, Outcome.LATE, Outcome.ON_TIME)
    return [outcome for outcome in order if line.outcomes[outcome]]


def _counted(words: Wording, outcome: Outcome, line: Line) -> str:
    return words.text("button-numbers-list", outcome=words.outcome(outcome), count=str(line.outcomes[outcome]))


def _elsewhere(view: View, words: Wording) -> list[Choice]:
    """The same for the other periods."""
    periods = [period for period in Period if period is not view.period]
    return [_button(words.text(f"numbers-period-{p.value}"), replace(view, period=p)) for p in periods]


def _button(label: str, view: View) -> Choice:
    return Choice(label, f"{COMMAND_PREFIX}{COMMAND}.{view.value}")
