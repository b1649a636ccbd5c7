"""Denunciations and complaints (tố cáo, khiếu nại): the law gives them a way of their own, which this is not."""

import re
from enum import StrEnum
from typing import Final

from storage.domain.guard_names import names
from storage.domain.guard_text import GuardText


class Lawful(StrEnum):
    """What a text is, by the law."""

    DENUNCIATION = "denunciation"
    COMPLAINT = "complaint"
    MENTION = "mention"  # it only speaks of one, or asks about it


_I: Final = r"(?:toi|em|e|minh|mk|chung (?:toi|em)|tui|nay|don)"
_WANTS: Final = (
    r"(?:(?:xin|muon|phai|can|se|quyet|quyet dinh|chinh thuc|viet don|lam don|gui don|nop don|viet|dung don|day|la|de"
    r"|thu|nay) )*"
)
_WHO: Final = (
    r"(?:ong|ba|anh|chi|dong chi|dc|d/c|can bo|cong chuc|truong|pho|chu tich|bi thu|giam doc|hieu truong|lanh dao|sep"
    r"|ke toan|hanh vi|viec|nguoi|mot so|phong|ban|tram|cong an|toan bo|cac|nhung|vi pham)"
)
_DENOUNCES: Final = re.compile(
    rf"\b{_I} {_WANTS}(?:to cao|to giac)\b|\bdon (?:to cao|to giac)\b|\b(?:to cao|to giac) {_WHO}\b"
)
_COMPLAINS: Final = re.compile(
    rf"\b{_I} {_WANTS}khieu nai\b|\bdon khieu nai\b|\bkhieu nai (?:quyet dinh|viec|ve|hanh vi|ket qua|ket luan)\b"
)
_CRIME: Final = re.compile(
    r"\b(?:tham o|tham nhung|nhan hoi lo|dua hoi lo|doi hoi lo|nhan phong bi|nhan tien|bien thu|chiem doat|lap khong"
    r"|khai khong|gia mao|lam gia|rut ruot|an chan|lay tien cua|bao ke|chia chac|tron thue|quy den)\b"
)
_ASKS: Final = re.compile(
    r"\?|\b(?:bao lau|the nao|o dau|la gi|gi khong|co duoc|duoc khong|thoi han|quy trinh|thu tuc|huong dan"
    r"|quy dinh (?:ve|nao)"
    r"|luat (?:to cao|khieu nai)|nghi dinh|tap huan|cong tac giai quyet|giai quyet don|tiep nhan don|hom thu"
    r"|so tiep cong dan|dien mau"
    r"|mau don|bieu mau|bao nhieu|khi nao|ai giai quyet|gui ai|gui den dau|phan mem)\b"
)
_WORD: Final = re.compile(r"\b(?:to cao|to giac|khieu nai)\b")
_MARKED: Final = re.compile(r"tố\s+(?:cáo|giác)|khiếu\s+nại", re.IGNORECASE)


def lawful_kind(text: str) -> Lawful | None:
    """What the words make of a text; None where it is nothing of the sort."""
    read = GuardText(text)
    plain = read.plain
    says = _MARKED.search(text) if read.is_marked else _WORD.search(plain)
    if _CRIME.search(plain) and names(read):
        return Lawful.DENUNCIATION
    if says is None:
        return None
    if _ASKS.search(plain):
        return Lawful.MENTION
    if _DENOUNCES.search(plain):
        return Lawful.DENUNCIATION
    return Lawful.COMPLAINT if _COMPLAINS.search(plain) else Lawful.MENTION
