"""The demo's four phones as chats on Zalo: a simulator in this process."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.channels.messenger_demo import MessengerPhones, Shown
from storage.domain.conversation import MAX_CHOICE_VALUE

if TYPE_CHECKING:
    from bot.simulators.zalo import ZaloSimulator


class ZaloPhones(MessengerPhones):
    """Text only, as it is there."""

    def __init__(self, simulator: "ZaloSimulator") -> None:
        super().__init__("zalo")
        self._simulator = simulator

    async def begin(self, name: str, code: str) -> str:
        person = self._simulator.person(name[:MAX_CHOICE_VALUE])
        await person.say(f"start {code}")
        return str(person.chat_id)

    def shown(self, chat: str) -> Sequence[Shown]:
        found = self._simulator.people[chat].chat
        lines = [(each.at, False, each.text) for each in found.said]
        lines += [(each.at, True, each.text or each.photo or "") for each in found.sent]
        ordered = sorted(lines, key=lambda line: line[0])
        return [Shown(number, is_bot, text) for number, (_, is_bot, text) in enumerate(ordered)]

    async def say(self, chat: str, text: str) -> None:
        await self._simulator.people[chat].say(text)

    async def press(self, chat: str, message: int, label: str) -> None:
        raise LookupError("Zalo has no buttons")
