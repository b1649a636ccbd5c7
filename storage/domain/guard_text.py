"""A text folded letter by letter, so that what is found in it can be pointed out as it was typed."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

Span = tuple[int, int]
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class GuardText:
    """``plain`` is without diacritics and capitals; ``at`` is the place in ``written`` of each of its letters."""

    written: str
    plain: str = field(init=False)
    _at: list[int] = field(init=False)

    def __post_init__(self) -> None:
        letters = [(letter, place) for place, typed in enumerate(self.written) for letter in _letters(typed)]
        self.plain = "".join(letter for letter, _ in letters)
        self._at = [place for _, place in letters]

    @property
    def is_marked(self) -> bool:
        """Whether it was typed with diacritics."""
        return not self.written.isascii() and any(ord(letter) > 0xBF for letter in self.written)

    @property
    def has_capitals(self) -> bool:
        """Whether capitals say anything: not if there are none, nor if there is nothing else."""
        letters = [letter for letter in self.written if letter.isalpha()]
        capitals = sum(letter.isupper() for letter in letters)
        return 0 < capitals < len(letters) / 2

    def span(self, start: int, end: int) -> Span:
        """The place in what was written of a place in ``plain``, with the marks that follow its last letter."""
        last = self._at[end - 1] + 1
        while last < len(self.written) and unicodedata.combining(self.written[last]):
            last += 1
        return self._at[start], last

    def typed(self, start: int, end: int) -> str:
        """What was written at a place of ``plain``."""
        return self.written[slice(*self.span(start, end))]

    def found(self, pattern: re.Pattern[str], group: int | str = 0) -> list[Span]:
        return [self.span(*match.span(group)) for match in pattern.finditer(self.plain)]

    def words(self) -> list[Span]:
        """The words, as places of ``plain``."""
        return [match.span() for match in _WORD.finditer(self.plain)]


@lru_cache(4096)  # characters, never texts
def _letters(typed: str) -> str:
    """One written character without its marks; a mark that stands alone is none."""
    base = unicodedata.normalize("NFD", typed.casefold().replace("đ", "d"))
    return "".join(letter for letter in base if not unicodedata.combining(letter))
