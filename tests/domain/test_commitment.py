"""Promises: both sides' words kept apart, slips counted, and when each is looked at again."""

from collections.abc import Callable
from datetime import date

import pytest

from storage.domain.case import Case
from storage.domain.commitment import (
    SILENCE,
    UPDATE_EVERY,
    Commitment,
    CommitmentKind,
    Ending,
    Standing,
    Word,
    instead_of,
    promise_answer,
    promise_work,
)
from storage.domain.errors import IncompleteDraft, InvalidTransition
from storage.domain.lifecycle import Status
from storage.domain.records import AUTHOR, EventKind
from storage.domain.views import view
from tests.builders import make_case
from tests.domain.ward import demo_calendar

MADE = date(2026, 11, 4)
DUE = date(2026, 11, 30)
LATER = date(2026, 12, 15)
CALENDAR = demo_calendar()
TASK = "Văn phòng cấp máy mới trước ngày 30/11/2026."


def promised(case: Case | None = None, due_on: date = DUE) -> tuple[Case, Commitment]:
    """A case with an open promise of work."""
    case = case or make_case(department="VP")
    return case, promise_work(case, 1, TASK, "VP", due_on, by="VP", on=MADE, calendar=CALENDAR)


def say_done(case: Case, commitment: Commitment, on: date = DUE) -> None:
    commitment.say_done(case, "Biên bản bàn giao số 12", by="VP", on=on, calendar=CALENDAR)


def test_a_promise_is_looked_at_on_its_day() -> None:
    """Work on the promised day, or the next working one; and it is a line of the case's history."""
    case, commitment = promised()
    assert (commitment.standing, commitment.wake_on) == (Standing.OPEN, DUE)
    assert case.events[-1].kind is EventKind.PROMISED
    assert dict(case.events[-1].detail) == {"text": TASK, "department": "VP", "promised": "2026-11-30"}
    _, on_saturday = promised(due_on=date(2026, 11, 28))
    assert on_saturday.wake_on == DUE


def test_the_units_word_is_not_the_authors() -> None:
    """ "Đơn vị nói xong" alone is neither kept nor closed: the author is asked, and silence does not speak."""
    case, commitment = promised()
    say_done(case, commitment)
    assert (commitment.standing, commitment.is_open) == (Standing.UNIT_SAYS_DONE, True)
    assert commitment.words == ()
    assert commitment.wake_on == CALENDAR.add_working_days(DUE, SILENCE)
    assert case.events[-1].kind is EventKind.UNIT_DONE


def test_the_authors_word_is_not_the_units() -> None:
    """ "Người gửi nói xong" alone leaves the promise open: the unit still owes the proof."""
    case, commitment = promised()
    commitment.hear(case, case.ref, Word.DONE, on=DUE)
    assert (commitment.standing, commitment.is_open) == (Standing.AUTHOR_SAYS_DONE, True)
    assert commitment.unit_done_on is None


@pytest.mark.parametrize("unit_first", [True, False])
def test_a_promise_is_kept_when_both_say_so(*, unit_first: bool) -> None:
    """In whichever order; then nobody looks at it again."""
    case, commitment = promised()
    steps: list[Callable[[], None]] = [
        lambda: say_done(case, commitment),
        lambda: commitment.hear(case, case.ref, Word.DONE, on=DUE),
    ]
    for step in steps if unit_first else reversed(steps):
        step()
    assert (commitment.standing, commitment.ending) == (Standing.KEPT, Ending.KEPT)
    assert commitment.wake_on is None


def test_one_authors_no_outweighs_anothers_yes() -> None:
    """Of several authors who were merged each has an own word, and one who says no keeps it open."""
    case, commitment = promised()
    say_done(case, commitment)
    commitment.hear(case, "DT-AAAA-AAAA", Word.NOT_DONE, on=DUE)
    commitment.hear(case, "DT-BBBB-BBBB", Word.DONE, on=DUE)
    assert (commitment.standing, commitment.is_open) == (Standing.DISPUTED, True)
    commitment.hear(case, "DT-AAAA-AAAA", Word.DONE, on=DUE)
    assert commitment.ending is Ending.KEPT


