"""What the numbers are made of: the clocks of cases, counted; no text, no reference and no person among them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Date, bindparam, func, or_, select

from storage.domain.clocks import ClockKind
from storage.domain.lifecycle import OPEN, Status
from storage.domain.statistics import Span, Spans
from storage.domain.views import CaseLine
from storage.sql import schema as t
from storage.sql.case_rows import line_of, open_to, select_lines
from storage.sql.contents import SqlContents
from storage.sql.transaction import AnyRow, AnySelect, Transaction

_LAPSED: Final = (Status.MERGED, Status.WITHDRAWN)

_CLOCK: Final = (
    t.clock.c.kind,
    t.case.c.filed_on,
    t.clock.c.started_on,
    t.clock.c.due_on.label("clock_due_on"),
    t.clock.c.stopped_on,
    t.clock.c.paused_on,
)
_CASE: Final = (t.case.c.department, t.case.c.topic, t.case.c.status)
_CONSIDERED: Final = or_(t.case.c.filed_on >= bindparam("since", type_=Date), t.case.c.status.in_(tuple(OPEN)))


def _lines() -> AnySelect:
    one_by_one = select_lines().add_columns(*_CLOCK).join(t.clock, t.clock.c.case_id == t.case.c.id).where(_CONSIDERED)
    wanted = t.case.c.status.in_(bindparam("statuses", expanding=True))
    return one_by_one.where(t.clock.c.kind == bindparam("this_kind"), wanted).order_by(t.case.c.filed_on, t.case.c.ref)


SPANS: Final = (
    select(*_CASE, *_CLOCK, func.count().label("cases"))
    .join_from(t.case, t.clock)
    .where(_CONSIDERED, t.case.c.release_slot.is_(None))
    .group_by(*_CASE, *_CLOCK)
)
_LINES: Final = _lines()


class SqlStatistics:
    """``ports.Statistics``."""

    def __init__(self, transaction: Transaction, contents: SqlContents) -> None:
        self._transaction, self._contents = transaction, contents

    async def spans(self, since: date, *, reader: Iterable[str] = ()) -> Spans:
        found: defaultdict[ClockKind, list[Span]] = defaultdict(list)
        for row in await self._transaction.execute(SPANS.where(open_to(reader)), {"since": since}):
            found[ClockKind(row.kind)].append(_span(row, row.cases))
        return found

    async def lines(
        self, clock: ClockKind, since: date, statuses: Iterable[Status], *, reader: Iterable[str] = ()
    ) -> Sequence[tuple[CaseLine, Span]]:
        values = {"since": since, "this_kind": clock, "statuses": list(statuses)}
        rows = await self._transaction.execute(_LINES.where(open_to(reader)), values)
        return [(line_of(row, self._contents), _span(row, 1)) for row in rows]


def _span(row: AnyRow, count: int) -> Span:
    return Span(
        unit=row.department,
        topic=row.topic,
        # A person waits from the filing on, however often the case is handed over; for a promise, from its making.
        started_on=row.started_on if row.kind == ClockKind.PROMISE else row.filed_on,
        due_on=row.clock_due_on,
        stopped_on=row.stopped_on,
        lapsed_on=row.stopped_on if row.status in _LAPSED else None,
        stands_still=row.paused_on is not None,
        count=count,
    )
