"""The answer gate: what is an answer, what is only a receipt, and what is missing."""

import time
from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from storage.domain.answer_gate import Part, examine
from storage.domain.dates import mentions
from storage.domain.records import Kind
from tests.bench.bench_answers import answers, passes, score, without_marks

TODAY = date(2026, 11, 5)  # a Thursday
UNITS: Mapping[str, Sequence[str]] = {
    "VP": ("VP", "Văn phòng HĐND và UBND", "Văn phòng"),
    "KT": ("KT", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế"),
}
EVASIONS = [
    "Đã ghi nhận.",
    "da ghi nhan",
    "UBND phường xin ghi nhận và sẽ xem xét trong thời gian tới.",
    "Văn phòng sẽ nghiên cứu, thực hiện theo quy định.",
    "Noted, we will look into it as soon as possible.",
]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("text", EVASIONS)
def test_a_receipt_is_no_answer_to_anything(kind: Kind, text: str) -> None:
    """ "Đã ghi nhận", "sẽ xem xét", "trong thời gian tới" alone close no concern of any kind."""
    assert not examine(kind, text, TODAY).passes


def test_what_who_and_when_make_an_answer() -> None:
    """All three together pass, and the gate says what is promised, by whom and until when."""
    finding = examine(Kind.DIFFICULTY, "Văn phòng cấp máy mới trước ngày 30/11/2026.", TODAY, UNITS)
    assert finding.passes
    assert (finding.unit, finding.due_on) == ("VP", date(2026, 11, 30))
    assert finding.promises
    assert finding.task == "Văn phòng cấp máy mới trước ngày 30/11/2026"


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Cấp máy mới trước ngày 30/11/2026.", (Part.OWNER,)),
        ("Văn phòng cấp máy mới.", (Part.DATE,)),
        ("Văn phòng xem xét, trả lời trước ngày 30/11/2026.", (Part.ACTION,)),
        ("Đã nhận ý kiến ngày 2/11.", (Part.ACTION, Part.OWNER, Part.DATE)),
        ("Không thực hiện được vì không có nguồn.", (Part.BASIS,)),
        ("Văn phòng sẽ không mua máy mới trước 30/11/2026.", (Part.ACTION,)),
        ("Văn phòng cấp máy mới trước ngày 30/10/2026.", (Part.DATE,)),
    ],
)
def test_what_is_missing_is_named(text: str, missing: tuple[Part, ...]) -> None:
    """The writer is told exactly which part is not there; a day that is over is no date of a plan."""
    assert examine(Kind.PETITION, text, TODAY, UNITS).missing == missing


def test_a_reason_with_its_legal_basis_is_an_answer() -> None:
    """A refusal needs no plan, but a document somebody can look up; "theo quy định" is none."""
    refusal = "Không chi được vì Thông tư 12/2025/TT-BTC đã bãi bỏ khoản này."
    assert examine(Kind.PETITION, refusal, TODAY).passes
    assert not examine(Kind.PETITION, "Không chi được theo quy định.", TODAY).passes


def test_the_day_of_a_document_is_not_a_due_date() -> None:
    """What was issued or received on some day promises nothing for that day."""
    text = "Theo Công văn số 112/UBND-VP ngày 25/12/2026, Văn phòng sẽ mua máy mới."
    finding = examine(Kind.PETITION, text, TODAY)
    assert finding.due_on is None
    assert finding.missing == (Part.DATE,)


def test_what_hangs_on_conditions_is_no_plan() -> None:
    """ "Khi có kinh phí" takes the date away from everything that follows it."""
    assert not examine(Kind.PETITION, "Văn phòng sẽ mua máy khi có kinh phí.", TODAY).passes


def test_somebody_is_not_nobody_in_particular() -> None:
    """ "Các đơn vị liên quan" is no owner."""
    finding = examine(Kind.PETITION, "Các đơn vị liên quan sửa mái trước 30/11.", TODAY)
    assert finding.missing == (Part.OWNER,)


@pytest.mark.parametrize(
    ("kind", "enough", "not_enough", "part"),
    [
        (
            Kind.THOUGHT,
            "Tôi hiểu nỗi lo của Anh/Chị sau sáp nhập, mời Anh/Chị ghé phòng 201.",
            "Cảm ơn, xin ghi nhận.",
            Part.REPLY,
        ),
        (
            Kind.QUESTION,
            "Phụ cấp được chi vào ngày 10 hằng tháng, qua tài khoản.",
            "Sẽ trả lời sau.",
            Part.SUBSTANCE,
        ),
        (
            Kind.PRAISE,
            "Lời khen đã chuyển đến Trạm Y tế.",
            "Cảm ơn Anh/Chị đã khen.",
            Part.PASSED_ON,
        ),
        (
            Kind.IDEA,
            "Cảm ơn Anh/Chị. Văn phòng làm thử ở bộ phận văn thư trong tháng 11.",
            "Cảm ơn Anh/Chị về ý tưởng hay.",
            Part.ASSESSMENT,
        ),
        (
            Kind.REPORT,
            "Qua kiểm tra, hiện chưa phát hiện nước chảy ra sân.",
            "Đã kiểm tra, xử lý.",
            Part.DATE,
        ),
    ],
)
def test_the_gate_follows_the_kind(kind: Kind, enough: str, not_enough: str, part: Part) -> None:
    """A thought closes with a human reply, a question with an answer, praise when passed on, and so forth."""
    assert examine(kind, enough, TODAY).passes
    assert part in examine(kind, not_enough, TODAY).missing


