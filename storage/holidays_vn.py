"""The public holidays of Viet Nam: the one door of the ``holidays`` package."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from storage.domain.calendar_year import Reason

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
    # Here and not at the top: loading the package takes a tenth of a second, and few processes count days.
    from holidays import country_holidays

    wanted = sorted(set(years))
    found = country_holidays("VN", years=wanted)
    make_up_days = (day for day in found.weekend_workdays if day.year in wanted)
    return frozenset(day for day in found if day.year in wanted), frozenset(make_up_days)


def vietnamese_reasons(years: Iterable[int]) -> Mapping[date, Reason]:
    """Why the days off of these years are off."""
    from holidays import country_holidays  # as above

    wanted = set(years)
    found = country_holidays("VN", years=sorted(wanted), language="vi")
    return {day: _reason(name) for day, name in found.items() if day.year in wanted}


def _reason(name: str) -> Reason:
    return next((reason for part, reason in _REASONS if part in name), Reason.HOLIDAY)
