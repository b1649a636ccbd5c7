"""What is stored about a person, taken together: shown, taken off cases, forgotten; and what the office is asked."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, func, null, select, update

from storage.domain.errors import NotFound
from storage.domain.ids import CaseId, PersonId
from storage.domain.outbox import DeliveryState
from storage.domain.rights import Consent, DataRequest, Holding, Wish
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, Transaction

_UNSAID = (DeliveryState.QUEUED, DeliveryState.HELD, DeliveryState.FAILED)


class SqlRights:
    """``rights.Rights``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def holding(self, person: PersonId) -> Holding:
        run = self._transaction.execute
        columns = (t.person, t.consent.c.version, t.consent.c.month)
        query = select(*columns).outerjoin_from(t.person, t.consent).where(t.person.c.id == person)
        row = (await run(query)).one_or_none()
        if row is None:
            raise NotFound
        cases = (await run(select(func.count()).select_from(t.case).where(t.case.c.person_id == person))).scalar_one()
        consent = Consent(row.version, row.month) if row.version else None
        return Holding(row.name, row.language, row.enrolled_month, consent, cases)

    async def agree(self, person: PersonId, consent: Consent) -> None:
        await self._transaction.execute(delete(t.consent).where(t.consent.c.person_id == person))
        row = {"person_id": person, "version": consent.version, "month": consent.month}
        await self._transaction.add(t.consent, row)

    async def cases_of(self, person: PersonId) -> Sequence[CaseId]:
        query = select(t.case.c.id).where(t.case.c.person_id == person).order_by(t.case.c.ref)
        return [CaseId(row.id) for row in await self._transaction.execute(query)]

    async def unname(self, case_id: CaseId, verifier: bytes) -> None:
        run = self._transaction.execute
        nameless = {"person_id": null(), "account_key": null(), "signature": "", "version": t.case.c.version + 1}
        await run(update(t.case).where(t.case.c.id == case_id).values(nameless))
        await self._transaction.add(t.reply_code, {"verifier": verifier, "case_id": case_id})

    async def forget(self, person: PersonId) -> None:
        run, c = self._transaction.execute, t.outbox.c
        keys = select(t.account.c.key).where(t.account.c.person_id == person)
        former = select(t.former_account.c.key).where(t.former_account.c.person_id == person)
        to_them = c.account_key.in_(keys.union(former))
        unsaid = update(t.outbox).where(to_them, c.state.in_(_UNSAID))
        await run(unsaid.values(state=DeliveryState.DONE, payload=null(), key_wrap=null(), reason=null()))
        await run(delete(t.broadcast_recipient).where(t.broadcast_recipient.c.account_key.in_(keys)))
        await run(delete(t.invite).where(t.invite.c.person_id == person))
        for table in (t.account, t.post):
            await run(delete(table).where(table.c.person_id == person))
        await run(delete(t.person).where(t.person.c.id == person))  # PIN, consent, requests, stand-ins go with it

    async def ask(self, request: DataRequest) -> None:
        row = {
            "id": request.id,
            "person_id": request.person,
            "wish": request.wish,
            "asked_on": request.asked_on,
            "answer_by": request.answer_by,
            "done_by": request.done_by,
        }
        await self._transaction.add(t.data_request, row)

    async def requests(self, person: PersonId | None = None) -> Sequence[DataRequest]:
        query = select(t.data_request).order_by(t.data_request.c.done_by, t.data_request.c.id)
        if person is not None:
            query = query.where(t.data_request.c.person_id == person)
        return [_request(row) for row in await self._transaction.execute(query)]

    async def reminded(self, requests: Sequence[DataRequest], today: date) -> None:
        ids = [request.id for request in requests]
        await self._transaction.execute(
            update(t.data_request).where(t.data_request.c.id.in_(ids)).values(reminded_on=today)
        )

    async def settle(self, request_id: bytes) -> bool:
        gone = await self._transaction.execute(delete(t.data_request).where(t.data_request.c.id == request_id))
        return bool(gone.rowcount)


def _request(row: AnyRow) -> DataRequest:
    return DataRequest(
        row.id, PersonId(row.person_id), Wish(row.wish), row.asked_on, row.answer_by, row.done_by, row.reminded_on
    )
