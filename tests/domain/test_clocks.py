"""The four clocks: started, standing still, moved and stopped by what people do."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.case import Case
from storage.domain.clocks import (
    MOST_PAUSED_DAYS,
    Clock,
    ClockKind,
    Moment,
    after_pause,
    keep_time,
    pause_ends_on,
    resumed,
)
from storage.domain.terms import Limits
from tests.builders import make_case
from tests.domain.ward import demo_calendar

CALENDAR = demo_calendar()
LIMITS = Limits(acknowledge=1, first_answer=10, final=7)
ACK, FIRST, FINAL = ClockKind.ACKNOWLEDGE, ClockKind.FIRST_ANSWER, ClockKind.FINAL
MONDAY = date(2026, 11, 2)


class Life:
    """A case with its clocks, as both are kept together."""

    def __init__(self, on: date = MONDAY, due_on: date = date(2026, 11, 11)) -> None:
        self.case = make_case(department="VP", on=on, due_on=due_on)
        self.clocks = keep_time({}, self.case, self.case.events, LIMITS, Moment(on, on, CALENDAR))

    def do(self, change: Callable[[Case], None], on: date) -> None:
        known = len(self.case.events)
        change(self.case)
        fresh = self.case.events[known:]
        self.clocks = keep_time(self.clocks, self.case, fresh, LIMITS, Moment(on, on, CALENDAR))

    def runs(self) -> set[ClockKind]:
        return {kind for kind, clock in self.clocks.items() if clock.runs}

    def due(self, kind: ClockKind) -> int:
        return self.clocks[kind].due_on.day


def day(number: int) -> date:
    return date(2026, 11, number)


def asking(on: date) -> Callable[[Case], None]:
    return lambda case: case.ask("Máy nào?", None, by="KT", on=on)


def replying(on: date) -> Callable[[Case], None]:
    return lambda case: case.add("Máy số 3", on=on)


def in_hand() -> Life:
    life = Life()
    life.do(lambda case: case.route("KT", by="VP", on=MONDAY), MONDAY)
    life.do(lambda case: case.accept(None, by="KT", on=MONDAY), MONDAY)
    return life


def test_a_filing_starts_three_clocks() -> None:
    """To be taken on tomorrow, a word of substance in ten working days, the answer by the case's own date."""
    life = Life()
    assert life.runs() == {ACK, FIRST, FINAL}
    assert (life.due(ACK), life.due(FIRST), life.due(FINAL)) == (3, 16, 11)


def test_each_hand_over_gives_a_working_day_to_take_it_on() -> None:
    """Routed on Friday, it is to be accepted on Monday; who accepts stops this clock."""
    life = Life()
    life.do(lambda case: case.route("KT", by="VP", on=day(6)), day(6))
    assert life.due(ACK) == 9
    life.do(lambda case: case.accept(None, by="KT", on=day(9)), day(9))
    assert life.runs() == {FIRST, FINAL}


def test_a_question_to_the_author_stops_the_time_and_the_reply_adds_it() -> None:
    """Asked on Thursday, answered on Tuesday: three working days, for both clocks that ran."""
    life = in_hand()
    life.do(lambda case: case.ask("Máy nào?", None, by="KT", on=day(5)), day(5))
    assert life.runs() == set()
    life.do(lambda case: case.add("Máy số 3", on=day(10)), day(10))
    assert (life.due(FIRST), life.due(FINAL)) == (19, 16)


def test_a_leaders_date_is_the_leaders() -> None:
    """Ordered out of a pause, by a date: nothing is added to what the leader said."""
    life = in_hand()
    life.do(lambda case: case.ask("Máy nào?", None, by="KT", on=day(5)), day(5))
    life.do(lambda case: case.assign("VHXH", day(12), by="UBND", on=day(10)), day(10))
    assert life.due(FINAL) == 12
    assert life.clocks[FINAL].started_on == day(10)


def test_asking_again_and_again_buys_five_days_in_all() -> None:
    """The second question adds what is left of the five working days, the third nothing."""
    life = in_hand()
    for asked, replied in ((3, 6), (9, 13), (16, 20)):
        life.do(asking(day(asked)), day(asked))
        life.do(replying(day(replied)), day(replied))
        if life.clocks[FINAL].due_on > life.case.due_on:
            life.case.run_on(life.clocks[FINAL].due_on, office="VP", on=day(replied))
    assert life.clocks[FINAL].paused_days == MOST_PAUSED_DAYS
    assert life.due(FINAL) == 18


@pytest.mark.parametrize(
    ("end", "running"),
    [
        (lambda case: case.publish("Đã cấp máy.", by="UBND", on=day(5)), set()),
        (lambda case: case.withdraw(on=day(5)), set()),
        (lambda case: case.extend(day(18), "Chờ báo giá.", by="KT", on=day(5)), {FIRST, FINAL}),
        (lambda case: case.lapse(office="VP", on=day(5)), {ACK, FIRST, FINAL}),
    ],
    ids=["answered", "withdrawn", "extended", "lapsed"],
)
def test_what_ends_a_case_stops_its_clocks(end: Callable[[Case], None], running: set[ClockKind]) -> None:
    """An answer or the author's word stops them; a later date or a way back to the office does not."""
    life = in_hand()
    life.do(end, day(5))
    assert life.runs() == running


def test_an_answer_refused_is_owed_anew_and_the_first_word_is_not() -> None:
    """Reopened, the final clock runs to the new date; that something was said stays true."""
    life = in_hand()
    life.do(lambda case: case.publish("Đã cấp máy.", by="UBND", on=day(5)), day(5))
    life.do(lambda case: case.push_back(on=day(6), due_on=day(17)), day(6))
    assert life.runs() == {FINAL}
    assert (life.clocks[FINAL].started_on, life.due(FINAL)) == (day(6), 17)


def test_after_hours_counts_from_the_next_working_day() -> None:
    """Friday at 17:01: the clocks start on Monday."""
    friday, monday = date(2026, 11, 6), date(2026, 11, 9)
    case = make_case(department="VP", on=friday, due_on=date(2026, 11, 18))
    clocks = keep_time({}, case, case.events, LIMITS, Moment(friday, monday, CALENDAR))
    assert {clock.started_on for clock in clocks.values()} == {monday}
    assert clocks[ACK].due_on == date(2026, 11, 10)


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(0, 20), st.integers(0, 30))
def test_a_pause_never_shortens_and_never_adds_more_than_five_days(started_on: date, allowed: int, later: int) -> None:
    """Over weekends, Tết and make-up days, the date moves by the working days that passed, five at most."""
    due_on = CALENDAR.add_working_days(started_on, allowed)
    paused = Clock(FINAL, started_on, due_on, paused_on=started_on)
    today = started_on + timedelta(days=later)
    again = resumed(paused, today, CALENDAR)
    stood = min(MOST_PAUSED_DAYS, CALENDAR.working_days_between(started_on, today))
    assert again.due_on == CALENDAR.add_working_days(due_on, stood)
    assert (after_pause({FINAL: paused}, today, CALENDAR)[FINAL].runs) is (today >= pause_ends_on(paused, CALENDAR))
