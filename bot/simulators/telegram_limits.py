"""How fast a bot may send, and what it sent when."""

import math
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Final

from bot.simulators.telegram_clock import SimulatorClock
from bot.simulators.telegram_errors import too_many

_ROUNDING: Final = 1e-6  # who waits for exactly a second has waited long enough


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's own numbers, as far as they are known; messages and edits count alike."""

    bot_per_second: int = 30  # in any one second, over all chats
    private_per_second: float = 1.0
    private_burst: int = 3
    group_per_minute: int = 20  # in any one minute


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that reached a chat, or an edit of one. ``at`` is the simulator's time."""

    at: float
    bot_id: int
    method: str
    chat_id: int
    message_id: int
    text: str
    kind: str = ""  # photo, document, voice, video; empty for plain text


@dataclass(slots=True)
class Ledger:
    """All that was sent, and each attempt that was too fast (its time and chat)."""

    sent: list[Sent] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)

    def to(self, chat_id: int) -> list[Sent]:
        return [each for each in self.sent if each.chat_id == chat_id]

    def distinct(self) -> list[tuple[int, str]]:
        """Chat and text of each message, a repeated one only once: what a sender that may repeat has to reach."""
        return list(dict.fromkeys((each.chat_id, each.text) for each in self.sent))

    def repeated(self) -> dict[tuple[int, str], int]:
        """How often a message was sent, for those sent more than once."""
        counts = Counter((each.chat_id, each.text) for each in self.sent)
        return {key: count for key, count in counts.items() if count > 1}

    def per_second(self) -> dict[int, int]:
        """The histogram: messages by whole second since 1970, in order of time."""
        return dict(sorted(Counter(math.floor(each.at) for each in self.sent).items()))

    def most_in(self, seconds: float) -> int:
        """The greatest number of messages in any window of this length."""
        window: deque[float] = deque()
        most = 0
        for at in sorted(each.at for each in self.sent):
            window.append(at)
            while window[0] <= at - seconds:
                window.popleft()
            most = max(most, len(window))
        return most


class Meter:
    """Lets a bot send at the allowed pace; who was refused stays refused until the time he was told."""

    def __init__(self, clock: SimulatorClock, limits: Limits) -> None:
        self._clock, self._limits = clock, limits
        self._bot: deque[float] = deque()
        self._groups: dict[int, deque[float]] = {}
        self._earliest: dict[int, float] = {}  # per private chat: when its bucket will be full again
        self._shut: dict[int, float] = {}  # until when, by chat; 0 stands for the whole bot

    def admit(self, chat_id: int, count: int = 1) -> None:
        """Count these messages to one chat, or raise 429."""
        now = self._clock.time()
        for scope in (0, chat_id):
            if self._shut.get(scope, 0) > now + _ROUNDING:
                raise too_many(math.ceil(self._shut[scope] - now - _ROUNDING))
        self._shut_if(0, _full_until(self._bot, now, 1.0, self._limits.bot_per_second, count))
        room_at = self._group if chat_id < 0 else self._private
        self._shut_if(chat_id, room_at(chat_id, now, count))
        self._take(chat_id, now, count)

    def _shut_if(self, scope: int, until: float) -> None:
        now = self._clock.time()
        if until > now + _ROUNDING:
            seconds = math.ceil(until - now - _ROUNDING)
            self._shut[scope] = now + seconds
            raise too_many(seconds)

    def _group(self, chat_id: int, now: float, count: int) -> float:
        recent = self._groups.setdefault(chat_id, deque())
        return _full_until(recent, now, 60.0, self._limits.group_per_minute, count)

    def _private(self, chat_id: int, now: float, count: int) -> float:
        allowed_debt = (self._limits.private_burst - count) / self._limits.private_per_second
        # An album may be larger than the burst: then it needs a chat at rest.
        return self._earliest.get(chat_id, now) - max(allowed_debt, 0)

    def _take(self, chat_id: int, now: float, count: int) -> None:
        self._bot.extend([now] * count)
        if chat_id < 0:
            self._groups[chat_id].extend([now] * count)
        else:
            owed = max(self._earliest.get(chat_id, now), now)
            self._earliest[chat_id] = owed + count / self._limits.private_per_second


def _full_until(recent: deque[float], now: float, seconds: float, most: int, count: int) -> float:
    """When these many more will fit into the window; not later than now if they do already."""
    while recent and recent[0] <= now - seconds + _ROUNDING:
        recent.popleft()
    if len(recent) + count <= most or not recent:
        return now
    return recent[min(len(recent) + count - most, len(recent)) - 1] + seconds
