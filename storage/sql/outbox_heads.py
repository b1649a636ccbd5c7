"""Whose turn it is: of each lane the first notice that waits.

A look goes from lane to lane in an index, past all that waits in each: ten thousand notices to one recipient cost no
more than one. Of each priority it goes on until enough have been found, so that a broadcast is not walked to its end.
"""

from collections.abc import Callable, Iterable
from typing import Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Integer,
    LargeBinary,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    union,
    union_all,
)
from sqlalchemy import case as choose

from storage.domain.outbox import DeliveryState, Priority
from storage.sql import schema as t
from storage.sql.transaction import AnySelect

_NOW: Final = bindparam("now", type_=t.Instant())
_MOST: Final = bindparam("most", type_=Integer())
_AFTER: Final = bindparam("after", type_=LargeBinary())
_BEFORE_ALL: Final = bindparam("before_all", b"", type_=LargeBinary())
_BEHIND_ALL: Final = bindparam("behind_all", b"\xff" * 33, type_=LargeBinary())  # a lane has no more than 32 bytes
_NOTHING: Final = cast(null(), LargeBinary)


def waits(outbox: FromClause) -> ColumnElement[bool]:
    """It is queued."""
    # Written out, not bound: a plan made for any value cannot use an index of the queued rows alone.
    return outbox.c.state == literal_column(f"'{DeliveryState.QUEUED}'")


def _of_channel(outbox: FromClause) -> ColumnElement[bool]:
    return outbox.c.channel == bindparam("channel")


def _sealed(outbox: FromClause) -> ColumnElement[bool]:
    """Only the sealed address knows its channel."""
    return outbox.c.channel.is_(None)


def _is_due(outbox: FromClause) -> ColumnElement[bool]:
    return or_(outbox.c.not_before.is_(None), outbox.c.not_before <= _NOW)


def _walk(of: Callable[[FromClause], ColumnElement[bool]]) -> CTE:
    """From lane to lane of each priority, from behind ``after`` to the end and from the beginning up to it.

    Each row says to which lane it comes, which one it has left, and the ``notice`` whose turn it is there, if any.
    """
    rounds = ((_AFTER, _BEHIND_ALL), (_BEFORE_ALL, _AFTER))
    begun: Iterable[AnySelect] = (
        select(
            literal_column(str(priority.value)).label("priority"),
            until.label("until"),
            lane.label("lane"),
            _NOTHING.label("left"),
            _NOTHING.label("notice"),
            literal_column("0").label("found"),
        )
        for priority in Priority
        for lane, until in rounds
    )
    walk = select(union_all(*begun).subquery()).cte(recursive=True)
    step, c = t.outbox.alias(), walk.c
    ahead = (step.c.priority == c.priority, step.c.lane > c.lane, step.c.lane <= c.until, step.c.parked.is_(None))
    # By the whole of the index: PostgreSQL does not see that where the channel is NULL the lane alone says as much.
    by_index = (step.c.channel, step.c.priority, step.c.lane)
    lane = select(step.c.lane).where(waits(step), of(step), *ahead).order_by(*by_index).limit(1).scalar_subquery()
    found = c.found + choose((c.notice.is_not(None), 1), else_=0)
    onward = select(c.priority, c.until, lane, c.lane, _head(walk), found)
    return walk.union_all(onward.where(c.lane.is_not(None), found < _MOST))


def _head(walk: CTE) -> ColumnElement[bytes]:
    """The lane's first notice, if it is of this priority and its time has come; else what is behind it waits too."""
    first = t.outbox.alias()
    c = first.c
    # A reminder that waits for the morning holds up nothing: an answer goes out at night as well.
    held = (c.priority == Priority.REMINDER) & (func.coalesce(c.not_before, "") > _NOW)
    may_go = _is_due(first) & c.parked.is_(None) & c.lane.not_in(bindparam("skipped", expanding=True))
    goes = (c.priority == walk.c.priority) & may_go
    left_before = walk.c.left.is_not(None)  # else the walk only begins there
    of_lane = select(choose((goes, c.id))).where(left_before, c.lane == walk.c.lane, waits(first), ~held)
    return of_lane.order_by(c.seq).limit(1).correlate(walk).scalar_subquery()


def _heads() -> AnySelect:
    """With their sealed addresses."""
    walks = (_walk(_of_channel).c, _walk(_sealed).c)
    # Each once: a lane lies in both where something was put there while its account was forgotten.
    turns = union(*(select(c.priority, c.until, c.left, c.notice).where(c.notice.is_not(None)) for c in walks))
    turn = turns.order_by("priority", literal_column("until").desc(), "left").limit(_MOST).subquery()
    c, later = t.outbox.c, t.outbox.alias()
    followed = exists().where(later.c.lane == c.lane, waits(later), later.c.seq > c.seq).label("followed")
    address = func.coalesce(t.account.c.sealed_address, t.group_chat.c.sealed_address, t.return_address.c.sealed)
    return (
        select(t.outbox, t.case.c.key_wrap.label("case_key"), address.label("address"), followed)
        .join_from(turn, t.outbox, c.id == turn.c.notice)
        .outerjoin(t.case, t.case.c.id == c.about_id)
        .outerjoin(t.account, t.account.c.key == c.account_key)
        .outerjoin(t.group_chat, t.group_chat.c.key == c.account_key)
        .outerjoin(t.return_address, t.return_address.c.case_id == c.case_id)
        .order_by(turn.c.priority, turn.c.until.desc(), turn.c.left)
    )


HEADS: Final = _heads()  # for a channel: its own, and those of which only the sealed address knows where they go
HAS_ALARM: Final = select(
    exists().where(
        waits(t.outbox),
        _of_channel(t.outbox),
        t.outbox.c.priority == literal_column(str(Priority.ALARM.value)),
        t.outbox.c.parked.is_(None),
        _is_due(t.outbox),
    )
)
