"""Typed dates and orders: "giao Văn phòng, hạn 30/11"."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.assigning import parse_order
from storage.domain.dates import parse_date
from storage.domain.folding import fold
from tests.domain.ward import demo_ward

TODAY = date(2026, 11, 2)
DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
NAMES = [(unit.code, name) for unit in demo_ward().units for name in (unit.code, unit.name, *unit.aliases)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("30/11/2026", "2026-11-30"),
        ("30-11-2026", "2026-11-30"),
        ("30.11.2026", "2026-11-30"),
        ("30 / 11 / 2026", "2026-11-30"),
        ("5/1/2027", "2027-01-05"),
        ("05/01/2027", "2027-01-05"),
        ("30/11", "2026-11-30"),
        ("30.11", "2026-11-30"),
        ("2/11", "2026-11-02"),  # today
        ("1/11", "2027-11-01"),  # over for this year
        ("15/1", "2027-01-15"),
        ("trước ngày 30/11 nhé", "2026-11-30"),
        ("1/10/2026", "2026-10-01"),  # a past date is read; the case refuses it
        ("29/2/2028", "2028-02-29"),
        ("29/2/2027", None),
        ("31/11", None),
        ("0/11", None),
        ("30/13", None),
        ("30", None),
        ("ngày mai", None),
        ("", None),
    ],
)
def test_a_date_is_read_as_it_is_written_here(typed: str, expected: str | None) -> None:
    """Day before month; without a year it is the next such day."""
    assert parse_date(typed, TODAY) == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("30/11/26", "2026-11-30"),
        ("15/1/28", "2028-01-15"),
        ("2026-12-05", "2026-12-05"),
        ("2026/12/05", "2026-12-05"),
        ("5/12/20271", None),
        ("130/11", None),
        ("30/115", None),
    ],
)
def test_a_date_is_never_taken_for_another(typed: str, meant: str | None) -> None:
    """A form that is not understood is asked for again; a case must not be due on a day nobody said."""
    assert parse_date(typed, TODAY) in (None, date.fromisoformat(meant) if meant else None)


@given(DAYS, DAYS)
def test_a_whole_date_does_not_depend_on_today(day: date, today: date) -> None:
    """With its year a date is that date, whenever it is typed."""
    assert parse_date(f"{day:%d/%m/%Y}", today) == day
    assert parse_date(f"{day.day}/{day.month}/{day.year}", today) == day


@given(DAYS, st.integers(0, 364))
def test_without_a_year_it_is_the_next_such_day(today: date, ahead: int) -> None:
    """Never a past day, and no later than a year from now."""
    day = today + timedelta(days=ahead)
    if (day.month, day.day) != (2, 29):
        assert parse_date(f"{day:%d/%m}", today) == day


@given(st.text(max_size=40), DAYS)
def test_any_text_can_be_asked_for_a_date(text: str, today: date) -> None:
    """Reading never fails."""
    assert parse_date(text, today) is None or isinstance(parse_date(text, today), date)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("giao Văn phòng, hạn 30/11", ("VP", "2026-11-30")),
        ("Giao Văn phòng hạn 30/11/2026", ("VP", "2026-11-30")),
        ("giao van phong han 30/11", ("VP", "2026-11-30")),
        ("GIAO KT, HẠN 5/12", ("KT", "2026-12-05")),
        ("giao cho Phòng Văn hóa - Xã hội, trước ngày 15/12/2026", ("VHXH", "2026-12-15")),
        ("Giao Phòng Kinh tế, Hạ tầng và Đô thị, hạn 30/11", ("KT", "2026-11-30")),
        ("giao một cửa; đến 30.11", ("PVHCC", "2026-11-30")),
        ("giao Công an. Hạn ngày 30/11", ("CA", "2026-11-30")),
        ("assign KT, due 30/11", ("KT", "2026-11-30")),
        ("assign to Ward Police by 30/11", ("CA", "2026-11-30")),
        ("giao Văn phòng", None),
        ("hạn 30/11", None),
        ("Văn phòng, hạn 30/11", None),
        ("giao Phòng Không Có, hạn 30/11", None),
        ("giao Văn phòng, hạn ngày mai", None),
        ("giao Văn phòng, hạn 31/11", None),
        ("giao ban lúc 14 giờ", None),
        ("đã giao Văn phòng, hạn 30/11", None),
        ("", None),
    ],
)
def test_an_order_names_unit_and_date(typed: str, expected: tuple[str, str] | None) -> None:
    """Both in one line, in the words leaders use; without either it is no order."""
    found = parse_order(typed, demo_ward(), TODAY)
    assert found == ((expected[0], date.fromisoformat(expected[1])) if expected else None)


@pytest.mark.parametrize(("code", "name"), NAMES, ids=[name for _, name in NAMES])
def test_every_unit_can_be_given_work_by_every_name(code: str, name: str) -> None:
    """Code, name and alias, with and without diacritics, stand for their unit in an order."""
    for spelling in (name, name.upper(), fold(name)):
        assert parse_order(f"giao {spelling}, hạn 30/11", demo_ward(), TODAY) == (code, date(2026, 11, 30))
