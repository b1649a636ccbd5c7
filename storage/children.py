"""Child processes for what strangers' files and large libraries could do to the program itself."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

_SOURCE: Final = str(Path(__file__).resolve().parents[1])


@asynccontextmanager
async def child_running(module: str, *arguments: str) -> AsyncIterator[Process]:
    """A child that runs this module of ours and is spoken to by its pipes; it is gone afterwards, whatever happens.

    It gets no setting and no secret of ours: its whole environment is where to find its code. It never keeps what it
    compiled (-B), for that would write to the disk, takes no code from the working directory (-P), and does not search
    for more of it (-S), which would take as long as cleaning a small picture.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-P", "-S", "-m", module, *arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={"PYTHONPATH": os.pathsep.join(filter(None, [*sys.path, _SOURCE]))},
    )
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
