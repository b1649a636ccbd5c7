"""Circumstances few people share: "chỉ mình em biết", "phòng em có 2 người", "lúc 9h15 sáng thứ ba"."""

import re
from typing import Final

from storage.domain.guard_text import GuardText, Span

_I: Final = r"(?:em|e|toi|minh|mk|mik|chau|tui|chung (?:em|toi|minh)|tui em|bon em|tui minh)"
_GROUP: Final = r"(?:phong|to|ban|doi|bo phan|tram|truong|nhom|co quan|don vi|ben|cho|khoa|van phong|to bo mon|lop)"
_ONE: Final = r"(?:von ven|chi|moi|co moi|chi co|co|chi con|duy nhat)"
_FEW: Final = r"(?:[1-5]|mot|hai|ba|bon|nam|vai)"
_PEOPLE: Final = r"(?:nguoi|ng|nhan vien|chi em|anh em|can bo|cong chuc|giao vien|gv|dua|ke toan|thanh vien|cb)"

_ALONE: Final = re.compile(
    rf"\b(?:chi (?:co )?(?:moi )?(?:mot )?(?:minh|mk|mik) (?:em|e|toi|tui|chau|mk)\b"
    rf"|(?:moi|co) (?:mot )?minh (?:em|e|toi|tui)\b|moi (?:em|toi|tui) (?:la |lam|biet|thay|phu trach|truc|o lai|co)"
    rf"|mot (?:minh|mk) (?:em|e|toi|tui)\b|(?:minh|mk) (?:em|e|toi|tui) (?:lam|phai|phu trach|truc|o lai|biet|kiem)"
    rf"|chi (?:co )?{_I} (?:va (?:anh|chi|sep|chi ay|anh ay|ong|ba|truong phong)(?: \w+)? )?"
    rf"(?:moi )?(?:la nguoi |la )?(?:biet|thay|duoc|la nu|la nam|lam|phu trach|chung kien|nghe|giu|co mat|o lai)\b"
    rf"|{_I} (?:chinh )?la (?:nguoi|nu|nam|dang vien|giao vien|can bo|ke toan|nhan vien)(?: \w+){{0,3}} duy nhat"
    rf"|(?:nguoi|nu|nam|can bo|nhan vien|giao vien) duy nhat(?: \w+){{0,6}} la {_I}\b"
    rf"|ngoai {_I}(?: ra)?,? (?:thi )?(?:khong|ko|k|chang|hok|chua) (?:ai|con ai|co ai|mot ai)"
    rf"|(?:khong|ko|k|chang) (?:ai|con ai|co ai)(?: khac)? ngoai {_I}\b"
    rf"|(?:khong|ko) (?:co )?ai khac (?:biet|co mat|chung kien|thay|o do)|chi (?:rieng |co )?{_I} (?:va|voi) "
    rf"(?:sep|anh ay|chi ay|ong ay|ba ay|truong phong|chu tich|thu truong)|chi hai nguoi (?:chung )?{_I}"
    rf"|{_GROUP} (?:cua )?{_I}(?: o (?:day|do))? ?(?:bay gio |hien |gio |hien nay |hien tai )?"
    rf"(?:{_ONE} )*{_FEW} {_PEOPLE}\b"
    rf"|{_GROUP}(?: \w+){{0,5}} (?:{_ONE} )+{_FEW} {_PEOPLE},? (?:la |trong do co |gom )?{_I}\b"
    rf"|{_GROUP} {_ONE} co? ?{_FEW} {_PEOPLE},? (?:chung )?{_I}\b|tru {_I} ra)"
)

_TIME: Final = (
    r"(?:(?:luc|vao|dung|khoang|tam|hoi)? ?\d{1,2} ?(?:h|g|gio)(?: ?\d{1,2}(?: ?phut|p)?| ?ruoi| ?kem \d{1,2})?(?!\w)"
    r"|(?:luc|vao|dung)? ?\d{1,2}:\d{2}(?!\d))"
)
_PART: Final = r"(?: ?(?:sang|trua|chieu|toi|dem))?"
_DAY: Final = (
    r"(?:(?:(?:sang|trua|chieu|toi|dem) )?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat"
    r"|cn)(?: tuan (?:truoc|qua|roi|vua roi)| vua roi)?|hom (?:qua|kia|nay|truoc|no|bua)|bua (?:qua|truoc)"
    r"|ngay (?:mung |mong )?\d{1,2}(?: ?[/.-] ?\d{1,2}(?:[/.-]\d{2,4})?| thang \d{1,2})?"
    r"|\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?"
    r"|(?:sang|trua|chieu|toi|dem) (?:nay|qua|hom \w+|thu \w+|t[2-7]|ngay \d{1,2}[\w/.-]*|\d{1,2}/\d{1,2}|chu nhat))"
)
_BETWEEN: Final = r"(?:,? ?(?:vao|cua|ngay|hom|cai)?,? )"
_MOMENT: Final = re.compile(
    rf"\b(?:{_TIME}{_PART}{_BETWEEN}{_DAY}|{_DAY}{_BETWEEN}(?:luc |vao |khoang |dung |tam |hoi )?{_TIME}{_PART})(?!\w)"
)
_USUAL: Final = re.compile(  # what everybody knows: working hours, meetings to come, what happens every week
    r"\b(?:hang (?:tuan|ngay|thang|nam)|moi (?:tuan|ngay|sang|chieu|thang)|(?:thu|ngay) nao cung|tuan (?:toi|sau)"
    r"|sap toi|ngay mai|ngay mot|den thu|den \d|toi \d|(?:thu|t)\s?\w+ den|tu (?:thu|t[2-7])|- ?\d|han (?:cuoi"
    r"|chot|nop)"
    r"|gio lam viec|gio hanh chinh|lich|thong bao|ke hoach|se|giay moi|du kien|moi hop|trieu tap|cong van)\b"
)
_AROUND: Final = 30


def alone(text: GuardText) -> list[Span]:
    """That one, or few, know or are what is told."""
    return text.found(_ALONE)


def moments(text: GuardText) -> list[Span]:
    """A time of day on a day that has been; not what is public or comes every week."""
    return [
        text.span(match.start() + len(match[0]) - len(match[0].lstrip()), match.end())
        for match in _MOMENT.finditer(text.plain)
        if not _USUAL.search(_clause(text.plain, match))
    ]


def _clause(plain: str, match: re.Match[str]) -> str:
    """The words around, within the sentence."""
    before = re.split(r"[.;!?\n]", plain[max(0, match.start() - _AROUND) : match.start()])[-1]
    after = re.split(r"[;!?\n]|\.(?!\d)", plain[match.end() : match.end() + _AROUND])[0]
    return f"{before}{match[0]}{after}"
