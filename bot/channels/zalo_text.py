"""Replies as Zalo can show them: plain text, choices as numbered lines, within its length."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from bot.channels.render import pieces
from handlers.matching import COMMAND_PREFIX
from storage.domain.conversation import Reply

MAX_TEXT: Final = 2000  # UTF-16 units
_HOME: Final = f"{COMMAND_PREFIX}start"
Say = Callable[..., str]


def texts_of(replies: Sequence[Reply], places: Mapping[str, int], say: Say) -> Sequence[str]:
    """The messages of one turn, as few as possible: a month's are counted. What is to be copied stands alone.

    ``places`` are the numbers by which the conversation's present choices can be picked; a choice without one can only
    be typed as a word. A notice's choices are picked by number and tag.
    """
    shown = [_with_menu(reply, places, say) for reply in replies]
    if not shown:
        return ()
    if _HOME not in places and any(_is_numbered(reply, places) for reply in replies):
        last = max(place for place, reply in enumerate(replies) if not reply.editable)
        shown[last] += "\n" + say("zalo-home")
    together = groupby(zip(replies, shown, strict=True), key=lambda pair: pair[0].editable)
    texts = ["\n\n".join(text for _, text in group) for _, group in together]
    return [piece for text in texts for piece in pieces(text, MAX_TEXT)]


def _is_numbered(reply: Reply, places: Mapping[str, int]) -> bool:
    return not reply.tag and any(choice.value in places for choice in reply.choices)


def _with_menu(reply: Reply, places: Mapping[str, int], say: Say) -> str:
    if not reply.choices:
        return reply.text
    if reply.tag:
        lines = [f"{number} {reply.tag}: {choice.label}" for number, choice in enumerate(reply.choices, 1)]
        head = say("zalo-pick-notice", example=f"1 {reply.tag}")
    else:
        lines = [_line(choice.label, places.get(choice.value)) for choice in reply.choices]
        head = say("zalo-pick") if _is_numbered(reply, places) else say("zalo-pick-word")
    return "\n".join([reply.text, "", head, *lines])


def _line(label: str, place: int | None) -> str:
    return f"• {label}" if place is None else f"{place}. {label}"
