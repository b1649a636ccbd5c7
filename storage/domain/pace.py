"""How fast one bot may speak: a platform's limits kept from our side, so that it never has to refuse."""

from bisect import insort
from dataclasses import dataclass
from math import inf
from typing import Final

_SLOWED_BY: Final = 0.8  # of the bulk rate that met a refusal is left
_CHATS_KEPT: Final = 1_000
_REGAINED: Final = 1 / 60  # messages a second, each second: one a minute
_TRIPS: Final = 30  # answers, until the shortest of their trips tells anything
_TRUSTED: Final = 0.8  # of it: the shortest way there and the shortest way back may be of two messages


@dataclass(frozen=True, slots=True)
class Limit:
    """So many messages in any so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """Telegram's numbers (telegram.org/bots/faq); the seconds are a little longer, since its clock is not ours.

    ``bulk_per_second`` leaves room for replies in between. A chat gets one a second on average, two of them at once.
    """

    bot: Limit = Limit(30, 1.01)
    chat: Limit = Limit(2, 2.1)
    group: Limit = Limit(20, 60.5)
    bulk_per_second: float = 28.0


ALONE: Final = PaceLimits()
# Where one process replies and another one carries notices, what a chat may get is parted once and for all: asking each
# other would tell the front, by its waiting, whose chat is behind a sealed address. Over all chats the front counts.
FRONT: Final = PaceLimits(chat=Limit(2, 3.1), group=Limit(10, 60.5))
DELIVERY: Final = PaceLimits(chat=Limit(1, 3.1), group=Limit(10, 60.5))


class Window:
    """What may have arrived lately, against one limit.

    We know when a message left and when it was answered, and not when it arrived in between. So it counts from the
    moment it leaves until its time is up after the latest moment it can have arrived: whatever happens on the way, the
    platform never counts more at once than is counted here.
    """

    def __init__(self, limit: Limit) -> None:
        self._limit, self._under_way = limit, 0
        self._ends: list[float] = []  # when each that has arrived will not count any more, in order

    @property
    def most(self) -> int:
        return self._limit.most

    def free_at(self, now: float, places: int = 1) -> float:
        """From when on there are so many places; infinity where that hangs on answers."""
        self._ends = [end for end in self._ends if end > now]
        missing = self._under_way + len(self._ends) + places - self._limit.most
        if missing <= 0:
            return now
        return self._ends[missing - 1] if missing <= len(self._ends) else inf

    def leave(self, messages: int = 1) -> None:
        self._under_way += messages

    def arrived(self, by: float, messages: int = 1) -> None:
        """``by`` then at the latest, those that left before."""
        self._under_way -= messages
        for _ in range(messages):
            insort(self._ends, by + self._limit.seconds)

    def count(self, until: float) -> None:
        """One more, that arrived before we were there."""
        insort(self._ends, until)

    def is_empty(self, now: float) -> bool:
        return not self._under_way and all(end <= now for end in self._ends)


class Pace:
    """When the next message may go. Times are seconds of any one clock that never goes back.

    Bulk is spaced evenly and gives way: each reply takes the place of one.
    """

    def __init__(self, limits: PaceLimits = ALONE) -> None:
        self._limits = limits
        self.bot = Window(self._limits.bot)
        self._chats: dict[int, Window] = {}
        self._groups_full_until = 0.0
        self._next_bulk = 0.0
        self._slow_rate, self._slowed_at = self._limits.bulk_per_second, 0.0
        self._trips, self._shortest = 0, inf
        self.silent_until = 0.0

    def chat(self, now: float, chat_id: int) -> Window:
        """What counts for this chat; groups have negative ids, as on Telegram."""
        if len(self._chats) > _CHATS_KEPT:
            self._chats = {each: window for each, window in self._chats.items() if not window.is_empty(now)}
        if chat_id not in self._chats:
            self._chats[chat_id] = self._new(now, chat_id)
        return self._chats[chat_id]

    def _new(self, now: float, chat_id: int) -> Window:
        limit = self._limits.group if chat_id < 0 else self._limits.chat
        window = Window(limit)
        if chat_id < 0 and now < self._groups_full_until:
            for _ in range(limit.most):
                window.count(self._groups_full_until)
        return window

    @property
    def minute(self) -> float:
        """Seconds for which a message to a group counts."""
        return self._limits.group.seconds

    def groups_are_full(self, now: float) -> None:
        """Nobody knows what groups got before a restart: what a minute after it has been forgotten anyway."""
        self._groups_full_until = now + self.minute

    def bulk_at(self, now: float) -> float:
        """When one more bulk message may be begun. A reservation: it is taken to begin then."""
        at = max(now, self._next_bulk, self.silent_until)
        self._next_bulk = at + 1 / self.bulk_rate(at)
        return at

    def give_way(self, now: float, messages: int) -> None:
        """So many go that are no bulk."""
        self._next_bulk = max(now, self._next_bulk) + messages / self.bulk_rate(now)

    def trip(self, seconds: float) -> None:
        """A message was answered after so long."""
        self._trips += 1
        self._shortest = min(self._shortest, seconds)

    @property
    def way(self) -> float:
        """Seconds that a message and its answer are on their way at the least.

        Who was answered now had arrived before the answer's part of it, and who leaves now will arrive after the
        other part: together the two are so much further apart than answer and departure.
        """
        return self._shortest * _TRUSTED if self._trips >= _TRIPS else 0.0

    def refused(self, now: float, seconds: float) -> None:
        """The platform asks for silence: everything waits, and bulk goes more slowly for a while."""
        if now >= self.silent_until:  # else it was under way when another one was refused
            self._slow_rate = max(1.0, self.bulk_rate(now) * _SLOWED_BY)
        self._slowed_at = self.silent_until = max(self.silent_until, now + seconds)

    def bulk_rate(self, now: float) -> float:
        """Messages a second."""
        regained = max(0.0, now - self._slowed_at) * _REGAINED
        return min(self._limits.bulk_per_second, self._slow_rate + regained)
