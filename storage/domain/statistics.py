"""How many cases are answered, in what time, and how many wait: by unit or topic, as far as it may be shown."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, product
from typing import Final, TypeAlias, TypeVar

from storage.domain.calendar import WorkCalendar
from storage.domain.clocks import ClockKind
from storage.domain.durations import MEDIAN, NINTH_DECILE, Ruler, quantile
from storage.domain.suppression import LEAST_SHOWN, Margins, Shown, show_parts, show_table, show_total


class Period(StrEnum):
    """From its first day until today; each lies within the next, narrowest first."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Group(StrEnum):
    """By what the numbers are broken down."""

    UNIT = "unit"
    TOPIC = "topic"


class Outcome(StrEnum):
    """How a clock stands: stopped in time or late; or still open, within its time or beyond."""

    ON_TIME = "on_time"
    LATE = "late"
    OPEN = "open"
    OVERDUE = "overdue"


STILL_OPEN: Final = frozenset({Outcome.OPEN, Outcome.OVERDUE})


@dataclass(frozen=True, slots=True)
class Span:
    """So many cases whose clock ran alike: until it stopped, until it became pointless (lapsed), or to this day."""

    unit: str
    topic: str
    started_on: date
    due_on: date
    stopped_on: date | None = None
    lapsed_on: date | None = None  # withdrawn, or answered with another case: counted nowhere, but time it took
    stands_still: bool = False  # while the author is asked nothing becomes overdue
    count: int = 1


