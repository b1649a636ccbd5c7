"""Whether a text answers: what will be done, by whom, by when, or why not and on which legal basis.

"Đã ghi nhận", "sẽ xem xét", "trong thời gian tới" alone say only that something arrived. What an answer must hold
follows the kind: a thought closes with a human reply, a question with an answer, praise when it was passed on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from storage.domain import answer_words as w
from storage.domain.dates import DayMention, mentions, without_days
from storage.domain.folding import clean, fold
from storage.domain.records import Kind

_SENTENCE_END: Final = re.compile(r"[\n;!?…]+|\.(?=\s|$)")
_CLAUSE_END: Final = re.compile(r"[,:()]+(?=\s|$)")
_AFTER_VAGUE: Final = r"(?: (?!va\b|do\b|truoc\b|tu\b|xong\b)[a-z]+){0,3}"
_VAGUE_AND_GOVERNED: Final = re.compile(w.VAGUE.pattern + _AFTER_VAGUE)
_RESTATED: Final = re.compile(r"^(?:(?:kinh gui|chao) [^,]*|(?:ve|tra loi|lien quan|van de|doi voi) .*)$")
_WORD: Final = re.compile(r"[a-z0-9]+")
_ADDRESS: Final = re.compile(r"\b(?:anh ?/? ?chi|a/c|anh chi|quy ong ?/? ?ba|dong chi|ong ?/ ?ba|kinh|da|a)\b")
_WORDS_OF_A_STEP: Final = 3
_WORDS_OF_AN_ANSWER: Final = 4
_WORDS_OF_A_HUMAN: Final = 6


class Part(StrEnum):
    """What an answer may hold."""

    ACTION = "action"
    OWNER = "owner"
    DATE = "date"
    REASON = "reason"
    BASIS = "basis"
    SUBSTANCE = "substance"  # it says something of its own: an answer to a question
    REPLY = "reply"  # the words of one person to another
    THANKS = "thanks"
    ASSESSMENT = "assessment"  # what was made of an idea
    PASSED_ON = "passed_on"
    RESULT = "result"  # what was found when a report was checked


@dataclass(frozen=True, slots=True)
class Finding:
    """What a text holds and what it lacks. ``due_on`` is the day it promises, ``unit`` the code of whom it names."""

    found: frozenset[Part]
    missing: tuple[Part, ...] = ()
    due_on: date | None = None
    unit: str = ""
    task: str = ""

    @property
    def passes(self) -> bool:
        return not self.missing

    @property
    def promises(self) -> bool:
        """Whether it says what will be done, by whom and by which day: that is watched until it is done."""
        return {Part.ACTION, Part.OWNER} <= self.found and self.due_on is not None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence, read: ``plain`` is folded, ``bare`` without vague words, documents and what they govern."""

    text: str
    plain: str
    bare: str
    days: tuple[DayMention, ...]
    has_basis: bool
    acts: bool
    done: bool
    held_back: bool  # until there is money, or better weather


def examine(kind: Kind, text: str, today: date, units: Mapping[str, Sequence[str]] | None = None) -> Finding:
    """Judge an answer to a concern of this kind. ``units`` are codes of units with the names people write."""
    sentences = [_sentence(part, today) for part in _SENTENCE_END.split(clean(text)) if part.strip()]
    unit = _unit(text, units or {})
    found = _parts(kind, sentences, today) | ({Part.OWNER} if unit else set())
    task, due_on = _promise(sentences, today)
    return Finding(frozenset(found), _missing(kind, found, sentences), due_on, unit, task)


def _sentence(text: str, today: date) -> _Sentence:
    plain = fold(text)
    bare = w.NOBODY.sub(" ~ ", w.BASIS.sub(" § ", plain))
    days = tuple(mentions(_without_receipts(bare), today))
    bare = _VAGUE_AND_GOVERNED.sub(" ~ ", bare)
    held_back = bool(w.CONDITIONS.search(bare)) and not days
    steps = list(w.STRONG.finditer(bare))
    strong = [step for step in steps if not w.NOT.search(bare[: step.start()].rstrip())]
    says_more = not steps and _content(bare, today) >= _WORDS_OF_A_STEP  # "sẽ không mua trước 30/12" is no step
    dated = bool(days) and (bool(w.WEAK.search(bare)) or says_more)
    return _Sentence(
        text=text.strip(),
        plain=plain,
        bare=bare,
        days=days,
        has_basis=bool(w.BASIS.search(plain)),
        acts=(bool(strong) or dated) and not held_back,
        done=bool(w.DONE.search(bare)),
        held_back=held_back,
    )


def _content(bare: str, today: date) -> int:
    """How many words say what is done, beside who and when: no list knows every verb of an office."""
    for pattern in (w.RECEIPT, w.EVASIVE, w.COURTESY, w.OWNER, w.FILLER):
        bare = pattern.sub(" ", bare)
    return sum(word.isalpha() and len(word) > 1 for word in _WORD.findall(without_days(bare, today)))


def _without_receipts(plain: str) -> str:
    """Without the clauses that only tell when something arrived: their day is nobody's date."""
    return ", ".join(clause for clause in _CLAUSE_END.split(plain) if not w.RECEIPT.search(clause))


