"""How long what is stored is kept, and the proof that it was deleted. Days only, and nobody's name."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from storage.domain.document import Table
from storage.domain.ids import CaseId

_MONTHS: Final = 12
_MOST_DAYS, _MOST_MONTHS = 365, 240


@dataclass(frozen=True, slots=True)
class Retention:
    """Counted from the last thing that happened to a case that has ended."""

    address_days: int = 30  # the sealed way back to an anonymous author; the reply code stays
    contents_months: int = 24  # texts and files
    failed_days: int = 14  # what notices say that could not be delivered

    def addresses_before(self, today: date) -> date:
        """The last day of cases whose return address goes today."""
        return today - timedelta(days=self.address_days)

    def contents_before(self, today: date) -> date:
        """The last day of cases whose contents go today."""
        return months_before(today, self.contents_months)

    def failures_before(self, today: date) -> date:
        """The last day on which a notice failed that is emptied today."""
        return today - timedelta(days=self.failed_days)


DEFAULT_RETENTION: Final = Retention()


class Erased(StrEnum):
    """What was deleted."""

    CONTENTS = "contents"
    ADDRESS = "address"
    NOTICES = "notices"


class Why(StrEnum):
    """On whose word."""

    AUTHOR = "author"
    OFFICE = "office"
    RETENTION = "retention"


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line of the proof; ``ref`` is the case's, "" for the notices of a day."""

    what: Erased
    ref: str
    on: date
    why: Why
    number: int = 1


class Keeping(Protocol):
    """What must not be kept for ever. A case that still owes something, as a promise, has not ended."""

    async def forget_addresses(self, ended_until: date, limit: int) -> Sequence[str]:
        """Delete return addresses of cases that ended until that day; the references of the cases."""
        ...

    async def to_erase(self, ended_until: date, limit: int) -> Sequence[CaseId]:
        """Cases that ended until that day and still have their contents."""
        ...

    async def empty_failures(self, today: date, failed_until: date) -> int:
        """Take from failed notices what they say; how many. Those that failed since the last look are dated today."""
        ...

    async def note(self, erasures: Sequence[Erasure]) -> None:
        """Write down that it was done; the same again changes nothing."""
        ...

    async def noted(self, since: date) -> Sequence[Erasure]:
        """What was deleted since that day, by day."""
        ...


def months_before(day: date, months: int) -> date:
    """The same day so many months ago, or the last of that month where it is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_retention(root: Table) -> Retention:
    """The table ``retention`` of an organisation's document; all of it may be left out."""
    if not root.has("retention"):
        return DEFAULT_RETENTION
    table, usual = root.table("retention"), DEFAULT_RETENTION

    def number(key: str, most: int, otherwise: int) -> int:
        return table.number(key, 1, most) if table.has(key) else otherwise

    read = Retention(
        address_days=number("address_days", _MOST_DAYS, usual.address_days),
        contents_months=number("contents_months", _MOST_MONTHS, usual.contents_months),
        failed_days=number("failed_days", _MOST_DAYS, usual.failed_days),
    )
    table.finish()
    return read


def retention_written(retention: Retention) -> dict[str, object]:
    """What ``read_retention`` reads back to the same value."""
    return {
        "address_days": retention.address_days,
        "contents_months": retention.contents_months,
        "failed_days": retention.failed_days,
    }
