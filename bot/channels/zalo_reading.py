"""What a Zalo update says, in the channel's own words: nothing is fetched and nobody is told."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from storage.domain.ids import parse_invite, parse_ref, parse_reply_code

_LONGEST_ID: Final = 64
_STICKER: Final = "message.sticker.received"
_UNSUPPORTED: Final = "message.unsupported.received"
# "start CODE": no link can carry a code into a chat, so it is typed, as people know it from elsewhere.
_START: Final = re.compile(r"/?(?:start|bat dau|bắt đầu)\s+(\S.*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody sent. ``key`` is the same when the update comes again; ``media`` are addresses of its files.

    Who sent it beyond the chat, names above all, is not read.
    """

    key: str
    chat_id: str
    is_private: bool = True
    text: str = ""
    media: tuple[str, ...] = ()
    not_taken: bool = False  # a sticker, or what Zalo does not pass on: files, videos, places, contacts, previews


def read(update: Mapping[str, Any]) -> Heard | None:
    """What the update says, None if it is nothing to us: of an unknown kind, by a bot, or with nobody to answer."""
    message = update.get("message")
    if not isinstance(message, dict) or _is_bot(message.get("from")):
        return None
    chat = message.get("chat")
    chat_id = chat.get("id") if isinstance(chat, dict) else None
    if not isinstance(chat, dict) or not isinstance(chat_id, str) or not 0 < len(chat_id) <= _LONGEST_ID:
        return None
    key = key_of(update)
    if str(chat.get("chat_type", "PRIVATE")).upper() != "PRIVATE":
        return Heard(key, chat_id, is_private=False)
    heard = Heard(
        key,
        chat_id,
        text=_typed(_first(message, "text", "caption")),
        media=tuple(filter(None, (_first(message, "photo_url", "photo"), _first(message, "voice_url")))),
        not_taken=update.get("event_name") in (_STICKER, _UNSUPPORTED) or bool(message.get("sticker")),
    )
    return heard if heard.text or heard.media or heard.not_taken else None


def key_of(update: Mapping[str, Any]) -> str:
    """The message's own id; of an update without one, a hash of all it says."""
    message = update.get("message")
    message_id = message.get("message_id") if isinstance(message, dict) else None
    if isinstance(message_id, str) and 0 < len(message_id) <= _LONGEST_ID:
        return message_id
    return hashlib.sha256(json.dumps(update, sort_keys=True).encode()).hexdigest()[:32]


def nameless(update: Mapping[str, Any]) -> dict[str, Any]:
    """The update without the name and the id of who sent it: what may be kept until it is dealt with."""
    message = update.get("message")
    if not isinstance(message, dict):
        return dict(update)
    sender = message.get("from")
    bare = {"is_bot": True} if _is_bot(sender) else {}
    return {**update, "message": {**message, "from": bare}}


def _is_bot(sender: object) -> bool:
    return isinstance(sender, dict) and sender.get("is_bot") is True


def _first(message: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text: documents and traffic differ in their names."""
    return next((value for name in names if isinstance(value := message.get(name), str) and value), "")


def _typed(text: str) -> str:
    """The words; of "start CODE" the code alone."""
    start = _START.fullmatch(text.strip())
    if start is None:
        return text
    code = start[1].strip()
    return code if parse_invite(code) or parse_ref(code) or parse_reply_code(code) else text
