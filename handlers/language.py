"""Which language a message is in, and which one to reply in: word rules first, langdetect for what they leave open."""

import re
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from handlers.language_words import EITHER, ENGLISH, LOANED, SYLLABLE, VIETNAMESE, VOWELLESS
from storage.domain.folding import clean, fold


class Language(StrEnum):
    """What a message can be in. Replies exist in the first two only."""

    VI = "vi"
    EN = "en"
    ZH = "zh"


_LOOKED_AT: Final = 600  # characters: a longer message has told its language by then
_ENOUGH_WORDS: Final = 3  # a shorter message never changes the language of the replies

# Scores of a word without marks. Their mean decides outside ±_SURE, langdetect within.
_VIETNAMESE: Final = 1.0
_LOOKS_VIETNAMESE: Final = 0.6
_LOOKS_FOREIGN: Final = -0.5
_ENGLISH: Final = -1.0
_SURE: Final = 0.2
_CERTAIN: Final = {_VIETNAMESE: Language.VI, _ENGLISH: Language.EN}

# langdetect's profiles, and ours of Vietnamese without marks; Chinese never gets as far as the n-grams.
_PROFILES: Final = ("vi", "en", "zh-cn", "zh-tw")
_NAMED: Final = {"vi": Language.VI, "vi-x": Language.VI, "en": Language.EN}

_OPAQUE: Final = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w.-]+|(?<!\S)[@#/]\S+")
_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")
_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_LATIN_LETTER: Final = re.compile(f"[{_LATIN}]")
_TOKEN: Final = re.compile(f"[{_LATIN}0-9]+(?:['\u2019-][{_LATIN}0-9]+)*")
# Case numbers, reply codes and document numbers that happen to hold no digit: "DT-KXQB-RMWD", "TB-UBND".
_CODE: Final = re.compile(r"(?i:\w{2,4}(?:-\w{4})+)|[A-Z\u0110]{2,}(?:-[A-Z\u0110]{2,})+")
_CONTRACTION: Final = re.compile(r"[a-z]+['\u2019](?:t|s|m|re|ve|ll|d)")
_STRETCHED: Final = re.compile(r"(.)\1{2,}")
# Letters no other language of ours has; é, à and the like count only inside a Vietnamese syllable ("café" is none).
_VIETNAMESE_LETTER: Final = re.compile("[\u0103\u0111\u01a1\u01b0\u1ea0-\u1ef9]")


def detect(text: str) -> Language | None:
    """The language of the first 600 characters; None if they cannot tell: no words, or none of one language."""
    text = _legible(text)
    words = _words(text)
    han = len(_HAN.findall(text))
    latin = len(_LATIN_LETTER.findall(text))
    others = sum(c.isalpha() for c in text) - han - latin
    if han and han >= len(words) and others * 4 <= han:  # Japanese has kana between its Han characters
        return Language.ZH
    if not words or others > latin:
        return None
    return _by_marks(words) or _by_words([word.lower() for word in words])


def reply_language(current: str | None, text: str) -> str:
    """The language ("vi" or "en") of the replies after this message: it takes three words or more to change it."""
    kept = Language.EN if current == Language.EN else Language.VI
    heard = detect(text)
    if heard is None or heard is Language.ZH or len(_words(_legible(text))) < _ENOUGH_WORDS:
        return kept.value
    return heard.value


def _legible(text: str) -> str:
    return _OPAQUE.sub(" ", clean(text[:_LOOKED_AT]))


def _words(text: str) -> list[str]:
    tokens = [token for token in _TOKEN.findall(text) if not _CODE.fullmatch(token)]
    words = [word for token in tokens for word in token.split("-")]
    return [_STRETCHED.sub(r"\1", word) for word in words if not any(c.isdigit() for c in word)]


def _by_marks(words: list[str]) -> Language | None:
    # A name keeps its marks in an English sentence, so a capitalised word weighs little and English words outweigh it.
    marked = sum(1 if word[0].isupper() else 3 for word in words if _is_marked(word.lower()))
    if not marked:
        return None
    english = sum(_score(word.lower()) == _ENGLISH for word in words)
    return Language.EN if english > marked else Language.VI


def _is_marked(word: str) -> bool:
    if word.isascii():
        return False
    return bool(_VIETNAMESE_LETTER.search(word) or SYLLABLE.fullmatch(fold(word)))


def _by_words(words: list[str]) -> Language | None:
    telling = [word for word in words if word not in LOANED]
    scores = [score for word in telling if (score := _score(word)) is not None]
    if not scores:  # "to do", "may in": langdetect would only guess
        return None
    if len(telling) == 1:
        return _CERTAIN.get(scores[0])
    mean = sum(scores) / len(scores)
    if mean >= _SURE:
        return Language.VI
    if mean <= -_SURE:
        return Language.EN
    return _by_ngrams(" ".join(telling))


def _score(word: str) -> float | None:
    if word in EITHER:
        return None
    if word in VIETNAMESE:
        return _VIETNAMESE
    if word in ENGLISH or _CONTRACTION.fullmatch(word):
        return _ENGLISH
    return _LOOKS_VIETNAMESE if SYLLABLE.fullmatch(word) or VOWELLESS.fullmatch(word) else _LOOKS_FOREIGN


def _by_ngrams(text: str) -> Language | None:
    # Only texts with plain Vietnamese syllables get here: there is always an n-gram to sample, so nothing is raised.
    detector = _detectors().create()
    detector.append(text)
    return _NAMED.get(detector.detect())


@cache
def _detectors() -> Any:
    # Loaded at the first message that needs it: most never do, and a process at rest stays small.
    from langdetect import DetectorFactory

    theirs = [files("langdetect") / "profiles" / name for name in _PROFILES]
    ours = files("handlers.language_profiles") / "vi-x.json"
    factory = DetectorFactory()
    factory.set_seed(0)  # it samples n-grams: unseeded, the same message gets different answers
    factory.load_json_profile([profile.read_text(encoding="utf-8") for profile in (*theirs, ours)])
    return factory
