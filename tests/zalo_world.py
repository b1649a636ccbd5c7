"""Phones with Zalo on them: people of the simulator, who type numbers and words, for there is nothing to press."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

from bot.channels.zalo_shelf import Shelf
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_people import Person
from bot.simulators.zalo_state import Sent
from handlers.texts.catalog import LANGUAGES, say
from storage.domain.folding import fold
from storage.sessions import Sessions
from tests.talk import Event

TOKEN: Final = "700000020:journeys"
PATIENCE: Final = 20.0  # real seconds
_CHOICE: Final = re.compile(r"(?m)^(?:(?P<number>[1-9]\d?)(?: (?P<tag>[0-9A-Z]{2}):|\.)|•) (?P<label>.+)$")
_HEAD: Final = re.compile(
    "|".join(
        re.escape(say(language, key, **values))
        for language in LANGUAGES
        for key, values in (("zalo-pick", {}), ("zalo-pick-word", {}), ("zalo-pick-notice", {"example": ""}))
    )
)
_LATER_PART: Final = re.compile(r"\((?!1/)\d+/\d+\)")
LONGEST_WORDS: Final = 60  # a longer text is never taken for a choice
_PARTED: Final = "|"


class ZaloPhone:
    """A person's chat with the bot, as ``tests.talk.Phone``: choices are read off the texts, and typed.

    A choice of the newest menu is typed by its number and by its words in turn, without diacritics every other time;
    one of an older menu by its words, one of a notice by number and code.
    """

    def __init__(self, person: Person, simulator: ZaloSimulator, sessions: Sessions) -> None:
        self.person, self._simulator, self._shelf = person, simulator, Shelf(sessions)
        self.events: list[Event] = []
        self._typed = 0

    async def post(self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()) -> None:
        """``key`` is Zalo's own affair."""
        if choice is not None:
            await self.person.say(self.typed(choice))
        elif files:
            await self.person.send_album(files, text)
        else:
            await self.person.say(text)
        await self.heard()

    def typed(self, choice: str) -> str:
        """What a person types to choose it."""
        number, tag, label = choice.split(_PARTED, 2)
        if tag:
            return f"{number} {tag}"
        self._typed += 1
        newest = next(
            event for event in reversed(self.events) if any(c["value"][0] != _PARTED for c in event["choices"])
        )
        is_newest = any(c["value"] == choice for c in newest["choices"])
        if number and is_newest and (self._typed % 2 or len(label) > LONGEST_WORDS):
            return number
        return fold(label) if self._typed % 4 else label

    async def heard(self) -> None:
        """Until the product has dealt with everything that it was told."""
        await self._simulator.settled(patience=PATIENCE)
        async with asyncio.timeout(PATIENCE):
            while self._shelf.waiting():
                await asyncio.sleep(0.002)

    async def refresh(self) -> None:
        self.events += [event_of(message) for message in self.person.messages[len(self.events) :]]

    async def close_page(self) -> None:
        """A chat is always open."""

    async def open_page(self) -> None:
        """A chat is always open."""


def event_of(message: Sent) -> Event:
    """The message as the other channels tell of theirs."""
    choices = [
        {"label": found["label"], "value": _PARTED.join([found["number"] or "", found["tag"] or "", found["label"]])}
        for found in _CHOICE.finditer(message.text, _begin_of_menu(message.text))
    ]
    files = [{"name": "", "kind": "photo"}] if message.photo is not None else []
    return {"id": message.message_id, "text": message.text, "choices": choices, "files": files, "tag": ""}


def _begin_of_menu(text: str) -> int:
    """Where it begins, at the end if there is none: people's own words may hold numbered lines, too."""
    head = _HEAD.search(text)
    return head.end() if head else 0 if _LATER_PART.match(text) else len(text)


@asynccontextmanager
async def simulated_zalo() -> AsyncIterator[tuple[ZaloSimulator, str]]:
    """A simulator with the product's bot, and its address."""
    simulator = ZaloSimulator(TOKEN)
    async with simulator.serving() as base:
        yield simulator, base
