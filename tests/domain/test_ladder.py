"""Who hears that a case is late, and in which order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.clocks import Clock, ClockKind
from storage.domain.ladder import STEPS, Climb, Step, debtor, has_lapsed, next_step, reached, unit_of
from storage.domain.lifecycle import Status
from storage.domain.records import CaseEvent, EventKind
from tests.domain.ward import demo_calendar, demo_ward

CALENDAR = demo_calendar()
DUE = date(2026, 11, 11)
CLOCK = Clock(ClockKind.FINAL, date(2026, 11, 2), DUE)
DAYS = demo_ward().terms.ladder


def told(*steps: Step, due_on: date = DUE) -> list[CaseEvent]:
    detail = {"due": due_on.isoformat()}
    return [CaseEvent(EventKind.ESCALATED, DUE, "VP", {**detail, "step": step.code}) for step in steps]


def climbed(late: int, status: Status = Status.IN_PROGRESS, *held: Step) -> list[Step]:
    """The steps told on the working days up to this lateness, one look a day."""
    steps: list[Step] = []
    for n in range(1, late + 1):
        today = CALENDAR.add_working_days(DUE, n)
        step = next_step(CLOCK, status, told(*steps), Climb(DAYS, held or STEPS, today, CALENDAR))
        steps += [step] if step else []
    return steps


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (1, [Step.HEAD]),
        (2, [Step.HEAD, Step.OFFICE]),
        (3, [Step.HEAD, Step.OFFICE]),
        (4, [Step.HEAD, Step.OFFICE, Step.CHAIR]),
        (6, [Step.HEAD, Step.OFFICE, Step.CHAIR, Step.SECRETARY]),
        (30, [Step.HEAD, Step.OFFICE, Step.CHAIR, Step.SECRETARY]),
    ],
)
def test_head_at_once_office_next_day_chairman_after_three_secretary_after_five(
    late: int, expected: list[Step]
) -> None:
    """The days of the domain sheet, and nobody above the secretary."""
    assert climbed(late) == expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.RECEIVED, [Step.CHAIR, Step.SECRETARY]),
        (Status.AWAITING_APPROVAL, [Step.SECRETARY]),
        (Status.ROUTED, [Step.HEAD, Step.OFFICE, Step.CHAIR, Step.SECRETARY]),
    ],
)
def test_the_ladder_begins_above_whoever_owes_the_next_step(status: Status, expected: list[Step]) -> None:
    """What lies with the office is told to its leaders; nobody below them can do anything about it."""
    assert climbed(8, status) == expected


def test_a_step_nobody_holds_is_passed_over() -> None:
    """Without a head the office hears on the first day; without a secretary the chairman is the top."""
    assert climbed(1, Status.IN_PROGRESS, Step.OFFICE, Step.CHAIR) == [Step.OFFICE]
    assert climbed(9, Status.IN_PROGRESS, Step.OFFICE, Step.CHAIR) == [Step.OFFICE, Step.CHAIR]


def test_a_new_deadline_begins_the_ladder_anew() -> None:
    """What was told of the old date says nothing about the new one."""
    events = told(Step.HEAD, Step.OFFICE)
    assert reached(events, CLOCK) is Step.OFFICE
    assert reached(events, replace(CLOCK, due_on=date(2026, 11, 20))) is Step.OFFICER


@given(st.integers(1, 60), st.sampled_from(Status), st.sets(st.sampled_from(STEPS)))
def test_steps_come_in_order_and_end_at_the_top(late: int, status: Status, held: set[Step]) -> None:
    """Whoever holds a post: never down, never twice, and at last the highest step that is held."""
    steps = climbed(late, status, *held) if held else []
    assert steps == sorted(set(steps))
    above = [step for step in held if step > debtor(status)]
    if late > 20 and above:
        assert steps[-1] == max(above)


@pytest.mark.parametrize(("day", "lapsed"), [(2, False), (3, False), (4, True)])
def test_a_department_has_a_working_day_to_take_a_case_on(day: int, lapsed: bool) -> None:
    """Routed on Monday the 2nd, it may be accepted until Tuesday evening."""
    clock = Clock(ClockKind.ACKNOWLEDGE, date(2026, 11, 2), date(2026, 11, 3))
    today = date(2026, 11, day)
    assert has_lapsed(Status.ROUTED, {clock.kind: clock}, today, CALENDAR) is lapsed
    assert not has_lapsed(Status.IN_PROGRESS, {clock.kind: clock}, today, CALENDAR)


def test_each_step_has_its_unit() -> None:
    """Head and officer are of the department, then the office, then the two units of the ladder."""
    assert [unit_of(step, "KT", demo_ward()) for step in Step] == ["KT", "KT", "VP", "UBND", "TTDU"]
