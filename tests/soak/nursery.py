"""Lives of the product without the seconds that its imports take: forks of a process that has imported everything.

Each fork runs ``doithoai …`` from its first line to its end, as a process of its own.
"""

import asyncio
import gc
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_GLANCE_SECONDS: Final = 0.005


class Life:
    """One process of the product, to be handled like a ``subprocess.Popen``."""

    def __init__(self, pid: int, nursery: "Nursery") -> None:
        self.pid, self._nursery = pid, nursery

    def poll(self) -> int | None:
        """Its exit code; None while it lives."""
        found = self._nursery.ask({"code_of": self.pid})
        return None if found is None else int(found)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """Until it has ended; its exit code. Raises TimeoutExpired."""
        begun = time.monotonic()
        while (code := self.poll()) is None:
            if timeout is not None and time.monotonic() - begun > timeout:
                raise subprocess.TimeoutExpired("a life", timeout)
            time.sleep(_GLANCE_SECONDS)
        return code

    async def end(self, by: signal.Signals) -> int:
        """Send the signal; the exit code, however long that takes."""
        self.send_signal(by)
        while (code := self.poll()) is None:
            await asyncio.sleep(_GLANCE_SECONDS)
        return code


class Nursery:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._asking = threading.Lock()

    def run(self, folder: Path, log: Path, environment: Mapping[str, str]) -> Life:
        """``doithoai run``"""
        return self._begin("run", folder, log, environment)

    def demo(self, folder: Path, log: Path, environment: Mapping[str, str]) -> Life:
        """``doithoai demo``"""
        return self._begin("demo", folder, log, environment)

    def _begin(self, command: str, folder: Path, log: Path, environment: Mapping[str, str]) -> Life:
        order = {"command": command, "folder": str(folder), "log": str(log), "environment": dict(environment)}
        return Life(int(self.ask(order)), self)

    def ask(self, order: Mapping[str, object]) -> Any:
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._asking:
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
    gc.collect()
    gc.freeze()  # else each life begins by looking through all that was imported
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
    """Everything that a product with its messengers imports by the time it serves."""
    import bot.__main__
    import bot.app
    import bot.channels.telegram_albums
    import bot.channels.telegram_in
    import bot.channels.telegram_menu
    import bot.channels.telegram_out
    import bot.channels.telegram_turns
    import bot.channels.zalo_client
    import bot.channels.zalo_in
    import bot.channels.zalo_out  # noqa: F401
    from handlers import registry
    from storage.holidays_vn import vietnamese_days

    registry.load_flows()
    vietnamese_days(range(2026, 2027))


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
    sys.argv = ["doithoai", order["command"]]
    main()
    sys.exit(0)


if __name__ == "__main__":
    serve()
