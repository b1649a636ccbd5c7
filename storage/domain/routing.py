"""A guess at the topic and the department of a concern, from word lists only, with the words that led to it."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from storage.domain.folding import fold
from storage.domain.organisation import OTHER_TOPIC, Organisation, Topic, Unit
from storage.domain.words import respelled, words_of

_VOWEL: Final = re.compile("[aeiou]")
_MOST_REASONS: Final = 3

_LENGTH_POWER: Final = 1.5  # a phrase of two words weighs 2.8 single ones, of three 5.2
_FOLDED_SINGLE: Final = 0.5  # one syllable without its diacritics may be many words
_SURE_SCORE: Final = 7.5  # a phrase of two words that at most two topics list
_SURE_LEAD: Final = 2.0  # times the best topic of any other department

# Patterns on folded text. They only decide whether a short question is worth asking, and that question can be skipped.
_AMOUNT: Final = r"(\d+|mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi|may|vai|nhieu|nua|gan|hon|ca)"
_FACTS: Final = {
    "where": re.compile(
        r"\b("
        # Phòng is a room or a division, but also half of "head of division", "prevention" and the like.
        r"(?<!truong )(?<!pho )phong (?!trao|cach|chong|chay|ngua|benh|dich|bi|tuc|phu)\w"
        r"|truong (?!phong|hop|khoa|doan|thanh|nhom)\w|nha truong|lop \d|diem truong"
        r"|(khu pho|to dan pho|ap|thon|xom|to|kp|duong|hem|ngo|lau|tang|quay|so nha|phuong|xa) ?\d"
        r"|khu pho|to dan pho|chung cu|dau hem|con hem|duong \w+ \w"
        r"|tru so|hoi truong|van phong|nha van hoa|mot cua|1 cua|trung tam|tram y te|cong an|ubnd|uy ban|dang uy"
        r"|ban (chi huy|xay dung|to chuc|tuyen giao|dan van)|co quan|nha an|nha xe|kho luu tru|cong (truong|co quan)"
        r"|doan (duong|qua|truoc|tu)|bo (song|kenh)"
        r")"
    ),
    "since": re.compile(
        r"\b("
        r"\d{1,2}[/.-]\d{1,2}([/.-]\d{2,4})?|\d{1,2}[/-]20\d\d|20\d\d"
        r"|t\d{1,2}\b|thang (\d|gieng|chap|truoc|nay|qua|roi|vua)|quy (\d|i|nay|truoc)|ngay \d"
        r"|hom (qua|nay|kia|truoc|bua)|(sang|trua|chieu|toi|dem) (nay|qua)|tuan (truoc|nay|qua|roi)"
        r"|nam (ngoai|nay|truoc|qua|hoc)|(dau|giua|cuoi) (tuan|thang|quy|nam)"
        rf"|{_AMOUNT} (ngay|hom|bua|tuan|thang|nam|quy)|lau (nay|roi|qua|lam roi)|bay lau"
        r"|truoc gio|xua gio|moi (khi|lan|ngay|sang|toi)"
        r"|tu (khi|luc|hoi|sau|truoc|dau|cuoi|thang|ngay|nam|tuan|hom|bua|quy|\d)|ke tu"
        r"|(sau|truoc) (khi )?sap nhap|sap nhap xong"
        r"|(dem|nam) nao|(ngay|sang|toi|tuan|thang) nao cung|(suot|quanh) (ngay|tuan|thang|nam)"
        r"|hoi (sang|chieu|toi|dau|thang)"
        r")"
    ),
}


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a concern seems to belong. ``because``: at most three words of the list, the weightiest first."""

    topic: str
    department: str
    supporting: tuple[str, ...]
    because: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class _Keyword:
    written: str
    plain: tuple[str, ...]
    words: tuple[str, ...]  # with diacritics, in one spelling
    weights: tuple[tuple[str, float], ...]  # topic code, weight; empty for the name of a unit


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    keyword: _Keyword
    factor: float


