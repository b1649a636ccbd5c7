"""The office as a whole: how it is set up, and its numbers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from storage.domain.clocks import ClockKind
from storage.domain.lifecycle import Status
from storage.domain.organisation import Organisation
from storage.domain.statistics import Span, Spans
from storage.domain.views import CaseLine


class Statistics(Protocol):
    async def spans(self, since: date, *, reader: Iterable[str] = ()) -> Spans:
        """The clocks of the cases filed since that day, and of all that are open; alike ones are counted together."""
        ...

    async def lines(
        self, clock: ClockKind, since: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[tuple[CaseLine, Span]]:
        """Of the same cases, those in these statuses one by one, the oldest first."""
        ...


class Organisations(Protocol):
    async def load(self) -> Organisation | None: ...
    async def store(self, organisation: Organisation) -> None: ...
    async def claim_calendar_question(self, year: int, week: date) -> bool:
        """True the first time only: the office is asked once a week to confirm a year's days off."""
        ...
