"""After a 429: for how long nobody, or one person, is written to. Zalo does not say which of the two it means.

The plan may be used up, or too much may have come at once: then it holds for everybody. Or a plan of fifty people is
full: then it holds for those who came later, and must not silence the others.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=4)
_MOST_CHATS: Final = 1_000

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Refused:
    """How often in a row; ``alone``: somebody else was taken meanwhile."""

    times: int = 0
    alone: bool = False
    until: datetime | None = None


class Quiet:
    """Told of each message that was taken or refused. Chats are kept in memory only, while they are refused."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._chats: dict[str, _Refused] = {}
        self._until: datetime | None = None
        self.refusals = 0  # in a row, of anybody

    def taken(self, chat_id: str) -> None:
        """Zalo takes messages, and those to this chat."""
        self._until, self.refusals = None, 0
        self._chats.pop(chat_id, None)
        for other in self._chats.values():
            other.alone = True

    def refused(self, chat_id: str, *, at_least: timedelta, until: datetime) -> None:
        """Longer and longer, but not beyond ``until``."""
        chat = self._chats.setdefault(chat_id, _Refused())
        if len(self._chats) > _MOST_CHATS:
            del self._chats[next(iter(self._chats))]
        chat.times += 1
        if chat.alone:
            chat.until = min(self._now() + _wait(chat.times), until)
            log.warning("Zalo takes messages, but none to one chat (429): is the plan's number of people full?")
            return
        self.refusals += 1
        wait = max(_wait(self.refusals), at_least)
        self._until = min(self._now() + wait, until)
        log.warning("Zalo takes no messages (429), nothing is sent for minutes=%d", wait.total_seconds() // 60)

    @property
    def wait(self) -> timedelta:
        """How long nobody is to be written to from now on; zero: go ahead."""
        return max(self._until - self._now(), timedelta()) if self._until else timedelta()

    def holds_for(self, chat_id: str) -> bool:
        """Whether this chat alone is to be left alone for now."""
        chat = self._chats.get(chat_id)
        return chat is not None and chat.until is not None and chat.until > self._now()


def _wait(times: int) -> timedelta:
    return min(_FIRST_WAIT * (1 << min(times - 1, 10)), _LONGEST_WAIT)
