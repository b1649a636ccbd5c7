"""Cases: what is kept of them, and which are alike."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from storage.domain.case import Case
from storage.domain.ids import CaseId, PersonId
from storage.domain.lifecycle import Status
from storage.domain.similarity import Frequencies
from storage.domain.views import CaseLine


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A cleaned file with its content, on its way into a case."""

    file_id: str
    name: str
    media_type: str
    content: bytes


class Cases(Protocol):
    """The cases. Every getter raises NotFound."""

    async def add(
        self,
        case: Case,
        *,
        return_address: bytes | None,
        reply_verifier: bytes | None,
        files: Sequence[StoredFile],
    ) -> bool:
        """Insert; False (and nothing written) if a case of this id is there already."""
        ...

    async def get(self, ref: str) -> Case: ...
    async def get_by_id(self, case_id: CaseId) -> Case: ...
    async def some(self, case_ids: Collection[CaseId]) -> Mapping[CaseId, Case]:
        """These cases, read together: for who looks at many."""
        ...

    async def get_by_reply_code(self, verifier: bytes) -> Case: ...
    async def save(self, case: Case) -> None:
        """Write what changed; raises ConcurrentUpdate if the stored version is not ``case.version``."""
        ...

    async def merged_into(self, case_id: CaseId) -> Sequence[Case]: ...
    async def unreleased(self) -> Mapping[CaseId, datetime]:
        """The cases that wait for their release, each with its first slot; not those withdrawn meanwhile."""
        ...

    async def of_person(self, person: PersonId, limit: int) -> Sequence[CaseLine]:
        """A person's named cases, newest first by date, then by reference."""
        ...

    async def of_departments(
        self, units: Iterable[str], statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases led or supported by one of the units, by due date.

        ``reader``, here and below: the units of whoever reads; what is kept from one of them is left out.
        """
        ...

    async def in_status(
        self, statuses: Iterable[Status], limit: int, *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases of any department, by due date."""
        ...

    async def due_until(
        self, day: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[CaseLine]:
        """Cases in these statuses due on or before ``day``."""
        ...

    async def file(self, file_id: str) -> tuple[CaseId, StoredFile]: ...
    async def add_files(self, case_id: CaseId, files: Sequence[StoredFile]) -> None: ...


class Contents(Protocol):
    """What cases hold, as a whole."""

    async def erase(self, case_id: CaseId) -> bool:
        """Destroy the case's key and all it sealed; dates, units, topic and clocks stay. False if that was done."""
        ...

    async def readable(self) -> bool:
        """Whether the keys at hand are those the cases were written with."""
        ...


@dataclass(frozen=True, slots=True)
class Summarised:
    """A case of which the office has written a summary, open or answered."""

    id: CaseId
    ref: str
    topic: str
    status: Status
    summary: str
    excluded: tuple[str, ...] = ()


class Similar(Protocol):
    """The words of the office's summaries."""

    async def frequencies(self, terms: Collection[str]) -> Frequencies: ...
    async def sharing(self, terms: Collection[str], limit: int) -> Sequence[Summarised]:
        """Open and answered cases whose summaries share most of these terms, in no order."""
        ...

    async def followers(self, case_id: CaseId) -> int:
        """How many cases are answered together with this one."""
        ...

    async def hold(self, ref: str) -> None:
        """To be called before another case is merged into this one: until commit nobody answers or withdraws it.

        Otherwise, where several write at once, the answer would go out without the one who joins that moment.
        """
        ...
