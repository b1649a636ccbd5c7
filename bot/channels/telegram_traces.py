"""What was said in a chat while a concern was written: kept in memory only, so that its author can have it deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from storage.domain.conversation import Reply

WIPE: Final = "c.wipe"
_CHATS: Final = 1_000
_MESSAGES: Final = 200
_RECEIPTS: Final = 5


@dataclass(slots=True)
class _Chat:
    """``since``: the messages of the concern that is being written; ``of``: those of one that was sent, by receipt."""

    since: list[int] = field(default_factory=list)
    of: dict[int, list[int]] = field(default_factory=dict)


class Traces:
    """The numbers of messages, never their words. A restart forgets them: people then delete by hand."""

    def __init__(self) -> None:
        self._chats: dict[int, _Chat] = {}

    def begin(self, chat_id: int) -> None:
        """Nothing is being written: what was said so far belongs to no concern."""
        if chat_id in self._chats:
            self._chats[chat_id].since.clear()

    def said(self, chat_id: int, message_ids: Sequence[int]) -> None:
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.since = [*chat.since, *message_ids][-_MESSAGES:]
        while len(self._chats) > _CHATS:
            del self._chats[next(iter(self._chats))]

    def replied(self, chat_id: int, reply: Reply, message_ids: Sequence[int]) -> None:
        """A receipt, known by its button, ends what was said for a concern; it stays itself: it holds the code."""
        if not message_ids or not any(choice.value == WIPE for choice in reply.choices):
            self.said(chat_id, message_ids)
            return
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.of[message_ids[-1]], chat.since = chat.since, []
        while len(chat.of) > _RECEIPTS:
            del chat.of[next(iter(chat.of))]

    def take(self, chat_id: int, receipt: int | None) -> Sequence[int]:
        """The messages that belong to a receipt, or to the latest one; they are forgotten here."""
        chat = self._chats.get(chat_id)
        if chat is None or not chat.of:
            return ()
        return chat.of.pop(next(reversed(chat.of)) if receipt is None else receipt, ())
