"""Faults on order: what goes wrong with the next calls, the next updates and the next fetches of media."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

ANY: Final = "*"


class Fault(StrEnum):
    """What the caller of a method meets."""

    QUOTA = "429"  # error_code 429 in JSON; nothing is done
    SERVER_ERROR = "500"  # error_code 500 in JSON; nothing is done
    BUSY_PAGE = "429-page"  # the gateway's HTML page with HTTP 429; nothing is done
    BAD_GATEWAY = "502-page"  # the same with 502
    PAGE = "200-page"  # the same with 200
    RESET = "reset"  # the line breaks at once; nothing is done
    LOST_ANSWER = "lost-answer"  # it is done, but after these seconds the line breaks without an answer
    SLOW = "slow"  # it is done at once, and answered after these seconds
    REFUSAL = "refusal"  # with the code and the description given to ``refuse``; nothing is done


class UpdateFault(StrEnum):
    """What happens to an update on its way to the bot."""

    DUPLICATE = "duplicate"  # it comes twice
    REORDER = "reorder"  # it waits until the next one has gone
    DELAY = "delay"  # it comes after these seconds
    DROP = "drop"  # it never comes
    LIST = "list"  # it comes as a list of one
    UNKNOWN_EVENT = "unknown-event"  # an event of an unknown name comes before it
    EMPTY_BODY = "empty-body"  # an empty request comes before it (webhook only)
    WRONG_SECRET = "wrong-secret"  # noqa: S105  its first delivery bears another secret (webhook only)


class MediaFault(StrEnum):
    """What fetches a photo or a voice meets."""

    GONE = "gone"  # 404
    PAGE = "page"  # an HTML page with 200
    CUT = "cut"  # the line breaks in the middle
    SLOW = "slow"  # after these seconds
    ENDLESS = "endless"  # more and more bytes, and no length beforehand
    REDIRECTS = "redirects"  # to itself, for ever


@dataclass(frozen=True, slots=True)
class Ordered:
    kind: Fault
    method: str
    seconds: float = 0.0
    code: int = 0
    description: str = ""


class Faults:
    """What was ordered first comes first."""

    def __init__(self) -> None:
        self._calls: list[Ordered] = []
        self._updates: deque[tuple[UpdateFault, float]] = deque()
        self._media: deque[tuple[MediaFault, float]] = deque()

    def order(self, kind: Fault, method: str = ANY, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next calls of this method go wrong. ANY spares getUpdates."""
        self._calls += [Ordered(kind, method, seconds)] * times

    def refuse(self, code: int, method: str = ANY, *, times: int = 1, description: str = "") -> None:
        """Let the next calls of this method be refused with this error_code."""
        self._calls += [Ordered(Fault.REFUSAL, method, code=code, description=description or f"Error {code}")] * times

    def order_update(self, kind: UpdateFault, *, seconds: float = 0.0) -> None:
        """Let the next update that arises go wrong."""
        self._updates.append((kind, seconds))

    def order_media(self, kind: MediaFault, *, times: int = 1, seconds: float = 0.0) -> None:
        """Let the next fetches of media go wrong."""
        self._media += [(kind, seconds)] * times

    def clear(self) -> None:
        self._calls.clear()
        self._updates.clear()
        self._media.clear()

    def take(self, method: str) -> Ordered | None:
        """What this call meets, if anything was ordered for it."""
        for fault in self._calls:
            if fault.method == method or (fault.method == ANY and method != "getUpdates"):
                self._calls.remove(fault)
                return fault
        return None

    def take_update(self) -> tuple[UpdateFault, float] | None:
        return self._updates.popleft() if self._updates else None

    def take_media(self) -> tuple[MediaFault, float] | None:
        return self._media.popleft() if self._media else None
