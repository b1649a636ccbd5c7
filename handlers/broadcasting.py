"""A broadcast put into words for its sender: how it stands, how far it is, what can be done about it."""

from collections.abc import Mapping
from typing import Final

from handlers.context import Context
from handlers.matching import COMMAND_PREFIX
from storage.domain.broadcast import UNDER_WAY, Broadcast, BroadcastState, Progress
from storage.domain.conversation import Choice, Reply
from storage.domain.views import summarise

_OFFERED: Final[Mapping[BroadcastState, tuple[str, ...]]] = {
    BroadcastState.WAITING: ("urgent", "halt"),
    BroadcastState.CONFIRMED: ("pause", "halt"),
    BroadcastState.SENDING: ("pause", "halt"),
    BroadcastState.PAUSED: ("resume", "halt"),
    BroadcastState.REPORTED: ("halt",),
    BroadcastState.STOPPED: (),
}


def card(broadcast: Broadcast, progress: Progress, ctx: Context) -> Reply:
    """How a broadcast stands and how far it is."""
    time, day = next_push(ctx)
    lines = [
        ctx.text(
            "broadcast-standing",
            summary=summarise(broadcast.text),
            state=broadcast.state.value,
            urgent="yes" if broadcast.urgent else "no",
            time=time,
            date=day,
        ),
        ctx.text(
            "broadcast-numbers",
            total=progress.total,
            sent=progress.sent,
            failed=progress.failed,
            waiting=progress.waiting,
            state=broadcast.state.value,
        ),
    ]
    if broadcast.state in UNDER_WAY and progress.minutes_left:
        lines.append(ctx.text("broadcast-remaining", minutes=progress.minutes_left))
    return Reply("\n".join(lines), choices(broadcast, ctx, progress.waiting))


def choices(broadcast: Broadcast, ctx: Context, waiting: int) -> tuple[Choice, ...]:
    """What makes sense now. The buttons name their broadcast: pressed later, they act on no newer one."""
    names = (*(_OFFERED[broadcast.state] if waiting else ()), "progress")
    own = (Choice(ctx.text(f"button-{name}"), f"{COMMAND_PREFIX}{name}.{broadcast.id.hex()}") for name in names)
    return (*own, ctx.command("start"))


def next_push(ctx: Context) -> tuple[str, str]:
    """The time and the day from which people may be written to unasked."""
    at = ctx.office.calendar.next_push(ctx.now)
    return f"{at:%H:%M}", at.date().isoformat()
