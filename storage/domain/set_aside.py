"""Cases at which a sweep stumbled: they are looked at again later, and hold up nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from storage.domain.ids import CaseId

_LONGEST: Final = 8  # days


class Sweep(StrEnum):
    """Which of them stumbled."""

    DUE = "due"
    PROMISES = "promises"
    DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Stumble:
    """An error's type and the place in the code: never its words, which may hold what a person wrote."""

    sweep: Sweep
    error: str
    place: str


def again_on(today: date, tries: int) -> date:
    """When a case is looked at again that has failed so often in a row: each time twice as far away."""
    return today + timedelta(days=min(1 << (tries - 1), _LONGEST))


class SetAside(Protocol):
    """The cases that wait because of an error, kept over a restart."""

    async def note(self, case_id: CaseId, stumble: Stumble) -> int:
        """How often in a row it has failed now."""
        ...

    async def clear(self, case_ids: Collection[CaseId], sweep: Sweep) -> None:
        """These went well."""
        ...

    async def standing(self) -> Sequence[tuple[Stumble, int]]:
        """What waits, with the number of cases."""
        ...
