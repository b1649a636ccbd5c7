"""When those who handle cases get to see one: at once, or, without a name, at the office's next slot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from handlers.context import Context, Office
from storage.domain.case import Case
from storage.domain.conversation import Choice
from storage.domain.danger_words import Danger
from storage.domain.records import AUTHOR, EventKind
from storage.domain.release import first_slot, last_slot

URGENT: Final = "urgent"
NOT_URGENT: Final = "not-urgent"
DANGER: Final = "danger"
JUDGED: Final = "judged"


def waits(named: bool, danger: Danger | None, office: Office) -> bool:
    """Whether a case waits for a slot if its author does not ask for more: not with a name, not in danger.

    ``danger``, here and below: what its text tells of. It is looked for once a turn; a long text takes a while.
    """
    return office.organisation.release.in_slots and not named and danger is None


def asked_now(draft: Mapping[str, Any], named: bool, danger: Danger | None, office: Office) -> bool:
    """Whether its author has asked to have a case seen at once that would wait."""
    return bool(draft.get(URGENT)) and waits(named, danger, office)


def preview_line(draft: Mapping[str, Any], named: bool, danger: Danger | None, ctx: Context) -> str:
    """What is to be known before Gửi about who sees it when; "" where nothing is."""
    if danger is not None:
        return ctx.text("alarm-preview", danger=danger.value)
    if asked_now(draft, named, danger, ctx.office):
        return ctx.text("release-urgent")
    if waits(named, danger, ctx.office):
        return ctx.text("release-preview", when=in_words(slot_of(ctx.now, ctx.office), ctx))
    return ""


def urgency_choices(draft: Mapping[str, Any], named: bool, danger: Danger | None, ctx: Context) -> list[Choice]:
    """The author's choice, where there is one."""
    if not waits(named, danger, ctx.office):
        return []
    if asked_now(draft, named, danger, ctx.office):
        return [ctx.choice("button-not-now", NOT_URGENT)]
    return [ctx.choice("button-show-now", URGENT)]


def slot_of(now: datetime, office: Office) -> datetime:
    return first_slot(now, office.organisation.release, office.calendar)


def seen_by(slot: datetime, office: Office) -> datetime:
    """The moment at which a case of this slot is visible at the latest: its due date is told from there."""
    return last_slot(slot, office.organisation.release, office.calendar)


def let_see(case: Case, office: Office, now: datetime, why: str = "slot") -> None:
    """From now on those who handle cases see it, and its time runs; to be stored by the caller."""
    today = now.astimezone(office.calendar.zone).date()
    due_on = office.answer_due(case.kind, case.topic, case.body, now, case.suggested)
    case.release(due_on, by=office.organisation.office if why == "slot" else AUTHOR, on=today, why=why)


async def judged_case(ctx: Context) -> Case:
    """The case whose author judges an answer or a promise: that is heard at once, and so is the case it comes from."""
    own = await ctx.case(write=True)
    if not own.released:
        let_see(own, ctx.office, ctx.now, JUDGED)
        await ctx.save(own)
    return own


def watch(case: Case, danger: Danger | None, ctx: Context) -> Danger | None:
    """Before a case with new words is stored: if they tell of a danger, people hear of it now."""
    if danger is None:
        return None
    if not case.released:
        let_see(case, ctx.office, ctx.now, DANGER)
    case.raise_alarm(danger.value, on=ctx.today)
    return danger


def in_words(slot: datetime, ctx: Context) -> str:
    """Day and hour of a slot as its reader says them."""
    local = slot.astimezone(ctx.office.calendar.zone)
    return ctx.text("release-at", at=f"{local:%H:%M}", date=local.date().isoformat())


def receipt_line(case: Case, ctx: Context) -> str:
    """What an author is told about who sees it when; "" where nothing is to be said."""
    danger = next((e.detail["danger"] for e in case.events if e.kind is EventKind.ALARMED), "")
    if danger:
        return ctx.text("alarm-told", danger=danger)
    if case.named or not ctx.organisation.release.in_slots:
        return ""
    if case.release_slot is None:
        return ctx.text("release-seen")
    latest = in_words(seen_by(case.release_slot, ctx.office), ctx)
    return ctx.text("release-waits", when=in_words(case.release_slot, ctx), latest=latest)
