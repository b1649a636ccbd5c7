"""The numbers: what a period counts, how it stands, and what of it may be shown."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.domain.clocks import ClockKind
from storage.domain.statistics import Group, Line, Numbers, Outcome, Period, Span, Table, begin
from storage.domain.suppression import LEAST_SHOWN
from tests.domain.ward import demo_calendar

TODAY = date(2026, 11, 20)  # a Friday
THIS_MONTH, OCTOBER, MARCH, LAST_YEAR = date(2026, 11, 2), date(2026, 10, 5), date(2026, 3, 2), date(2025, 12, 1)
PAST, FUTURE = date(2026, 11, 9), date(2026, 12, 1)
FINAL = ClockKind.FINAL


def span(count: int = 1, unit: str = "KT", **changes: Any) -> Span:
    values: dict[str, Any] = {"topic": f"việc của {unit}", "started_on": THIS_MONTH, "due_on": FUTURE}
    return Span(unit=unit, count=count, **{**values, **changes})


def table(*spans: Span, period: Period = Period.MONTH, group: Group = Group.UNIT) -> Table:
    return Numbers({FINAL: spans}, TODAY, demo_calendar()).table(FINAL, group, period)


def outcomes(line: Line | None) -> list[int | None]:
    """On time, late, open, overdue."""
    assert line is not None
    return [line.outcomes[outcome] for outcome in Outcome]


@pytest.mark.parametrize(
    ("period", "first"),
    [(Period.MONTH, date(2026, 11, 1)), (Period.QUARTER, date(2026, 10, 1)), (Period.YEAR, date(2026, 1, 1))],
)
def test_periods_begin_where_the_office_begins_them(period: Period, first: date) -> None:
    """Month, quarter and year of the calendar."""
    assert begin(period, TODAY) == first


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stopped_on": PAST, "due_on": PAST}, Outcome.ON_TIME),
        ({"stopped_on": PAST + timedelta(days=1), "due_on": PAST}, Outcome.LATE),
        ({"stopped_on": date(2026, 11, 16), "due_on": date(2026, 11, 14)}, Outcome.ON_TIME),  # due on a Saturday
        ({"due_on": TODAY}, Outcome.OPEN),
        ({"due_on": PAST}, Outcome.OVERDUE),
        ({"due_on": PAST, "stands_still": True}, Outcome.OPEN),
        ({"lapsed_on": PAST, "stopped_on": PAST}, None),
    ],
)
def test_how_a_clock_stands(changes: dict[str, Any], expected: Outcome | None) -> None:
    """By its due date and the calendar; one that stands still is not overdue, a withdrawn case is counted nowhere."""
    one = span(**changes)
    assert Numbers({FINAL: [one]}, TODAY, demo_calendar()).outcome(one) is expected


def test_old_cases_count_for_as_long_as_they_are_open() -> None:
    """The month shows what began in it and all that waits; what was answered earlier belongs to its own period."""
    spans = [
        span(10, stopped_on=THIS_MONTH),
        span(20, started_on=MARCH, stopped_on=OCTOBER),
        span(30, started_on=LAST_YEAR, due_on=MARCH),
        span(40, started_on=LAST_YEAR, stopped_on=THIS_MONTH),
    ]
    assert outcomes(table(*spans).whole) == [10, 0, 0, 30]
    assert outcomes(table(*spans, period=Period.YEAR).whole) == [30, 0, 0, 30]


def test_a_line_says_how_long_it_takes_with_the_open_ones() -> None:
    """Of what began in the period: eleven done in two working days, nine open; the oldest of all is named beside."""
    spans = [span(11, stopped_on=date(2026, 11, 4)), span(9), span(6, started_on=LAST_YEAR, due_on=PAST)]
    line = table(*spans).whole
    assert (line.median, line.ninth_decile, line.on_time_share) == (2, None, 65)
    assert line.oldest == demo_calendar().working_days_between(LAST_YEAR, TODAY)


def test_the_share_in_time_counts_what_is_overdue() -> None:
    """Not answering does not make an office punctual; what is open and in time says nothing yet."""
    spans = [span(6, stopped_on=THIS_MONTH), span(6, due_on=PAST), span(100)]
    assert table(*spans).whole.on_time_share == 50
    assert table(span(100)).whole.on_time_share is None


def test_lines_come_largest_first_and_hidden_ones_last() -> None:
    """Hidden ones are in the order of their codes: any other would tell their size."""
    spans = [span(30, "VP"), span(50, "KT"), span(1, "TYT"), span(4, "AN")]
    assert [(line.code, line.total) for line in table(*spans).lines] == [
        ("KT", 50),
        ("AN", None),
        ("TYT", None),
        ("VP", None),
    ]


def test_by_topic_is_the_same_cut_the_other_way() -> None:
    """The whole is the same."""
    spans = [span(30, "VP"), span(50, "KT"), span(9, "VHXH", topic="việc của KT")]
    by_topic = table(*spans, group=Group.TOPIC)
    assert {line.code: line.total for line in by_topic.lines} == {"việc của KT": 59, "việc của VP": 30}
    assert by_topic.whole == table(*spans).whole


def test_nothing_of_a_hidden_line_is_told() -> None:
    """Neither how long it takes nor what is oldest: both would be those of a few."""
    hidden = table(span(3, "TYT", stopped_on=THIS_MONTH), span(30), span(9, "VP")).line("TYT")
    assert hidden == Line("TYT", None, dict.fromkeys(Outcome))


def test_a_wider_period_gives_no_small_number_away() -> None:
    """Thirty this month and thirty-two this quarter would be two in October: the quarter's is hidden."""
    spans = [span(30, stopped_on=THIS_MONTH), span(2, started_on=OCTOBER, stopped_on=OCTOBER)]
    assert table(*spans, period=Period.MONTH).whole.total == 30
    assert table(*spans, period=Period.QUARTER).whole.total is None
    assert table(*spans, period=Period.YEAR).whole.total is None


