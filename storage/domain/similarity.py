"""How much two concerns are about the same thing: shared words, the rare ones counting more, and which they were."""

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from storage.domain.suppression import LEAST_SHOWN
from storage.domain.words import respelled, words_of

# Set on the half "dev" of tests/bench/similar_pairs.tsv; the half "held-out" tells how good they are.
SHOWN_FROM: Final = 0.34
_PAIR: Final = 1.0  # two neighbouring syllables are mostly a word of Vietnamese,
_SINGLE: Final = 0.5  # one alone may belong to many
_OF_SUMMARY: Final = 0.8  # how much of the short summary is met says more than how much of the long concern
_OTHER_TOPIC: Final = 0.9
_FEW: Final = 10  # keeps rarities apart from chance while there are few summaries

MOST_WORDS: Final = 150  # the beginning of a long concern says what it is about
_MOST_LOOKED_UP: Final = 1_000  # postings read for one concern; the rarest words come first
_MOST_REASONS: Final = 3

# Grammar, courtesy, and what every concern holds; written without diacritics.
_EMPTY: Final = frozenset(
    """
    a ai chi em ay ba bi boi buoc ca cac cai cang cho chua co con cu cung da dau day de deu di do duoc duoi e gi gio
    giup ha hang hay het hoac hoai hom hon khi khong la lai lam lau len luc luon ma mai minh moi mong muon nao nay nen
    neu ngay ngoai nhe nhieu nho nhu nhung nua o oi qua ra rang rat rieng roi sang sao se suot ta tai tat te thang the
    them theo thi thoi thay toi tren tro trong truoc tu tuan tui tung va van vao vay ve vi viec voi vua xem xin xong y
    """.split()
)
# As empty alone, but also halves of telling words: nhà (vệ sinh), (một) cửa, bảo (hiểm), hội (trường), phần (mềm).
_HALVES: Final = frozenset(
    "anh bac bao can chung cua dang hoi kien nam nghi nha nhat phai phan sap sau tram xuong".split()
)
_TELLS_NOTHING: Final = _EMPTY | _HALVES
_SAME: Final = {  # other words for the same, as people write them
    "hu": "hong", "pm": "phan mem", "bhyt": "bao hiem y te", "bhxh": "bao hiem xa hoi", "kct": "khong chuyen trach",
    "nd": "nghi dinh", "qd": "quyet dinh", "scan": "quet", "wifi": "internet", "1": "mot",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is compared: its words in order, as typed and folded, and the terms they make."""

    words: tuple[tuple[str, str, str], ...]  # folded, spelled out, as typed
    terms: Mapping[str, frozenset[str]]  # a word or a pair of neighbours -> how it was spelled


@dataclass(frozen=True, slots=True)
class Frequencies:
    """In how many of ``count`` summaries each term stands; a term that is missing stands in none."""

    count: int
    by_term: Mapping[str, int]

    def weight(self, term: str) -> float:
        """What sharing this term counts: the rarer it is among the summaries, the more."""
        rarity = math.log(1 + (self.count + _FEW) / (self.by_term.get(term, 0) + 1))
        return rarity * (_PAIR if " " in term else _SINGLE)

    def and_of(self, others: "Frequencies") -> "Frequencies":
        """These and those of other terms."""
        return Frequencies(self.count, {**self.by_term, **others.by_term})


@dataclass(frozen=True, slots=True)
class Likeness:
    """From 0 to 1, with the words both have, the weightiest first."""

    score: float
    because: tuple[str, ...]


def read(text: str) -> Reading:
    """The text made comparable, with or without diacritics."""
    words = tuple(_spelled(text))[:MOST_WORDS]
    terms: dict[str, set[str]] = {}
    for folded, spelled, _ in words:
        if folded not in _TELLS_NOTHING:
            terms.setdefault(folded, set()).add(spelled)
    for (first, first_spelled, _), (second, second_spelled, _) in pairwise(words):
        if not {first, second} <= _TELLS_NOTHING:
            terms.setdefault(f"{first} {second}", set()).add(f"{first_spelled} {second_spelled}")
    return Reading(words, {term: frozenset(spelled) for term, spelled in terms.items()})


def compare(concern: Reading, summary: Reading, frequencies: Frequencies, *, same_topic: bool) -> Likeness:
    """How much the concern is about what the summary says."""
    shared = {t for t, spelled in summary.terms.items() if _agree(spelled, concern.terms.get(t, frozenset()))}
    if not shared:
        return Likeness(0.0, ())
    met = sum(map(frequencies.weight, shared))
    of_summary = met / sum(map(frequencies.weight, summary.terms))
    of_concern = met / sum(map(frequencies.weight, concern.terms))
    score = _OF_SUMMARY * of_summary + (1 - _OF_SUMMARY) * of_concern
    return Likeness(score if same_topic else score * _OTHER_TOPIC, _reasons(summary, shared, frequencies))


def rarest(terms: Collection[str], frequencies: Frequencies) -> Sequence[str]:
    """The terms worth looking up: the rarest that stand in any summary, so that few summaries have to be read."""
    known = sorted((n, term) for term, n in frequencies.by_term.items() if n and term in terms)
    chosen: list[str] = []
    postings = 0
    for n, term in known:
        postings += n
        if postings > _MOST_LOOKED_UP and chosen:
            break
        chosen.append(term)
    return chosen


def at_least(followers: int) -> int:
    """How many may be said to follow: nobody is spoken of where they are few, and no single one shows in the rest."""
    return followers // LEAST_SHOWN * LEAST_SHOWN


def _spelled(text: str) -> Iterator[tuple[str, str, str]]:
    for folded, typed in zip(*words_of(text), strict=True):
        same = _SAME.get(folded, "").split()
        if len(same) == 1:
            yield same[0], same[0], typed
        else:
            yield from [(word, word, word) for word in same] or [(folded, typed, typed)]


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether some spelling of the one can be some spelling of the other: typed without diacritics it can be any."""
    return any(_may_be(a, b) for a in one for b in other)


def _may_be(one: str, other: str) -> bool:
    pairs = zip(one.split(), other.split(), strict=True)
    return all(a == b or a.isascii() or b.isascii() or respelled(a) == respelled(b) for a, b in pairs)


def _reasons(summary: Reading, shared: Collection[str], frequencies: Frequencies) -> tuple[str, ...]:
    """What both speak of, as the summary spells it: runs of shared words, single ones only where there are few runs."""
    weights: dict[str, float] = {}
    for run in _runs(summary, shared):
        phrase = " ".join(typed for _, _, typed in run)
        weights[phrase] = sum(frequencies.weight(folded) for folded, _, _ in run if folded in shared)
    phrases = sorted(weights, key=lambda phrase: (" " not in phrase, -weights[phrase]))
    apart = [phrase for at, phrase in enumerate(phrases) if not any(phrase in before for before in phrases[:at])]
    enough = max(2, sum(" " in phrase for phrase in apart))
    return tuple(apart[: min(enough, _MOST_REASONS)])


def _runs(summary: Reading, shared: Collection[str]) -> Iterator[Sequence[tuple[str, str, str]]]:
    """The words of the summary that are shared, neighbours together, without empty words at either end."""
    words, start = summary.words, 0
    for end in range(1, len(words) + 1):
        if end < len(words) and f"{words[end - 1][0]} {words[end][0]}" in shared:
            continue
        telling = [at for at in range(start, end) if words[at][0] not in _EMPTY]
        if telling and (end - start > 1 or words[start][0] in shared):
            yield words[telling[0] : telling[-1] + 1]
        start = end
