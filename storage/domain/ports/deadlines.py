"""What time brings: clocks, reminders, promises."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

from storage.domain.clocks import Clock, Clocks
from storage.domain.commitment import Commitment
from storage.domain.digest import Waiting
from storage.domain.ids import CaseId
from storage.domain.views import CommitmentLine


class Deadlines(Protocol):
    """The clocks of cases and the one day on which each case wants to be looked at next."""

    async def clocks(self, case_id: CaseId) -> Clocks: ...
    async def clocks_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Clocks]:
        """The clocks of each of these cases."""
        ...

    async def put_clocks(self, case_id: CaseId, clocks: Sequence[Clock]) -> None: ...
    async def wake(self, case_id: CaseId, on: date | None) -> None:
        """Look at this case on that day, or (None) never again."""
        ...

    async def wake_again(self, days: Mapping[CaseId, date]) -> None:
        """Look at cases that were taken once more, each on its day."""
        ...

    async def take_due(self, today: date, limit: int) -> Sequence[CaseId]:
        """Cases whose day has come; they are this transaction's, and come back if it is undone."""
        ...

    async def any_due(self, today: date) -> bool: ...
    async def wake_homeless(self, units: Iterable[str], today: date) -> None:
        """Cases of departments other than these are looked at by the next sweep."""
        ...

    async def mark_seen(self, case_id: CaseId, unit: str, today: date) -> None:
        """The unit has opened the case; the first time counts."""
        ...

    async def seen(self, case_id: CaseId) -> Mapping[str, date]:
        """The units that have opened the case, with the day of the first time."""
        ...

    async def seen_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Mapping[str, date]]:
        """The same of each of these cases."""
        ...


class Reminders(Protocol):
    async def claim(self, reminders: Sequence[Waiting]) -> int:
        """How many are new: each is said once, however often the sweep runs. They wait for a digest."""
        ...

    async def waiting(self) -> Sequence[Waiting]:
        """What the next digest says."""
        ...

    async def times_of(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, int]:
        """How often whoever owed the next step was reminded of each of these cases."""
        ...

    async def has_digest(self, today: date, slot: int) -> bool: ...
    async def open_digest(self, today: date, slot: int) -> bool:
        """True the first time only: a day has two digests at most."""
        ...

    async def said(self, reminders: Sequence[Waiting]) -> None: ...


class Commitments(Protocol):
    """What answers promised. A promise changes together with its case, whose version guards both."""

    async def add(self, commitment: Commitment) -> None: ...
    async def save(self, commitment: Commitment) -> None: ...
    async def of_case(self, case_id: CaseId) -> Sequence[Commitment]:
        """All promises of a case, in the order they were made."""
        ...

    async def take_due(self, today: date, limit: int, of: CaseId | None = None) -> Sequence[Commitment]:
        """Promises (of a case) whose day has come; they are this transaction's, and come back if it is undone."""
        ...

    async def due_cases(self, today: date) -> Collection[CaseId]:
        """The cases whose promises have come to their day."""
        ...

    async def wake_later(self, case_id: CaseId, today: date, on: date) -> None:
        """What is due of this case is not looked at before that day."""
        ...

    async def open_lines(
        self, units: Iterable[str] | None, limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CommitmentLine]:
        """Open promises of these units, or (None) of all, the one due first on top."""
        ...
