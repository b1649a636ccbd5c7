"""Persons, their posts and their accounts."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Date, bindparam, delete, exists, func, or_, select, update

from storage.domain.broadcast import Audience
from storage.domain.conversation import PAGE
from storage.domain.errors import ConcurrentUpdate, NotFound
from storage.domain.guard_names import name_key
from storage.domain.ids import AccountKey, PersonId
from storage.domain.permissions import Actor, Post, Role
from storage.domain.ports import Absence, Colleague, Recipient
from storage.sql import schema as t
from storage.sql.handing_over import former_holder, set_apart
from storage.sql.transaction import AnyRow, AnySelect, Transaction, Values

_DEFAULT_LANGUAGE: Final = "vi"

_POSTS_OF: Final = (
    select(t.account.c.person_id, t.account.c.signed_in_month, t.consent.c.version, t.post.c.role, t.post.c.unit)
    .outerjoin_from(t.account, t.post, t.post.c.person_id == t.account.c.person_id)
    .outerjoin(t.consent, t.consent.c.person_id == t.account.c.person_id)
    .where(t.account.c.key == bindparam("account"))
)
_ACCOUNTS: Final = select(t.account.c.key, t.person.c.language).join_from(t.account, t.person)
_RECIPIENT: Final = _ACCOUNTS.where(t.account.c.key == bindparam("account"))


def _one_account_each() -> AnySelect:
    """Each person once, by the account whose turn is first (``Device.turn``): the same one every time."""
    this, other = t.account.c, t.account.alias("other").c
    on_page, other_on_page = (func.coalesce(channel, "") == PAGE for channel in (this.channel, other.channel))
    earlier = or_(on_page & ~other_on_page, (on_page == other_on_page) & (other.key < this.key))
    return _ACCOUNTS.where(~exists().where(other.person_id == this.person_id, earlier)).order_by(this.key)


def _holds(*post: ColumnElement[bool]) -> ColumnElement[bool]:
    return t.account.c.person_id.in_(select(t.post.c.person_id).where(*post))


def _holds_on(*post: ColumnElement[bool]) -> ColumnElement[bool]:
    """Holds such a post on the day ``on``: has it and is there, or stands in for somebody who has it."""
    away = exists().where(*_ABSENT, t.stand_in.c.person_id == t.post.c.person_id, t.stand_in.c.unit == t.post.c.unit)
    present = select(t.post.c.person_id).where(*post, ~away)
    standing_in = select(t.stand_in.c.substitute_id).join_from(t.stand_in, t.post, _POST_OF_ABSENT)
    return t.account.c.person_id.in_(present.union(standing_in.where(*post, *_ABSENT)))


_ON: Final = bindparam("on", type_=Date)
_ABSENT: Final = (t.stand_in.c.from_on <= _ON, t.stand_in.c.until_on >= _ON)
_POST_OF_ABSENT: Final = (t.post.c.person_id == t.stand_in.c.person_id) & (t.post.c.unit == t.stand_in.c.unit)
_IN_ROLES: Final = t.post.c.role.in_(bindparam("roles", expanding=True))
_IN_UNIT: Final = t.post.c.unit == bindparam("unit")
_RECIPIENTS: Final = _one_account_each()
_HOLDERS: Final = {False: _RECIPIENTS.where(_holds(_IN_ROLES)), True: _RECIPIENTS.where(_holds_on(_IN_ROLES))}
_HOLDERS_IN: Final = {
    False: _RECIPIENTS.where(_holds(_IN_ROLES, _IN_UNIT)),
    True: _RECIPIENTS.where(_holds_on(_IN_ROLES, _IN_UNIT)),
}
_AT_WORK: Final = _RECIPIENTS.where(
    _holds_on(t.post.c.person_id == bindparam("person"), _IN_UNIT, t.post.c.role != Role.STAFF)
)
_OUT_OF: Final[BindParameter[str]] = bindparam("out_of", expanding=True)
_OUTSIDE: Final = ~t.account.c.person_id.in_(select(t.post.c.person_id).where(t.post.c.unit.in_(_OUT_OF)))
_STANDS_IN_OUTSIDE: Final = ~t.account.c.person_id.in_(
    select(t.stand_in.c.substitute_id).where(*_ABSENT, t.stand_in.c.unit.in_(_OUT_OF))
)
_NAMED_POSTS: Final = (
    select(t.person.c.name, t.post.c.role, t.post.c.unit)
    .join_from(t.person, t.post)
    .where(t.person.c.name_key.in_(bindparam("keys", expanding=True)))
)
_KEYS_AT_ONCE: Final = 500
_POSTS_STOOD_IN: Final = (
    select(t.post.c.role, t.post.c.unit)
    .join_from(t.account, t.stand_in, t.stand_in.c.substitute_id == t.account.c.person_id)
    .join(t.post, _POST_OF_ABSENT)
    .where(t.account.c.key == bindparam("account"), *_ABSENT, t.post.c.role != Role.STAFF)
)
_COLLEAGUES: Final = (
    select(t.person.c.id, t.person.c.name)
    .join(t.post, t.post.c.person_id == t.person.c.id)
    .where(_IN_UNIT, t.post.c.role != Role.STAFF)
    .distinct()
    .order_by(t.person.c.name, t.person.c.id)
)


class SqlPeople:
    """``ports.People``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def actor(self, account: AccountKey, on: date | None = None) -> Actor:
        rows = (await self._transaction.execute(_POSTS_OF, {"account": account})).all()
        held = [row for row in rows if row.role is not None]
        if on is not None:
            held += (await self._transaction.execute(_POSTS_STOOD_IN, {"account": account, "on": on})).all()
        return Actor(
            posts=frozenset(Post(Role(row.role), row.unit) for row in held),
            person=PersonId(rows[0].person_id) if rows else None,
            account=account,
            signed_in=rows[0].signed_in_month if rows else None,
            agreed_to=rows[0].version if rows else None,
        )

    async def enrol(
        self,
        account: AccountKey,
        sealed_address: bytes,
        posts: Sequence[Post],
        *,
        name: str,
        month: str,
        channel: str | None = None,
        person: PersonId | None = None,
    ) -> PersonId:
        """See ``ports.People``; posts add up, and a name is only given to who has none."""
        way = {"key": account, "sealed_address": sealed_address, "channel": channel, "signed_in_month": month}
        known, wanted = await self._person_of(account), person
        before = await former_holder(self._transaction, account)
        if wanted is not None and known is not None and known != wanted:
            await self._make_way(account, known)
            before, known = known, None
        person = known
        if person is None and wanted is not None:
            person = wanted
            if not await self._transaction.add_new(t.account, {**way, "person_id": person}):
                raise ConcurrentUpdate
        elif person is None:
            person = await self._new_person(way, name=name, month=month)
        else:
            await self._renew(way, person, name)
        if before not in (None, person):
            await set_apart(self._transaction, account, before)
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
        await self._transaction.execute(update(t.person).where(t.person.c.id == person).values(_named(name)))

    async def set_language(self, person: PersonId, language: str) -> None:
        await self._transaction.execute(update(t.person).where(t.person.c.id == person).values(language=language))

    async def holders(
        self, roles: Iterable[Role], unit: str | None = None, *, on: date | None = None, but: Collection[str] = ()
    ) -> Sequence[Recipient]:
        query = (_HOLDERS if unit is None else _HOLDERS_IN)[on is not None]
        return await self._outside(query, {"roles": tuple(roles), "unit": unit, "on": on}, but)

    async def at_work(self, person: PersonId, unit: str, on: date, *, but: Collection[str] = ()) -> Sequence[Recipient]:
        return await self._outside(_AT_WORK, {"person": person, "unit": unit, "on": on}, but)

    async def _outside(self, query: AnySelect, values: Values, but: Collection[str]) -> Sequence[Recipient]:
        """The accounts the query finds, but those of people of these units, or who stand in there that day."""
        given = {name: value for name, value in values.items() if value is not None}
        if but:
            query, given = query.where(_OUTSIDE), {**given, "out_of": tuple(but)}
            query = query.where(_STANDS_IN_OUTSIDE) if "on" in given else query
        return [_recipient_of(row) for row in await self._transaction.execute(query, given)]

    async def named_posts(self, keys: Collection[str]) -> Sequence[tuple[str, Post]]:
        found, wanted = list[AnyRow](), sorted(keys)
        for start in range(0, len(wanted), _KEYS_AT_ONCE):
            found += await self._transaction.execute(_NAMED_POSTS, {"keys": wanted[start : start + _KEYS_AT_ONCE]})
        return [(row.name, Post(Role(row.role), row.unit)) for row in found]

    async def colleagues(self, unit: str) -> Sequence[Colleague]:
        rows = await self._transaction.execute(_COLLEAGUES, {"unit": unit})
        return [Colleague(PersonId(row.id), row.name) for row in rows]

    async def stand_in(self, absence: Absence) -> None:
        row = {
            "person_id": absence.person,
            "unit": absence.unit,
            "substitute_id": absence.substitute,
            "from_on": absence.from_on,
            "until_on": absence.until_on,
        }
        same = (t.stand_in.c.person_id == absence.person, t.stand_in.c.unit == absence.unit)
        await self._transaction.execute(delete(t.stand_in).where(*same))
        await self._transaction.add(t.stand_in, row)

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

    async def _make_way(self, account: AccountKey, person: PersonId) -> None:
        """Whoever only lent a page to somebody else loses no desk by it: the office lets them in again."""
        desks = exists().where(t.post.c.person_id == person, t.post.c.role != Role.STAFF)
        if (await self._transaction.execute(select(desks))).scalar_one():
            await self._transaction.execute(delete(t.account).where(t.account.c.key == account))
        else:
            await self.forget_account(account)

    async def _person_of(self, account: AccountKey) -> PersonId | None:
        query = select(t.account.c.person_id).where(t.account.c.key == account)
        row = (await self._transaction.execute(query)).one_or_none()
        return None if row is None else PersonId(row.person_id)

    async def _new_person(self, way: Values, *, name: str, month: str) -> PersonId:
        person = PersonId(secrets.token_bytes(16))
        row = {"id": person, **_named(name), "language": "", "enrolled_month": month}
        await self._transaction.add(t.person, row)
        if not await self._transaction.add_new(t.account, {**way, "person_id": person}):
            raise ConcurrentUpdate  # another process has just enrolled this account
        return person

    async def _renew(self, way: Values, person: PersonId, name: str) -> None:
        run = self._transaction.execute
        await run(update(t.account).where(t.account.c.key == way["key"]).values(way))
        await run(update(t.person).where(t.person.c.id == person, t.person.c.name == "").values(_named(name)))


def _named(name: str) -> Values:
    return {"name": name, "name_key": name_key(name)}


def _recipient_of(row: AnyRow) -> Recipient:
    return Recipient(AccountKey(row.key), row.language or _DEFAULT_LANGUAGE)
