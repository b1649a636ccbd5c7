"""One process for each data directory."""

import os
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # not a POSIX system: there is no such lock, and the operator sees to it
    fcntl = None  # type: ignore[assignment]


class OnlyProcess:
    """A lock on a file, held while the process lives: the system lets go of it even after a kill."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> bool:
        """False if another process, or another object in this one, holds the lock."""
        if self._file is not None:
            return True
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if fcntl is not None:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(file)
                return False
        self._file = file
        return True

    def release(self) -> None:
        """Let the next one in. The file stays: removing it would let two hold locks on files of one name."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
