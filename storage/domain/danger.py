"""Words that tell of a danger to somebody: read with or without diacritics and as phones shorten them.

A person looks at once at what is found. So rather once too often; but what offices write of every day (fire drills,
"cháy hàng", "chết cười") must not ring, or nobody runs any more.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from storage.domain.danger_words import CERTAIN, HARMLESS, HARMLESS_AS_SPELLED, SAID, Danger
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
    left = [*read]
    for first, last in (*_places(_NO_ALARM, plain), *_places(_NO_ALARM_AS_SPELLED, read)):
        left[first:last] = ["-"] * (last - first)
    return next((danger for danger in Danger if _tells(danger, read, left)), None)


def _tells(danger: Danger, read: Sequence[str], left: Sequence[str]) -> bool:
    """Whether the words tell of it: those that are ``left`` without what only sounds like it, or all, if certain."""
    return any(_places(_ALARMS[danger], left)) or any(_places(_CERTAIN.get(danger, {}), read))


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
    if token in _GAPS:
        return _GAPS[token]
    some = f" (?:{'|'.join(_forms(token.removeprefix('*'), marked=marked))})"
    return f"(?:{some}){{0,6}}" if token.startswith("*") else some


def _forms(token: str, *, marked: bool) -> Sequence[str]:
    """The words a token stands for, as they are spelled and without marks."""
    found: list[str] = []
    for word in token.removeprefix("!").split("/"):
        (plain,), (typed,) = words_of(word)
        found += [respelled(typed)] if marked else []
        found += [] if token.startswith("!") else [plain]
    return list(dict.fromkeys(found))


_ALARMS: Final = {danger: _by_first_word(lines, marked=True) for danger, lines in SAID.items()}
_CERTAIN: Final = {danger: _by_first_word(lines, marked=True) for danger, lines in CERTAIN.items()}
_NO_ALARM_AS_SPELLED: Final = _by_first_word(HARMLESS_AS_SPELLED, marked=True)
_NO_ALARM: Final = _by_first_word(HARMLESS, marked=False)