def test_a_unit_is_found_by_name_or_as_it_is_abbreviated() -> None:
    """A long name in any spelling, a short one only as it is written: "kt" inside a word is nobody."""
    assert examine(Kind.PETITION, "phong kinh te sua truoc 30/11", TODAY, UNITS).unit == "KT"
    assert examine(Kind.PETITION, "KT sửa trước 30/11", TODAY, UNITS).unit == "KT"
    assert examine(Kind.PETITION, "Sửa mạng kt trước 30/11", TODAY, UNITS).unit == ""


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("trước ngày 30/11/2026", date(2026, 11, 30)),
        ("truoc 30/11", date(2026, 11, 30)),
        ("xong ngày 5/1", date(2027, 1, 5)),
        ("đã sửa ngày 20/10", date(2026, 10, 20)),
        ("ngày 5 tháng 12 năm 2026", date(2026, 12, 5)),
        ("trong tháng 12", date(2026, 12, 31)),
        ("quý I/2027", date(2027, 3, 31)),
        ("xong trong tuần này", date(2026, 11, 6)),
        ("tuần sau", date(2026, 11, 13)),
        ("trong 10 ngày làm việc", date(2026, 11, 19)),
        ("by 30 November 2026", date(2026, 11, 30)),
        ("by November 30", date(2026, 11, 30)),
        ("trong năm 2027", date(2027, 12, 31)),
        ("2026-11-30", date(2026, 11, 30)),
        ("30-11, cán bộ", date(2026, 11, 30)),
        ("30/11 người phụ trách", date(2026, 11, 30)),
    ],
)
def test_days_are_read_as_people_write_them(text: str, day: date) -> None:
    """With and without a year, as a period, in both languages; without a year it is the nearest such day."""
    assert [mention.day for mention in mentions(text, TODAY)] == [day]


@pytest.mark.parametrize(
    "text",
    [
        *("31/2/2026", "45/13", "29/2", "phòng 201", "1.200.000 đồng", "1.5 triệu", "hệ số 2,34", "NĐ 154/2026/NĐ-CP"),
        *("10-12 người", "5-10 ngày", "8-10 giờ", "trực 24/7"),
    ],
)
def test_not_every_number_is_a_day(text: str) -> None:
    """Days that do not exist, rooms, sums and documents."""
    assert mentions(text, TODAY) == []


def test_a_long_text_is_judged_quickly() -> None:
    """Ten thousand characters of any shape cost far less than a person notices."""
    for text in ("Văn phòng sẽ xem xét " * 480, "a " * 5000, "đã ghi nhận, " * 770, "1/" * 5000, "(" * 10000):
        began = time.process_time()
        examine(Kind.PETITION, text, TODAY, UNITS)
        assert time.process_time() - began < 1


def test_nothing_is_no_answer() -> None:
    """An empty text lacks everything and breaks nothing."""
    assert examine(Kind.PETITION, "", TODAY).missing == (Part.ACTION, Part.OWNER, Part.DATE)


@pytest.mark.parametrize("marked", [True, False])
def test_held_out_answers_are_told_from_receipts(*, marked: bool) -> None:
    """On the half no word was chosen by, precision and recall reach 90 %, with diacritics and without."""
    held_out = [answer for answer in answers() if answer.half == "held-out"]
    found = score(held_out if marked else [without_marks(answer) for answer in held_out])
    assert found.precision >= 0.9
    assert found.recall >= 0.9


def test_the_set_is_large_and_sound() -> None:
    """At least 200 answers, every kind with both labels in both halves, no text in two halves."""
    every = answers()
    assert len(every) >= 200
    groups = {(answer.half, answer.kind, answer.label) for answer in every}
    assert groups == {(h, k.value, la) for h in ("dev", "held-out") for k in Kind for la in ("pass", "fail")}
    halves = {half: {answer.text for answer in every if answer.half == half} for half in ("dev", "held-out")}
    assert not halves["dev"] & halves["held-out"]
    assert any(passes(answer) for answer in every)
