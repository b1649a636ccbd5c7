"""What a typed word stands for: a command, a code, one of the offered choices, or an answer to a notice."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from handlers.texts.catalog import LANGUAGES, keys, say
from storage.domain.folding import fold
from storage.domain.ids import read_as_code

COMMAND_PREFIX: Final = "c."
CASE_PREFIX: Final = "a."
NONCE_PREFIX: Final = "n."
_NUMBER: Final = re.compile(r"(\d{1,2})[.)]?")
_TAGGED_NUMBER: Final = re.compile(r"(\d{1,2})[.)]?\s+([0-9a-z]{2})")
_NOT_A_WORD: Final = re.compile(r"[^\w\s/]+")
_OF_A_YEAR: Final = re.compile(r"(.+) (20\d\d)")
_TEXT_PREFIX: Final = "command-"
_ASKS_AUTHOR: Final = re.compile(r"a\.reply\.(DT-[0-9A-Z]{4}-[0-9A-Z]{4})\.(.+)")
_ASKS_FOR_ANSWER: Final = re.compile(r"a\.respond\.(DT-[0-9A-Z]{4}-[0-9A-Z]{4})")


def names_its_matter(value: str) -> bool:
    """Whether a choice says itself what it is about: a command, a case, a draft; others belong to a state."""
    return value.startswith((COMMAND_PREFIX, CASE_PREFIX, NONCE_PREFIX))


def plain(text: str) -> str:
    """A label or a typed word without diacritics, emoji and punctuation."""
    return fold(_NOT_A_WORD.sub(" ", fold(text)))


@lru_cache
def typed_commands() -> Mapping[str, str]:
    """Typed word -> command, from the texts ``command-NAME`` of every language (forms parted by "|").

    The first call reads and parses all texts: it holds up everything for a third of a second.
    """
    found = {}
    for language in LANGUAGES:
        for key in keys(language):
            if key.startswith(_TEXT_PREFIX):
                for form in say(language, key).split("|"):
                    found[plain(form)] = key.removeprefix(_TEXT_PREFIX)
    return found


def command(text: str) -> str | None:
    """The command the whole text is a form of; "lịch nghỉ 2027" is that of the year's page."""
    folded = plain(text)
    of_a_year = _OF_A_YEAR.fullmatch(folded)
    if of_a_year and typed_commands().get(of_a_year[1]) == "calendar":
        return f"calendar.{of_a_year[2]}"
    return typed_commands().get(folded)


def offered(text: str, choices: Sequence[Sequence[str]], numbered: int | None = None) -> str | None:
    """The value of the offered choice that was typed: by its number, or by its label in any spelling.

    Of "Khó khăn, vướng mắc" one half is enough, where no other choice has it.
    Only the first ``numbered`` have a number, where that is given.
    """
    folded = plain(text)
    number = _NUMBER.fullmatch(folded)
    if number:
        place = int(number[1])
        return choices[place - 1][1] if 0 < place <= len(choices[:numbered]) else None
    whole = next((value for label, value in choices if plain(label) == folded), None)
    return whole if whole is not None else _by_part(folded, choices)


def _by_part(folded: str, choices: Sequence[Sequence[str]]) -> str | None:
    """The one choice whose label has this between its commas."""
    found = {value for label, value in choices if folded in map(plain, label.split(","))}
    return found.pop() if folded and len(found) == 1 else None


def answers_unknown_notice(text: str, notices: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it has the form of "1 K7", and none of the notices has this short code."""
    tagged = _TAGGED_NUMBER.fullmatch(fold(text))
    return tagged is not None and read_as_code(tagged[2]) not in {read_as_code(n["tag"]) for n in notices}


def typed_forms(label: str, notices: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """How to choose what bears this label in each of the notices: "1 K7", "2 9X"; the newest menu of a code counts."""
    menus = {n["tag"]: n["choices"] for n in notices if n["tag"]}
    folded = plain(label)
    found = {
        tag: next((place for place, (shown, _) in enumerate(choices, 1) if plain(shown) == folded), 0)
        for tag, choices in menus.items()
    }
    return [f"{place} {tag}" for tag, place in found.items() if place]


def of_notice(text: str, notices: Sequence[Mapping[str, Any]]) -> str | None:
    """The value a typed "1 K7" (number and short code of a notice) stands for, or a label only one notice bears."""
    tagged = _TAGGED_NUMBER.fullmatch(fold(text))  # not plain(): a date such as 2-11 is no number with a tag
    if tagged:
        menus = [n["choices"] for n in notices if read_as_code(n["tag"]) == read_as_code(tagged[2])]
        return offered(tagged[1], menus[-1]) if menus else None
    folded = plain(text)
    word, _, tag = folded.rpartition(" ")
    meant_tag = [n["choices"] for n in notices if read_as_code(n["tag"]) == read_as_code(tag)]
    with_tag = {offered(word, choices) for choices in meant_tag if word} - {None}
    if len(with_tag) == 1:
        return with_tag.pop()
    if _NUMBER.fullmatch(folded):
        return None  # a bare number belongs to the conversation's own menu only
    meant = {offered(folded, n["choices"]) for n in notices} - {None}
    return meant.pop() if len(meant) == 1 else None


def asked_for_answer(notices: Sequence[Mapping[str, Any]]) -> list[str]:
    """The references of the cases whose answer the latest notice asks for, if it does."""
    values = [value for _, value in notices[-1]["choices"]] if notices else []
    found = (_ASKS_FOR_ANSWER.fullmatch(value) for value in values)
    return list(dict.fromkeys(match[1] for match in found if match))


def asked_of_author(choices: Sequence[Sequence[str]], notices: Sequence[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Reference and author's mark of the case whose question is shown: in the open menu, else in the latest notice."""
    latest = notices[-1]["choices"] if notices else []
    found = (_ASKS_AUTHOR.fullmatch(value) for _, value in (*choices, *latest))
    return next(((match[1], match[2]) for match in found if match), None)
