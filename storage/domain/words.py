"""Vietnamese text as comparable words: without diacritics, and in step with them as they were typed."""

import re
import unicodedata
from typing import Final

from storage.domain.folding import clean, fold

_WORD: Final = re.compile(r"\w+")
# "kĩ thuật" and "kỹ thuật", "quản lí" and "quản lý": both spellings are in use for a lone vowel after these letters.
_LONE_Y: Final = re.compile(r"\b([hklmst])y\b")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
_SHORT: Final = {  # what phones make of common words; both sides are written without diacritics
    "k": "khong", "ko": "khong", "kg": "khong", "hok": "khong", "dc": "duoc", "ng": "nguoi", "cb": "can bo",
    "cc": "cong chuc", "vc": "vien chuc", "nv": "nhan vien", "gv": "giao vien", "cv": "cong viec", "ld": "lanh dao",
}  # fmt: skip


def words_of(text: str) -> tuple[list[str], list[str]]:
    """The words without diacritics and, in step with them, as they were typed; abbreviations written out in both."""
    plain = _WORD.findall(_LONE_Y.sub(r"\1i", fold(text)))
    marked = _WORD.findall(clean(text).casefold())
    if len(marked) != len(plain):  # stray combining characters split words: then only the plain ones are reliable
        marked = plain
    if _SHORT.keys().isdisjoint(plain):
        return plain, marked
    written_out = " ".join(_SHORT.get(word, typed) for word, typed in zip(plain, marked, strict=True))
    return " ".join(_SHORT.get(word, word) for word in plain).split(), written_out.split()


def respelled(word: str) -> str:
    """One spelling of a word: the tone at its end ("hoá", "hóa"), i for a lone y."""
    if word.isascii():
        return _LONE_Y.sub(r"\1i", word)
    letters = unicodedata.normalize("NFD", word)
    base = "".join(letter for letter in letters if letter not in _TONES)
    return _LONE_Y.sub(r"\1i", base) + "".join(letter for letter in letters if letter in _TONES)
