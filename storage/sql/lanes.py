"""Places in a lane: notices are numbered as they come; alarms below zero, so that they come before all that waits."""

from typing import Final

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy import case as choose

from storage.domain.outbox import Priority
from storage.sql import schema as t
from storage.sql.transaction import Transaction, Values

_ALARMS: Final = -(2**62)  # behind it they are numbered; nobody has so many

_SEQ: Final = t.outbox.c.seq
_PLACE: Final = choose((_SEQ < 0, _SEQ - _ALARMS), else_=_SEQ)
_LAST: Final = select(func.coalesce(func.max(_PLACE), 0)).where(t.outbox.c.lane == bindparam("of_lane"))


def next_place() -> Select[tuple[int]]:
    """Of the lane and the kind of notice that ``of_kind`` and ``of_lane`` say."""
    taken = t.outbox.alias()
    same = (taken.c.seq > bindparam("begin")) & (taken.c.seq < bindparam("end"))
    last = func.coalesce(func.max(taken.c.seq), bindparam("begin"))
    return select(last + 1).where(taken.c.lane == bindparam("of_lane"), same)


def of_kind(priority: Priority) -> Values:
    """Between which numbers it gets its own."""
    begin, end = (_ALARMS, 0) if priority is Priority.ALARM else (0, -_ALARMS)
    return {"begin": begin, "end": end}


async def last_place(transaction: Transaction, lane: bytes) -> int:
    """What another lane's numbers have to be raised by to come behind this one's, alarms behind alarms."""
    return int((await transaction.execute(_LAST, {"of_lane": lane})).scalar_one())
