"""Words that tell of a danger to somebody: read with or without diacritics and as phones shorten them.

A person looks at once at what is found. So rather once too often; but what offices write of every day (fire drills,
"cháy hàng", "chết cười") must not ring, or nobody runs any more.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from storage.domain.danger_words import HARMLESS, SAID, Danger
from storage.domain.folding import clean
from storage.domain.words import respelled, words_of
from storage.domain.worked_out import once

_SHORT: Final = {
    "mun": "muon", "mún": "muốn", "chit": "chet", "chít": "chết", "kíu": "cứu", "kiu": "cuu", "hok": "khong",
    "hem": "khong", "khog": "khong", "hong": "khong", "kô": "không", "zao": "dao", "oánh": "đánh", "uýnh": "đánh",
    "wýnh": "đánh", "jết": "giết", "jet": "giet", "zết": "giết", "zet": "giet", "bik": "biet", "hum": "hom",
}  # fmt: skip
_GAPS: Final = {"~": r"(?: \S+){0,2}", "~~": r"(?: \S+){0,4}"}


@once
def find_danger(text: str) -> Danger | None:
    """The most pressing danger the text tells of, None if it tells of none."""
    plain, typed = words_of(" ".join(_SHORT.get(word, word) for word in clean(text).casefold().split()))
    read = [respelled(word) for word in typed]
    for first, last in _places(_NO_ALARM, plain):
        read[first:last] = ["-"] * (last - first)
    return next((danger for danger, ways in _ALARMS.items() if any(_places(ways, read))), None)


def _places(ways: Mapping[str, "re.Pattern[str]"], words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From which to which word one of the ways holds; each is tried only where its first word stands."""
    line, at = f" {' '.join(words)} ", 0
    for place, word in enumerate(words):
        if word in ways and (match := ways[word].match(line, at)):
            yield place, place + len(match[0].split())
        at += len(word) + 1


def _by_first_word(lines: str, *, marked: bool) -> Mapping[str, "re.Pattern[str]"]:
    """The ways to say it, those with the same first word as one pattern over words with a blank around each."""
    ways: defaultdict[str, list[str]] = defaultdict(list)
    for tokens in (line.split() for line in lines.strip().splitlines()):
        for first in _forms(tokens[0], marked=marked):
            ways[first].append("".join(_step(token, marked=marked) for token in tokens))
    return {first: re.compile(rf"(?:{'|'.join(found)})(?= )") for first, found in ways.items()}


def _step(token: str, *, marked: bool) -> str:
    return _GAPS[token] if token in _GAPS else f" (?:{'|'.join(_forms(token, marked=marked))})"


def _forms(token: str, *, marked: bool) -> Sequence[str]:
    """The words a token stands for, as they are spelled and without marks."""
    found: list[str] = []
    for word in token.removeprefix("!").split("/"):
        (plain,), (typed,) = words_of(word)
        found += [respelled(typed)] if marked else []
        found += [] if token.startswith("!") else [plain]
    return list(dict.fromkeys(found))


_ALARMS: Final = {danger: _by_first_word(lines, marked=True) for danger, lines in SAID.items()}
_NO_ALARM: Final = _by_first_word(HARMLESS, marked=False)
