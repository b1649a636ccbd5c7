"""The words of a text, and what each of them may be of a name."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from storage.domain.folding import fold
from storage.domain.guard_text import GuardText, Span
from storage.domain.guard_words import (
    FAMILY,
    FAMILY_FOLDED,
    GIVEN,
    GIVEN_FOLDED,
    MIDDLE,
    MIDDLE_FOLDED,
    NO_NAME,
    OTHER_TITLES,
    PLACE_BEFORE,
    PLACES,
    PLAIN_TITLES,
    TITLES,
)
from storage.domain.words import respelled

LONGEST: Final = 5  # words of a name


@dataclass(frozen=True, slots=True)
class NameWord:
    start: int
    end: int
    plain: str
    typed: str

    @property
    def capital(self) -> bool:
        return self.typed[:1].isupper() and len(self.typed) > 1


class NameWords:
    """The words of one text, looked at from each of them."""

    def __init__(self, text: GuardText) -> None:
        self._text = text
        self._marked, self._cased = text.is_marked, text.has_capitals
        self._words = [NameWord(a, b, text.plain[a:b], text.typed(a, b)) for a, b in text.words()]
        self._places = defaultdict[str, list[int]](list)  # of each word: names of hundreds of people are looked up
        for place, word in enumerate(self._words):
            self._places[word.plain].append(place)
        self._at = {word.start: place for place, word in enumerate(self._words)}

    def _capitals(self, first: int, *, least: int) -> tuple[int, int] | None:
        """The row of capitals that begins here, unless it names a place or a unit."""
        last = first
        while last < len(self._words) and last - first < LONGEST and self._words[last].capital:
            if last > first and (not self._side_by_side(last - 1, last) or self._ends_name(first, last)):
                break
            last += 1
        row = " ".join(word.plain for word in self._words[first : last + 2])
        if last - first < least or self._words[first].plain in NO_NAME - FAMILY_FOLDED - GIVEN_FOLDED:
            return None
        if self._words[first].plain in _TITLES_FOLDED and last - first == 1 and not self._is_given(self._words[first]):
            return None
        return None if any(row == place or row.startswith(f"{place} ") for place in PLACES) else (first, last)

    def _ends_name(self, first: int, last: int) -> bool:
        word = self._words[last]
        if last - first >= 2 and self._words[last - 1].plain in ("thi", "van"):
            return False
        if last - first == 1 and self._is_family(self._words[first]) and self._is_given_next(last):
            return False  # any word may stand in the middle: "Nguyễn Thử Hoa"
        return word.plain in NO_NAME and not self._is_given(word) and not (last - first == 1 and self._is_middle(word))

    def _is_given_next(self, place: int) -> bool:
        following = self._words[place + 1 : place + 2]
        return self._side_by_side(place, place + 1) and following[0].capital and self._is_given(following[0])

    def _is_title(self, word: NameWord) -> bool:
        typed = word.typed.casefold()
        if self._marked:
            return typed in TITLES or (typed.isascii() and typed in PLAIN_TITLES)
        return word.plain in PLAIN_TITLES | OTHER_TITLES

    def _is_family(self, word: NameWord) -> bool:
        if self._marked and not word.typed.isascii():
            return respelled(word.typed.casefold()) in respelled_all(FAMILY)
        return word.plain in (FAMILY if self._marked else FAMILY_FOLDED)

    def _is_given(self, word: NameWord) -> bool:
        if self._marked:
            return respelled(word.typed.casefold()) in respelled_all(GIVEN)
        return word.plain in GIVEN_FOLDED

    def _is_middle(self, word: NameWord) -> bool:
        return word.typed.casefold() in MIDDLE if self._marked else word.plain in MIDDLE_FOLDED

    def _is_place(self, before: int, place: int) -> bool:
        return before >= 0 and self._words[before].plain in PLACE_BEFORE and self._side_by_side(before, place)

    def _titled(self, place: int) -> bool:
        return place > 0 and self._is_title(self._words[place - 1])

    def _side_by_side(self, first: int, last: int) -> bool:
        """Whether nothing but blanks stands between these words."""
        if first < 0 or last >= len(self._words):
            return False
        plain = self._text.plain
        return all(not plain[self._words[n].end : self._words[n + 1].start].strip(" ") for n in range(first, last))

    def _span(self, first: int, last: int) -> Span:
        return self._words[first].start, self._words[last - 1].end


_TITLES_FOLDED: Final = frozenset(fold(title) for title in TITLES)


@cache
def respelled_all(words: frozenset[str]) -> frozenset[str]:
    return frozenset(respelled(word) for word in words)
