"""Who has posts and by which accounts: ended ones, their successors, posts that wait for the office."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, func, or_, select, update

from storage.domain.accounts import Device, Holder
from storage.domain.ids import AccountKey, PersonId
from storage.domain.outbox import DeliveryState
from storage.domain.permissions import Post, Role
from storage.sql import schema as t
from storage.sql.handing_over import NO_ADDRESS
from storage.sql.lanes import last_place
from storage.sql.transaction import AnySelect, Transaction

_AN_OFFICE: Final = t.post.c.role != Role.STAFF


class SqlAccounts:
    """``accounts.Accounts``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def holders(self) -> Sequence[Holder]:
        held = select(t.post.c.person_id).where(_AN_OFFICE)
        some = held.union(select(t.pending_post.c.person_id))
        return await self._holders(select(t.person.c.id, t.person.c.name).where(t.person.c.id.in_(some)))

    async def holder(self, person: PersonId) -> Holder | None:
        found = await self._holders(select(t.person.c.id, t.person.c.name).where(t.person.c.id == person))
        return found[0] if found and (found[0].posts or found[0].pending) else None

    async def _holders(self, query: AnySelect) -> Sequence[Holder]:
        run = self._transaction.execute
        people = (await run(query.order_by(t.person.c.name, t.person.c.id))).all()
        posts: dict[bytes, list[Post]] = defaultdict(list)
        for row in await run(select(t.post).where(_AN_OFFICE).order_by(t.post.c.role, t.post.c.unit)):
            posts[row.person_id].append(Post(Role(row.role), row.unit))
        pending: dict[bytes, list[Post]] = defaultdict(list)
        for row in await run(select(t.pending_post).order_by(t.pending_post.c.role, t.pending_post.c.unit)):
            pending[row.person_id].append(Post(Role(row.role), row.unit))
        return [Holder(PersonId(p.id), p.name, tuple(posts[p.id]), tuple(pending[p.id])) for p in people]

    async def devices(self, person: PersonId) -> Sequence[Device]:
        c = t.account.c
        query = select(c.key, c.channel, c.signed_in_month).where(c.person_id == person).order_by(c.channel, c.key)
        rows = await self._transaction.execute(query)
        return [Device(AccountKey(row.key), row.channel or "", row.signed_in_month or "") for row in rows]

    async def end(self, person: PersonId, accounts: Sequence[AccountKey]) -> None:
        run, keys = self._transaction.execute, tuple(accounts)
        await run(delete(t.account).where(t.account.c.person_id == person, t.account.c.key.in_(keys)))
        for key in keys:
            await self._transaction.add_new(t.former_account, {"key": key, "person_id": person})
        c = t.outbox.c
        waiting = update(t.outbox).where(c.account_key.in_(keys), c.state == DeliveryState.QUEUED)
        await run(waiting.values(state=DeliveryState.HELD))
        left = await self.devices(person)
        if left:
            await self.take_over(person, left[0].key)

    async def take_over(self, person: PersonId, account: AccountKey) -> None:
        run = self._transaction.execute
        of_person = select(t.former_account.c.key).where(t.former_account.c.person_id == person)
        former = [row.key for row in await run(of_person.order_by(t.former_account.c.key)) if row.key != account]
        for key in former:
            await self._inherit(key, account)
        elsewhere = t.case.c.account_key.not_in(select(t.account.c.key).where(t.account.c.person_id == person))
        own = (t.case.c.person_id == person, elsewhere)
        await run(update(t.case).where(*own).values(account_key=account))
        await run(delete(t.former_account).where(t.former_account.c.person_id == person))

    async def _inherit(self, key: bytes, account: AccountKey) -> None:
        """What waits in the lane of an ended account goes behind what is in the new one's, in its order."""
        run, c = self._transaction.execute, t.outbox.c
        if self._transaction.on_postgresql:  # as for every writer of a lane
            await run(select(func.pg_advisory_xact_lock(int.from_bytes(account[:8], "big", signed=True))))
        last = await last_place(self._transaction, account)
        channel = select(t.account.c.channel).where(t.account.c.key == account).scalar_subquery()
        waits = or_(c.state == DeliveryState.HELD, (c.state == DeliveryState.FAILED) & (c.reason == NO_ADDRESS))
        moved = update(t.outbox).where(c.account_key == key, waits, c.broadcast_id.is_(None))
        await run(
            moved.values(
                lane=account,
                account_key=account,
                seq=c.seq + last,
                channel=channel,
                state=DeliveryState.QUEUED,
                reason=None,
                parked=None,
            )
        )

    async def wait_for_office(self, person: PersonId, posts: Sequence[Post]) -> None:
        for post in posts:
            row = {"person_id": person, "role": post.role, "unit": post.unit}
            await self._transaction.add_new(t.pending_post, row)

    async def pending(self, person: PersonId) -> tuple[Post, ...]:
        query = select(t.pending_post).where(t.pending_post.c.person_id == person)
        return tuple(Post(Role(row.role), row.unit) for row in await self._transaction.execute(query))

    async def settle_pending(self, person: PersonId, *, confirmed: bool) -> tuple[Post, ...]:
        c = t.pending_post.c
        gone = await self._transaction.execute(delete(t.pending_post).where(c.person_id == person).returning(*c))
        posts = tuple(Post(Role(row.role), row.unit) for row in gone)
        for post in posts if confirmed else ():
            await self._transaction.add_new(t.post, {"person_id": person, "role": post.role, "unit": post.unit})
        return posts