def test_a_second_proof_asks_those_again_who_said_no() -> None:
    """The earlier "no" spoke of an earlier state of things; a "yes" stays."""
    case, commitment = promised()
    say_done(case, commitment)
    commitment.hear(case, case.ref, Word.NOT_DONE, on=DUE)
    say_done(case, commitment, on=LATER)
    assert commitment.standing is Standing.UNIT_SAYS_DONE


def test_a_slip_is_counted_and_said() -> None:
    """A later date keeps the first one, counts, and the history has both dates and the reason."""
    case, commitment = promised()
    commitment.move(case, LATER, "Nhà thầu chậm.", by="VP", on=MADE, calendar=CALENDAR)
    assert (commitment.due_on, commitment.first_due_on, commitment.slips) == (LATER, DUE, 1)
    assert commitment.wake_on == LATER
    event = case.events[-1]
    assert event.kind is EventKind.PROMISE_MOVED
    assert (event.detail["was"], event.detail["promised"]) == ("2026-11-30", "2026-12-15")
    assert event.detail["reason"] == "Nhà thầu chậm."


def test_an_earlier_date_is_no_slip() -> None:
    """Who promises it sooner has broken nothing."""
    case, commitment = promised()
    commitment.move(case, date(2026, 11, 20), "Hàng về sớm.", by="VP", on=MADE, calendar=CALENDAR)
    assert commitment.slips == 0


def test_a_moved_promise_is_asked_about_again() -> None:
    """What was said of the old date does not answer for the new one."""
    case, commitment = promised()
    commitment.ask_author(case, on=DUE, calendar=CALENDAR)
    commitment.hear(case, case.ref, Word.NOT_DONE, on=DUE)
    commitment.move(case, LATER, "Nhà thầu chậm.", by="VP", on=DUE, calendar=CALENDAR)
    assert (commitment.asked_on, commitment.words, commitment.standing) == (None, (), Standing.OPEN)


@pytest.mark.parametrize("due_on", [MADE, DUE, date(2026, 11, 1)])
def test_a_promise_moves_to_another_day_to_come(due_on: date) -> None:
    """Today, a day that is over, and the same day again are refused."""
    case, commitment = promised()
    with pytest.raises(IncompleteDraft):
        commitment.move(case, due_on, "Nhà thầu chậm.", by="VP", on=MADE, calendar=CALENDAR)


def test_done_needs_a_proof_and_a_move_a_reason() -> None:
    """Without words there is neither."""
    case, commitment = promised()
    with pytest.raises(IncompleteDraft):
        commitment.say_done(case, " ", by="VP", on=DUE, calendar=CALENDAR)
    with pytest.raises(IncompleteDraft):
        commitment.move(case, LATER, " ", by="VP", on=MADE, calendar=CALENDAR)
    assert (commitment.unit_done_on, commitment.due_on) == (None, DUE)


def test_what_is_settled_is_moved_no_more() -> None:
    """A promise that was kept has no further date."""
    case, commitment = promised()
    say_done(case, commitment)
    commitment.hear(case, case.ref, Word.DONE, on=DUE)
    with pytest.raises(InvalidTransition):
        commitment.move(case, LATER, "Nhà thầu chậm.", by="VP", on=DUE, calendar=CALENDAR)


@pytest.mark.parametrize("ending", [Ending.KEPT, Ending.SILENT])
def test_an_authors_no_opens_it_again(ending: Ending) -> None:
    """Also after another author's yes, or after a long silence; a further yes changes nothing."""
    case, commitment = promised()
    say_done(case, commitment)
    if ending is Ending.KEPT:
        commitment.hear(case, "DT-AAAA-AAAA", Word.DONE, on=DUE)
        commitment.hear(case, "DT-BBBB-BBBB", Word.DONE, on=DUE)
    else:
        commitment.end(ending)
    assert commitment.ending is ending
    commitment.hear(case, case.ref, Word.NOT_DONE, on=LATER)
    assert (commitment.is_open, commitment.standing) == (True, Standing.DISPUTED)


