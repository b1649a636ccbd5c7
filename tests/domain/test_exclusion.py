"""Where a case lies that is kept from some units."""

from dataclasses import replace
from itertools import chain, combinations

import pytest

from storage.domain.errors import NotPermitted
from storage.domain.exclusion import destination, home, kept_by_desk, may_be_kept_from
from storage.domain.lifecycle import Status
from tests.builders import DUE_ON, FILED_ON, make_case
from tests.domain.ward import demo_ward

WARD = demo_ward()
DESKS = ("VP", "UBND", "TTDU")
SETS = [set(each) for each in chain.from_iterable(combinations(DESKS, n) for n in range(len(DESKS) + 1))]


@pytest.mark.parametrize("excluded", SETS)
def test_it_never_lies_with_whom_it_is_about(excluded: set[str]) -> None:
    """The office, else a leader, else who inspects; a department it is about gives way to that."""
    assert home(excluded, WARD) not in excluded
    assert home(excluded, WARD) == next((desk for desk in DESKS if desk not in excluded), "UBKT")
    assert destination("KT", excluded | {"KT"}, WARD) == home(excluded, WARD)
    assert destination("KT", excluded, WARD) == "KT"


def test_one_leader_must_be_left() -> None:
    """An answer is approved by a leader: not both can be left out."""
    assert may_be_kept_from({"UBND", "VP", "KT"}, WARD)
    assert not may_be_kept_from({"UBND", "TTDU"}, WARD)


def test_without_a_unit_that_inspects_the_leaders_remain() -> None:
    """What the document does not name, nothing is sent to."""
    assert home({"VP", "UBND"}, replace(WARD, inspection="")) == "TTDU"


def test_it_is_handed_to_nobody_it_is_about() -> None:
    """Routing, assigning, transferring and supporting refuse such a unit; the case stays as it was."""
    case = make_case(department="VP", excluded=("KT",))
    with pytest.raises(NotPermitted, match="error-unit-excluded"):
        case.route("KT", by="VP", on=FILED_ON)
    assert case.department == "VP"
    case.route("VHXH", by="VP", on=FILED_ON)
    with pytest.raises(NotPermitted, match="error-unit-excluded"):
        case.assign("KT", DUE_ON, by="UBND", on=FILED_ON)
    with pytest.raises(NotPermitted, match="error-unit-excluded"):
        case.add_support("KT", by="VP", on=FILED_ON)
    with pytest.raises(NotPermitted, match="error-unit-excluded"):
        case.bounce("Không phải việc của phòng.", to="KT", office="VP", by="VHXH", on=FILED_ON)
    assert "KT" not in (case.department, *case.supporting)


def test_only_what_is_kept_from_the_same_units_is_merged() -> None:
    """Otherwise who answers the one would read the other."""
    case, other = make_case(excluded=("KT",), department="VP"), make_case(department="VP")
    for one, into in ((case, other), (other, case)):
        with pytest.raises(NotPermitted, match="error-merge-excluded"):
            one.merge_into(into, by="VP", on=FILED_ON)
    case.merge_into(make_case(excluded=("KT",), department="VP"), by="VP", on=FILED_ON)


def test_what_the_office_learns_later_counts_as_well() -> None:
    """The department it is about loses it, wherever it stood; the office can undo only what it did itself."""
    case = make_case(department="VP", excluded=("TYT",))
    case.route("KT", by="VP", on=FILED_ON)
    case.keep_from("KT", desk="VP", by="VP", on=FILED_ON)
    assert (case.department, case.excluded, case.status) == ("VP", ("KT", "TYT"), Status.RECEIVED)
    with pytest.raises(NotPermitted, match="error-kept-already"):
        case.keep_from("KT", desk="VP", by="VP", on=FILED_ON)
    with pytest.raises(NotPermitted, match="error-kept-by-author"):
        case.let_in("TYT", by="VP", on=FILED_ON)
    assert kept_by_desk(case.excluded, case.events) == ("KT",)
    case.let_in("KT", by="VP", on=FILED_ON)
    assert case.excluded == ("TYT",)
