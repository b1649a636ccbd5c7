"""Whether an attack knows more than chance: counts of hits, and where the true author ranks."""

import json
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

# For each case what speaks for each author, more being more likely; who is missing has nothing that speaks for them.
Suspicions: TypeAlias = Sequence[Mapping[int, float]]

ALARM: Final = 1e-6
_TERMS: Final = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an attack found. ``inherent``: it uses what the office must know to answer, and is not held against us."""

    name: str
    hits: int
    of: int
    authors: int
    p: float
    ranks_p: float
    inherent: bool = False

    @property
    def bar(self) -> int:
        """From so many hits on it cannot be chance."""
        return first_improbable(self.of, 1 / self.authors)

    @property
    def succeeded(self) -> bool:
        return not self.inherent and (self.hits >= self.bar or self.ranks_p <= ALARM)

    def line(self, **more: object) -> str:
        found = {
            **more,
            "name": self.name,
            "hits": self.hits,
            "of": self.of,
            "chance": round(self.of / self.authors, 1),
            "bar": self.bar,
            "p": float(f"{self.p:.3g}"),
            "p_of_ranks": float(f"{self.ranks_p:.3g}"),
            **({"inherent": True} if self.inherent else {}),
        }
        return json.dumps(found)


def judge(name: str, suspicions: Suspicions, truth: Sequence[int], authors: int, *, inherent: bool = False) -> Verdict:
    """Among equals a guess is drawn by lot, as an attacker would."""
    lot = random.Random(name)
    ranks = [_rank(found, true, authors, lot) for found, true in zip(suspicions, truth, strict=True)]
    hits = sum(rank == 0 for rank in ranks)
    uniform = [(rank + lot.random()) / authors for rank in ranks]
    p = at_least(hits, len(ranks), 1 / authors)
    return Verdict(name, hits, len(ranks), authors, p, kolmogorov(uniform), inherent)


def _rank(found: Mapping[int, float], true: int, authors: int, lot: random.Random) -> int:
    """How many come before the true author; 0 is a hit."""
    nothing = -math.inf
    own = found.get(true, nothing)
    better = sum(score > own for score in found.values())
    equal = sum(score == own for score in found.values()) if own != nothing else authors - len(found)
    return better + lot.randrange(equal)


def at_least(hits: int, of: int, chance: float) -> float:
    """The probability of so many hits or more by chance."""
    return sum(_binomial(k, of, chance) for k in range(hits, of + 1))


def _binomial(k: int, n: int, p: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p))


def first_improbable(of: int, chance: float) -> int:
    """The smallest number of hits less probable than one in a million."""
    rest, k = 1.0, 0
    while rest >= ALARM:
        rest -= _binomial(k, of, chance)
        k += 1
        if rest < 2 * ALARM:  # the difference of near equals: by the tail itself from here on
            rest = at_least(k, of, chance)
    return k


def kolmogorov(values: Sequence[float]) -> float:
    """The probability that values drawn evenly between 0 and 1 stray as far from evenness (asymptotically)."""
    n = len(values)
    far = max(max((i + 1) / n - v, v - i / n) for i, v in enumerate(sorted(values)))
    t = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * far
    if t < 0.2:  # the series does not converge there, and nothing strays less
        return 1.0
    series = sum((-1.0) ** (k - 1) * math.exp(-2 * k * k * t * t) for k in range(1, _TERMS))
    return min(1.0, max(0.0, 2 * series))
