"""Counts the n-grams of Vietnamese typed without diacritics: `python -m handlers.language_profiles.generate`."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Final

from storage.domain.folding import fold

NAME: Final = "vi-x"
HERE: Final = Path(__file__).parent
SENTENCES: Final = HERE / "sentences.txt"
PROFILE: Final = HERE / f"{NAME}.json"
_LONGEST: Final = 3


def profile(sentences: str) -> str:
    """The JSON that langdetect loads: how often each n-gram occurs, and how many there are of each length."""
    words = re.findall(r"[a-z]+", fold(sentences))
    freq = Counter(gram for word in words for gram in _grams(word))
    n_words = [sum(count for gram, count in freq.items() if len(gram) == size) for size in range(1, _LONGEST + 1)]
    content = {"freq": dict(sorted(freq.items())), "n_words": n_words, "name": NAME}
    return json.dumps(content, separators=(",", ":")) + "\n"


def _grams(word: str) -> list[str]:
    # As langdetect counts: a blank marks both ends of a word, but is no n-gram by itself.
    padded = f" {word} "
    starts = ((size, start) for size in range(1, _LONGEST + 1) for start in range(len(padded) - size + 1))
    return [gram for size, start in starts if (gram := padded[start : start + size]) != " "]


if __name__ == "__main__":
    PROFILE.write_text(profile(SENTENCES.read_text(encoding="utf-8")), encoding="utf-8")
