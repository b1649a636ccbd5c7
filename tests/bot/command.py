"""The command line as a person uses it: arguments and settings in; exit code, output and complaints out."""

import asyncio
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from bot.__main__ import main
from bot.app import App
from bot.base import DEMO_ORGANISATION, Base
from bot.config import Settings
from scheduler.clock import SystemClock
from storage.domain.permissions import Post
from storage.sessions import Sessions
from tests.domain.ward import demo_ward
from tests.storage.databases import quick_folder
from tests.talk import DirectPhone, Talk

DEMO: Final = str(DEMO_ORGANISATION)
VIETNAMESE: Final = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]")
IN_MEMORY: Final = quick_folder() is not None  # where it is not, conversations are kept within the process


@contextmanager
def own_logs() -> Iterator[None]:
    """Whatever logging is set up within, pytest's is as before afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []  # set_up_logs closes those it finds
    try:
        yield
    finally:
        root.handlers, root.level = handlers, level


@contextmanager
def quick_data() -> Iterator[Path]:
    """An empty folder, in memory where there is such a thing."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        yield Path(folder)


def settings_in(folder: Path, **changes: object) -> Settings:
    """Settings that keep everything in the folder and listen on a free port."""
    values: dict[str, object] = {
        "data_dir": folder / "data",
        "sessions_dir": folder / "sessions" if IN_MEMORY else None,
        "web_port": 0,
    }
    return Settings(_env_file=None, **values | changes)  # type: ignore[call-arg, arg-type]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind. ``out`` and ``err`` are whole; ``lines`` are those of the complaint."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()


@dataclass(slots=True)
class CommandLine:
    """``doithoai …`` in a folder of its own, with no settings but those given."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def settings(self) -> Settings:
        return settings_in(self.folder)

    @property
    def environment(self) -> dict[str, str]:
        """The variables a process needs to keep to this folder."""
        sessions = {"SESSIONS_DIR": str(self.folder / "sessions")} if IN_MEMORY else {}
        return {"DATA_DIR": str(self.folder / "data"), "WEB_PORT": "0", **sessions}

    def run(self, *arguments: str, **environment: str) -> Ran:
        """Run a command; a traceback would come out of here as its exception."""
        ours = {name.upper() for name in Settings.model_fields}
        with pytest.MonkeyPatch.context() as patch, own_logs():
            for name in ours & os.environ.keys():
                patch.delenv(name)
            for name, value in (self.environment | environment).items():
                patch.setenv(name, value)
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["doithoai", *arguments])
            self.capsys.readouterr()
            code = _exit_code()
        captured = self.capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    def serve(self, *arguments: str, lines: int) -> list[str]:
        """The first lines of a command that goes on until it is asked to end; it does, with nothing to complain of."""
        with subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2]), **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as process:
            assert process.stdout is not None and process.stderr is not None
            told = [process.stdout.readline() for _ in range(lines)]
            process.send_signal(signal.SIGTERM)
            assert (process.wait(20), process.stderr.read()) == (0, "")
        return told


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def write_ward(line: CommandLine, text: str, encoding: str = "utf-8") -> str:
    """An organisation file of this content; its path."""
    path = line.folder / "phuong.toml"
    path.write_text(text, encoding=encoding)
    return str(path)


def refused(ran: Ran, *parts: str) -> str:
    """It ended with code 2, said nothing on standard output and one Vietnamese line that holds these parts."""
    assert (ran.code, ran.out) == (2, "")
    (told,) = ran.lines
    assert VIETNAMESE.search(told), told
    assert [part for part in parts if part not in told] == [], told
    return told


def let_in(line: CommandLine, *codes: str, then: str = "") -> list[set[Post]]:
    """What posts strangers have after they have typed these codes into the running product, one each.

    The first of them ``then`` says something more.
    """

    async def type_in() -> list[set[Post]]:
        base = await Base.open(line.settings)
        app = App(base, demo_ward(), Sessions(None, SystemClock().now), SystemClock())
        try:
            phones = [DirectPhone(app) for _ in codes]
            found = [await _posts_after(app, phone, code) for phone, code in zip(phones, codes, strict=True)]
            if then:
                await Talk(phones[0], _nothing).say(then)
            return found
        finally:
            await app.stop()
            await base.close()

    return asyncio.run(type_in())


async def _nothing() -> None: ...


async def _posts_after(app: App, phone: DirectPhone, code: str) -> set[Post]:
    await Talk(phone, _nothing).say(code)
    async with app.base.store.reading() as reads:
        return set((await reads.people.actor(app.base.seals.account_key(phone.account))).posts)
