"""Cases that are answered together: merged, separated, summed up, followed."""

import pytest

from storage.domain.errors import IncompleteDraft, NotPermitted
from storage.domain.lifecycle import Status
from storage.domain.records import EntryKind
from tests.builders import make_case
from tests.domain.case_steps import DAY, LATER, walked


def test_a_merged_case_points_to_the_one_it_is_answered_with() -> None:
    """It keeps its own reference and its own author."""
    case, other = make_case(), walked("route")
    case.merge_into(other, by="VP", on=DAY)
    assert (case.status, case.merged_into) == (Status.MERGED, other.id)


@pytest.mark.parametrize("path", ["merge", "decline", "withdraw"])
def test_nothing_is_merged_into_what_gets_no_answer(path: str) -> None:
    """A merged, declined or withdrawn case would swallow the concern."""
    case, other = make_case(), walked(path)
    with pytest.raises(NotPermitted) as refused:
        case.merge_into(other, by="VP", on=DAY)
    assert refused.value.text_key == "error-merge-target"
    assert (case.status, case.merged_into) == (Status.SUBMITTED, None)


def test_a_case_is_not_merged_into_itself() -> None:
    """There would be nobody left to answer."""
    case = make_case()
    with pytest.raises(NotPermitted):
        case.merge_into(case, by="VP", on=DAY)


def test_no_chain_of_merges_is_built() -> None:
    """When the case others were merged into is merged itself, they follow it to the one that will be answered."""
    first, second, third = make_case(), make_case(), make_case()
    first.merge_into(second, by="VP", on=DAY)
    second.merge_into(third, by="VP", on=DAY)
    first.follow(second)
    assert first.merged_into == third.id


def test_the_history_says_where_a_merged_case_was_and_where_it_went() -> None:
    """The department that need not answer any more, none if it was in triage; the code and department it joins."""
    other = walked("route")
    for case, left in ((make_case(), ""), (walked("route"), "KT")):
        case.merge_into(other, by="VP", on=DAY)
        assert case.events[-1].detail == {"into": other.ref, "department": other.department, "left": left}


def test_a_separated_case_keeps_what_its_author_was_told() -> None:
    """Back at the office with the answers of the other case, each once, however often it is merged and separated."""
    case, lead = make_case(), walked("route")
    case.merge_into(lead, by="VP", on=DAY)
    lead.publish("Chi trả ngày 25/11.", by="UBND", on=DAY)
    case.separate(lead, office="VP", on=DAY, due_on=LATER)
    assert (case.status, case.merged_into, case.department, case.due_on) == (Status.RECEIVED, None, "VP", LATER)
    assert case.answer == lead.answer
    case.merge_into(lead, by="VP", on=DAY)
    case.separate(lead, office="VP", on=DAY)
    assert [entry.kind for entry in case.entries].count(EntryKind.ANSWER) == 1
    assert case.due_on == LATER


def test_a_case_is_separated_only_from_the_one_it_is_merged_into() -> None:
    """With another case's answers it would keep what its author was never told."""
    case, lead = make_case(), make_case()
    case.merge_into(lead, by="VP", on=DAY)
    with pytest.raises(NotPermitted):
        case.separate(make_case(), office="VP", on=DAY)
    assert case.merged_into == lead.id


def test_the_office_sums_up_and_the_last_word_counts() -> None:
    """On one line; earlier summaries are kept, and the status stays."""
    case = make_case()
    case.sum_up("Chậm chi phụ cấp", by="VP", on=DAY)
    case.sum_up(" Chậm chi phụ cấp\n cho tổ dân phố ", by="VP", on=DAY)
    assert (case.summary, case.status) == ("Chậm chi phụ cấp cho tổ dân phố", Status.SUBMITTED)
    assert [entry.by for entry in case.entries if entry.kind is EntryKind.SUMMARY] == ["VP", "VP"]


def test_a_summary_does_not_repeat_its_author() -> None:
    """Neither what was first written nor what was added."""
    case = make_case()
    case.add("Tổ 5 đã hỏi hai lần mà chưa ai trả lời", on=DAY)
    with pytest.raises(IncompleteDraft):
        case.sum_up("Tổ 5 đã hỏi hai lần mà chưa ai trả lời", by="VP", on=DAY)
    assert case.summary == ""


def test_only_a_merged_case_is_followed() -> None:
    """A case follows the one it was merged into, once that one was merged, and no other."""
    first, second, third = make_case(), make_case(), make_case()
    first.merge_into(second, by="VP", on=DAY)
    with pytest.raises(NotPermitted):
        first.follow(second)
    with pytest.raises(NotPermitted):
        first.follow(third)
