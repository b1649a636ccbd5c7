"""Who stands in: a head, for the own unit, or the office, says who is away, who acts meanwhile, and until when."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from handlers.cards import unit_choices
from handlers.context import Context
from handlers.registry import on, on_command
from handlers.states import State, Turn
from storage.domain.audit import person_mark
from storage.domain.conversation import Choice, Inbound, Reply
from storage.domain.dates import parse_date
from storage.domain.errors import IncompleteDraft, NotPermitted
from storage.domain.ids import PersonId
from storage.domain.permissions import Action, Role, authorize
from storage.domain.ports import Absence, Colleague

LONGEST: Final = 183  # days; who is away for longer needs a new post, not a stand-in
Draft = dict[str, Any]


@on_command("standin", Action.NAME_STAND_IN)
async def begin(message: Inbound, ctx: Context) -> Turn:
    """The unit first, unless there is only one this person can speak for."""
    mine = ctx.actor.units(Role.HEAD)
    if ctx.actor.has(Role.OFFICE) or len(mine) > 1:
        asked = ctx.reply("absence-ask-unit", *unit_choices(ctx), ctx.command("cancel"))
        return ctx.go(State.ABSENCE_UNIT, asked, draft={})
    return await _ask_who(mine[0], ctx)


@on(State.ABSENCE_UNIT)
async def choose_unit(message: Inbound, ctx: Context) -> Turn:
    unit = ctx.organisation.find_unit(message.choice or message.text)
    if unit is None:
        again = ctx.reply("error-no-such-unit", *unit_choices(ctx), ctx.command("cancel"))
        return ctx.stay(State.ABSENCE_UNIT, again)
    return await _ask_who(unit.code, ctx)


async def _ask_who(unit: str, ctx: Context) -> Turn:
    _check_unit(unit, ctx)
    people = await ctx.reads.people.colleagues(unit)
    if len(people) < 2:
        return ctx.done(ctx.reply("absence-nobody", ctx.command("start"), department=unit))
    asked = ctx.reply("absence-ask-who", *_names(people, ctx), ctx.command("cancel"), department=unit)
    return ctx.go(State.ABSENCE_WHO, asked, draft={"unit": unit})


@on(State.ABSENCE_WHO)
async def choose_absent(message: Inbound, ctx: Context) -> Turn:
    people = await ctx.reads.people.colleagues(ctx.draft["unit"])
    away = _chosen(message, people)
    others = [colleague for colleague in people if colleague != away]
    asked = ctx.reply("absence-ask-by", *_names(others, ctx), ctx.command("cancel"))
    return ctx.go(State.ABSENCE_BY, asked, draft={**ctx.draft, "away": away.person.hex()})


@on(State.ABSENCE_BY)
async def choose_substitute(message: Inbound, ctx: Context) -> Turn:
    people = await ctx.reads.people.colleagues(ctx.draft["unit"])
    others = [colleague for colleague in people if colleague.person.hex() != ctx.draft["away"]]
    by = _chosen(message, others)
    return ctx.go(State.ABSENCE_UNTIL, _ask_until(ctx), draft={**ctx.draft, "by": by.person.hex()})


@on(State.ABSENCE_UNTIL)
async def choose_last_day(message: Inbound, ctx: Context) -> Turn:
    """From today until this day, the last one included."""
    until = parse_date(message.text, ctx.today)
    if until is None or not 0 <= (until - ctx.today).days <= LONGEST:
        return ctx.stay(State.ABSENCE_UNTIL, _ask_until(ctx))
    return await _name(ctx.draft, until, ctx)


async def _name(draft: Draft, until: date, ctx: Context) -> Turn:
    _check_unit(draft["unit"], ctx)
    away, by = (PersonId(bytes.fromhex(draft[name])) for name in ("away", "by"))
    await ctx.uow.people.stand_in(Absence(away, draft["unit"], by, ctx.today, until))
    ctx.record("stand_in", f"{person_mark(away)} {person_mark(by)}")
    names = {colleague.person: colleague.name for colleague in await ctx.reads.people.colleagues(draft["unit"])}
    away_name, by_name = (names.get(person) or ctx.text("absence-nameless") for person in (away, by))
    named = ctx.reply("absence-named", ctx.command("start"), date=until.isoformat(), away=away_name, by=by_name)
    return ctx.done(named)


def _check_unit(unit: str, ctx: Context) -> None:
    """A head speaks for the own unit only; the post may have been lost meanwhile."""
    authorize(ctx.actor, Action.NAME_STAND_IN)
    if not ctx.actor.has(Role.OFFICE) and unit not in ctx.actor.units(Role.HEAD):
        raise NotPermitted


def _ask_until(ctx: Context) -> Reply:
    return ctx.reply("absence-ask-until", ctx.command("cancel"))


def _names(people: Sequence[Colleague], ctx: Context) -> list[Choice]:
    return [Choice(each.name or ctx.text("absence-nameless"), each.person.hex()) for each in people]


def _chosen(message: Inbound, people: Sequence[Colleague]) -> Colleague:
    found = next((each for each in people if message.choice == each.person.hex()), None)
    if found is None:
        raise IncompleteDraft("absence-who-unknown")
    return found
