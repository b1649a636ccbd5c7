"""What people see of a case, and what has no place in it."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.case import Case
from storage.domain.records import CaseFile, EntryKind
from storage.domain.views import SUMMARY_LENGTH, CaseLine, CaseView, summarise, view
from tests.builders import account_key, make_case, person_id

DAY = date(2026, 11, 4)
LAN = person_id("lan")
DRAFT, PART, SUMMARY = "Bản nháp của phòng Kinh tế.", "Phần của trạm y tế.", "Chậm chi phụ cấp cho tổ dân phố"


def worked_on(**changes: Any) -> Case:
    """A case with every kind of text in it."""
    case = make_case(**changes)
    case.route("KT", by="VP", on=DAY)
    case.add_support("TYT", by="VP", on=DAY)
    case.accept(person_id("officer"), by="KT", on=DAY)
    case.ask("Anh/Chị thuộc tổ mấy?", None, by="KT", on=DAY)
    case.add("Tổ 5.", on=DAY)
    case.add_part(PART, by="TYT", on=DAY)
    case.answer_for_now("Đang chờ kho bạc.", DAY + timedelta(days=9), by="KT", on=DAY)
    case.submit_draft(DRAFT, None, by="KT", on=DAY)
    case.publish("Chi trả ngày 25/11.", by="UBND", on=DAY)
    case.sum_up(SUMMARY, by="VP", on=DAY)
    return case


def test_no_view_has_a_place_for_who_wrote() -> None:
    """A view cannot show what it has no field for: person, account, owner, address."""
    names = {field.name for shape in (CaseView, CaseLine) for field in fields(shape)}
    assert names == {
        "id", "ref", "named", "signature", "kind", "topic", "department", "supporting", "because", "asked_department",
        "status", "rank", "owned", "filed_on", "due_on", "verdict", "body", "entries", "history", "files", "summary",
            "erased", "release_slot", "excluded", "merged",
    }  # fmt: skip


@pytest.mark.parametrize("as_author", [False, True], ids=["handler", "author"])
def test_nothing_of_the_author_or_owner_is_in_a_view(as_author: bool) -> None:
    """Of a named author the view holds the signature, and no id of any person or account."""
    account = account_key("lan")
    case = worked_on(person=LAN, account=account, signature="Chị Lan, KP3")
    shown = view(case, as_author=as_author)
    assert (shown.named, shown.signature, shown.owned) == (True, "Chị Lan, KP3", True)
    assert all(repr(bytes(secret)) not in repr(shown) for secret in (LAN, account, person_id("officer")))


def test_an_anonymous_case_looks_the_same_whoever_wrote_it() -> None:
    """There is no signature, and nothing else that differs."""
    shown = view(make_case(), as_author=False)
    assert (shown.named, shown.signature, shown.owned) == (False, "", False)


def test_handlers_see_every_text() -> None:
    """Questions, drafts, parts and the whole history are there for those who work on the case."""
    case = worked_on()
    shown = view(case, as_author=False)
    assert {entry.kind for entry in shown.entries} == set(EntryKind)
    assert shown.history == tuple(case.events)


def test_the_author_sees_no_draft_and_no_part() -> None:
    """What the office writes to itself is not among the author's texts; question and answer are."""
    shown = view(worked_on(), as_author=True)
    internal = {EntryKind.DRAFT, EntryKind.PART, EntryKind.SUMMARY}
    assert {entry.kind for entry in shown.entries} == set(EntryKind) - internal


def test_the_author_of_a_merged_case_does_not_read_with_which() -> None:
    """The other's code stands in the history of those who handle it, and nowhere in the author's."""
    case, other = make_case(), make_case()
    case.merge_into(other, by="VP", on=DAY)
    assert other.ref in repr(view(case, as_author=False))
    assert other.ref not in repr(view(case, as_author=True))
    assert [event.kind for event in view(case, as_author=True).history] == [event.kind for event in case.events]


@pytest.mark.parametrize("internal", [DRAFT, PART, SUMMARY], ids=["draft", "part", "summary"])
def test_internal_words_are_nowhere_in_the_authors_view(internal: str) -> None:
    """Neither among the texts nor in the history does the author's view hold what is internal to the office."""
    assert internal not in repr(view(worked_on(), as_author=True))


def test_a_view_shows_the_case_as_it_stands() -> None:
    """Every value that is shown is the case's own."""
    files = (CaseFile("f1", "1.jpg", "image/jpeg"),)
    case = worked_on(files=files, because=("phụ cấp",), asked_department="KT")
    shown = view(case, as_author=False)
    same = {field.name for field in fields(CaseView)} - {"owned", "entries", "history", "merged"}
    assert {name: getattr(shown, name) for name in same} == {name: getattr(case, name) for name in same}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Máy in", "Máy in"),
        ("Máy\n\n in  hỏng", "Máy in hỏng"),
        ("Máy in bị hỏng từ tháng 9", "Máy in bị…"),
        ("Máyinhỏngtừtháng9", "Máyinhỏngtừ…"),
        ("", ""),
    ],
)
def test_a_summary_is_the_beginning_on_one_line(text: str, expected: str) -> None:
    """Line ends become blanks, and a long text ends at a word."""
    assert summarise(text, 11) == expected


@given(st.text(max_size=400))
def test_a_summary_is_short_and_adds_nothing(text: str) -> None:
    """However long the text: one line, at most the length and a sign that there is more."""
    summary = summarise(text)
    assert len(summary) <= SUMMARY_LENGTH + 1
    assert "\n" not in summary
    assert " ".join(text.split()).startswith(summary.removesuffix("…"))
