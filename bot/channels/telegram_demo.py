"""The demo's four phones as private chats in Telegram: a simulator in this process, spoken to by both libraries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.channels.messenger_demo import MessengerPhones, Shown

if TYPE_CHECKING:
    from bot.simulators.telegram import TelegramSimulator
    from bot.simulators.telegram_people import Person


class TelegramPhones(MessengerPhones):
    """With the buttons under each message."""

    def __init__(self, simulator: "TelegramSimulator") -> None:
        super().__init__("telegram")
        self._simulator = simulator
        self._people: dict[str, Person] = {}

    async def begin(self, name: str, code: str) -> str:
        person = self._simulator.person(name)
        self._people[str(person.chat_id)] = person
        person.start(code)
        return str(person.chat_id)

    def shown(self, chat: str) -> Sequence[Shown]:
        messages = self._people[chat].messages
        return [Shown(each.message_id, each.from_bot, each.text or _file(each.file), each.buttons) for each in messages]

    async def say(self, chat: str, text: str) -> None:
        self._people[chat].write(text)

    async def press(self, chat: str, message: int, label: str) -> None:
        person = self._people[chat]
        on = next((each for each in person.from_bot if each.message_id == message), None)
        if on is None:
            raise LookupError("no such message")
        person.press(label, on=on)


def _file(file: object) -> str:
    return "📎" if file is not None else ""
