"""A case whose contents were deleted: what is left of it, and that nothing more can be done to it."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from storage.domain.case import Case
from storage.domain.errors import InvalidTransition, NotPermitted
from storage.domain.lifecycle import OPEN, Status
from storage.domain.records import AUTHOR, EventKind
from storage.domain.views import view
from tests.builders import account_key, make_case, person_id

DAY = date(2026, 11, 20)
ANSWER = "Chi trả ngày 25/11."


def closed_case() -> Case:
    case = make_case(person=person_id("lan"), account=account_key("lan"), signature="Chị Lan", because=("phụ cấp",))
    case.sum_up("Hỏi ngày chi phụ cấp.", by="VP", on=DAY)
    case.route("KT", by="VP", on=DAY)
    case.publish(ANSWER, by="UBND", on=DAY)
    case.confirm(on=DAY)
    return case


def test_nothing_that_anybody_wrote_is_left() -> None:
    """No text, name, file, reason or word it was routed by; its dates, unit, topic and history of steps stay."""
    case = closed_case()
    before = [(event.kind, event.on) for event in case.events]
    case.erase(by=AUTHOR, on=DAY)
    assert case.erased and case.status is Status.CLOSED
    assert {entry.text for entry in case.entries} == {""} and {str(event.detail) for event in case.events} == {"{}"}
    assert (case.signature, case.because, case.files, case.body, case.answer, case.summary) == ("", (), (), "", "", "")
    assert (case.department, case.topic, case.suggested) == ("KT", "luong", "KT")
    assert [(event.kind, event.on) for event in case.events] == [*before, (EventKind.ERASED, DAY)]
    assert view(case, as_author=True).erased and view(case, as_author=False).erased


@pytest.mark.parametrize("status", sorted(OPEN))
def test_an_open_case_cannot_be_erased(status: Status) -> None:
    """Somebody still owes its author an answer: it is withdrawn or declined first."""
    case = make_case()
    case.status = status
    with pytest.raises(InvalidTransition):
        case.erase(by=AUTHOR, on=DAY)
    assert not case.erased and case.body


def test_what_waits_for_its_release_is_erased_only_once_withdrawn() -> None:
    """Nobody hears of a withdrawn one; one that follows another is still to be released."""
    slot = datetime(2026, 11, 20, 1, tzinfo=UTC)
    gone, follower = make_case(), make_case()
    gone.release_slot = follower.release_slot = slot
    gone.withdraw(on=DAY)
    gone.erase(by=AUTHOR, on=DAY)
    assert gone.erased and gone.release_slot == slot
    follower.merge_into(make_case(), by=AUTHOR, on=DAY)
    with pytest.raises(InvalidTransition):
        follower.erase(by=AUTHOR, on=DAY)


def test_nothing_more_can_be_done_to_it() -> None:
    """Neither refused, opened again, added to, summed up nor erased once more; nobody can be merged into it."""
    case, other = closed_case(), make_case()
    case.erase(by="VP", on=DAY)
    acts: list[Callable[[], None]] = [
        lambda: case.push_back(on=DAY, due_on=DAY),
        lambda: case.ask_again(on=DAY, due_on=DAY),
        lambda: case.add("Thêm", on=DAY),
        lambda: case.sum_up("Một câu khác.", by="VP", on=DAY),
        lambda: case.erase(by="VP", on=DAY),
        lambda: other.merge_into(case, by="VP", on=DAY),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act()
    assert other.merged_into is None


def test_whoever_was_answered_with_it_keeps_the_answer() -> None:
    """Copied once, without the name of the other author."""
    lead, follower = make_case(), make_case()
    follower.merge_into(lead, by="VP", on=DAY)
    lead.route("KT", by="VP", on=DAY)
    lead.publish(ANSWER, by="UBND", on=DAY)
    follower.keep_told(lead)
    follower.keep_told(lead)
    lead.erase(by=AUTHOR, on=DAY)
    assert [entry.text for entry in follower.entries if entry.text == ANSWER] == [ANSWER]
    assert follower.answer == ANSWER
