"""The digest as it is read: short, the late first, and nothing left out without a word."""

from datetime import date

from handlers.digests import LINES_SHOWN, digest
from storage.domain.clocks import ClockKind
from storage.domain.digest import Line
from storage.domain.ids import ref_of
from storage.domain.ladder import Step
from storage.domain.outbox import Notice
from tests.scheduler.office import demo_office

TODAY = date(2026, 11, 10)


def line(number: int, due_on: date, **changes: object) -> Line:
    values = {
        "ref": ref_of(number.to_bytes(5, "big")),
        "unit": "KT",
        "summary": "Máy in hỏng.",
        "due_on": due_on,
        "clock": ClockKind.FINAL,
        "step": Step.OFFICER,
        "actions": ("respond", "extend", "bounce"),
    }
    return Line(**values | changes)  # type: ignore[arg-type]


def said(*lines: Line, language: str = "vi") -> Notice:
    return digest(lines, language, demo_office(), TODAY, "KT")


def test_a_long_list_is_cut_and_says_so() -> None:
    """Ten lines in all, the late ones first; every group says how many more it has."""
    late = [line(n, date(2026, 11, 6)) for n in range(8)]
    today = [line(n, TODAY) for n in range(10, 15)]
    notice = said(*today, *late)
    shown = "\n".join(notice.arguments[group] for group in ("overdue", "today", "week", "later"))
    assert shown.count("• DT-") == LINES_SHOWN
    assert notice.arguments["overdue"].count("• DT-") == 8
    assert notice.arguments["today"].endswith("• và 3 ý kiến nữa")
    assert notice.arguments["count"] == "13"


def test_a_case_is_named_once_and_its_promise_beside_it() -> None:
    """Two clocks of one case are one line: that of the highest step; what was promised has a line of its own."""
    officer, head = line(1, TODAY), line(1, TODAY, step=Step.HEAD)
    promise = line(1, date(2026, 11, 13), clock=ClockKind.PROMISE)
    notice = said(officer, head, promise)
    assert notice.arguments["today"].count("DT-") == 1
    assert "Phòng Kinh tế" in notice.arguments["today"]
    assert "việc đã hứa" in notice.arguments["week"]
    assert notice.arguments["count"] == "1"


def test_each_reader_reads_their_own_language() -> None:
    """The lines are in words already when they are written, so they are written in the reader's language."""
    late = line(1, date(2026, 11, 9))
    assert "quá hạn 1 ngày làm việc (hạn thứ Hai, 09/11/2026)" in said(late).arguments["overdue"]
    assert "working days overdue: 1" in said(late, language="en").arguments["overdue"]


def test_units_are_named_where_there_are_several() -> None:
    """Somebody who works for two departments sees of which each case is; who works for one does not need to."""
    one, other = line(1, TODAY), line(2, TODAY, unit="VHXH")
    assert "Phòng" not in said(one).arguments["today"]
    assert "Phòng Kinh tế" in said(one, other).arguments["today"]
    assert "Phòng Văn hóa" in said(one, other).arguments["today"]
