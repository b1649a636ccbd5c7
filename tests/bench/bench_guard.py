"""What the guard finds in texts it was not tuned on, and how often it errs: python -m tests.bench.bench_guard."""

import csv
import json
import re
import timeit
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from storage.domain.folding import fold
from storage.domain.guard import Finding, Trace, find

HELD_OUT: Final = "held-out"
RECALL: Final = {Trace.PHONE: 0.99, Trace.IDENTITY: 0.99, Trace.ADDRESS: 0.99, Trace.NAME: 0.9}
FALSE_ALARMS: Final = 0.05
_PIECE: Final = re.compile(r"\[(\w+):([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A place of a text that must be pointed out."""

    kind: Trace
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One labelled line. Patterns may be tuned on the half "dev", never on "held-out"."""

    half: str
    text: str
    pieces: tuple[Piece, ...]


def samples() -> list[Sample]:
    with (files("tests.bench") / "guard_texts.tsv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [_sample(*row) for row in rows]


def _sample(half: str, marked: str) -> Sample:
    """ "Gọi [phone:0912…]" without its marks."""
    text, pieces, read = "", [], 0
    for match in _PIECE.finditer(marked):
        text += marked[read : match.start()]
        pieces.append(Piece(Trace(match[1]), len(text), len(text) + len(match[2])))
        text, read = text + match[2], match.end()
    return Sample(half, text + marked[read:], tuple(pieces))


def is_found(piece: Piece, findings: Sequence[Finding], text: str) -> bool:
    """Whether all its letters and digits lie in findings of its kind."""
    places = {place for one in findings if one.kind is piece.kind for place in range(one.start, one.end)}
    return all(place in places for place in range(piece.start, piece.end) if text[place].isalnum())


def recall(every: Sequence[Sample], kind: Trace) -> float:
    return _share([found for one in every for each, found in _judged(one) if each is kind])


def false_alarms(every: Sequence[Sample]) -> float:
    """The share of texts with nothing to point out in which something is."""
    return _share([bool(find(one.text)) for one in every if not one.pieces])


def _judged(sample: Sample) -> Iterator[tuple[Trace, bool]]:
    findings = find(sample.text)
    for piece in sample.pieces:
        yield piece.kind, is_found(piece, findings, sample.text)


def main() -> None:
    every = samples()
    held_out = [one for one in every if one.half == HELD_OUT]
    for kind in Trace:
        if any(piece.kind is kind for one in held_out for piece in one.pieces):
            _report(f"guard.recall.{kind.value}.held_out", recall(held_out, kind), RECALL.get(kind, 0.9), "higher")
    # Without diacritics and capitals, a name may be any word: there the bar is what is reached, so that it stays.
    for name, marked, bar in (("with_diacritics", True, RECALL[Trace.NAME]), ("without_diacritics", False, 0.8)):
        half = [one for one in held_out if one.text.isascii() is not marked]
        _report(f"guard.recall.name.held_out.{name}", recall(half, Trace.NAME), bar, "higher")
        _report(f"guard.false_alarms.held_out.{name}", false_alarms(half), FALSE_ALARMS, "lower")
    _report("guard.false_alarms.held_out", false_alarms(held_out), FALSE_ALARMS, "lower")
    _report("guard.speed_to_fold", _speed([one.text for one in every]), 0.01, "higher")


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)


def _speed(texts: Sequence[str]) -> float:
    """Texts looked at per second over folds per second: a ratio, for machines differ."""
    finding = min(timeit.repeat(lambda: [find(text) for text in texts], number=1, repeat=3))
    folding = min(timeit.repeat(lambda: [fold(text) for text in texts], number=1, repeat=3))
    return folding / finding


def _report(name: str, value: float, bar: float, better: str) -> None:
    unit = "ratio" if "speed" in name else "share"
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "bar": bar, "better": better}))


if __name__ == "__main__":
    main()