def _parts(kind: Kind, sentences: Sequence[_Sentence], today: date) -> set[Part]:
    whole = " . ".join(sentence.bare for sentence in sentences)
    said = " . ".join(sentence.plain for sentence in sentences)
    acting = _acting(sentences)
    done = any(sentence.done for sentence in acting)
    checks = {
        Part.ACTION: bool(acting),
        Part.OWNER: bool(w.OWNER.search(whole)) or any(w.PERSON.search(sentence.text) for sentence in sentences),
        Part.DATE: _dated(sentences, today, done=done),
        Part.REASON: bool(w.REFUSES.search(said) or (w.BECAUSE.search(whole) and w.BASIS.search(said))),
        Part.BASIS: any(sentence.has_basis for sentence in sentences),
        Part.THANKS: bool(w.THANKS.search(said)),
        Part.ASSESSMENT: bool(w.ASSESSED.search(whole)) or bool(w.REFUSES.search(said) and w.BECAUSE.search(said)),
        Part.PASSED_ON: bool(w.PASSED_ON.search(whole)) and not re.search(r"\bse chuyen\b", whole),
        Part.RESULT: _result(sentences, done=done),
        Part.SUBSTANCE: _own_words(sentences) >= _WORDS_OF_AN_ANSWER,
        Part.REPLY: _own_words(sentences) >= _WORDS_OF_A_HUMAN,
    }
    return {part for part, holds in checks.items() if holds}


def _result(sentences: Sequence[_Sentence], *, done: bool) -> bool:
    """What was found when a report was checked; a promise for better weather is no finding."""
    said = " . ".join(sentence.plain for sentence in sentences if not sentence.held_back)
    return bool(w.CHECKED.search(said)) and (done or bool(w.RESULT.search(said)))


def _acting(sentences: Sequence[_Sentence]) -> list[_Sentence]:
    """The sentences that say what is done; where something is held back, only those that name a day."""
    held_back = any(sentence.held_back for sentence in sentences)
    return [sentence for sentence in sentences if sentence.acts and (sentence.days or not held_back)]


def _dated(sentences: Sequence[_Sentence], today: date, *, done: bool) -> bool:
    """A plan needs a day to come; what is done may bear the day it was done on."""
    days = [mention.day for sentence in sentences for mention in sentence.days]
    return any(done or day is None or day >= today for day in days)


def _own_words(sentences: Sequence[_Sentence]) -> int:
    """How many words are left without courtesy, receipts and evasions; a number weighs as much as three words."""
    count = 0
    for sentence in sentences:
        for clause in _CLAUSE_END.split(sentence.plain):
            if _says_nothing(clause):
                continue
            words = _WORD.findall(_ADDRESS.sub(" ", _meant(clause)))
            count += sum(3 if word.isdigit() else 1 for word in words)
    return count


def _meant(clause: str) -> str:
    """The clause without what promises nothing; who promises nothing adds nothing either."""
    if not w.VAGUE.search(clause):
        return clause
    return w.FILLER.sub(" ", w.OWNER.sub(" ", _VAGUE_AND_GOVERNED.sub(" ", clause)))


def _says_nothing(clause: str) -> bool:
    patterns = (w.COURTESY, w.RECEIPT, w.EVASIVE, w.CONDITIONS)
    return any(pattern.search(clause) for pattern in patterns) or bool(_RESTATED.match(clause.strip()))


_NEEDS: Final[Mapping[Kind, tuple[Part, ...]]] = {
    Kind.THOUGHT: (Part.REPLY,),
    Kind.QUESTION: (Part.SUBSTANCE,),
    Kind.PRAISE: (Part.PASSED_ON,),
    Kind.IDEA: (Part.ASSESSMENT, Part.THANKS),
}
_PLAN: Final = (Part.ACTION, Part.OWNER, Part.DATE)


def _missing(kind: Kind, found: set[Part], sentences: Sequence[_Sentence]) -> tuple[Part, ...]:
    if kind in _NEEDS:
        if kind is Kind.IDEA and found >= {Part.ACTION, Part.OWNER}:
            found = found | {Part.ASSESSMENT}  # whoever sets to work has judged it
        return tuple(part for part in _NEEDS[kind] if part not in found)
    if found >= {Part.REASON, Part.BASIS} or (kind is Kind.REPORT and Part.RESULT in found):
        return ()
    done = Part.ACTION in found and any(sentence.done for sentence in _acting(sentences))
    if done and found & {Part.OWNER, Part.DATE}:
        return ()
    if Part.REASON in found and Part.ACTION not in found:
        return (Part.BASIS,)
    return tuple(part for part in _PLAN if part not in found)


def _promise(sentences: Sequence[_Sentence], today: date) -> tuple[str, date | None]:
    """The sentence that says what will be done, and the last day to come that stands in or after it."""
    for place, sentence in enumerate(sentences):
        if sentence.acts:
            days = [m.day for s in sentences[place:] for m in s.days if m.day is not None and m.day >= today]
            if days:
                return sentence.text, days[0] if len(days) == 1 else max(days[:2])
    return "", None


def _unit(text: str, units: Mapping[str, Sequence[str]]) -> str:
    """The first unit the text names; single short names count only as they are written, such as VP or KT."""
    folded, found = fold(text), list[tuple[int, str]]()
    for code, names in units.items():
        for name in names:
            where = folded.find(fold(name)) if " " in name.strip() else _standing_alone(name, text)
            if where >= 0:
                found.append((where, code))
    return min(found)[1] if found else ""


def _standing_alone(name: str, text: str) -> int:
    match = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
    return match.start() if match else -1
