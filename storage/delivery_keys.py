"""The files of the key that opens addresses, and how one takes the place of another without a gap.

At any moment one of three files holds the key that opens what is stored: a kill between two steps loses nothing.
"""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PUBLIC: Final = "delivery.pub"
CURRENT: Final = "delivery.key"
NEXT: Final = "delivery-next.key"  # while the addresses are sealed anew
OLD: Final = "delivery-old.key"  # until it is destroyed
KEY_BYTES: Final = 32
_HANDED_OVER: Final = "keys_"  # what systemd puts before the names in a folder that is a credential called "keys"


class DeliveryKeys:
    """The private halves in a folder; it is only read, so that it may be one that nobody can write to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_there(self) -> bool:
        """Whether there is any private half, also one that this process may not read."""
        return any(path.exists() for path in self.files())

    def delivery_secrets(self) -> Sequence[bytes]:
        """One; two while they are changed; none if it was lost."""
        return [path.read_bytes() for path in self.files() if path.exists()]

    def files(self) -> Sequence[Path]:
        """Where a private half may lie."""
        return [self._folder / f"{before}{name}" for name in (CURRENT, NEXT, OLD) for before in ("", _HANDED_OVER)]


class KeyChange:
    """A change of the key, step by step; each may be repeated after a kill."""

    def __init__(self, private: Path, public: Path) -> None:
        self._private, self._public = private, public

    def clear_up(self) -> bool:
        """Destroy the old key that an interrupted change has left behind; whether there was one."""
        if not (self._private / CURRENT).exists() or not (self._private / OLD).exists():
            return False
        destroy_file(self._private / OLD)
        return True

    def begin(self) -> bytes:
        """The new private half, the same one if the change had begun before."""
        path = self._private / NEXT
        if not path.exists():
            write_new(path, secrets.token_bytes(KEY_BYTES))
        return path.read_bytes()

    def publish(self, public: bytes) -> None:
        """From now on everything is sealed to the new key."""
        draft = self._public / f"{PUBLIC}.new"
        draft.unlink(missing_ok=True)
        write_new(draft, public)
        draft.rename(self._public / PUBLIC)
        sync_folder(self._public)

    def finish(self) -> None:
        """The new key takes the old one's place, and the old one is destroyed."""
        if (self._private / CURRENT).exists():
            (self._private / CURRENT).rename(self._private / OLD)
        (self._private / NEXT).rename(self._private / CURRENT)
        sync_folder(self._private)
        if (self._private / OLD).exists():
            destroy_file(self._private / OLD)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist, whole or not at all, readable by its owner only."""
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # fails if another process was quicker; its key is the key
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def replace_key(path: Path) -> Path:
    """A new random key in this file; the one before lies beside it, as NAME.SOMETHING.key, which is returned."""
    before = path.with_name(f"{path.stem}.{secrets.token_hex(4)}.key")
    write_new(before, path.read_bytes())
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    write_new(draft, secrets.token_bytes(KEY_BYTES))
    draft.rename(path)
    sync_folder(path.parent)
    return before


def destroy_file(path: Path) -> None:
    """Overwrite, then remove: a disk that writes in place keeps nothing of it."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """So that the names of files survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
