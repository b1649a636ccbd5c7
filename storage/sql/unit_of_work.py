"""The repositories of one transaction."""

from collections.abc import Callable
from typing import Final, Self

from storage.contents import ContentKeys
from storage.domain import ports
from storage.domain.accounts import Accounts, Pins
from storage.domain.audit import AuditLog
from storage.domain.retention import Keeping
from storage.domain.rights import Rights
from storage.domain.set_aside import SetAside
from storage.sql.accounts import SqlAccounts
from storage.sql.audit import SqlAudit
from storage.sql.broadcasts import SqlBroadcasts
from storage.sql.cases import SqlCases
from storage.sql.commitments import SqlCommitments
from storage.sql.contents import SqlContents
from storage.sql.deadlines import SqlDeadlines
from storage.sql.group_chats import SqlGroupChats
from storage.sql.invites import SqlInvites
from storage.sql.keeping import SqlKeeping
from storage.sql.organisations import SqlOrganisations
from storage.sql.outbox import SqlOutbox
from storage.sql.people import SqlPeople
from storage.sql.pins import SqlPins
from storage.sql.reminders import SqlReminders
from storage.sql.rights import SqlRights
from storage.sql.set_aside import SqlSetAside
from storage.sql.similar import SqlSimilar
from storage.sql.statistics import SqlStatistics
from storage.sql.transaction import Transaction
from storage.sql.usages import SqlUsages


class SqlUnitOfWork:
    """``ports.UnitOfWork`` on SQLAlchemy. For one task at a time."""

    def __init__(self, transaction: Transaction, keys: ContentKeys, on_queued: Callable[[], None]) -> None:
        self._transaction, self._on_queued = transaction, on_queued
        contents = SqlContents(transaction, keys)
        self.contents: Final[ports.Contents] = contents
        self.keeping: Final[Keeping] = SqlKeeping(transaction)
        self.cases: Final[ports.Cases] = SqlCases(transaction, contents)
        self.people: Final[ports.People] = SqlPeople(transaction)
        self.invites: Final[ports.Invites] = SqlInvites(transaction)
        self.group_chats: Final[ports.GroupChats] = SqlGroupChats(transaction)
        self.outbox: Final = SqlOutbox(transaction, contents)
        self.deadlines: Final[ports.Deadlines] = SqlDeadlines(transaction)
        self.reminders: Final[ports.Reminders] = SqlReminders(transaction)
        self.set_aside: Final[SetAside] = SqlSetAside(transaction)
        self.commitments: Final[ports.Commitments] = SqlCommitments(transaction, contents)
        self.similar: Final[ports.Similar] = SqlSimilar(transaction, contents)
        self.broadcasts: Final[ports.Broadcasts] = SqlBroadcasts(transaction, self.outbox)
        self.usages: Final[ports.Usages] = SqlUsages(transaction)
        self.statistics: Final[ports.Statistics] = SqlStatistics(transaction, contents)
        self.organisations: Final[ports.Organisations] = SqlOrganisations(transaction)
        self.audit: Final[AuditLog] = SqlAudit(transaction)
        self.pins: Final[Pins] = SqlPins(transaction)
        self.accounts: Final[Accounts] = SqlAccounts(transaction)
        self.rights: Final[Rights] = SqlRights(transaction)

    async def commit(self) -> None:
        await self._transaction.commit()
        if self.outbox.has_new:
            self._on_queued()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._transaction.end()
