"""What cases hold, sealed: a key for each case, wrapped by a key that lies outside the database. PyNaCl's other door.

A sealed text is bound to its case and its place there: moved elsewhere, it does not open.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt,
)
from nacl.exceptions import CryptoError

from storage.domain.errors import DialogueError
from storage.sealing import KeyFolder

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 24
_ID_BYTES: Final = 8
_TERM_BYTES: Final = 16
CONTENTS: Final = "contents"
_WRAPPED: Final = b"key"


class MovedContents(DialogueError):
    """Something sealed does not open where it lies: somebody wrote into the database."""


class LostKey(DialogueError):
    """The key that wraps the keys of these cases is not in the key folder."""


class ContentKeys:
    """The key that wraps the keys of cases, those it has replaced, and the one that hides the words of summaries."""

    def __init__(self, current: bytes, replaced: Iterable[bytes], *, terms: bytes) -> None:
        self._current = _id_of(current)
        self._by_id = {_id_of(key): key for key in (*replaced, current)}
        self._terms = terms

    def new(self, about: bytes) -> tuple[bytes, bytes]:
        """A random key for what is ``about`` this case (b"" for none), and the same wrapped, to be stored."""
        key = secrets.token_bytes(KEY_BYTES)
        return key, self._wrap(key, about)

    def unwrap(self, wrapped: bytes, about: bytes) -> bytes:
        """The key; raises MovedContents if it was not wrapped for this case, LostKey if nothing here can open it."""
        wrapping = self._by_id.get(wrapped[:_ID_BYTES])
        if wrapping is None:
            raise LostKey
        return unseal(wrapping, wrapped[_ID_BYTES:], about, _WRAPPED)

    @property
    def current_id(self) -> bytes:
        """What each key starts with that needs not be wrapped anew."""
        return self._current

    def knows(self, wrapped: bytes) -> bool:
        """Whether the key it was wrapped by is here."""
        return wrapped[:_ID_BYTES] in self._by_id

    def rewrap(self, wrapped: bytes, about: bytes) -> bytes:
        """The same key, wrapped by the current one."""
        return self._wrap(self.unwrap(wrapped, about), about)

    def term(self, term: str) -> bytes:
        """Stands for a word of a summary: the same for the same word, and nobody without the key can tell which."""
        return hmac.digest(self._terms, term.encode(), hashlib.sha256)[:_TERM_BYTES]

    def _wrap(self, key: bytes, about: bytes) -> bytes:
        return self._current + seal(self._by_id[self._current], key, about, _WRAPPED)


def content_keys(keys: KeyFolder) -> ContentKeys:
    """Those of an installation."""
    return ContentKeys(keys.secret(CONTENTS), keys.replaced(CONTENTS), terms=keys.secret("terms"))


def seal(key: bytes, content: bytes, about: bytes, place: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + encrypt(content, _bound_to(about, place), nonce, key)


def unseal(key: bytes, sealed: bytes, about: bytes, place: bytes) -> bytes:
    """Raises MovedContents if it was not sealed with this key for this place, or has been altered."""
    try:
        return decrypt(sealed[_NONCE_BYTES:], _bound_to(about, place), sealed[:_NONCE_BYTES], key)
    except (CryptoError, ValueError):  # not sealed by us, or too short for that
        raise MovedContents from None


def _bound_to(about: bytes, place: bytes) -> bytes:
    return len(about).to_bytes() + about + place


def _id_of(key: bytes) -> bytes:
    return hashlib.sha256(b"key id" + key).digest()[:_ID_BYTES]
