"""What has come from Zalo and is not dealt with yet, and the ids of what is. Beside the conversations, never on a disk.

Zalo hands out an update once, or again and again: one is lost unless it is kept here, the other is known from here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from storage.domain.conversation import Choice, File, Reply
from storage.sessions import Session, Sessions

# No chat has these names. An id says nothing of who wrote.
_WAITING: Final = "zalo:waiting"
_DONE: Final = "zalo:done:"
_OWED: Final = "zalo:owed"
_MOST_OWED: Final = 5  # replies a chat


class Shelf:
    """Calls take some 20 microseconds."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    # Updates

    def keep(self, key: str, update: Mapping[str, Any]) -> None:
        """Keep an update that has come."""
        shelf = self._sessions.load(_WAITING)
        shelf.drafts[key] = dict(update)
        self._sessions.save(_WAITING, shelf)

    def waiting(self) -> Sequence[tuple[str, Mapping[str, Any]]]:
        """What is kept, in the order in which it came."""
        return list(self._sessions.load(_WAITING).drafts.items())

    def is_done(self, key: str) -> bool:
        return self._sessions.replies_to(_place(key), key) is not None

    def done(self, key: str) -> None:
        """It is dealt with: its content goes, its id stays for a day."""
        self._sessions.save_handled(_place(key), Session(), key, [])
        shelf = self._sessions.load(_WAITING)
        if shelf.drafts.pop(key, None) is not None:
            self._sessions.save(_WAITING, shelf)

    # Replies that could not be sent

    def owe(self, chat_id: str, replies: Sequence[Reply]) -> None:
        """These replies, and no others, wait for this chat; of many the latest. None: nothing is owed any more."""
        shelf = self._sessions.load(_OWED)
        if replies:
            shelf.drafts[chat_id] = {"replies": [_body(reply) for reply in replies][-_MOST_OWED:]}
        elif shelf.drafts.pop(chat_id, None) is None:
            return
        self._sessions.save(_OWED, shelf)

    def owed_to(self) -> Sequence[str]:
        """The chats that replies wait for."""
        return list(self._sessions.load(_OWED).drafts)

    def owed(self, chat_id: str) -> Sequence[Reply]:
        """The replies that wait for this chat."""
        return [_reply(body) for body in self._sessions.load(_OWED).drafts.get(chat_id, {}).get("replies", [])]


def _place(key: str) -> str:
    """Each place keeps a few ids; so there are many places."""
    return _DONE + key[-2:]


def _body(reply: Reply) -> dict[str, Any]:
    choices = [[choice.label, choice.value] for choice in reply.choices]
    files = [[file.file_id, file.name, file.media_type] for file in reply.files]
    return {"text": reply.text, "choices": choices, "files": files, "tag": reply.tag}


def _reply(body: Mapping[str, Any]) -> Reply:
    choices = tuple(Choice(*choice) for choice in body["choices"])
    return Reply(body["text"], choices, tuple(File(*file) for file in body["files"]), body["tag"])
