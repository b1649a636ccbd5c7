"""When an anonymous case becomes visible and when an answer leaves: never at the moment that would tell who wrote.

Cases are released together, at set times; until then only their author sees them. Both are off where the office sets
no slots and no delay.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Final

from storage.domain.calendar import WorkCalendar

SLOTS: Final = (time(8), time(11), time(14), time(16, 30))
_MOST_MOVES: Final = 4  # out of quiet hours: a delay that ends in the next ones moves once more


@dataclass(frozen=True, slots=True)
class ReleaseRules:
    """How an office releases. ``delay`` is the least and the most minutes; with (0, 0) answers leave at once.

    ``neutral``: what is pushed to an anonymous author says only that there is something to read.
    """

    slots: tuple[time, ...] = SLOTS
    at_least: int = 3
    delay: tuple[int, int] = (5, 120)
    neutral: bool = True

    @property
    def in_slots(self) -> bool:
        return bool(self.slots)

    @property
    def delays(self) -> bool:
        return self.delay[1] > 0


DEFAULT_RELEASE: Final = ReleaseRules()
IMMEDIATE: Final = ReleaseRules(slots=(), at_least=1, delay=(0, 0), neutral=False)


def first_slot(now: datetime, rules: ReleaseRules, calendar: WorkCalendar) -> datetime:
    """The next slot of a working day after ``now``: all that is kept of when a case was filed."""
    return next(_slots_after(now, rules, calendar))


def last_slot(slot: datetime, rules: ReleaseRules, calendar: WorkCalendar) -> datetime:
    """The slot at which a case goes however few wait with it: within one working day of its filing."""
    more = len(rules.slots) - 1
    return next(islice(_slots_after(slot, rules, calendar), more - 1, None)) if more > 0 else slot


def is_time(waiting: Sequence[datetime], now: datetime, rules: ReleaseRules, calendar: WorkCalendar) -> bool:
    """Whether those whose first slot has come are released: enough to hide in, or one that may not wait longer."""
    if not rules.in_slots:
        return bool(waiting)
    pool = [slot for slot in waiting if slot <= now]
    return len(pool) >= rules.at_least or any(last_slot(slot, rules, calendar) <= now for slot in set(pool))


def leaves_at(now: datetime, rules: ReleaseRules, calendar: WorkCalendar, chance: Random) -> datetime:
    """When a notice written by ``now`` leaves for an anonymous author: some minutes later, and not while people sleep.

    Whoever answers and then looks whose phone rings would otherwise know.
    """
    moment = _some_time_after(now.astimezone(calendar.zone), rules, chance)
    for _ in range(_MOST_MOVES):
        quiet = next((quiet for quiet in calendar.quiet if quiet.holds(moment.time())), None)
        if quiet is None:
            break
        day = moment.date() if moment.time() < quiet.end else moment.date() + timedelta(days=1)
        moment = _some_time_after(datetime.combine(day, quiet.end, calendar.zone), rules, chance)
    return moment


def _some_time_after(moment: datetime, rules: ReleaseRules, chance: Random) -> datetime:
    """A whole minute: while it is stored, it shall not say to the second when something was written."""
    least, most = rules.delay
    later = moment + timedelta(seconds=chance.randint(least * 60, most * 60))
    whole = later.replace(second=0, microsecond=0)
    return whole if whole == later else whole + timedelta(minutes=1)


def _slots_after(moment: datetime, rules: ReleaseRules, calendar: WorkCalendar) -> Iterator[datetime]:
    """The slots of working days later than ``moment``, without an end."""
    day = moment.astimezone(calendar.zone).date()
    if not calendar.is_working_day(day):
        day = calendar.next_working_day(day)
    while True:
        slots = (datetime.combine(day, at, calendar.zone) for at in rules.slots)
        yield from (slot for slot in slots if slot > moment)
        day = calendar.next_working_day(day)
