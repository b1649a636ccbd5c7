"""The public holidays of Viet Nam: the one door of the ``holidays`` package."""

from collections.abc import Iterable
from datetime import date


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
