"""Persons, their posts and their accounts."""

import secrets
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, update

from storage.domain.broadcast import Audience
from storage.domain.errors import ConcurrentUpdate, NotFound
from storage.domain.ids import AccountKey, PersonId
from storage.domain.permissions import Actor, Post, Role
from storage.domain.ports import Recipient
from storage.sql import schema as t
from storage.sql.transaction import AnyRow, AnySelect, Transaction

_DEFAULT_LANGUAGE: Final = "vi"

_POSTS_OF: Final = (
    select(t.account.c.person_id, t.post.c.role, t.post.c.unit)
    .outerjoin_from(t.account, t.post, t.post.c.person_id == t.account.c.person_id)
    .where(t.account.c.key == bindparam("account"))
)
_ACCOUNTS: Final = select(t.account.c.key, t.person.c.language).join_from(t.account, t.person)
_RECIPIENT: Final = _ACCOUNTS.where(t.account.c.key == bindparam("account"))


def _one_account_each() -> AnySelect:
    """Each person once, by the smallest account key: the same one every time."""
    other = t.account.alias("other")
    smaller = exists().where(other.c.person_id == t.account.c.person_id, other.c.key < t.account.c.key)
    return _ACCOUNTS.where(~smaller).order_by(t.account.c.key)


def _holds(*post: ColumnElement[bool]) -> ColumnElement[bool]:
    return t.account.c.person_id.in_(select(t.post.c.person_id).where(*post))


_IN_ROLES: Final = t.post.c.role.in_(bindparam("roles", expanding=True))
_RECIPIENTS: Final = _one_account_each()
_HOLDERS: Final = _RECIPIENTS.where(_holds(_IN_ROLES))
_HOLDERS_IN: Final = _RECIPIENTS.where(_holds(_IN_ROLES, t.post.c.unit == bindparam("unit")))


class SqlPeople:
    """``ports.People``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def actor(self, account: AccountKey) -> Actor:
        rows = (await self._transaction.execute(_POSTS_OF, {"account": account})).all()
        return Actor(
            posts=frozenset(Post(Role(row.role), row.unit) for row in rows if row.role is not None),
            person=PersonId(rows[0].person_id) if rows else None,
            account=account,
        )

    async def enrol(
        self, account: AccountKey, sealed_address: bytes, posts: Sequence[Post], *, name: str, month: str
    ) -> PersonId:
        """See ``ports.People``; posts add up, and a name is only given to who has none."""
        person = await self._person_of(account)
        if person is None:
            person = await self._new_person(account, sealed_address, name=name, month=month)
        else:
            await self._renew(account, person, sealed_address, name)
        for post in posts:
            await self._transaction.add_new(t.post, {"person_id": person, "role": post.role, "unit": post.unit})
        return person

    async def name(self, person: PersonId) -> str:
        found = await self._transaction.execute(select(t.person.c.name).where(t.person.c.id == person))
        row = found.one_or_none()
        if row is None:
            raise NotFound
        return str(row.name)

    async def set_name(self, person: PersonId, name: str) -> None:
        await self._transaction.execute(update(t.person).where(t.person.c.id == person).values(name=name))

    async def set_language(self, person: PersonId, language: str) -> None:
        await self._transaction.execute(update(t.person).where(t.person.c.id == person).values(language=language))

    async def holders(self, roles: Iterable[Role], unit: str | None = None) -> Sequence[Recipient]:
        values = {"roles": tuple(roles)} if unit is None else {"roles": tuple(roles), "unit": unit}
        rows = await self._transaction.execute(_HOLDERS if unit is None else _HOLDERS_IN, values)
        return [_recipient_of(row) for row in rows]

    async def recipient(self, account: AccountKey) -> Recipient | None:
        row = (await self._transaction.execute(_RECIPIENT, {"account": account})).one_or_none()
        return None if row is None else _recipient_of(row)

    async def audience(self, audience: Audience) -> Sequence[Recipient]:
        """See ``ports.People``; one account a person here too."""
        query = _RECIPIENTS
        if audience.unit:
            query = query.where(_holds(t.post.c.unit == audience.unit))
        if audience.role is not None:
            query = query.where(_holds(t.post.c.role == audience.role))
        return [_recipient_of(row) for row in await self._transaction.execute(query)]

    async def forget_account(self, account: AccountKey) -> None:
        person = await self._person_of(account)
        if person is None:
            return
        run = self._transaction.execute
        await run(delete(t.account).where(t.account.c.key == account))
        reachable = exists().where(t.account.c.person_id == person)
        has_cases = exists().where(t.case.c.person_id == person)
        if (await run(select(reachable | has_cases))).scalar_one():
            return
        await run(delete(t.post).where(t.post.c.person_id == person))
        await run(delete(t.person).where(t.person.c.id == person))

    async def _person_of(self, account: AccountKey) -> PersonId | None:
        query = select(t.account.c.person_id).where(t.account.c.key == account)
        row = (await self._transaction.execute(query)).one_or_none()
        return None if row is None else PersonId(row.person_id)

    async def _new_person(self, account: AccountKey, sealed_address: bytes, *, name: str, month: str) -> PersonId:
        person = PersonId(secrets.token_bytes(16))
        row = {"id": person, "name": name, "language": "", "enrolled_month": month}
        await self._transaction.add(t.person, row)
        way = {"key": account, "person_id": person, "sealed_address": sealed_address}
        if not await self._transaction.add_new(t.account, way):
            raise ConcurrentUpdate  # another process has just enrolled this account
        return person

    async def _renew(self, account: AccountKey, person: PersonId, sealed_address: bytes, name: str) -> None:
        run = self._transaction.execute
        await run(update(t.account).where(t.account.c.key == account).values(sealed_address=sealed_address))
        await run(update(t.person).where(t.person.c.id == person, t.person.c.name == "").values(name=name))


def _recipient_of(row: AnyRow) -> Recipient:
    return Recipient(AccountKey(row.key), row.language or _DEFAULT_LANGUAGE)
