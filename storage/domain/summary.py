"""What the office may say of a case to others: its own words, short, and nobody's name."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from storage.domain.errors import IncompleteDraft
from storage.domain.folding import clean, fold
from storage.domain.words import respelled, words_of

MOST_CHARACTERS: Final = 200
_A_QUOTE: Final = 10  # words in a row; long names of posts and bodies are shorter
_WHOLE_QUOTE: Final = 5  # words, where the summary is nothing but a piece of the author's text
_WORD: Final = re.compile(r"\w+")
_REACHES_SOMEBODY: Final = re.compile(r"(?:\d[\s.-]?){9,}|\S@\S")  # a telephone or identity number, an address


def check_summary(text: str, *, written: Iterable[str], signature: str) -> None:
    """IncompleteDraft if the summary is too long, quotes what the author has ``written``, or says who that is."""
    if len(text) > MOST_CHARACTERS:
        raise IncompleteDraft("error-summary-long", limit=MOST_CHARACTERS)
    if names(text, signature) or _REACHES_SOMEBODY.search(text):
        raise IncompleteDraft("error-summary-names")
    if any(_quotes(text, original) for original in written):
        raise IncompleteDraft("error-summary-copied")


def names(text: str, signature: str) -> bool:
    """Whether the text says the name in the signature, or two neighbouring words of it, however they are typed."""
    return bool(_said(clean(text), signature))


def without_name(text: str, signature: str) -> str:
    """The text with "…" for the author's name: what others read who get the same answer."""
    text = clean(text)
    for start, end in reversed(_said(text, signature)):
        text = f"{text[:start]}…{text[end:]}"
    return text


def _said(text: str, signature: str) -> Sequence[tuple[int, int]]:
    """Where the text says the name, from first to last, no place twice."""
    name, words = _WORD.findall(clean(signature).partition(",")[0]), list(_WORD.finditer(text))
    if len(name) == 1:  # without its diacritics, one syllable may be any word
        return [word.span() for word in words if respelled(word[0].casefold()) == respelled(name[0].casefold())]
    spans: list[tuple[int, int]] = []
    for first, second in pairwise(words):
        if any(_may_be(first[0], a) and _may_be(second[0], b) for a, b in pairwise(name)):
            begun = spans.pop()[0] if spans and spans[-1][1] == first.end() else first.start()
            spans.append((begun, second.end()))
    return spans


def _may_be(one: str, other: str) -> bool:
    """Whether two typed words can be the same: without diacritics, a word can be any that folds alike."""
    if fold(one) != fold(other):
        return False
    return one.isascii() or other.isascii() or respelled(one.casefold()) == respelled(other.casefold())


def _quotes(text: str, original: str) -> bool:
    said, written = words_of(text)[0], words_of(original)[0]
    size = min(len(said), _A_QUOTE)
    return size >= _WHOLE_QUOTE and not _runs(said, size).isdisjoint(_runs(written, size))


def _runs(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    """Every run of so many neighbouring words."""
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}
