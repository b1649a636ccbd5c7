"""The four clocks of a case: stored when they start, standing still while the author is asked, stopped by an answer.

What they say today (near, late, by how much) is derived from them and never stored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias

from storage.domain.calendar import WorkCalendar
from storage.domain.case import Case
from storage.domain.lifecycle import IN_TRIAGE, OPEN, Status
from storage.domain.records import CaseEvent, EventKind
from storage.domain.terms import Limits

MOST_PAUSED_DAYS: Final = 5  # working days in all: asking the author again and again must not stop the time


class ClockKind(StrEnum):
    """What a clock counts down to."""

    ACKNOWLEDGE = "acknowledge"  # somebody takes the case on
    FIRST_ANSWER = "first_answer"  # the author hears something of substance: an answer or an interim one
    FINAL = "final"
    PROMISE = "promise"  # what an answer promised is done


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. ``paused_days`` are those of pauses that are over; a stopped clock is kept for the numbers."""

    kind: ClockKind
    started_on: date
    due_on: date
    paused_on: date | None = None
    paused_days: int = 0
    stopped_on: date | None = None

    @property
    def runs(self) -> bool:
        return self.stopped_on is None and self.paused_on is None


Clocks: TypeAlias = Mapping[ClockKind, Clock]

_HAND_OVERS: Final = frozenset(
    {
        EventKind.FILED,
        EventKind.ROUTED,
        EventKind.ASSIGNED,
        EventKind.TRANSFERRED,
        EventKind.RETURNED,
        EventKind.LAPSED,
        EventKind.TAKEN_BACK,
        EventKind.SEPARATED,
    }
)
_UNACKNOWLEDGED: Final = IN_TRIAGE | {Status.ROUTED}
_SETTLED: Final = frozenset({Status.MERGED, Status.DECLINED, Status.WITHDRAWN})  # nothing is owed any more
_SUBSTANCE: Final = frozenset({EventKind.ANSWERED, EventKind.INTERIM})


@dataclass(frozen=True, slots=True)
class Moment:
    """The day something happened, and the day from which periods count: the next working one after hours."""

    today: date
    counted: date
    calendar: WorkCalendar


def keep_time(
    clocks: Clocks, case: Case, fresh: Sequence[CaseEvent], limits: Limits, at: Moment
) -> dict[ClockKind, Clock]:
    """The clocks after ``fresh`` events. Where a pause moved the final date, it is later than ``case.due_on``."""
    kinds = {event.kind for event in fresh}
    kept = dict(clocks)
    if case.status is not Status.NEEDS_INFO:
        kept = {kind: resumed(clock, at.today, at.calendar) for kind, clock in kept.items()}
    kept |= _acknowledging(kept, case, kinds, limits, at)
    kept |= _first_answer(kept, case, kinds, limits, at)
    kept |= _final(kept, clocks, case, at)
    if case.status in _SETTLED and ClockKind.PROMISE in kept:
        kept[ClockKind.PROMISE] = _stopped(kept[ClockKind.PROMISE], at.today)
    if case.status is Status.NEEDS_INFO:
        kept = {kind: clock if kind is ClockKind.PROMISE else _paused(clock, at.today) for kind, clock in kept.items()}
    return kept


def pause_ends_on(clock: Clock, calendar: WorkCalendar) -> date:
    """The day from which a paused clock runs again, whether the author has replied or not."""
    assert clock.paused_on is not None
    return calendar.add_working_days(clock.paused_on, MOST_PAUSED_DAYS - clock.paused_days)


def resumed(clock: Clock, today: date, calendar: WorkCalendar) -> Clock:
    """The clock running again, its date moved by the working days it stood still."""
    if clock.paused_on is None:
        return clock
    stood = min(calendar.working_days_between(clock.paused_on, today), MOST_PAUSED_DAYS - clock.paused_days)
    due_on = calendar.add_working_days(clock.due_on, stood)
    return replace(clock, due_on=due_on, paused_on=None, paused_days=clock.paused_days + stood)


def after_pause(clocks: Clocks, today: date, calendar: WorkCalendar) -> dict[ClockKind, Clock]:
    """The clocks with those running again whose pause has lasted as long as it may."""
    return {
        kind: resumed(clock, today, calendar)
        if clock.paused_on is not None and pause_ends_on(clock, calendar) <= today
        else clock
        for kind, clock in clocks.items()
    }


def leading(clocks: Clocks) -> Clock | None:
    """The running clock that asks most for the next step: the earliest; of two, the one nearer to the answer."""
    running = [clocks[kind] for kind in _BY_WEIGHT if kind in clocks and clocks[kind].runs]
    return min(running, key=lambda clock: clock.due_on, default=None)


_BY_WEIGHT: Final = (ClockKind.FINAL, ClockKind.FIRST_ANSWER, ClockKind.ACKNOWLEDGE)


def _acknowledging(
    kept: Clocks, case: Case, kinds: set[EventKind], limits: Limits, at: Moment
) -> dict[ClockKind, Clock]:
    kind = ClockKind.ACKNOWLEDGE
    if case.status not in _UNACKNOWLEDGED:
        return {kind: _stopped(kept[kind], at.today)} if kind in kept else {}
    return {kind: _started(kind, limits.acknowledge, at)} if kinds & _HAND_OVERS else {}


def _first_answer(
    kept: Clocks, case: Case, kinds: set[EventKind], limits: Limits, at: Moment
) -> dict[ClockKind, Clock]:
    kind = ClockKind.FIRST_ANSWER
    clock = _started(kind, limits.first_answer, at) if EventKind.FILED in kinds else kept.get(kind)
    if clock is None:
        return {}
    over = case.status not in OPEN or kinds & _SUBSTANCE
    return {kind: _stopped(clock, at.today) if over else clock}


def _final(kept: Clocks, before: Clocks, case: Case, at: Moment) -> dict[ClockKind, Clock]:
    """Started anew when the case is reopened, or when somebody has given it another date."""
    kind = ClockKind.FINAL
    clock, stored = kept.get(kind), before.get(kind)
    if case.status not in OPEN:
        return {kind: _stopped(clock, at.today)} if clock is not None else {}
    if clock is None or clock.stopped_on is not None:
        return {kind: Clock(kind, at.counted, case.due_on)}
    if stored is not None and stored.due_on != case.due_on:
        return {kind: Clock(kind, at.counted, case.due_on, paused_days=clock.paused_days)}
    return {}


def _started(kind: ClockKind, days: int, at: Moment) -> Clock:
    return Clock(kind, at.counted, at.calendar.add_working_days(at.counted, days))


def _paused(clock: Clock, today: date) -> Clock:
    if not clock.runs or clock.paused_days >= MOST_PAUSED_DAYS:
        return clock
    return replace(clock, paused_on=today)


def _stopped(clock: Clock, today: date) -> Clock:
    return clock if clock.stopped_on is not None else replace(clock, paused_on=None, stopped_on=today)
