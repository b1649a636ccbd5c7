"""What the office sees of notices to named people that failed finally."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, bindparam, exists, literal_column, null, or_, select, update

from storage.contents import MovedContents
from storage.domain.broadcast import HELD, BroadcastState
from storage.domain.errors import NotPermitted
from storage.domain.ids import AccountKey
from storage.domain.outbox import DeliveryState, Notice, Undelivered
from storage.domain.permissions import Post, Role
from storage.sql import schema as t
from storage.sql.contents import SqlContents
from storage.sql.payloads import opened_notice
from storage.sql.transaction import AnyRow, Transaction

# Of an anonymous author nothing fails: those rows end as DONE. Asked for all the same, so that it holds twice.
_FAILED: Final = (t.outbox.c.state == literal_column(f"'{DeliveryState.FAILED}'"), t.outbox.c.account_key.is_not(None))


def _of_broadcast(*states: BroadcastState) -> ColumnElement[bool]:
    of = (t.broadcast.c.id == t.outbox.c.broadcast_id, t.broadcast.c.state.in_(states))
    return exists().where(*of).correlate(t.outbox)


_LIST: Final = (
    select(
        *(t.outbox.c[name] for name in ("id", "reason", "channel", "payload", "about_id", "key_wrap")),
        t.case.c.key_wrap.label("case_key"),
        t.account.c.person_id,
        t.person.c.name,
    )
    .outerjoin_from(t.outbox, t.account, t.account.c.key == t.outbox.c.account_key)
    .outerjoin(t.case, t.case.c.id == t.outbox.c.about_id)
    .outerjoin(t.person, t.person.c.id == t.account.c.person_id)
    .where(*_FAILED, ~_of_broadcast(BroadcastState.STOPPED))
    .order_by(t.outbox.c.broadcast_id.is_not(None), t.outbox.c.lane, t.outbox.c.seq)
    .limit(bindparam("most"))
)
_POSTS: Final = (
    select(t.post.c.person_id, t.post.c.role, t.post.c.unit)
    .where(t.post.c.person_id.in_(bindparam("persons", expanding=True)))
    .order_by(t.post.c.role, t.post.c.unit)
)
_ONE: Final = (*_FAILED, t.outbox.c.id == bindparam("notice_id"))
_OWN, _OTHER = t.account.alias("own"), t.account.alias("other")
_OF_PERSON: Final = (
    select(_OTHER.c.key).join(_OWN, _OWN.c.person_id == _OTHER.c.person_id).where(_OWN.c.key == bindparam("lane"))
)
_LANES: Final = or_(t.outbox.c.lane == bindparam("lane"), t.outbox.c.lane.in_(_OF_PERSON))
_HAS_FAILED: Final = select(exists().where(*_FAILED, _LANES, t.outbox.c.broadcast_id.is_(None)))
_REQUEUE: Final = (
    update(t.outbox)
    .where(*_ONE, ~_of_broadcast(BroadcastState.STOPPED, *HELD))
    .values(state=DeliveryState.QUEUED, tries=0, not_before=null(), reason=null())
)
_SETTLE: Final = (
    update(t.outbox)
    .where(*_ONE, t.outbox.c.broadcast_id.is_(None))
    .values(state=DeliveryState.DONE, payload=null(), reason=null())
)


async def undelivered(transaction: Transaction, contents: SqlContents, limit: int) -> Sequence[Undelivered]:
    rows = (await transaction.execute(_LIST, {"most": limit})).all()
    persons = {row.person_id for row in rows} - {None}
    posts: dict[bytes, list[Post]] = defaultdict(list)
    if persons:
        for post in await transaction.execute(_POSTS, {"persons": tuple(persons)}):
            posts[post.person_id].append(Post(Role(post.role), post.unit))
    return [_undelivered_of(row, contents, tuple(posts.get(row.person_id, ()))) for row in rows]


async def has_failed(transaction: Transaction, account: AccountKey) -> bool:
    return bool((await transaction.execute(_HAS_FAILED, {"lane": account})).scalar_one())


async def requeue(transaction: Transaction, notice_id: bytes) -> bool:
    return bool((await transaction.execute(_REQUEUE, {"notice_id": notice_id})).rowcount)


async def settle(transaction: Transaction, notice_id: bytes) -> bool:
    return bool((await transaction.execute(_SETTLE, {"notice_id": notice_id})).rowcount)


def _undelivered_of(row: AnyRow, contents: SqlContents, posts: tuple[Post, ...]) -> Undelivered:
    try:
        notice = opened_notice(row, contents)
    except (MovedContents, NotPermitted):  # delivery has given up on it and said why
        notice = Notice("")
    return Undelivered(
        id=row.id,
        reason=row.reason,
        channel=row.channel or "",
        text_key=notice.text_key,
        case_ref=notice.case_ref,
        name=row.name or "",
        posts=posts,
    )
