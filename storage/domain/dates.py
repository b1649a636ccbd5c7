"""Days as people write them in a text, or type one when asked: "30/11", "ngày 5 tháng 12", "by 30 November"."""

import re
from calendar import isleap, monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from storage.domain.folding import fold

_NEAR: Final = timedelta(days=183)  # a date without a year is the one nearest to today
_FRIDAY: Final = 4
_NUMBERS: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}
_MONTHS: Final = "january february march april may june july august september october november december".split()
_NUMBER: Final = rf"(\d{{1,3}}|{'|'.join(_NUMBERS)})"
_MONTH: Final = rf"({'|'.join(f'{name}|{name[:3]}' for name in _MONTHS)})"
_NOT_COUNTED: Final = (  # "1.5 triệu", "10-12 người" are so many of something
    r"(?!\s*(?:%|(?:trieu|ty|nghin|dong|nguoi|can bo|gio|h|phut|ngay|tuan|thang|nam(?! 20\d\d| nay)|lan|chiec|m2?|km"
    r"|million|people|hours?|days?|weeks?|months?|years?|times)\b))"
)
_YEAR: Final = r"(?:\s*(?:nam|[/.-]|,|of)?\s*(20\d\d))?"
_TYPED: Final = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}|\d{2}))?(?![\d/-])")
_TYPED_ISO: Final = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)")


def _numbers(between: str) -> str:
    """Day, month and perhaps the year, as numbers with this between the first two."""
    return rf"(?<![\d/.-])(\d{{1,2}})\s*{between}\s*(\d{{1,2}})(?:\s*[/.-]\s*(20\d\d|\d\d))?(?![\d/-]|\.\d)"


def parse_date(text: str, today: date) -> date | None:
    """Read 30/11, 30/11/26, 30/11/2026 or 2026-11-30; without a year the next such day from today on."""
    iso, match = _TYPED_ISO.search(text), _TYPED.search(text)
    try:
        if iso is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if match is None:
            return None
        day, month, year = int(match[1]), int(match[2]), match[3]
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today else date(today.year + 1, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class DayMention:
    """Where a folded text speaks of a day or a period, and its last day; None if that cannot be counted."""

    start: int
    end: int
    day: date | None


def mentions(text: str, today: date) -> list[DayMention]:
    """All days a text speaks of, in their order; of overlapping ones the first pattern wins."""
    folded, found = fold(text), list[DayMention]()
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(folded):
            if any(other.start < match.end() and match.start() < other.end for other in found):
                continue
            found += [DayMention(match.start(), match.end(), day) for day in _read(read, match, today)]
    return sorted(found, key=lambda mention: mention.start)


def without_days(folded: str, today: date) -> str:
    """The folded text without the days it speaks of."""
    for mention in reversed(mentions(folded, today)):
        folded = f"{folded[: mention.start]} {folded[mention.end :]}"
    return folded


def _read(
    read: Callable[["re.Match[str]", date], date | None], match: "re.Match[str]", today: date
) -> Iterator[date | None]:
    try:
        yield read(match, today)
    except ValueError:
        return  # 31/2, or 45/13: no day at all


def _day(day: str, month: str, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    near = [today.year + more for more in (-1, 0, 1)]
    if (int(month), int(day)) == (2, 29):
        near = [year for year in near if isleap(year)]
    return min((date(year, int(month), int(day)) for year in near), key=lambda found: abs(found - today))


def _month_end(month: int, year: str | None, today: date) -> date:
    at = int(year) if year else today.year + (month < today.month and today.month - month > _NEAR.days // 31)
    return date(at, month, monthrange(at, month)[1])


def _week_end(weeks: int, today: date) -> date:
    """Friday of this week, or of one that comes; a period that names a week ends with its work."""
    return today + timedelta(days=_FRIDAY - today.weekday() + 7 * weeks)


def _in_period(match: "re.Match[str]", today: date) -> date:
    count = int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]]
    unit = match[2]
    if unit.startswith(("thang", "month")):
        return today + timedelta(days=30 * count)
    if unit.startswith(("tuan", "week")):
        return today + timedelta(weeks=count)
    # Working days are taken as five a week: who promises them is shown the date and can change it.
    return today + timedelta(days=count + (2 * ((count + 4) // 5) if "lam viec" in unit or "working" in unit else 0))


def _quarter(match: "re.Match[str]", today: date) -> date:
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(match[1]) or int(match[1])
    return _month_end(3 * quarter, match[2], today)


def _named_month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name))


def _compiled(
    *rows: tuple[str, Callable[["re.Match[str]", date], date | None]],
) -> tuple[tuple["re.Pattern[str]", Callable[["re.Match[str]", date], date | None]], ...]:
    return tuple((re.compile(pattern), read) for pattern, read in rows)


_PATTERNS: Final = _compiled(
    (r"(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)", lambda m, t: _day(m[3], m[2], m[1], t)),
    (_numbers("/") + "(?<!24/7)", lambda m, t: _day(m[1], m[2], m[3], t)),
    (_numbers("[.-]") + _NOT_COUNTED, lambda m, t: _day(m[1], m[2], m[3], t)),
    (rf"\bngay (\d{{1,2}}) thang (\d{{1,2}}){_YEAR}", lambda m, t: _day(m[1], m[2], m[3], t)),
    (
        rf"\b(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}\b{_YEAR}",
        lambda m, t: _day(m[1], str(_named_month(m[2])), m[3], t),
    ),
    (
        rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?\b{_YEAR}",
        lambda m, t: _day(m[2], str(_named_month(m[1])), m[3], t),
    ),
    (rf"\bthang (\d{{1,2}})\b{_YEAR}", lambda m, t: _month_end(int(m[1]), m[2], t)),
    (rf"\b(?:in|by|during|end of|until) {_MONTH}\b{_YEAR}", lambda m, t: _month_end(_named_month(m[1]), m[2], t)),
    (rf"\bquy (i{{1,3}}|iv|[1-4])\b{_YEAR}", _quarter),
    (r"\b(?:trong|cuoi|het|truoc|in|by the end of) (?:nam )?(20\d\d)\b", lambda m, t: date(int(m[1]), 12, 31)),
    (r"\bcuoi nam nay\b", lambda m, t: date(t.year, 12, 31)),
    (rf"\b(?:trong|sau|within|in)(?: vong)? {_NUMBER} (ngay lam viec|ngay|tuan|thang)\b", _in_period),
    (r"\b(?:within|in) (\d{1,3}) (working days?|days?|weeks?|months?)\b", _in_period),
    (r"\bngay (\d{1,2})(?= (?:hang|moi) thang| hang thang|$|[.,;)])", lambda m, t: None),
    (r"\b(?:(?:trong )?tuan nay|this week)\b", lambda m, t: _week_end(0, t)),
    (r"\b(?:tuan sau|tuan toi|next week)\b", lambda m, t: _week_end(1, t)),
    (r"\b(?:thang nay|this month)\b", lambda m, t: _month_end(t.month, str(t.year), t)),
    (
        r"\b(?:thang sau|thang toi|next month)\b",
        lambda m, t: _month_end(t.month % 12 + 1, str(t.year + (t.month == 12)), t),
    ),
    (r"\b(?:hom nay|sang nay|chieu nay|trong ngay|today|same day|cung ngay)\b", lambda m, t: t),
    (r"\b(?:ngay mai|sang mai|chieu mai|tomorrow)\b", lambda m, t: t + timedelta(days=1)),
    (r"\b(?:hom qua|chieu qua|yesterday)\b", lambda m, t: t - timedelta(days=1)),
)
