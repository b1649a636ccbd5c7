"""In CI nothing may be skipped: a test that did not run shows nothing."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from tests.soak.nursery import Nursery, nursery

settings.register_profile("suite", deadline=None)  # a deadline would be a timed assertion
# Where a fault is expected, nobody waits for its smallest example.
settings.register_profile("mutants", deadline=None, phases=[Phase.explicit, Phase.generate])
settings.load_profile("suite")

_MEMORY = Path("/dev/shm")
if _MEMORY.is_dir():  # keys are synced to the disk as they are made: in memory nobody waits for it
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

_skipped: list[str] = []


@pytest.fixture(scope="session")
def lives() -> Iterator[Nursery]:
    """Whoever starts the product again and again takes it from here: a start by the shell costs two seconds more."""
    with nursery() as lives:
        yield lives


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _skipped and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in _skipped:
        terminalreporter.write_line(f"SKIPPED {nodeid}")
    if _skipped and os.environ.get("CI") == "true":
        terminalreporter.write_line("CI=true: a skipped test fails the run", red=True)
