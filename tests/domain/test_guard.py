"""What is pointed out to an author: measured on a written set, and where it ends."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.folding import fold
from storage.domain.guard import GAP, Finding, Trace, apart, find, without
from storage.domain.guard_names import name_key, name_keys, says_name
from storage.domain.guard_numbers import phones
from storage.domain.guard_text import GuardText
from storage.domain.guard_units import own_units
from tests.bench.bench_guard import FALSE_ALARMS, HELD_OUT, RECALL, Sample, false_alarms, recall, samples
from tests.domain.ward import demo_ward

EVERY = samples()
HALVES = {half: [one for one in EVERY if one.half == half] for half in ("dev", HELD_OUT)}


def test_the_set_is_large_and_fair() -> None:
    """At least five hundred different texts, half of them clean, with and without diacritics, in two like halves."""
    assert len({one.text for one in EVERY}) == len(EVERY) >= 500
    clean = [one for one in EVERY if not one.pieces]
    assert 0.45 < len(clean) / len(EVERY) < 0.55
    assert 0.4 < sum(one.text.isascii() for one in EVERY) / len(EVERY) < 0.6
    assert abs(len(HALVES["dev"]) - len(HALVES[HELD_OUT])) < 40


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", RECALL)
def test_enough_is_found(kind: Trace, half: str) -> None:
    """Of numbers and addresses 99 in 100, of names 90, wholly and as what they are."""
    assert recall(HALVES[half], kind) >= RECALL[kind]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("kind", [Trace.ALONE, Trace.MOMENT])
def test_most_circumstances_are_found(kind: Trace, half: str) -> None:
    """Of what only few people share, and of times of day on a day, nine in ten."""
    assert recall(HALVES[half], kind) >= 0.9


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("marked", [True, False])
def test_few_alarms_are_false(half: str, marked: bool) -> None:
    """Money, document numbers, dates, rooms, streets named after people: at most one clean text in twenty."""
    some: list[Sample] = [one for one in HALVES[half] if one.text.isascii() is not marked]
    assert false_alarms(some) <= FALSE_ALARMS


@pytest.mark.parametrize(
    "text",
    ["0912345678", "0912.345.678", "09 12 34 56 78", "+84912345678", "84 912 345 678", "+84 (0) 912-345-678",
     "912 345 678", "o912345678", "không chín mười hai, ba bốn năm, sáu bảy tám", "0 9 1 2 3 4 5 6 7 8"],
)  # fmt: skip
def test_one_number_in_many_spellings(text: str) -> None:
    """The whole of it is pointed out, and nothing beside it."""
    assert [text[slice(*span)] for span in phones(GuardText(text))] == [text]


@pytest.mark.parametrize(
    "text",
    ["12/2024/NĐ-CP", "912.345.678 đồng", "ngày 09/11/2026 15 người", "mã số thuế 0312345678", "phòng 0912", "năm 2026",
     "biên nhận số 123456789", "0000000000", "không ba thì bốn"],
)  # fmt: skip
def test_other_numbers_are_none(text: str) -> None:
    """Documents, amounts, dates and numbers of things stay."""
    assert find(text) == []


def test_a_place_is_given_as_it_was_typed() -> None:
    """Diacritics, đ and letters made of two characters do not shift it."""
    text = "Đề nghị: điê\u0323n thoại của đồng chí Đặng Thị Thử là 0912345678."
    assert [one.quote for one in find(text)] == ["Đặng Thị Thử", "0912345678"]


def test_taken_out_there_are_gaps() -> None:
    """What was found is gone, all else is as it was; looking again finds nothing."""
    text = "Chị Trần Thị Mẫu (0912 345 678) hẹn lúc 9h15 sáng thứ ba, phòng em chỉ có 2 người."
    gone = without(text, find(text))
    assert gone == f"Chị {GAP} ({GAP}) hẹn {GAP}, {GAP}."
    assert find(gone) == []


def test_findings_never_overlap() -> None:
    """An address that is also a name and a number is one finding."""
    text = "tran.thi.mau0912345678@example.vn"
    assert [one.kind for one in find(text)] == [Trace.ADDRESS]


def test_any_word_may_stand_in_the_middle_of_a_name() -> None:
    """After a family name, before a given one; a department's name after a family name is no part of it."""
    quotes = [[one.quote for one in find(text)] for text in ("Chị Nguyễn Thử Hoa biết.", "Chị Nguyễn Phòng Kinh tế.")]
    assert quotes == [["Nguyễn Thử Hoa"], ["Nguyễn"]]


def test_an_enrolled_name_needs_no_title() -> None:
    """A rare name is found where it is known, in any spelling; diacritics that contradict make it another."""
    known = ["Đoạn Vĩ Thử"]
    assert [one.quote for one in find("hồ sơ đoan vi thu giữ", known)] == ["đoan vi thu"]
    assert find("hồ sơ Đoạn Vị Thư giữ", known) == []


def test_the_own_unit_counts_only_where_it_is_small() -> None:
    """Said of oneself and of a unit of fewer than twenty; a unit that is only spoken of is none."""
    ward = demo_ward()
    assert [one.quote for one in own_units("em lam o tram y te, xin hoi", ward)] == ["em lam o tram y te"]
    assert own_units("em ở phòng Kinh tế", ward) == []
    assert own_units("Trạm Y tế thiếu thuốc, em xin hỏi", ward) == []


def test_a_very_long_text_is_read_in_time() -> None:
    """Ten thousand characters of what looks like numbers or names do not hold up the conversation."""
    begun = time.perf_counter()
    for piece in ("không một hai ", "1 2 3 4 5 6 7 8 ", "chị Hoa và ", "a.b@", "phòng em chỉ "):
        find(piece * (10_000 // len(piece)))
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("name", ["Đoạn Vĩ Thử Nghiệm", "Lê Thử", "Trần Thị Mẫu, Văn phòng", "Hoà Mỹ Ví Dụ"])
@pytest.mark.parametrize("said", ["{}", "Bà {} quát dân.", "ba {} quat dan", "Theo ({}), thì", "{}-{}"])
def test_whoever_is_named_is_looked_up(name: str, said: str) -> None:
    """Where a text names an enrolled person, by the whole name or its end, it has the key of that name."""
    whole = name.partition(",")[0]
    for words in (whole, fold(whole), whole.upper(), " ".join(whole.split()[-2:])):
        text = said.format(words, words)
        if says_name(GuardText(text), name):
            assert name_key(name) in name_keys(text)
    assert name_key(name) in name_keys(said.format(whole, whole))
    assert says_name(GuardText(said.format(whole, whole)), name)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=20))
def test_of_findings_that_overlap_the_earlier_in_the_list_wins(places: list[tuple[int, int]]) -> None:
    """What is kept is in order, overlaps nowhere, and each of the others overlaps one that came before it."""
    found = [Finding(Trace.NAME, start, start + length, str(at)) for at, (start, length) in enumerate(places)]
    kept = apart(found)
    assert all(one.end <= after.start for one, after in pairwise(kept))
    for at, one in enumerate(found):
        earlier = [other for other in found[:at] if other in kept]
        assert (one in kept) == all(one.end <= each.start or each.end <= one.start for each in earlier)


def test_very_many_findings_are_parted_in_time() -> None:
    """A megabyte of names has tens of thousands."""
    begun = time.perf_counter()
    apart(Finding(Trace.NAME, at, at + 1, "") for at in range(50_000))
    assert time.perf_counter() - begun < 5
