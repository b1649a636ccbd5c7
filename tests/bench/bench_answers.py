"""Whether the gate tells answers from receipts, and its cost: python -m tests.bench.bench_answers."""

import csv
import timeit
from collections.abc import Callable, Sequence
from datetime import date
from importlib.resources import files
from typing import NamedTuple

from storage.domain.answer_gate import examine
from storage.domain.folding import fold
from storage.domain.records import Kind
from tests.bench.measuring import report

TODAY = date(2026, 11, 5)  # the Thursday on which all of them were written


class Answer(NamedTuple):
    """One labelled answer. Words may be chosen by the half "dev", never by "held-out"."""

    half: str
    kind: str
    label: str
    text: str


class Score(NamedTuple):
    """How many of those let through are answers, and how many answers are let through."""

    precision: float
    recall: float


def answers() -> list[Answer]:
    with (files("tests.bench") / "answers.tsv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [Answer(*row) for row in rows]


def passes(answer: Answer) -> bool:
    return examine(Kind(answer.kind), answer.text, TODAY).passes


def score(some: Sequence[Answer], judge: Callable[[Answer], bool] = passes) -> Score:
    let_through = [answer for answer in some if judge(answer)]
    right = sum(answer.label == "pass" for answer in let_through)
    return Score(right / len(let_through), right / sum(answer.label == "pass" for answer in some))


def without_marks(answer: Answer) -> Answer:
    """The same answer as a phone without Vietnamese keys types it; line breaks and full stops stay."""
    return answer._replace(text="\n".join(fold(line) for line in answer.text.split("\n")))


def main() -> None:
    every = answers()
    for half in ("dev", "held-out"):
        some = [answer for answer in every if answer.half == half]
        name = half.replace("-", "_")
        plain = score([without_marks(answer) for answer in some])
        for part, value in (
            *score(some)._asdict().items(),
            *((f"{k}.unmarked", v) for k, v in plain._asdict().items()),
        ):
            report(f"answers.{name}.{part}", value, "share", 0.9, "higher")
    once = min(timeit.repeat(lambda: [passes(answer) for answer in every], number=1, repeat=3)) / len(every)
    report("answers.judge", once * 1000, "ms", 5.0, "lower")


if __name__ == "__main__":
    main()