@pytest.mark.parametrize("ending", [Ending.REPLACED, Ending.DROPPED])
def test_what_was_replaced_is_judged_no_more(ending: Ending) -> None:
    """An old button about a promise that is none any more changes nothing."""
    case, commitment = promised()
    commitment.end(ending)
    with pytest.raises(InvalidTransition):
        commitment.hear(case, case.ref, Word.DONE, on=DUE)


def test_an_author_is_nobody_in_the_words() -> None:
    """They are kept by the reference of a case; the event is the author's, and names nobody."""
    case, commitment = promised()
    commitment.hear(case, case.ref, Word.NOT_DONE, on=DUE)
    assert [each.ref for each in commitment.words] == [case.ref]
    assert case.events[-1].by == AUTHOR


def test_an_interim_answer_is_followed_every_seven_working_days() -> None:
    """The first word after seven, and each further one starts the count anew."""
    commitment = promise_answer(make_case(), 1, DUE, on=MADE, calendar=CALENDAR)
    assert commitment.kind is CommitmentKind.ANSWER
    assert commitment.wake_on == CALENDAR.add_working_days(MADE, UPDATE_EVERY) == date(2026, 11, 13)
    commitment.update(LATER, on=date(2026, 11, 12), calendar=CALENDAR)
    assert (commitment.wake_on, commitment.due_on, commitment.slips) == (date(2026, 11, 23), LATER, 1)


def test_a_new_promise_does_not_wash_off_the_old_dates() -> None:
    """Answering anew with a later date is a slip, and the first date is remembered."""
    case, old = promised()
    _, new = promised(case, due_on=LATER)
    new = instead_of(new, old)
    assert old.ending is Ending.REPLACED
    assert (new.first_due_on, new.due_on, new.slips) == (DUE, LATER, 1)


def test_a_promise_moves_with_its_case() -> None:
    """When another department leads, it answers for what was promised; a supporting one keeps its own."""
    case, commitment = promised()
    assert commitment.responsible(case) == "VP"
    case.department, case.supporting = "KT", ()
    assert commitment.responsible(case) == "KT"
    case.supporting = ("VP",)
    assert commitment.responsible(case) == "VP"


def test_an_answer_for_now_keeps_the_case_open_until_its_day() -> None:
    """The status stays with the department, the date is the one that was named; a later one counts as extension."""
    case = make_case(department="VP")
    case.route("VP", by="VP", on=MADE)
    case.answer_for_now("Đang xin báo giá.", DUE, by="VP", on=MADE)
    assert (case.status, case.due_on, case.extensions) == (Status.IN_PROGRESS, DUE, 1)
    case.answer_for_now("Có báo giá rồi.", DUE, by="VP", on=MADE)
    assert case.extensions == 1
    assert case.answer == ""


def test_an_answer_for_now_names_a_day_to_come() -> None:
    """Without one it would be a receipt."""
    case = make_case(department="VP")
    case.route("VP", by="VP", on=MADE)
    with pytest.raises(IncompleteDraft):
        case.answer_for_now("Đang xin báo giá.", MADE, by="VP", on=MADE)
    assert case.status is Status.ROUTED


def test_an_author_reads_the_own_word_and_no_other_authors() -> None:
    """What somebody said whose case was merged is no line of the author's own history; who handles it reads both."""
    case, commitment = promised()
    commitment.hear(case, "DT-AAAA-AAAA", Word.NOT_DONE, on=DUE)
    commitment.hear(case, case.ref, Word.DONE, on=DUE)
    own = [event.kind for event in view(case, as_author=True).history]
    assert EventKind.AUTHOR_DONE in own
    assert EventKind.AUTHOR_NOT_DONE not in own
    assert EventKind.AUTHOR_NOT_DONE in [event.kind for event in view(case, as_author=False).history]
