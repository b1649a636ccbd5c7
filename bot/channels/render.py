"""A reply as the messages a channel can take: within its length, with its buttons in rows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from storage.domain.conversation import Choice, Reply

_ROOM_FOR_NUMBER: Final = len("(999/999)\n")
_LEAST: Final = 0.3  # a break nearer to the beginning would leave a message of a few words
# From the best place to break at to the worst: paragraph, line, sentence, word.
_BREAKS: Final = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"(?<=[.!?…;])[\"”’)\]]*\s", r"\s")))
_JOINERS: Final = frozenset("\u200d\ufe0e\ufe0f")  # what holds an emoji of several characters together
_MOST_IN_ROW: Final = 3
_ROW_WIDTH: Final = 30  # letters that are still readable on a narrow phone, over all buttons of a row


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: its text, and the buttons below it, row by row."""

    text: str
    rows: tuple[tuple[Choice, ...], ...] = ()


def with_buttons(reply: Reply, limit: int) -> tuple[Piece, ...]:
    """The messages of a reply on a channel with buttons; these stand below the last one.

    A notice ends with what can be typed in their place, for its buttons may be out of sight: "⌨ 1 K7 · 2 K7".
    """
    *before, last = pieces(_with_typed_forms(reply), limit)
    return (*map(Piece, before), Piece(last, rows(reply.choices)))


def _with_typed_forms(reply: Reply) -> str:
    if not (reply.tag and reply.choices):
        return reply.text
    forms = " · ".join(f"{number} {reply.tag}" for number in range(1, len(reply.choices) + 1))
    return f"{reply.text}\n\n⌨ {forms}"


def units(text: str) -> int:
    """The length in UTF-16 code units, which is how messengers count."""
    return len(text) + sum(character > "\uffff" for character in text)


def pieces(text: str, limit: int) -> tuple[str, ...]:
    """The text in parts of at most ``limit`` UTF-16 units, numbered "(1/2)" if there are several; no word is lost."""
    if units(text) <= limit:
        return (text,)
    parts = list(_parts(text, limit - _ROOM_FOR_NUMBER))
    return tuple(f"({number}/{len(parts)})\n{part}" for number, part in enumerate(parts, 1))


def _parts(text: str, room: int) -> Iterator[str]:
    rest = text.strip()
    while rest:
        fitting = _fitting(rest, room)
        end = len(rest) if fitting == len(rest) else _break_in(rest, fitting)
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()


def _fitting(text: str, room: int) -> int:
    """How many characters fit into the room."""
    end = min(len(text), room)
    while (over := units(text[:end]) - room) > 0:
        end -= max(over // 2, 1)
    return end


def _break_in(text: str, end: int) -> int:
    """Where to break, at ``end`` at the latest."""
    for kind in _BREAKS:
        found = [match.end() for match in kind.finditer(text, 0, end + 1) if match.start() <= end]
        if found and found[-1] >= end * _LEAST:
            return found[-1]
    cut = end
    while cut > 1 and _belong_together(text[cut - 1], text[cut]):
        cut -= 1
    return cut if cut > 1 else end


def _belong_together(before: str, after: str) -> bool:
    return bool(unicodedata.combining(after)) or before == "\u200d" or after in _JOINERS


def rows(choices: Sequence[Choice]) -> tuple[tuple[Choice, ...], ...]:
    """The buttons in rows, in their order: short ones side by side, a long one alone."""
    found: list[tuple[Choice, ...]] = []
    for choice in choices:
        if found and _fit((*found[-1], choice)):
            found[-1] = (*found[-1], choice)
        else:
            found.append((choice,))
    return tuple(found)


def _fit(row: Sequence[Choice]) -> bool:
    return len(row) <= _MOST_IN_ROW and max(len(choice.label) for choice in row) * len(row) <= _ROW_WIDTH
