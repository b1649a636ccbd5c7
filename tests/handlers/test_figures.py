"""Numbers in words: what a button carries, and what stands where there is no number."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.context import Office
from handlers.figure_files import FigureFile, Form, picture, read_figure_file, workbook
from handlers.figures import View, Wording, read_view
from handlers.texts.catalog import LANGUAGES, Texts
from storage.domain.clocks import ClockKind
from storage.domain.conversation import Choice
from storage.domain.routing import Guesser
from storage.domain.statistics import Group, Line, Numbers, Outcome, Period, Span
from tests.domain.ward import demo_calendar, demo_ward

TODAY = date(2026, 11, 20)
LONGEST_CODE = "X" * 32

VIEWS = st.builds(
    View,
    st.sampled_from(Period),
    st.sampled_from([None, *Group]),
    st.sampled_from(["", "KT", "dao_tao", LONGEST_CODE]),
    st.sampled_from([None, *Outcome]),
)


def words(language: str = "vi") -> Wording:
    ward = demo_ward()
    office = Office(ward, demo_calendar(), Guesser(ward), Texts(ward), range(2025, 2030))
    return Wording(office, language, TODAY)


@given(VIEWS, st.integers(0, 99))
def test_a_button_carries_its_view(view: View, page: int) -> None:
    """Read back it is the same, and with a page behind it, it still fits the smallest button."""
    meant = view if view.group else replace(view, code="")  # a code belongs to a group
    assert read_view(view.value) == (meant, 0)
    assert read_view(f"{view.value}.{page}") == (meant, page)
    Choice("Xem thêm", f"c.numbers.{view.value}.{page}")


@given(st.sampled_from(Period), st.sampled_from([None, *Group]), st.sampled_from(LANGUAGES), st.sampled_from(Form))
def test_a_file_is_known_by_its_id(period: Period, group: Group | None, language: str, form: Form) -> None:
    """The id alone says what is to be made."""
    file = FigureFile(View(period, group), language, TODAY, form)
    assert read_figure_file(file.file_id) == file


def line(*outcomes: int | None, total: int | None = 30) -> Line:
    return Line("KT", total, dict(zip(Outcome, outcomes, strict=True)), 3, None, None)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (line(15, 5, 10, 0), "75%"),
        (line(0, 0, 30, 0), "chưa có việc đến hạn"),
        (line(15, None, None, 0), "–"),
        (line(None, None, None, None, total=None), "–"),
    ],
)
def test_a_dash_means_hidden_and_nothing_else(shown: Line, said: str) -> None:
    """Where there is nothing to be told yet, words say so."""
    assert words().share(shown) == said
    assert words().days(shown, None) == ("–" if shown.total is None else "chưa tới")


@pytest.mark.parametrize("language", LANGUAGES)
def test_files_without_any_case_say_so(language: str) -> None:
    """An empty office has an empty chart with a sentence, and sheets with their heads."""
    nothing = Numbers({}, TODAY, demo_calendar())
    chart = picture(nothing, View(Period.YEAR, Group.TOPIC), words(language))
    assert (chart["bars"], len(chart["notes"])) == ([], 1)
    assert [sheet["rows"] for sheet in workbook(nothing, View(), words(language), TODAY)] == [[], [], []]


@pytest.mark.parametrize("period", Period)
def test_chart_and_sheets_hold_no_small_number(period: Period) -> None:
    """Three overdue cases of one unit are in none of them."""
    spans = [
        Span("KT", "dao_tao", TODAY, TODAY, stopped_on=TODAY, count=40),
        Span("VP", "y_te", TODAY, date(2026, 12, 1), count=20),
        Span("TYT", "y_te", date(2026, 3, 2), date(2026, 3, 9), count=3),
    ]
    numbers = Numbers({ClockKind.FINAL: spans}, TODAY, demo_calendar())
    chart = picture(numbers, View(period, Group.UNIT), words())
    counts = [n for bar in chart["bars"] for n in (bar["total"], *bar["parts"])]
    for sheet in workbook(numbers, View(period), words(), TODAY):
        place = sheet["labels"]
        counts += [cell for row in sheet["rows"] for cell in row[place : place + 5] if isinstance(cell, int)]
    assert counts
    assert not [count for count in counts if count and 0 < count < 5]
    assert "Trạm Y tế phường" in chart["notes"][0]
