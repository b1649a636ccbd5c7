"""The keys of cases while one transaction works with them: what seals texts on their way in, and opens them again."""

import asyncio
import base64
import json
from collections.abc import Callable
from typing import Any, Final

from storage.contents import ContentKeys, seal, unseal
from storage.domain.errors import NotPermitted

_LARGE: Final = 65_536  # from here on in a thread: everybody else is answered meanwhile


class CaseKeys:
    """Keys by case. Each is unwrapped when it is first needed, and forgotten with the transaction."""

    def __init__(self, keys: ContentKeys) -> None:
        self._keys = keys
        self._wrapped: dict[bytes, bytes | None] = {}
        self._open: dict[bytes, bytes] = {}

    def begin(self, case_id: bytes) -> bytes:
        """A key for a new case; what is to be stored of it."""
        self._open[case_id], wrapped = self._keys.new(case_id)
        self._wrapped[case_id] = wrapped
        return wrapped

    def abandon(self, case_id: bytes) -> None:
        """The case was there already: its stored key counts, not the one begun for it."""
        self._open.pop(case_id, None)
        self._wrapped.pop(case_id, None)

    def learn(self, case_id: bytes, wrapped: bytes | None) -> None:
        """The key of a case as it is stored; None: it has been destroyed."""
        self._wrapped.setdefault(case_id, wrapped)

    def is_known(self, case_id: bytes) -> bool:
        return case_id in self._wrapped

    def is_erased(self, case_id: bytes) -> bool:
        return self._wrapped[case_id] is None

    def loose(self, about: bytes) -> tuple[bytes, bytes]:
        """A key for what belongs to no one case, and the same wrapped."""
        return self._keys.new(about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        return self._keys.unwrap(wrapped, about)

    def term(self, term: str) -> bytes:
        return self._keys.term(term)

    def key(self, case_id: bytes) -> bytes:
        """To be used within this transaction only; raises NotPermitted where it has been destroyed."""
        if case_id not in self._open:
            wrapped = self._wrapped[case_id]
            if wrapped is None:
                raise NotPermitted("error-erased")
            self._open[case_id] = self._keys.unwrap(wrapped, case_id)
        return self._open[case_id]

    # Texts: where nothing is to be said there is nothing to be sealed, and of an erased case nothing can be read

    def seal(self, case_id: bytes, place: str, text: str) -> str:
        if not text:
            return ""
        return base64.b64encode(seal(self.key(case_id), text.encode(), case_id, place.encode())).decode()

    def open(self, case_id: bytes, place: str, sealed: str | None) -> str:
        if not sealed or self.is_erased(case_id):
            return ""
        return unseal(self.key(case_id), _decoded(sealed), case_id, place.encode()).decode()

    def seal_values(self, case_id: bytes, place: str, values: Any) -> str | None:
        """A list or mapping as one sealed text, None if it is empty."""
        if not values:
            return None
        return self.seal(case_id, place, json.dumps(values, ensure_ascii=False, separators=(",", ":")))

    def open_values(self, case_id: bytes, place: str, sealed: str | None) -> Any:
        """What was sealed, None if there is nothing (any more)."""
        opened = self.open(case_id, place, sealed)
        return json.loads(opened) if opened else None

    # Files

    async def seal_file(self, case_id: bytes, place: str, content: bytes) -> bytes:
        return await _beside(seal, self.key(case_id), content, case_id, place)

    async def open_file(self, case_id: bytes, place: str, sealed: bytes) -> bytes:
        return await _beside(unseal, self.key(case_id), sealed, case_id, place)

    def forget(self, case_id: bytes) -> None:
        """The key has been destroyed."""
        self._wrapped[case_id] = None
        self._open.pop(case_id, None)


async def _beside(
    work: Callable[[bytes, bytes, bytes, bytes], bytes], key: bytes, content: bytes, about: bytes, place: str
) -> bytes:
    if len(content) < _LARGE:
        return work(key, content, about, place.encode())
    return await asyncio.to_thread(work, key, content, about, place.encode())


def _decoded(sealed: str) -> bytes:
    try:
        return base64.b64decode(sealed, validate=True)
    except ValueError:
        return b""  # nothing that was sealed: it is refused as such
