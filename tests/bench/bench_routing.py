"""How often the guess is right on concerns it was not tuned on, and its cost: python -m tests.bench.bench_routing."""

import csv
import json
import timeit
import tomllib
from collections.abc import Sequence
from importlib.resources import files
from typing import NamedTuple

from storage.domain.folding import fold
from storage.domain.organisation_document import parse_organisation
from storage.domain.routing import Guess, Guesser


class Concern(NamedTuple):
    """One labelled line. Keywords may be tuned on the half "dev", never on "held-out"."""

    half: str
    department: str
    topic: str
    text: str


def concerns() -> list[Concern]:
    with (files("tests.bench") / "routing_concerns.tsv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Concern(*row) for row in rows]


def demo_guesser() -> Guesser:
    return Guesser(parse_organisation(tomllib.loads((files("bot.demo") / "ward.toml").read_text(encoding="utf-8"))))


def main() -> None:
    guesser, every = demo_guesser(), concerns()
    held_out = [(concern, guesser.guess(concern.text)) for concern in every if concern.half == "held-out"]
    marked = [pair for pair in held_out if not pair[0].text.isascii()]
    unmarked = [pair for pair in held_out if pair[0].text.isascii()]
    sure = [pair for pair in held_out if pair[1].sure]
    _report("routing.department.held_out", _department(held_out), "share", 0.8, "higher")
    _report("routing.department.held_out.with_diacritics", _department(marked), "share", 0.8, "higher")
    _report("routing.department.held_out.without_diacritics", _department(unmarked), "share", 0.75, "higher")
    _report("routing.department.held_out.when_sure", _department(sure), "share", 0.9, "higher")
    _report("routing.topic.held_out", _share([a.topic == b.topic for a, b in held_out]), "share", 0.7, "higher")
    _report("routing.sure.held_out", len(sure) / len(held_out), "share", 0.5, "higher")
    _report("routing.speed_to_fold", _speed(guesser, [concern.text for concern in every]), "ratio", 0.05, "higher")


def _department(pairs: Sequence[tuple[Concern, Guess]]) -> float:
    return _share([concern.department == guess.department for concern, guess in pairs])


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)


def _speed(guesser: Guesser, texts: Sequence[str]) -> float:
    """Guesses per second over folds per second of the same texts: a ratio, for machines differ."""
    guessing = min(timeit.repeat(lambda: [guesser.guess(text) for text in texts], number=3, repeat=5))
    folding = min(timeit.repeat(lambda: [fold(text) for text in texts], number=3, repeat=5))
    return folding / guessing


def _report(name: str, value: float, unit: str, bar: float, better: str) -> None:
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "bar": bar, "better": better}))


if __name__ == "__main__":
    main()
