"""Groups: who writes there, what of it the bot hears, and what becomes of the group."""

from collections.abc import Sequence

from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_entities import typed
from bot.simulators.telegram_objects import user_object
from bot.simulators.telegram_people import ChatView, Person
from bot.simulators.telegram_state import Message, Press, Standing, User


class Group(ChatView):
    """A group made by its first member, who has just added the bot."""

    def __init__(self, bot: SimulatedBot, title: str, members: Sequence[Person]) -> None:
        assert members, "a group has at least one member"
        chat = bot.new_chat("group", title=title, standing=Standing.LEFT)
        chat.members = {person.user.user_id: person.user for person in members}
        super().__init__(bot, chat)
        self._owner = members[0].user
        self.add_bot()

    def join(self, person: Person) -> None:
        self.chat.members[person.user.user_id] = person.user
        if self._bot_is_in:
            self.bot.hear_service(self.chat, person.user, {"new_chat_members": [user_object(person.user)]})

    def write(self, person: Person, text: str, *, reply_to: Message | None = None) -> Message:
        """The bot hears it only if privacy mode lets it: commands, replies to the bot, its name."""
        found = typed(text)
        message = self.bot.add_message(
            self.chat, self._member(person), text=found.text, entities=found.entities, reply_to=reply_to
        )
        if self._bot_is_in and self._is_meant_for_bot(message):
            self.bot.hear(message)
        return message

    def press(self, person: Person, label: str, *, on: Message | None = None) -> Press:
        message, data = self.find_button(label, on)
        return self.bot.hear_press(self._member(person), message, data)

    def _member(self, person: Person) -> User:
        assert person.user.user_id in self.chat.members, "not a member of this group"
        return person.user

    @property
    def _bot_is_in(self) -> bool:
        return self.chat.standing is Standing.MEMBER

    def _is_meant_for_bot(self, message: Message) -> bool:
        name = f"@{self.bot.user.username}"
        if self.bot.reads_all_group_messages or name in message.text:
            return True
        if message.reply_to is not None:
            return message.reply_to.sender is self.bot.user
        command = message.text[: message.entities[0]["length"]] if message.entities else ""
        return bool(command) and "@" not in command

    def add_bot(self) -> None:
        self.bot.change_standing(self.chat, self._owner, Standing.MEMBER)
        self.bot.hear_service(self.chat, self._owner, {"new_chat_members": [user_object(self.bot.user)]})

    def remove_bot(self) -> None:
        self.bot.change_standing(self.chat, self._owner, Standing.KICKED)
        self.bot.hear_service(self.chat, self._owner, {"left_chat_member": user_object(self.bot.user)})

    def delete(self) -> None:
        """Dissolve the group; the bot is not told."""
        self.chat.deleted = True

    def upgrade(self) -> None:
        """Into a supergroup with a number of its own. The bot hears that it joined there, not that it left here."""
        old = self.chat
        new = self.bot.new_chat("supergroup", title=old.title, members=dict(old.members), standing=Standing.LEFT)
        self.bot.change_standing(new, self._owner, old.standing)
        old.upgraded_to, self.chat = new.chat_id, new
        self.bot.hear_service(old, self._owner, {"migrate_to_chat_id": new.chat_id})
        self.bot.hear_service(new, self._owner, {"migrate_from_chat_id": old.chat_id})
