"""The public holidays of Viet Nam: the one door of the ``holidays`` package."""

import sys
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any, Final

from storage.domain.calendar_year import Reason

if TYPE_CHECKING:
    from holidays import HolidayBase

_COUNTRIES: Final = "holidays.countries"
# Parts of the package's Vietnamese names, the more particular ones first.
_REASONS: Final = (
    ("nghỉ bù", Reason.IN_LIEU),
    ("thay cho ngày", Reason.SWAPPED),
    ("Dương lịch", Reason.NEW_YEAR),
    ("Tết", Reason.TET),
    ("Giỗ Tổ", Reason.HUNG_KINGS),
    ("Chiến thắng", Reason.REUNIFICATION),
    ("Lao động", Reason.LABOUR),
    ("Quốc khánh", Reason.NATIONAL),
    ("Văn hóa", Reason.CULTURE),
)


def vietnamese_days(years: Iterable[int]) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and make-up working days of the years, as far as the package knows them.

    Next year's Tết and National Day are its guesses until the official notice. It misses some swapped days: they belong
    in the organisation's document. It counts 24 November as a holiday from 2026 on.
    """
    wanted = sorted(set(years))
    found = _viet_nam(years=wanted)
    make_up_days = (day for day in found.weekend_workdays if day.year in wanted)
    return frozenset(day for day in found if day.year in wanted), frozenset(make_up_days)


def vietnamese_reasons(years: Iterable[int]) -> Mapping[date, Reason]:
    """Why the days off of these years are off."""
    wanted = set(years)
    found = _viet_nam(years=sorted(wanted), language="vi")
    return {day: _reason(name) for day, name in found.items() if day.year in wanted}


def _viet_nam(**options: Any) -> "HolidayBase":
    days: HolidayBase = _of_viet_nam()(**options)
    return days


@cache
def _of_viet_nam() -> Any:
    """The package's class, loaded when it is needed, and alone.

    Imported as usual, one country brings all 280 with it, ten megabytes; so their package is not executed.
    """
    if _COUNTRIES in sys.modules or (spec := find_spec(_COUNTRIES)) is None:
        return import_module(f"{_COUNTRIES}.vietnam").Vietnam
    sys.modules[_COUNTRIES] = module_from_spec(spec)
    try:
        return import_module(f"{_COUNTRIES}.vietnam").Vietnam
    finally:  # whoever wants another country loads it as usual
        del sys.modules[_COUNTRIES]


def _reason(name: str) -> Reason:
    return next((reason for part, reason in _REASONS if part in name), Reason.HOLIDAY)
