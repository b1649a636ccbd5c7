"""How fast one bot may speak: a platform's limits kept from our side, so that it never has to refuse."""

from collections import deque
from dataclasses import dataclass
from typing import Final

_SLOWED_BY: Final = 0.8  # of the bulk rate that met a refusal is left
_CHATS_KEPT: Final = 1_000
_REGAINED: Final = 1 / 60  # messages a second, each second: one a minute


@dataclass(frozen=True, slots=True)
class PaceLimits:
    """Telegram's numbers (telegram.org/bots/faq), a little less: messages may arrive closer together than they left.

    ``bulk_per_second`` leaves room for replies in between.
    """

    per_second: int = 30  # over all chats
    second: float = 1.05
    bulk_per_second: float = 28.0
    chat_seconds: float = 1.05  # between two messages to one person, on average
    chat_burst: int = 2
    group_per_minute: int = 20
    minute: float = 60.5


class Pace:
    """When the next message may go. Every answer is a reservation: the message is taken to go on at that time.

    A message asks for its chat first, and once that time has come for the bot as a whole. Times are seconds of any one
    clock that never goes back. Bulk is spaced evenly and gives way: each reply takes the place of one.
    """

    def __init__(self, limits: PaceLimits | None = None) -> None:
        self._limits = limits or PaceLimits()
        self._last: deque[float] = deque(maxlen=self._limits.per_second)
        self._chats: dict[int, float] = {}
        self._groups: dict[int, deque[float]] = {}
        self._next_bulk = 0.0
        self._slow_rate, self._slowed_at = self._limits.bulk_per_second, 0.0
        self.silent_until = 0.0

    def bulk_at(self, now: float) -> float:
        """When one more bulk message may be begun."""
        at = max(now, self._next_bulk, self.silent_until)
        self._next_bulk = at + 1 / self.bulk_rate(at)
        return at

    def chat_at(self, now: float, chat_id: int) -> float:
        """When this chat may get one more message; groups have negative ids, as on Telegram."""
        return self._group_at(now, chat_id) if chat_id < 0 else self._person_at(now, chat_id)

    def bot_at(self, now: float, *, bulk: bool = False) -> float:
        """When the bot may send one more message, to whomever; one of ``bulk`` has its place there already."""
        if not bulk:
            self._next_bulk = max(now, self._next_bulk) + 1 / self.bulk_rate(now)
        free = self._last[0] + self._limits.second if len(self._last) == self._limits.per_second else now
        at = max(now, self.silent_until, free)
        self._last.append(at)
        return at

    def refused(self, now: float, seconds: float) -> None:
        """The platform asks for silence: everything waits, and bulk goes more slowly for a while."""
        if now >= self.silent_until:  # else it was under way when another one was refused
            self._slow_rate = max(1.0, self.bulk_rate(now) * _SLOWED_BY)
        self._slowed_at = self.silent_until = max(self.silent_until, now + seconds)

    def bulk_rate(self, now: float) -> float:
        """Messages a second."""
        regained = max(0.0, now - self._slowed_at) * _REGAINED
        return min(self._limits.bulk_per_second, self._slow_rate + regained)

    def _group_at(self, now: float, chat_id: int) -> float:
        recent = self._groups.setdefault(chat_id, deque(maxlen=self._limits.group_per_minute))
        at = max(now, recent[0] + self._limits.minute) if len(recent) == self._limits.group_per_minute else now
        recent.append(at)
        return at

    def _person_at(self, now: float, chat_id: int) -> float:
        paid_until = self._chats.get(chat_id, now)
        at = max(now, paid_until - (self._limits.chat_burst - 1) * self._limits.chat_seconds)
        self._chats[chat_id] = max(paid_until, at) + self._limits.chat_seconds
        if len(self._chats) > _CHATS_KEPT:
            self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        return at
