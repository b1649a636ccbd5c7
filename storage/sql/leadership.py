"""One process for each data directory, and for each database on a server."""

import os
from pathlib import Path
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

try:
    import fcntl
except ModuleNotFoundError:  # not a POSIX system: there is no such lock, and the operator sees to it
    fcntl = None  # type: ignore[assignment]

_LOCK: Final = text("SELECT pg_try_advisory_lock(1912202)")  # the number is ours, and means nothing
# A machine that lost its power says no farewell: the server notices within a minute, and the next one may start.
_WATCH: Final = ("idle = 30", "interval = 10", "count = 3")


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


class OnlyServed:
    """A lock in PostgreSQL, held by a connection of its own: the server lets go of it even after a kill.

    It guards against a mistake at the start: a server that restarts has forgotten it.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def acquire(self) -> bool:
        """False if another process, on whatever machine, holds the lock."""
        self._connection = connection = await self._engine.connect()
        for each in _WATCH:
            await connection.execute(text(f"SET tcp_keepalives_{each}"))
        is_ours = bool((await connection.execute(_LOCK)).scalar_one())
        await connection.commit()
        if not is_ours:
            await self.release()
        return is_ours

    async def release(self) -> None:
        """With the connection, which goes back to no pool."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
