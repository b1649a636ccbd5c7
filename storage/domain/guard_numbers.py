"""Telephone and identity numbers and addresses of mail, however they are written: with dots, blanks, or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from storage.domain.guard_text import GuardText, Span

# In words, as they are read aloud; folded, so each may also be another word: only a long row of them is a number.
_DIGITS: Final = {
    "khong": "0", "kong": "0", "linh": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4",
    "nam": "5", "lam": "5", "nham": "5", "sau": "6", "bay": "7", "tam": "8", "chin": "9",
}  # fmt: skip
_TEN: Final = "muoi"
_PIECE: Final = r"(?:\d|(?<=\d)[ol](?=[\d\s.\-])|\bo(?=\d))+"  # "o9l2": letters that stand for 0 and 1
_TOKEN: Final = re.compile(rf"{_PIECE}|\b(?:{'|'.join(_DIGITS)}|{_TEN}|cong)\b|\+")
_BETWEEN: Final = re.compile(r"[ \n.,\-_/()*:]{0,3}")
_LETTERS: Final = str.maketrans("ol", "01")

# Numbers that are something else; they are blotted out before the rows of digits are read.
_SOMETHING_ELSE: Final = re.compile(
    r"(?<![\d.])(?:\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2})(?!\d)"  # dates
    r"|\b\d{1,5}/(?:19|20)\d\d/[a-z][\w-]*"  # 12/2024/ND-CP
    r"|\b\d{1,5}/[a-z]{2}[\w-]*"  # 05/TB-UBND
    r"|\b\w*[a-z]\d*(?:[.-]\d+){2,}[\w.-]*|\b\d{3}\.\d{2}\.\d{2}\.[\w.-]+"  # codes of dossiers: H29.12-231115-0007
    r"|\b\d{1,3}(?:[.,]\d{3})+(?:,\d+)?\s*(?:d|dong|vnd|k|tr|trieu|ty|m2|nguoi|ho|luot|kg|ha)\b"  # amounts
    r"|\b\d+(?:[.,]\d+)*\s*(?:dong|vnd|trieu|ty|nghin|ngan|met|m2)\b"
)
_NO_PERSON: Final = re.compile(  # what the number that follows is of
    r"(?:ma so thue|mst|ma ho so|so ho so|ho so so|ma so|hoa don|bien lai|bien nhan|cong van|van ban|so seri|serial"
    r"|so may|so khung|ma vach|ma don|ma van don|ma tai san|tai san so|so tien|tri gia|tong cong|so du|du toan"
    r"|ma du an|ma goi thau|so hieu|cong to|dong ho|ma khach hang)[^\d\n]{0,15}$"
)
_OF_IDENTITY: Final = re.compile(
    r"(?:cccd|cmnd|cmt|can cuoc|chung minh|giay to tuy than|so dinh danh|dinh danh|bhxh|bhyt|ho chieu|cc so)"
    r"[^\d\n]{0,30}$"
)
_OF_PHONE: Final = re.compile(
    r"(?:sdt|dt|so dt|dien thoai|phone|zalo|goi|alo|lien he|lien lac|lh|call|so cua|hotline|tel|nhan tin|ib|nt"
    r"|di dong|dd|viber|telegram|so)[^\d\n]{0,20}$"
)
_MOBILE: Final = re.compile(r"(?:0|84|0084|840|00840)(?:3\d|5\d|7\d|8\d|9\d)\d{7}")
_LANDLINE: Final = re.compile(r"(?:0|84|0084|840)2\d{2}\d{6,7}|(?:0|84)2\d\d{8}")
_BARE: Final = re.compile(r"[35789]\d{8}")  # the nought left out
_CCCD: Final = re.compile(r"0\d{2}[0-3]\d{8}")
_MOST_TOKENS: Final = 24  # digits said one by one, with the sign of a country and a "mươi" here and there
_CMND: Final = re.compile(r"\d{9}")

_AT: Final = r"(?:\s?@\s?|\s?[(\[]\s?(?:at|a cong)\s?[)\]]\s?|\sa\s?cong\s)"
_DOT: Final = r"(?:\s?\.\s?|\s(?:cham|dot)\s)"
_HOSTS: Final = r"(?:gmail|gmai|yahoo|ymail|outlook|hotmail|icloud|zoho|proton)"
_ADDRESS: Final = re.compile(
    rf"[a-z0-9][\w.+-]*(?:\s(?:cham|gach duoi)\s[\w.+-]+)*{_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]{{2,}})*"
    rf"|[a-z0-9][\w.+-]{{2,}}\s?(?:\bat\s|a cong\s?)?{_HOSTS}{_DOT}?\s?com(?:{_DOT}vn)?\b"
    r"|(?:facebook|fb)\.com/[\w.?=/-]+|zalo\.me/\w+|\bt\.me/\w+"
)


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    digits: str
    in_words: bool


def addresses(text: GuardText) -> list[Span]:
    """Addresses of mail and of accounts."""
    return text.found(_ADDRESS)


def phones(text: GuardText) -> list[Span]:
    return [text.span(start, end) for kind, start, end in _numbers(text.plain) if kind == "phone"]


def identity_numbers(text: GuardText) -> list[Span]:
    """Numbers of identity cards: twelve digits, of old ones nine."""
    return [text.span(start, end) for kind, start, end in _numbers(text.plain) if kind == "identity"]


def _numbers(plain: str) -> Iterator[tuple[str, int, int]]:
    blotted = _SOMETHING_ELSE.sub(lambda match: "#" * len(match[0]), plain)
    for row in _rows(blotted):
        first = 0
        while first < len(row):
            last, kind = _longest(row, first, blotted)
            if kind:
                yield kind, row[first].start, row[last].end
            first = last + 1 if kind else first + 1


def _longest(row: list[_Token], first: int, plain: str) -> tuple[int, str]:
    """Where the number that begins here ends, and what it is; a token that is one by itself is not gone beyond."""
    last_of_all = min(len(row) - 1, first + _MOST_TOKENS)
    for last in [first, *range(last_of_all, first, -1)]:
        tokens = row[first : last + 1]
        for tens in (True, False):
            kind = _kind("".join(_joined(tokens, tens=tens)), tokens, plain)
            if kind:
                return last, kind
    return first, ""


def _kind(digits: str, tokens: list[_Token], plain: str) -> str:
    before, after = plain[max(0, tokens[0].start - 60) : tokens[0].start], plain[tokens[-1].end :]
    if not 9 <= len(digits) <= 15 or digits == digits[0] * len(digits) or _NO_PERSON.search(before):
        return ""
    if re.match(r"\s?(?:dong|vnd|d\b|trieu|nghin)", after) or (after[:1].isalnum() and not tokens[-1].in_words):
        return ""
    of_identity = _OF_IDENTITY.search(before) is not None
    if of_identity and len(digits) in (9, 10, 12):
        return "identity"
    if _CCCD.fullmatch(digits):
        return "identity"
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return "phone"
    return _kind_of_nine(digits, tokens, plain, before) if len(digits) == 9 else ""


def _kind_of_nine(digits: str, tokens: list[_Token], plain: str, before: str) -> str:
    """Nine digits are a number without its nought, an old identity card, or an amount."""
    typed = plain[tokens[0].start : tokens[-1].end]
    if _BARE.fullmatch(digits) and (_OF_PHONE.search(before) or not re.search("[.,/]", typed)):
        return "phone"
    return "identity" if len(tokens) == 1 and _CMND.fullmatch(digits) else ""


def _joined(tokens: list[_Token], *, tens: bool) -> Iterator[str]:
    """The digits; "ba mươi tư" is 34, "mười hai" 12, "chín mươi" 90. Folded, "chín mười hai" is 92 or 912."""
    for place, token in enumerate(tokens):
        if token.digits != _TEN:
            yield token.digits
            continue
        before = place > 0 and tokens[place - 1].in_words and tokens[place - 1].digits != _TEN
        after = place + 1 < len(tokens) and tokens[place + 1].in_words
        between = "" if tens else "1"
        yield {(True, True): between, (True, False): "0", (False, True): "1", (False, False): "10"}[before, after]


def _rows(plain: str) -> Iterator[list[_Token]]:
    """Digits and words for digits that stand side by side."""
    row: list[_Token] = []
    for match in _TOKEN.finditer(plain):
        token = _token(match)
        if row and not _BETWEEN.fullmatch(plain[row[-1].end : match.start()]):
            yield row
            row = []
        row.append(token)
    if row:
        yield row


def _token(match: re.Match[str]) -> _Token:
    word = match[0]
    if word in ("+", "cong"):  # "cộng tám bốn": the sign of a country's number
        return _Token(*match.span(), "", False)
    if word[0].isdigit() or word[-1].isdigit():
        return _Token(*match.span(), word.translate(_LETTERS), False)
    return _Token(*match.span(), _DIGITS.get(word, word), word != "o")