Spans = Mapping[ClockKind, Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Line:
    """The numbers of one unit or topic ("" for the whole office), as far as they may be shown; None: hidden.

    ``median`` and ``ninth_decile`` are working days, None also where too many are still open to tell.
    """

    code: str
    total: Shown
    outcomes: Mapping[Outcome, Shown]
    median: int | None = None
    ninth_decile: int | None = None
    oldest: int | None = None  # working days since the oldest open one began

    @property
    def on_time_share(self) -> int | None:
        """Percent of those whose time is over, answered or not; None if hidden, or if there are none."""
        good, late, overdue = (self.outcomes[o] for o in (Outcome.ON_TIME, Outcome.LATE, Outcome.OVERDUE))
        if good is None or late is None or overdue is None or good + late + overdue == 0:
            return None
        return round(100 * good / (good + late + overdue))


@dataclass(frozen=True, slots=True)
class Table:
    """One clock's numbers: the whole, and the lines of its groups."""

    whole: Line
    lines: tuple[Line, ...]

    def line(self, code: str) -> Line | None:
        """That of one unit or topic; None if it has no cases."""
        return next((line for line in self.lines if line.code == code), None)


def begin(period: Period, today: date) -> date:
    """The period's first day."""
    match period:
        case Period.MONTH:
            return today.replace(day=1)
        case Period.QUARTER:
            return today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        case Period.YEAR:
            return today.replace(month=1, day=1)


_WIDTHS: Final = {period: place for place, period in enumerate(Period)}
_T = TypeVar("_T")
_Key: TypeAlias = tuple[str, Outcome]


@dataclass(frozen=True, slots=True)
class _Sort:
    """What the numbers look at: cases alike in all this are one entry, with a count."""

    unit: str
    topic: str
    begun: Period | None  # the narrowest period that began before; None: an earlier year
    outcome: Outcome | None
    days: int
    stopped: bool

    def code(self, group: Group) -> str:
        return self.unit if group is Group.UNIT else self.topic

    def within(self, period: Period) -> bool:
        return self.begun is not None and _WIDTHS[self.begun] <= _WIDTHS[period]

    def counted(self, period: Period) -> bool:
        """Whether the period counts it: begun in it, or open whenever it began."""
        return self.outcome is not None and (self.outcome in STILL_OPEN or self.within(period))


class Numbers:
    """What may be shown of these clocks today, for every period."""

    def __init__(self, spans: Spans, today: date, calendar: WorkCalendar) -> None:
        self._today = today
        self._ruler = Ruler(
            calendar, min((s.started_on for some in spans.values() for s in some), default=today), today
        )
        self._sorts = {clock: self._sorted(some) for clock, some in spans.items()}

    @property
    def clocks(self) -> Sequence[ClockKind]:
        """Those that any case has, in their order."""
        return [clock for clock in ClockKind if clock in self._sorts]

    def table(self, clock: ClockKind, group: Group, period: Period) -> Table:
        """The clock's numbers: of what began in the period, and of all that is open, whenever it began."""
        sorts = self._sorts.get(clock, {})
        shown = _NOTHING
        for each in Period:  # from the narrowest on: what it shows is known to whoever reads the next
            shown = _show(_counts(sorts, group, each), shown)
            if each is period:
                break
        columns = {outcome: told.shown for outcome, told in zip(Outcome, shown.columns, strict=True)}
        whole = _line("", shown.total.shown, columns, sorts, period)
        by_code: defaultdict[str, dict[_Sort, int]] = defaultdict(dict)
        for sort, count in sorts.items():
            by_code[sort.code(group)][sort] = count
        lines = [_line(code, r.shown, shown.outcomes(code), by_code[code], period) for code, r in shown.rows.items()]
        # Hidden ones come last, by code: an order by size would tell theirs.
        return Table(whole, tuple(sorted(lines, key=lambda line: (line.total is None, -(line.total or 0), line.code))))

    def outcome(self, span: Span) -> Outcome | None:
        """None for a span that lapsed: it is counted nowhere."""
        if span.lapsed_on is not None:
            return None
        if span.stopped_on is not None:
            return Outcome.LATE if span.stopped_on > self._ruler.last_day(span.due_on) else Outcome.ON_TIME
        is_late = not span.stands_still and self._today > self._ruler.last_day(span.due_on)
        return Outcome.OVERDUE if is_late else Outcome.OPEN

    def counts(self, span: Span, period: Period) -> bool:
        """Whether the period's numbers count this span."""
        return self._sort(span).counted(period)

    def _sorted(self, spans: Iterable[Span]) -> Mapping[_Sort, int]:
        found: Counter[_Sort] = Counter()
        for span in spans:
            found[self._sort(span)] += span.count
        return found

    def _sort(self, span: Span) -> _Sort:
        end = span.stopped_on or span.lapsed_on or self._today
        return _Sort(
            unit=span.unit,
            topic=span.topic,
            begun=next((p for p in Period if span.started_on >= begin(p, self._today)), None),
            outcome=self.outcome(span),
            days=self._ruler.days(span.started_on, end),
            stopped=span.stopped_on is not None,
        )


def _counts(sorts: Mapping[_Sort, int], group: Group, period: Period) -> Mapping[_Key, int]:
    found: Counter[_Key] = Counter()
    for sort, count in sorts.items():
        if sort.outcome is not None and sort.counted(period):
            found[sort.code(group), sort.outcome] += count
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """A count as a reader has it: shown or not, and at least what narrower periods have shown of it."""

    count: int = 0
    shown: Shown = 0
    known: int = 0

    def within(self, wider: int) -> tuple[int, bool]:
        """What the reader knows of the wider period's, and whether that must be hidden because this one is."""
        is_secret = self.shown is None and self.known < self.count
        return self.known, is_secret and wider - self.count < LEAST_SHOWN

    def then(self, count: int, shown: Shown) -> "_Told":
        """The next wider period's."""
        return _Told(count, shown, self.known if shown is None else shown)


@dataclass(frozen=True, slots=True)
class _Published:
    """A table as it may be shown."""

    total: _Told
    columns: Sequence[_Told]
    rows: Mapping[str, _Told]
    cells: Mapping[_Key, _Told]

    def outcomes(self, code: str) -> Mapping[Outcome, Shown]:
        return {outcome: self.cells[code, outcome].shown for outcome in Outcome}


# What is open is the same in every period: hidden in one, it would have to be hidden in all. And it presses most.
_WANTED: Final = [place for place, outcome in enumerate(Outcome) if outcome in STILL_OPEN]
_UNTOLD: Final = _Told()
_NOTHING: Final = _Published(_UNTOLD, [_UNTOLD] * len(Outcome), {}, {})


def _show(counts: Mapping[_Key, int], narrower: _Published) -> _Published:
    """The table as it may be shown beside a narrower one, whose cases it counts, too."""
    codes = sorted({code for code, _ in counts})
    keys = list(product(codes, Outcome))
    told_rows = [narrower.rows.get(code, _UNTOLD) for code in codes]
    told_cells = [[narrower.cells.get((code, outcome), _UNTOLD) for outcome in Outcome] for code in codes]
    cells = [[counts.get((code, outcome), 0) for outcome in Outcome] for code in codes]
    rows, columns = [sum(row) for row in cells], [sum(row[place] for row in cells) for place in range(len(Outcome))]

    total = show_total(sum(rows), *narrower.total.within(sum(rows)))
    margins = Margins([None] * len(rows), [None] * len(columns))
    shown: Sequence[Sequence[Shown]] = [[None] * len(columns) for _ in rows]
    if total is not None:
        margins = Margins(
            show_parts(rows, *_told(told_rows, rows)), show_parts(columns, *_told(narrower.columns, columns), _WANTED)
        )
        known, forced = zip(*map(_told, told_cells, cells), strict=True) if cells else ((), ())
        shown = show_table(cells, margins, known, [(r, c) for r, places in enumerate(forced) for c in places], _WANTED)
    return _Published(
        narrower.total.then(sum(rows), total),
        [told.then(n, s) for told, n, s in zip(narrower.columns, columns, margins.columns, strict=True)],
        {code: told.then(n, s) for code, told, n, s in zip(codes, told_rows, rows, margins.rows, strict=True)},
        {
            key: told.then(n, s)
            for key, told, n, s in zip(keys, _flat(told_cells), _flat(cells), _flat(shown), strict=True)
        },
    )


def _flat(rows: Iterable[Iterable[_T]]) -> Iterable[_T]:
    return chain.from_iterable(rows)


def _told(told: Sequence[_Told], counts: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """What is known of each count, and the places of those that must be hidden."""
    each = [one.within(count) for one, count in zip(told, counts, strict=True)]
    return [known for known, _ in each], [place for place, (_, is_forced) in enumerate(each) if is_forced]


def _line(
    code: str, total: Shown, outcomes: Mapping[Outcome, Shown], sorts: Mapping[_Sort, int], period: Period
) -> Line:
    if total is None:
        return Line(code, None, outcomes)
    durations: Counter[tuple[int, bool]] = Counter()
    for sort, count in sorts.items():
        if sort.within(period):
            durations[sort.days, sort.stopped] += count
    shown_open = [sort.days for sort in sorts if sort.outcome in STILL_OPEN and outcomes[sort.outcome] is not None]
    return Line(
        code,
        total,
        outcomes,
        quantile(durations, MEDIAN),
        quantile(durations, NINTH_DECILE),
        max(shown_open, default=None),
    )
