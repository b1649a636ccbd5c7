"""Whom a concern seems to be about: only a guess that leads to a question, which its author answers."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from storage.domain.guard_names import says_name
from storage.domain.guard_text import GuardText
from storage.domain.organisation import Organisation
from storage.domain.permissions import Post, Role

# How somebody behaved, folded. What is only slow, short or broken is the unit's own to put right.
_CONDUCT: Final = re.compile(
    r"\b(?:gay (?:kho|phien|nhung nhieu|ap luc|roi)|lam kho|hach sach|hach dich|sach nhieu|nhung nhieu|cua quyen"
    r"|quat(?: thao| nat| mang)|quat dan|quat nhan vien|la mang|mang (?:nhan vien|can bo|dan|nguoi|em|toi|chui)"
    r"|mang nhiec"
    r"|chui|xuc pham|coi thuong|thieu ton trong|khong ton trong|lon tieng|gat gong|tru dap|chen ep|bat nat|quay roi"
    r"|thien vi|bao che|bat cong|khong cong bang|doi xu|voi (?:tien|vinh)|doi (?:tien|phong bi|qua|hoi lo|boi duong)"
    r"|nhan (?:tien|phong bi|hoi lo|qua)|phong bi|hoi lo|lot tay|an (?:tien|chan)|tham (?:o|nhung)|bien thu|lap khong"
    r"|khai khong|lam quyen|lam dung|loi ich nhom|dua nguoi nha|vo trach nhiem|vo cam|bo (?:mac|vi tri)|dun day"
    r"|om ho so|ngam ho so|giu ho so|lam (?:mat|that lac) ho so|hanh dan|hanh nguoi|thai do|noi xau|de doa|doa nat"
    r"|ep (?:em|toi|nhan vien|can bo)"
    r"|vi pham|sai pham|tieu cuc|nhau trong gio|di tre|ve som|quan lieu|doc doan|gia truong|chuyen quyen|o du)\b"
)
_HEAD: Final = re.compile(
    r"\b(?:truong|pho) (?:phong|ban|tram|bo phan|doi|don vi)\b|\b(?:sep|thu truong|lanh dao|hieu truong)\b"
)
_SENTENCE: Final = re.compile(r"[^.!?;\n]+")
_AT_WORK: Final = frozenset({Role.OFFICER, Role.HEAD, Role.OFFICE, Role.LEADER})


def complained_of(text: str, organisation: Organisation, people: Sequence[tuple[str, Post]]) -> tuple[str, ...]:
    """The units whose conduct, or whose people's, the text seems to speak of; in the organisation's order."""
    read = GuardText(text)
    found = {code for sentence in _judging(read.plain) for code in _named_in(sentence, organisation)}
    if _CONDUCT.search(read.plain):
        found |= {post.unit for name, post in people if post.role in _AT_WORK and says_name(read, name)}
    return tuple(unit.code for unit in organisation.units if unit.code in found)


def complains_of_a_head(text: str) -> bool:
    """Whether it judges a superior without saying of which unit."""
    return any(_HEAD.search(sentence) for sentence in _judging(GuardText(text).plain))


def _judging(plain: str) -> Iterator[str]:
    return (match[0] for match in _SENTENCE.finditer(plain) if _CONDUCT.search(match[0]))


def _named_in(sentence: str, organisation: Organisation) -> Iterator[str]:
    """The units named in a sentence; a name within a longer one of another unit does not count."""
    patterns = _patterns(organisation)
    matches = [(*match.span(), code) for code, pattern in patterns for match in pattern.finditer(sentence)]
    for start, end, code in matches:
        longer = (other for other in matches if other[2] != code and other[1] - other[0] > end - start)
        if not any(other[0] <= start and end <= other[1] for other in longer):
            yield code


@lru_cache(maxsize=8)
def _patterns_of(names: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(r"\b(?:" + "|".join(r"\W+".join(map(re.escape, words.split())) for words in said) + r")\b"))
        for code, said in names
    )


def _patterns(organisation: Organisation) -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = tuple((unit.code, tuple(_said((unit.name, *unit.aliases)))) for unit in organisation.units)
    return _patterns_of(said)


def _said(names: Sequence[str]) -> Iterator[str]:
    """Names of at least two words, longest first: one syllable without its marks may be anything."""
    plain = (" ".join(re.findall(r"\w+", GuardText(name).plain)) for name in names)
    return iter(sorted({words for words in plain if " " in words}, key=lambda words: (-len(words), words)))
