"""Names of people: those of enrolled people, and what reads as a Vietnamese name after a title or "em là"."""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from storage.domain.folding import fold
from storage.domain.guard_name_words import LONGEST, NameWord, NameWords, respelled_all
from storage.domain.guard_text import GuardText, Span
from storage.domain.guard_words import (
    CLEAR_FAMILY,
    COUNTED,
    DID,
    END,
    MIDDLE_FOLDED,
    NEVER,
    NO_NAME,
    NOT_AFTER,
    PLACES,
    PLAIN_FAMILY,
    PLAIN_TITLES,
    POSTS,
    WORKS,
)
from storage.domain.words import respelled

_I: Final = r"(?:em|e|toi|minh|mk|chau|con)"
_CALLED: Final = re.compile(
    rf"\b(?:ho (?:va )?ten(?: (?:cua )?{_I})?(?: la)?|ten (?:cua )?{_I} la|{_I} ten(?: la)?|(?:nguoi gui|ky ten) ?:)"
    r"[ :-]{1,3}(?=\w)"
)
_I_AM: Final = re.compile(rf"\b(?:{_I}|day) la (?=\w)")
_NOT_ANOTHER: Final = re.compile(r"\b(?:van|thi) (?:phong|ban|thu|kien|hoc|nghe|cong|hanh|dua|tran|truong|sinh)\b")


def names(text: GuardText, known: Collection[str] = ()) -> list[Span]:
    """Where the text names somebody."""
    found = _Names(text).found(known)
    return [text.span(start, end) for start, end in _joined(sorted(found))]


def says_name(text: GuardText, name: str) -> bool:
    """Whether the text names this person: by the whole name, or its last words where they are written as one."""
    return any(_Names(text).known(name))


def name_key(name: str) -> str:
    """By what an enrolled person's name is looked up: its last two words, which whoever names them writes side by side.

    "" where there are no two: one word may be anything.
    """
    last = [fold(word) for word in _words_of(name)][-2:]
    return " ".join(last) if len(last) == 2 else ""


def name_keys(text: str) -> frozenset[str]:
    """The keys of all whom a text can name: any two words side by side."""
    read = GuardText(text)
    words = [read.plain[start:end] for start, end in read.words()]
    return frozenset(f"{one} {other}" for one, other in pairwise(words))


def _words_of(name: str) -> list[str]:
    """Those of the name; what follows a comma is no part of it."""
    return re.findall(r"\w+", name.partition(",")[0])


