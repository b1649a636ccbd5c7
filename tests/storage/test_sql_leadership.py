"""Only one process works in a data directory."""

import subprocess
import sys
from pathlib import Path

from storage.sql.leadership import OnlyProcess

HOLD = """
import sys
from pathlib import Path
from storage.sql.leadership import OnlyProcess
only = OnlyProcess(Path(sys.argv[1]))
print(only.acquire(), flush=True)
sys.stdin.read()
"""


def holder(path: Path) -> "subprocess.Popen[str]":
    """A process that tries for the lock, says whether it got it, and stays until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def said(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_second_one_is_refused(tmp_path: Path) -> None:
    """While one holds the lock, another does not get it; afterwards it does."""
    path = tmp_path / "running.lock"
    first, second = OnlyProcess(path), OnlyProcess(path)
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    first.release()
    assert second.acquire()
    second.release()
    second.release()


def test_another_process_is_refused(tmp_path: Path) -> None:
    """The lock holds between processes."""
    path = tmp_path / "running.lock"
    mine = OnlyProcess(path)
    assert mine.acquire()
    with holder(path) as process:
        assert said(process) == "False"
        process.communicate()
    mine.release()


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    """After a kill the next start finds the way free."""
    path = tmp_path / "running.lock"
    mine = OnlyProcess(path)
    with holder(path) as process:
        assert said(process) == "True"
        assert not mine.acquire()
        process.kill()
        process.wait()
    assert mine.acquire()
    mine.release()
