"""Lives of the product without the seconds that its imports take: forks of a process that has imported everything.

Each fork runs ``doithoai run`` from its first line to its end, as a process of its own.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_GLANCE_SECONDS: Final = 0.005


class Life:
    """One process of the product."""

    def __init__(self, pid: int, nursery: "Nursery") -> None:
        self.pid, self._nursery = pid, nursery

    @property
    def code(self) -> int | None:
        """Its exit code; None while it lives."""
        found = self._nursery.ask({"code_of": self.pid})
        return None if found is None else int(found)

    async def end(self, by: signal.Signals) -> int:
        """Send the signal; the exit code, however long that takes."""
        os.kill(self.pid, by)
        while (code := self.code) is None:
            await asyncio.sleep(_GLANCE_SECONDS)
        return code


class Nursery:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, folder: Path, log: Path, environment: Mapping[str, str]) -> Life:
        order = {"folder": str(folder), "log": str(log), "environment": dict(environment)}
        return Life(int(self.ask(order)), self)

    def ask(self, order: Mapping[str, object]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())


@contextmanager
def nursery() -> Iterator[Nursery]:
    """It ends with what lives in it."""
    command = [sys.executable, "-m", "tests.soak.nursery"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Nursery(process)


def serve() -> None:
    """Orders come on standard input, one a line, each with one line as its answer."""
    warm()
    alive: dict[int, int | None] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "code_of" in order:
            answer = code_of(order["code_of"], alive)
        elif (answer := os.fork()) == 0:
            live(order)
        else:
            alive[answer] = None
        print(json.dumps(answer), flush=True)
    for pid in [pid for pid in alive if code_of(pid, alive) is None]:
        os.kill(pid, signal.SIGKILL)


def warm() -> None:
    """Everything that a product with Telegram imports by the time it serves."""
    import bot.__main__
    import bot.app
    import bot.channels.telegram_albums
    import bot.channels.telegram_in
    import bot.channels.telegram_menu
    import bot.channels.telegram_out
    import bot.channels.telegram_turns  # noqa: F401
    from handlers import registry

    registry.load_flows()


def code_of(pid: int, alive: dict[int, int | None]) -> int | None:
    if alive[pid] is None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        alive[pid] = os.waitstatus_to_exitcode(status) if ended else None
    return alive[pid]


def live(order: Mapping[str, Any]) -> None:
    """In the fork: become the product; this never returns."""
    from bot.__main__ import main

    os.environ.update(order["environment"])
    os.chdir(order["folder"])  # an .env of the developer is not meant for it
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream, target in ((0, nothing), (1, nothing), (2, log)):
        os.dup2(target, stream)
    sys.argv = ["doithoai", "run"]
    main()
    sys.exit(0)


if __name__ == "__main__":
    serve()
