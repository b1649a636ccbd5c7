"""Updates that were acknowledged before they were dealt with, kept beside the conversations, never on a disk."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from storage.sessions import Session, Sessions

_SHELF: Final = "telegram:shelf:"  # no chat has such a name
_UPDATE: Final = "update"
_NAMES: Final = frozenset(
    {"first_name", "last_name", "username", "title", "sender_user_name", "author_signature", "phone_number"}
)

log = logging.getLogger(__name__)


class Shelf:
    """A webhook needs it for parts of an album: Telegram hands out a chat's next update only when the one before is

    acknowledged. Polling needs it for what takes so long that it would hide what is new.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    @property
    def outlives_a_kill(self) -> bool:
        return self._sessions.outlive_a_kill

    def keep(self, raw: Mapping[str, Any]) -> None:
        """Keep the update, without the names in it."""
        self._sessions.save(_key(raw["update_id"]), Session(drafts={_UPDATE: _nameless(raw)}))

    def waiting(self) -> Sequence[Mapping[str, Any]]:
        """The updates that are kept, in order; but for those that are damaged."""
        keys = [key for key in self._sessions.accounts() if key.startswith(_SHELF)]
        kept = [raw for key in keys if (raw := self._kept(key)) is not None]
        return sorted(kept, key=lambda raw: int(raw["update_id"]))

    def _kept(self, key: str) -> Mapping[str, Any] | None:
        try:
            return {**self._sessions.load(key).drafts[_UPDATE], "update_id": int(key.removeprefix(_SHELF))}
        except (LookupError, TypeError, ValueError) as error:  # it stays where it is: its words are in no log
            log.error("an update on the shelf cannot be read error=%s", type(error).__name__)
            return None

    def drop(self, update_id: int) -> None:
        """It is dealt with."""
        self._sessions.forget(_key(update_id))


def _key(update_id: int) -> str:
    return f"{_SHELF}{update_id}"


def _nameless(value: Any) -> Any:
    """With nothing in the place of names: whoever reads updates looks for some of them."""
    if isinstance(value, list):
        return [_nameless(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: "" if name in _NAMES else _nameless(each) for name, each in value.items()}