def test_a_clock_that_nobody_has_shows_nothing() -> None:
    """No promise was made: a table of zeros."""
    numbers = Numbers({}, TODAY, demo_calendar())
    assert numbers.clocks == []
    assert numbers.table(ClockKind.PROMISE, Group.UNIT, Period.YEAR).whole.total == 0


SPANS = st.lists(
    st.builds(
        span,
        st.integers(1, 9),
        st.sampled_from(["KT", "VP", "TYT"]),
        started_on=st.sampled_from([THIS_MONTH, OCTOBER, MARCH, LAST_YEAR]),
        due_on=st.sampled_from([PAST, FUTURE]),
        stopped_on=st.sampled_from([None, None, PAST, TODAY]),
    ),
    max_size=14,
)


@settings(max_examples=150)
@given(SPANS, st.sampled_from(Group))
def test_nothing_small_is_shown_or_left_between_two_periods(spans: list[Span], group: Group) -> None:
    """Of every number that is shown: it is zero or five and more, and so is its difference to the narrower period's."""
    numbers = Numbers({FINAL: spans}, TODAY, demo_calendar())
    narrower: dict[tuple[str, str], int] = {}
    for period in Period:
        shown = dict(counts(numbers.table(FINAL, group, period)))
        for name, count in shown.items():
            assert count == 0 or count >= LEAST_SHOWN
            assert not 0 < count - narrower.get(name, count) < LEAST_SHOWN, (period, name)
        narrower = shown


@settings(max_examples=150)
@given(SPANS, st.sampled_from(Group), st.sampled_from(Period))
def test_what_is_shown_adds_up(spans: list[Span], group: Group, period: Period) -> None:
    """Where all parts of a sum are shown they make it up; what a single hidden part must be is no small count."""
    found = Numbers({FINAL: spans}, TODAY, demo_calendar()).table(FINAL, group, period)
    sums = [(line.total, list(line.outcomes.values())) for line in (found.whole, *found.lines)]
    sums.append((found.whole.total, [line.total for line in found.lines]))
    sums += [(found.whole.outcomes[o], [line.outcomes[o] for line in found.lines]) for o in Outcome]
    for total, parts in sums:
        if total is not None:
            left = total - sum(part or 0 for part in parts)
            assert parts.count(None) != 1 or left == 0 or left >= LEAST_SHOWN, (total, parts)
            assert None in parts or left == 0


def counts(table: Table) -> Iterator[tuple[tuple[str, str], int]]:
    for line in (table.whole, *table.lines):
        numbers = {"total": line.total, **{outcome.value: count for outcome, count in line.outcomes.items()}}
        yield from (((line.code, name), count) for name, count in numbers.items() if count is not None)