class Guesser:
    """The word lists of one organisation, indexed once. Holds no text of anybody."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation
        self._keywords = _index(organisation.topics, organisation.units)
        self._longest: dict[str, int] = {}
        for key in self._keywords:
            self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def guess(self, text: str, *, asked: str | None = None) -> Guess:
        """The best topic for ``text``; ``asked`` is the unit the author named: it gets the concern, and triage decides.

        NotFound if there is no unit ``asked``.
        """
        evidence = self._evidence(text)
        topics = [self._organisation.topic(code) for code in evidence]
        # A tie goes to the topic few may read: a case can be opened to more people later, never closed again.
        best = max(topics, key=lambda topic: (sum(evidence[topic.code].values()), topic.restricted), default=None)
        topic = best or self._organisation.topic(OTHER_TOPIC)
        lead = best.lead if best else self._organisation.office
        department = self._organisation.unit(asked).code if asked else lead
        points = evidence.get(topic.code, {})
        return Guess(
            topic=topic.code,
            department=department,
            supporting=tuple(unit for unit in topic.supporting if unit != department),
            because=tuple(sorted(points, key=lambda keyword: -points[keyword])[:_MOST_REASONS]),
            sure=department == lead and self._is_sure(topic, evidence),
        )

    def _evidence(self, text: str) -> dict[str, dict[str, float]]:
        """By topic, the points of each of its keywords in the text; a keyword said twice counts once."""
        evidence: dict[str, dict[str, float]] = defaultdict(dict)
        for match in _outermost(list(self._matches(text))):
            for code, weight in match.keyword.weights:
                evidence[code][match.keyword.written] = weight * match.factor
        return evidence

    def _matches(self, text: str) -> Iterator[_Match]:
        plain, marked = words_of(text)
        is_marked = any(not word.isascii() for word in marked)
        for start, word in enumerate(plain):
            longest = self._longest.get(word, 0)
            for end in range(start + 1, min(start + longest, len(plain)) + 1):
                for keyword in self._keywords.get(tuple(plain[start:end]), ()):
                    factor = _agreement(keyword.words, marked[start:end], is_marked)
                    if factor:
                        yield _Match(start, end, keyword, factor)

    def _is_sure(self, best: Topic, evidence: dict[str, dict[str, float]]) -> bool:
        points = evidence.get(best.code, {})
        # A topic that has nothing but words of the best one is no rival: the one listed first is the usual one.
        rivals = (
            sum(others.values())
            for code, others in evidence.items()
            if self._organisation.topic(code).lead != best.lead and not others.keys() <= points.keys()
        )
        return sum(points.values()) >= max(_SURE_SCORE, _SURE_LEAD * max(rivals, default=0.0))


def missing_facts(text: str) -> tuple[str, ...]:
    """Which of "where" and "since" (since when) the text does not say, in the order worth asking."""
    folded = fold(text)
    return tuple(fact for fact, pattern in _FACTS.items() if not pattern.search(folded))


@lru_cache(maxsize=8)  # lists of words, no texts of people; an office that confirms a holiday keeps its own
def _index(topics: tuple[Topic, ...], units: tuple[Unit, ...]) -> Mapping[tuple[str, ...], Sequence[_Keyword]]:
    """Every keyword by its words without diacritics."""
    found: dict[tuple[str, ...], list[_Keyword]] = defaultdict(list)
    for keyword in _keywords(topics, units):
        found[keyword.plain].append(keyword)
    return found


def _keywords(topics: tuple[Topic, ...], units: tuple[Unit, ...]) -> Iterator[_Keyword]:
    """Every keyword once with all its topics, then the names of units, which are no sign of a topic by themselves."""
    listing: dict[tuple[str, ...], list[str]] = defaultdict(list)
    written: dict[tuple[str, ...], tuple[tuple[str, ...], str]] = {}
    for topic in topics:
        for keyword in topic.keywords:
            plain, words = _spelled(keyword)
            if topic.code not in listing[words]:
                listing[words].append(topic.code)
            written.setdefault(words, (plain, keyword))
    for words, codes in listing.items():
        rarity = math.log(1 + len(topics) / len(codes))
        weight = _length(words) ** _LENGTH_POWER * rarity
        plain, keyword = written[words]
        yield _Keyword(keyword, plain, words, tuple((code, weight) for code in codes))
    for unit in units:
        for name in (unit.name, *unit.aliases):
            plain, words = _spelled(name)
            if words not in listing:
                yield _Keyword(name, plain, words, ())


def _length(words: tuple[str, ...]) -> int:
    """In words; an abbreviation ("bhxh", "gv") cannot be a word of its own and so says as much as two."""
    return 2 if len(words) == 1 and not _VOWEL.search(fold(words[0])) else len(words)


def _agreement(keyword: tuple[str, ...], marked: list[str], is_marked: bool) -> float:
    """How far words that fold alike agree: 1, less for a bare syllable, 0 where the diacritics contradict."""
    exact = 0
    for wanted, word in zip(keyword, marked, strict=True):
        if respelled(word) == wanted:
            exact += 1
        elif not word.isascii():
            return 0.0
    if exact == len(keyword) or len(keyword) > 1:
        return 1.0
    return 0.0 if is_marked else _FOLDED_SINGLE


def _outermost(matches: list[_Match]) -> list[_Match]:
    """Matches that do not lie within a longer one: "phòng máy tính" is about a school's room, not about a computer."""
    matches.sort(key=lambda match: (match.start, -match.end))
    kept: list[_Match] = []
    for match in matches:
        inside = kept and match.end <= kept[-1].end and (match.start, match.end) != (kept[-1].start, kept[-1].end)
        if not inside:
            kept.append(match)
    return kept


def _spelled(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Its words without diacritics, and with them in one spelling."""
    plain, marked = words_of(text)
    return tuple(plain), tuple(map(respelled, marked))
