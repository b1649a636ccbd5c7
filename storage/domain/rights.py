"""What people may ask about their own data, and by when it is to be done (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP).

All of it is about accounts. Who wrote without a name is nobody here: to see or erase such a case takes its reply code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from storage.domain.calendar import WorkCalendar
from storage.domain.ids import CaseId, PersonId

CONSENT_VERSION: Final = "2026-11"  # of the text "consent": a test holds the two together
MOST_OPEN: Final = 5  # requests of one person that nobody has dealt with yet
MAX_WISH: Final = 500  # characters

ANSWER_WORKING_DAYS: Final = 2


class Wish(StrEnum):
    """What a person asks the office for. The rest they do by themselves, at once."""

    CORRECT = "correct"
    RESTRICT = "restrict"  # or object to
    OTHER = "other"


# Days, not working days, for carrying it out; another party that must act would lengthen them, and there is none.
_DAYS: Final = {Wish.CORRECT: 10, Wish.RESTRICT: 15, Wish.OTHER: 20}


@dataclass(frozen=True, slots=True)
class DataRequest:
    """Asked on a day, to be answered and carried out by others. What exactly was asked is told, not stored."""

    id: bytes
    person: PersonId
    wish: Wish
    asked_on: date
    answer_by: date
    done_by: date
    reminded_on: date | None = None

    def is_late(self, today: date) -> bool:
        return today > self.done_by

    def is_to_be_reminded_of(self, today: date, calendar: WorkCalendar) -> bool:
        """Once on the day of its answer; daily from the last working day on by which it can still be done in time."""
        if self.reminded_on is None:
            return today >= self.answer_by
        off = not calendar.is_working_day(self.done_by)
        last = calendar.previous_working_day(self.done_by) if off else self.done_by
        return today >= last and self.reminded_on < today


def new_request(id_: bytes, person: PersonId, wish: Wish, today: date, calendar: WorkCalendar) -> DataRequest:
    """The day of asking is day zero."""
    answer_by = calendar.add_working_days(today, ANSWER_WORKING_DAYS)
    return DataRequest(id_, person, wish, today, answer_by, today + timedelta(days=_DAYS[wish]))


@dataclass(frozen=True, slots=True)
class Consent:
    """The version of the text that was agreed to, and the month: no day is kept."""

    version: str
    month: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What is stored about a person, apart from posts and devices."""

    name: str
    language: str
    month: str
    consent: Consent | None
    cases: int


class Rights(Protocol):
    """A person's own data. No filing comes here."""

    async def holding(self, person: PersonId) -> Holding: ...
    async def agree(self, person: PersonId, consent: Consent) -> None: ...
    async def cases_of(self, person: PersonId) -> Sequence[CaseId]:
        """The named cases, by their references."""
        ...

    async def unname(self, case_id: CaseId, verifier: bytes) -> None:
        """The case is nobody's any more; what is still to be told of it is left for its new reply code."""
        ...

    async def forget(self, person: PersonId) -> None:
        """Everything keyed by the person goes, and what still waits to be said to them. Their cases must be unnamed."""
        ...

    async def ask(self, request: DataRequest) -> None: ...
    async def requests(self, person: PersonId | None = None) -> Sequence[DataRequest]:
        """The open ones, by the day they are to be done: of this person, or of everybody."""
        ...

    async def reminded(self, requests: Sequence[DataRequest], today: date) -> None:
        """The office has been reminded of these today."""
        ...

    async def settle(self, request_id: bytes) -> bool:
        """It was dealt with; False if somebody was quicker."""
        ...
