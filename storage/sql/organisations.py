"""The organisation, kept as one document."""

from datetime import date

from sqlalchemy import select, update

from storage.domain.organisation import Organisation
from storage.domain.organisation_document import parse_organisation, to_document
from storage.sql import schema as t
from storage.sql.transaction import Transaction

_ONLY = 1


class SqlOrganisations:
    """``ports.Organisations``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def load(self) -> Organisation | None:
        """The organisation, None before it was loaded; OrganisationError if an older one breaks today's rules."""
        row = (await self._transaction.execute(select(t.organisation.c.document))).one_or_none()
        return None if row is None else parse_organisation(row.document)

    async def store(self, organisation: Organisation) -> None:
        row = {"id": _ONLY, "document": to_document(organisation)}
        if not await self._transaction.add_new(t.organisation, row):
            await self._transaction.execute(update(t.organisation), row)

    async def claim_calendar_question(self, year: int, week: date) -> bool:
        return await self._transaction.add_new(t.calendar_question, {"year": year, "week": week})
