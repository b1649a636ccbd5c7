"""Phones with Telegram on them: people of the simulator, with the product behind its Bot API."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_people import Media, Person
from bot.simulators.telegram_state import Kind, Message
from tests.talk import Event

TOKEN: Final = "7000000010:journeys"
PATIENCE: Final = 20.0  # real seconds


class TelegramPhone:
    """A person's chat with the bot, as ``tests.talk.Phone``. Texts, presses and files go over real HTTP."""

    def __init__(self, person: Person, said: Callable[[], Awaitable[None]]) -> None:
        """``said`` waits until the product has said all that it had to say."""
        self.person, self._said = person, said
        self.events: list[Event] = []

    async def post(self, *, key: str, text: str = "", choice: str | None = None, files: Sequence[bytes] = ()) -> None:
        """``key`` is Telegram's own affair."""
        if choice is not None:
            self.press(choice)
        elif files:
            self.send_files(files, text)
        else:
            self.person.write(text)
        await self.heard()

    def press(self, beginning: str) -> None:
        """The newest button whose value begins so."""
        shown = [
            (message, value)
            for message in self.person.from_bot
            for value in values_of(message)
            if value.startswith(beginning)
        ]
        assert shown, f"no button of value {beginning!r}"
        self.person.bot.hear_press(self.person.user, *shown[-1])

    def send_files(self, files: Sequence[bytes], text: str) -> None:
        media = [Media(kind_of(content), content, "tep") for content in files]
        if len(media) > 1:
            self.person.send_album(media, text)
        elif media[0].kind is Kind.PHOTO:
            self.person.send_photo(media[0].content, text)
        else:
            self.person.send_document(media[0].content, text=text)

    async def edit(self, message: Message, text: str, photo: bytes = b"") -> None:
        """Change what was written, or what stands under a file; or put another photo in its place."""
        self.person.edit(message, text, Media(Kind.PHOTO, photo) if photo else None)
        await self.heard()

    async def heard(self) -> None:
        """Until the product has confirmed everything that it was told, and has answered."""
        async with asyncio.timeout(PATIENCE):
            while len(self.person.bot.updates):
                await asyncio.sleep(0.002)
            await self._said()

    async def refresh(self) -> None:
        self.events += [event_of(message) for message in self.person.from_bot[len(self.events) :]]

    async def close_page(self) -> None:
        """A chat is always open."""

    async def open_page(self) -> None:
        """A chat is always open."""


def kind_of(content: bytes) -> Kind:
    return Kind.PHOTO if content.startswith((b"\xff\xd8\xff", b"\x89PNG")) else Kind.DOCUMENT


def event_of(message: Message) -> Event:
    """The message as the other channels tell of theirs."""
    choices = [{"label": each["text"], "value": each["callback_data"]} for row in message.keyboard for each in row]
    files = [{"name": message.file.name, "kind": str(message.file.kind)}] if message.file is not None else []
    return {"id": message.message_id, "text": message.text, "choices": choices, "files": files, "tag": ""}


def values_of(message: Message) -> list[str]:
    return [choice["value"] for choice in event_of(message)["choices"]]


@asynccontextmanager
async def simulated_telegram() -> AsyncIterator[TelegramSimulator]:
    """A simulator with the product's bot, as fast as it can be."""
    async with TelegramSimulator(limits=None) as simulator:
        simulator.add_bot(TOKEN)
        yield simulator
