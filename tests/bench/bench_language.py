"""How well and how fast messages' languages are told apart: `python -m tests.bench.bench_language`."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Final

import langdetect

from handlers.language import Language, detect, reply_language

SENTENCES: Final = Path(__file__).with_name("language_sentences.tsv")
ANSWERS: Final = (*Language, None)
LABELS: Final = {
    "vi": Language.VI,
    "vi-plain": Language.VI,
    "vi-teen": Language.VI,
    "en": Language.EN,
    "zh": Language.ZH,
}
ROUNDS: Final = 5


def labelled_sentences() -> list[tuple[str, str]]:
    """Pairs of label and sentence. Written before the word lists, which were never tuned on them."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, text in (line.split("\t") for line in lines)]


def plain_langdetect(text: str) -> Language | None:
    """langdetect as it comes, with its 55 profiles; seeded, else its score differs from run to run."""
    try:
        found = str(langdetect.detect(text))
    except langdetect.LangDetectException:
        return None
    return next((language for language in Language if found.startswith(language)), None)


def answers(detector: Callable[[str], Language | None]) -> Counter[tuple[str, Language | None]]:
    """How often each label got each answer."""
    return Counter((label, detector(text)) for label, text in labelled_sentences())


def share_right(counts: Counter[tuple[str, Language | None]], label: str) -> float:
    """The share of the label's sentences whose language was named."""
    return counts[label, LABELS[label]] / sum(counts[label, answer] for answer in ANSWERS)


def share_of_false_switches() -> float:
    """The share of sentences in the language of the replies, or in Chinese, that change the language of the replies."""
    pairs = [
        (current, text)
        for label, text in labelled_sentences()
        for current in (Language.VI, Language.EN)
        if LABELS[label] in (current, Language.ZH)
    ]
    return sum(reply_language(current, text) != current for current, text in pairs) / len(pairs)


def share_of_missed_switches() -> float:
    """The share of sentences of three words or more in the other language that do not change the replies' language."""
    pairs = [
        (Language.VI if LABELS[label] is Language.EN else Language.EN, text)
        for label, text in labelled_sentences()
        if LABELS[label] is not Language.ZH and len(text.split()) >= 3
    ]
    return sum(reply_language(current, text) == current for current, text in pairs) / len(pairs)


def seconds_per_call(detector: Callable[[str], Language | None]) -> float:
    """The mean of the fastest of several rounds over all sentences, profiles loaded."""
    texts = [text for _, text in labelled_sentences()]
    rounds = []
    for _ in range(ROUNDS):
        start = perf_counter()
        for text in texts:
            detector(text)
        rounds.append(perf_counter() - start)
    return min(rounds) / len(texts)


def print_table(title: str, counts: Counter[tuple[str, Language | None]]) -> None:
    """A confusion table for people, on stderr."""
    print(f"{title:<22}" + "".join(f"{answer or 'none or other':>15}" for answer in ANSWERS), file=sys.stderr)
    for label in LABELS:
        row = "".join(f"{counts[label, answer]:>15}" for answer in ANSWERS)
        print(f"{label:<22}{row}", file=sys.stderr)


def report(name: str, value: float, unit: str, bar: float, better: str) -> None:
    """One measurement for machines, on stdout."""
    print(json.dumps({"name": name, "value": round(value, 4), "unit": unit, "bar": bar, "better": better}))


def main() -> None:
    """Measure, and print."""
    langdetect.DetectorFactory.seed = 0
    ours, plain = answers(detect), answers(plain_langdetect)
    print_table("ours", ours)
    print_table("langdetect as it comes", plain)
    for label in LABELS:
        report(f"language-accuracy-{label}", share_right(ours, label), "share", 0.95, "higher")
    report("language-false-switches", share_of_false_switches(), "share", 0.0, "lower")
    report("language-missed-switches", share_of_missed_switches(), "share", 0.05, "lower")
    our_time, plain_time = seconds_per_call(detect), seconds_per_call(plain_langdetect)
    print(f"per call: {our_time * 1e6:.0f} µs, langdetect as it comes {plain_time * 1e6:.0f} µs", file=sys.stderr)
    report("language-time-against-langdetect", our_time / plain_time, "ratio", 0.2, "lower")


if __name__ == "__main__":
    main()
