"""An account that another person comes in by: what waits there for the one before is set apart for their next one."""

from hashlib import blake2b
from typing import Final

from sqlalchemy import delete, exists, null, or_, select, update

from storage.domain.ids import AccountKey, PersonId
from storage.domain.outbox import DeliveryState
from storage.sql import schema as t
from storage.sql.lanes import last_place
from storage.sql.transaction import Transaction

NO_ADDRESS: Final = "no-address"  # what delivery notes of a notice whose account is gone


async def former_holder(transaction: Transaction, account: AccountKey) -> PersonId | None:
    """Whose the account was when it was ended, while something may still wait there for them."""
    found = select(t.former_account.c.person_id).where(t.former_account.c.key == account)
    person = (await transaction.execute(found)).scalar_one_or_none()
    return None if person is None else PersonId(person)


async def set_apart(transaction: Transaction, account: AccountKey, person: PersonId) -> None:
    """Under a key that is no account's; of a person who is no more, nothing is left to say."""
    run, c = transaction.execute, t.outbox.c
    await run(delete(t.former_account).where(t.former_account.c.key == account))
    gone = (c.state == DeliveryState.FAILED) & (c.reason == NO_ADDRESS)
    theirs = (
        c.account_key == account,
        c.broadcast_id.is_(None),
        or_(c.state.in_((DeliveryState.QUEUED, DeliveryState.HELD)), gone),
    )
    if not (await run(select(exists().where(t.person.c.id == person)))).scalar_one():
        await run(update(t.outbox).where(*theirs).values(state=DeliveryState.DROPPED, payload=null()))
        return
    apart = blake2b(account + person, digest_size=16).digest()
    last = await last_place(transaction, apart)
    moved = update(t.outbox).where(*theirs)
    await run(moved.values(lane=apart, account_key=apart, seq=c.seq + last, state=DeliveryState.HELD, reason=null()))
    await transaction.add_new(t.former_account, {"key": apart, "person_id": person})
