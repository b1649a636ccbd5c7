"""The repositories of one transaction."""

from collections.abc import Callable
from typing import Final, Self

from storage.domain import ports
from storage.sql.broadcasts import SqlBroadcasts
from storage.sql.cases import SqlCases
from storage.sql.commitments import SqlCommitments
from storage.sql.deadlines import SqlDeadlines
from storage.sql.invites import SqlInvites
from storage.sql.organisations import SqlOrganisations
from storage.sql.outbox import SqlOutbox
from storage.sql.people import SqlPeople
from storage.sql.reminders import SqlReminders
from storage.sql.similar import SqlSimilar
from storage.sql.statistics import SqlStatistics
from storage.sql.transaction import Transaction
from storage.sql.usages import SqlUsages


class SqlUnitOfWork:
    """``ports.UnitOfWork`` on SQLAlchemy. For one task at a time."""

    def __init__(self, transaction: Transaction, on_queued: Callable[[], None]) -> None:
        self._transaction, self._on_queued = transaction, on_queued
        self.cases: Final[ports.Cases] = SqlCases(transaction)
        self.people: Final[ports.People] = SqlPeople(transaction)
        self.invites: Final[ports.Invites] = SqlInvites(transaction)
        self.outbox: Final = SqlOutbox(transaction)
        self.deadlines: Final[ports.Deadlines] = SqlDeadlines(transaction)
        self.reminders: Final[ports.Reminders] = SqlReminders(transaction)
        self.commitments: Final[ports.Commitments] = SqlCommitments(transaction)
        self.similar: Final[ports.Similar] = SqlSimilar(transaction)
        self.broadcasts: Final[ports.Broadcasts] = SqlBroadcasts(transaction, self.outbox)
        self.usages: Final[ports.Usages] = SqlUsages(transaction)
        self.statistics: Final[ports.Statistics] = SqlStatistics(transaction)
        self.organisations: Final[ports.Organisations] = SqlOrganisations(transaction)

    async def commit(self) -> None:
        await self._transaction.commit()
        if self.outbox.has_new:
            self._on_queued()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._transaction.end()