def _joined(spans: Sequence[Span]) -> list[Span]:
    """One span for those that overlap."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class _Names(NameWords):
    """Where names are, looked for from each word."""

    def found(self, known: Collection[str]) -> Iterator[Span]:
        for place in range(len(self._words)):
            for length in (self._after_title(place), self._family_led(place), self._after_post(place)):
                if length is not None:
                    yield self._span(*length)
        for pattern, sure in ((_CALLED, True), (_I_AM, False)):
            for match in pattern.finditer(self._text.plain):
                if (length := self._introduced(self._at[match.end()], sure=sure)) is not None:
                    yield self._span(*length)
        for name in known:
            yield from self.known(name)

    # One after the other

    def _after_title(self, place: int) -> tuple[int, int] | None:
        """ "chị Hoa", "anh hùng phòng tư pháp", "ong nguyen van b"."""
        title, first = self._words[place], place + 1
        if first >= len(self._words) or not self._is_title(title) or not self._side_by_side(place, first):
            return None
        if self._is_place(place - 1, place):  # "chợ Bà Chiểu"
            return None
        if self._cased and self._words[first].capital:
            return self._capitals(first, least=1) if not self._is_place(place, first) else None
        return self._lower_after(title, first)

    def _lower_after(self, title: NameWord, first: int) -> tuple[int, int] | None:
        """Without capitals: a family name and more, or a given name with something that shows it is one."""
        word = self._words[first]
        if title.plain == "em":
            return None
        if (length := self._family_after(first, titled=title.plain in PLAIN_TITLES)) is not None:
            return length
        pair = (title.plain, word.plain)
        if self._is_at_work(first + 1) and (self._is_given(word) or word.plain in COUNTED) and pair not in NEVER:
            return first, first + 1
        if not self._is_given(word) or pair in NOT_AFTER:
            return None
        follower = self._words[first + 1].plain if first + 1 < len(self._words) else ""
        both = self._and_another(first + 1) or self._is_another(first - 1)
        sure = title.plain in PLAIN_TITLES and (follower in DID or both)
        return (first, first + 1) if self._marked or sure else None

    def _family_after(self, first: int, *, titled: bool) -> tuple[int, int] | None:
        """A family name and more; one that is also another word only with a middle and a given name."""
        word = self._words[first]
        if not self._is_family(word):
            return None
        if word.plain in PLAIN_FAMILY or (self._marked and not word.typed.isascii()):
            return self._family_row(first)
        rest = self._words[first + 1 : first + 3]
        whole = len(rest) == 2 and self._is_middle(rest[0]) and self._is_given(rest[1]) and rest[1].plain not in END
        another = whole and _NOT_ANOTHER.match(f"{rest[0].plain} {rest[1].plain}")
        return self._family_row(first) if titled and whole and not another else None

    def _is_at_work(self, place: int) -> bool:
        """Whether a unit or an occupation begins here: "phòng kinh tế", "văn thư"."""
        said = " ".join(word.plain for word in self._words[place : place + 2])
        return said in WORKS or said.partition(" ")[0] == "ben"

    def _and_another(self, place: int) -> bool:
        """ "chị hoa và chị lan"."""
        both = [word.plain for word in self._words[place : place + 2]]
        return len(both) == 2 and both[0] in ("va", "voi") and both[1] in PLAIN_TITLES

    def _is_another(self, place: int) -> bool:
        before = [word.plain for word in self._words[max(0, place - 3) : place]]
        return len(before) == 3 and before[0] in PLAIN_TITLES and before[2] in ("va", "voi")

    def _family_row(self, first: int) -> tuple[int, int] | None:
        """A family name after a title, with what follows it: "trần hùng", "nguyen thi hoa"."""
        last = first + 1
        while last < len(self._words) and last - first < 4 and self._side_by_side(last - 1, last):
            word = self._words[last]
            if word.plain in END and not (last - first == 1 and word.plain in MIDDLE_FOLDED):
                break
            if last - first >= 2 and not self._is_given(word) and self._words[last - 1].plain not in MIDDLE_FOLDED:
                break
            last += 1
        if last - first < 2:
            return None
        given = self._words[last - 1]
        return (first, last) if last - first > 2 or self._is_given(given) else None

    def _family_led(self, place: int) -> tuple[int, int] | None:
        """ "Nguyễn Thị Hoa" wherever it stands; without capitals only with a middle name."""
        word = self._words[place]
        if not self._is_family(word) or self._is_place(place - 1, place):
            return None
        if self._cased and word.capital:
            clear = fold(word.typed) in PLAIN_FAMILY or word.typed.casefold() in CLEAR_FAMILY
            return self._capitals(place, least=2 if clear else 3)
        return self._uncased(place, word)

    def _uncased(self, place: int, word: NameWord) -> tuple[int, int] | None:
        clear = respelled(word.typed.casefold()) in respelled_all(CLEAR_FAMILY) if self._marked else False
        if (not clear and word.plain not in PLAIN_FAMILY) or place + 2 >= len(self._words):
            return None
        middle, given = self._words[place + 1 : place + 3]
        if not self._is_middle(middle) or not self._side_by_side(place, place + 2):
            return None
        if _NOT_ANOTHER.match(f"{middle.plain} {given.plain}") or (place and self._words[place - 1].plain == "vi"):
            return None
        if middle.plain not in ("thi", "van") and not self._is_given(given):
            return None
        if not self._is_given(given) and given.plain in END:
            return None
        longer = place + 3 < len(self._words) and self._is_given(self._words[place + 3])
        another = longer and self._words[place + 3].plain not in END and self._side_by_side(place, place + 3)
        return place, place + (4 if another else 3)

    def _after_post(self, place: int) -> tuple[int, int] | None:
        """ "trưởng phòng Trần Văn Bình", "kế toán Lan"; a unit's name begins otherwise."""
        before = self._words[max(0, place - 3) : place]
        said = [" ".join(w.plain for w in before[-n:]) for n in (2, 3)]
        word = self._words[place]
        if not any(each in _posts() for each in said) or not self._side_by_side(place - 1, place):
            return None
        if self._cased and word.capital:
            known = self._is_family(word) or self._is_given(word)
            return self._capitals(place, least=1) if known and not self._is_given_alone_elsewhere(place) else None
        return self._family_after(place, titled=True)

    def _is_given_alone_elsewhere(self, place: int) -> bool:
        """Whether a lone word after a post begins something else: "công chức Tư pháp", "cán bộ Trung tâm"."""
        after = place + 1
        lower = after < len(self._words) and not self._words[after].capital and self._side_by_side(place, after)
        pair = f"{self._words[place].plain} {self._words[after].plain}" if lower else ""
        return self._words[place].plain in NO_NAME or pair in PLACES or pair in _UNIT_PAIRS

    def _introduced(self, place: int, *, sure: bool) -> tuple[int, int] | None:
        """What follows "em tên là" is a name; what follows "em là" only if it reads as one."""
        word = self._words[place]
        if self._cased and word.capital and not self._is_place(place - 1, place):
            least = 1 if sure or self._is_family(word) or self._is_given(word) else LONGEST + 1
            return self._capitals(place, least=least)
        if sure and self._is_family(word):
            return self._row_to_end(place)
        if self._is_family(word) and (length := self._family_row(place)) is not None:
            clear = self._marked or word.plain in PLAIN_FAMILY
            return length if clear and (length[1] - length[0] > 2 or self._marked) else None
        if not self._is_given(word) or (not sure and word.plain in NO_NAME | END):
            return None
        following = self._words[place + 1] if place + 1 < len(self._words) else None
        if sure:
            two = following is not None and self._is_given(following) and following.plain not in END
            return place, place + (2 if two else 1)
        return (place, place + 1) if following is not None and following.plain in ("phong", "ben", "o", "to") else None

    def _row_to_end(self, first: int) -> tuple[int, int]:
        """All words up to one that is no part of a name; at most four."""
        last = first + 1
        while last < min(len(self._words), first + 4) and self._side_by_side(last - 1, last):
            if self._words[last].plain in END and not (last == first + 1 and self._is_given(self._words[last])):
                break
            last += 1
        return first, last

    def known(self, name: str) -> Iterator[Span]:
        """An enrolled person's name: whole, or its last two words where they are written as a name."""
        wanted = [(fold(word), respelled(word.casefold())) for word in _words_of(name)]
        for part in [wanted] + ([wanted[-2:]] if len(wanted) > 2 else []):
            if len(part) < 2:
                continue
            for place in self._places.get(part[0][0], ()):
                words = self._words[place : place + len(part)]
                same = len(words) == len(part) and all(
                    _may_be(word, *one) for word, one in zip(words, part, strict=True)
                )
                if same and (part is wanted or all(word.capital for word in words) or self._titled(place)):
                    yield words[0].start, words[-1].end


_UNIT_PAIRS: Final = frozenset(
    {"tu phap", "trung tam", "quan su", "tai chinh", "dia chinh", "kinh te", "noi vu", "y te", "tuyen giao", "van xa"}
)


def _may_be(word: NameWord, plain: str, marked: str) -> bool:
    typed = word.typed.casefold()
    return word.plain == plain and (typed.replace("đ", "d").isascii() or respelled(typed) == marked)


@cache
def _posts() -> frozenset[str]:
    return frozenset(fold(post) for post in POSTS)
