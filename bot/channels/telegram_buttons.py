"""What a Telegram button carries: its value, and a mark that only this bot can make, for the chat it was sent to.

It proves where a press comes from. What may be done is asked for at each press all the same.
"""

import base64
import hashlib
import hmac
from typing import Final

_BYTES: Final = 8  # 64 bits, and Telegram hands us at most some thousand presses a minute to guess in
_SEPARATOR: Final = "!"  # in no value and in no mark


class ButtonMarks:
    """Keyed by the bot's token: whoever speaks and whoever listens have it, and a new token ends all old buttons."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.sha256(b"buttons|" + token.encode()).digest()

    def marked(self, value: str, chat_id: int) -> str:
        return f"{value}{_SEPARATOR}{self._mark(value, chat_id)}"

    def opened(self, data: str, chat_id: int) -> str | None:
        """The value; None if it was made by somebody else, for another chat, or changed."""
        value, _, mark = data.rpartition(_SEPARATOR)
        is_ours = hmac.compare_digest(mark.encode(), self._mark(value, chat_id).encode())
        return value if is_ours else None

    def _mark(self, value: str, chat_id: int) -> str:
        digest = hmac.new(self._key, f"{chat_id}|{value}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_BYTES]).decode().rstrip("=")
