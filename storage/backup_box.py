"""A backup's envelope: a stream that only the offline key opens, and that shows where it was cut or changed.

PyNaCl's third door. Each file has a key of its own, sealed to the public half that the server has.
"""

import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from nacl.bindings import (
    crypto_box_SEALBYTES,
    crypto_secretstream_xchacha20poly1305_ABYTES,
    crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    crypto_secretstream_xchacha20poly1305_init_pull,
    crypto_secretstream_xchacha20poly1305_init_push,
    crypto_secretstream_xchacha20poly1305_KEYBYTES,
    crypto_secretstream_xchacha20poly1305_pull,
    crypto_secretstream_xchacha20poly1305_push,
    crypto_secretstream_xchacha20poly1305_state,
    crypto_secretstream_xchacha20poly1305_TAG_FINAL,
    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
)
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from storage.domain.errors import DialogueError

BACKUP_PUBLIC: Final = "backup.pub"  # on the server
BACKUP_KEY: Final = "backup.key"  # never on the server
_MAGIC: Final = b"doithoai backup 1\n"
_CHUNK: Final = 2**16
_LONGEST: Final = _CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES
_SEALED_KEY: Final = crypto_box_SEALBYTES + crypto_secretstream_xchacha20poly1305_KEYBYTES


class NoBackup(DialogueError):
    """The file is none of ours, was cut or changed, or is not for this key."""


def new_pair() -> tuple[bytes, bytes]:
    """Private and public half."""
    key = PrivateKey.generate()
    return bytes(key), bytes(key.public_key)


class SealedFile:
    """What is written to it is compressed and sealed, one chunk after the other; without ``end`` it does not open."""

    def __init__(self, file: BinaryIO, public: bytes) -> None:
        key = secrets.token_bytes(crypto_secretstream_xchacha20poly1305_KEYBYTES)
        self._file, self._state = file, crypto_secretstream_xchacha20poly1305_state()
        self._packed, self._waiting = zlib.compressobj(), bytearray()
        file.write(_MAGIC + SealedBox(PublicKey(public)).encrypt(key))
        file.write(crypto_secretstream_xchacha20poly1305_init_push(self._state, key))

    def write(self, part: bytes) -> None:
        self._waiting += self._packed.compress(part)
        while len(self._waiting) > _CHUNK:
            self._seal(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)

    def end(self) -> None:
        self._waiting += self._packed.flush()
        while len(self._waiting) > _CHUNK:
            self._seal(crypto_secretstream_xchacha20poly1305_TAG_MESSAGE)
        self._seal(crypto_secretstream_xchacha20poly1305_TAG_FINAL)

    def _seal(self, tag: int) -> None:
        chunk = bytes(self._waiting[:_CHUNK])
        del self._waiting[:_CHUNK]
        sealed = crypto_secretstream_xchacha20poly1305_push(self._state, chunk, tag=tag)
        self._file.write(len(sealed).to_bytes(4) + sealed)


def read_sealed(path: Path, secret: bytes) -> Iterator[bytes]:
    """Its lines. Raises NoBackup as soon as anything is not as it was written; a cut is seen only at the end."""
    unpacked = zlib.decompressobj()
    rest = b""
    try:
        with path.open("rb") as file:
            for chunk in _opened(file, secret):
                *lines, rest = (rest + unpacked.decompress(chunk)).split(b"\n")
                yield from lines
    except (CryptoError, zlib.error, ValueError):
        raise NoBackup from None
    if rest or not unpacked.eof:
        raise NoBackup


def _opened(file: BinaryIO, secret: bytes) -> Iterator[bytes]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise NoBackup
    key = SealedBox(PrivateKey(secret)).decrypt(file.read(_SEALED_KEY))
    state = crypto_secretstream_xchacha20poly1305_state()
    header = file.read(crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
    while True:
        length = int.from_bytes(file.read(4))
        if not 0 < length <= _LONGEST:
            raise NoBackup
        chunk, tag = crypto_secretstream_xchacha20poly1305_pull(state, file.read(length))
        yield chunk
        if tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL:
            break
    if file.read(1):
        raise NoBackup
