"""Faults on order: what goes wrong with the next calls, and with the next updates."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ANY: Final = "*"


class Fault(StrEnum):
    """What the caller of a method meets."""

    TOO_MANY = "429"  # with retry_after = seconds; nothing is done
    SERVER_ERROR = "500"  # nothing is done
    BAD_GATEWAY = "502"  # a page instead of JSON; nothing is done
    LOST_ANSWER = "lost-answer"  # it is done, but after these seconds the line breaks without an answer
    DELAY = "delay"  # it is done after these seconds
    LATE_ANSWER = "late-answer"  # it is done at once, and the answer comes after these seconds


class UpdateFault(StrEnum):
    """What happens to an update on its way to the bot."""

    DUPLICATE = "duplicate"  # it comes once more after it was confirmed
    REORDER = "reorder"  # it waits until the next one has gone
    DROP = "drop"  # it never comes


@dataclass(frozen=True, slots=True)
class Ordered:
    kind: Fault
    method: str  # in small letters, or ANY
    seconds: float


class Faults:
    def __init__(self) -> None:
        self._calls: list[Ordered] = []
        self._updates: deque[UpdateFault] = deque()

    def order(self, kind: Fault, method: str = ANY, *, times: int = 1, seconds: float = 0) -> None:
        """Let the next calls of this method go wrong; what was ordered first comes first. ANY spares getUpdates."""
        self._calls += [Ordered(kind, method.lower(), seconds)] * times

    def order_update(self, kind: UpdateFault) -> None:
        """Let the next update that arises go wrong."""
        self._updates.append(kind)

    def clear(self) -> None:
        self._calls.clear()
        self._updates.clear()

    def take(self, method: str) -> Ordered | None:
        """What this call meets, if anything was ordered for it."""
        for fault in self._calls:
            if fault.method == method or (fault.method == ANY and method != "getupdates"):
                self._calls.remove(fault)
                return fault
        return None

    def take_update(self) -> UpdateFault | None:
        return self._updates.popleft() if self._updates else None
