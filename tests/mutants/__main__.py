"""Break each invariant in a copy of the tree and run its tests there: python -m tests.mutants [I4 I12 ...]."""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

from tests.mutants.mutants import MUTANTS, Mutant
from tests.storage.databases import quick_folder

ROOT: Final = Path(__file__).parent.parent.parent
AT_ONCE: Final = 2
COPIED: Final = ("bot", "handlers", "scheduler", "storage", "tests", "deploy", "docs")
_ASSERTIONS: Final = ("assert", "AssertionError", "Failed: DID NOT RAISE")


@dataclass(frozen=True, slots=True)
class Result:
    """What the tests said."""

    passed: bool
    broken_by: str  # the test whose assertion failed; "" if none did
    output: str


def copied(folder: Path) -> Path:
    """A copy of the tree, as it is in the working folder."""
    tree = folder / "tree"
    tree.mkdir()
    leave = shutil.ignore_patterns("__pycache__", ".*_cache")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=leave)
    for file in ROOT.glob("*"):
        if file.is_file():
            shutil.copy(file, tree)
    return tree


async def run(tests: Sequence[str], named: str, tree: Path) -> Result:
    """Those of these tests that are so named."""
    report = tree / "report.xml"
    report.unlink(missing_ok=True)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--hypothesis-profile=mutants"),
        *(f"--junitxml={report}", "-k", named, *tests),
        cwd=tree,
        # Compiled modules are taken to be up to date by the second: a mutant is quicker than that.
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "HYPOTHESIS_STORAGE_DIRECTORY": str(tree / "examples")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return Result(process.returncode == 0, _broken_by(report), output.decode(errors="replace"))


def _broken_by(report: Path) -> str:
    """The first test that an assertion of its own has ended; an import error, a fault of a fixture are none."""
    if not report.exists():
        return ""
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - written by our own pytest
        for failure in case.findall("failure"):
            if (failure.get("message") or "").lstrip().startswith(_ASSERTIONS):
                return str(case.get("name"))
    return ""


@contextmanager
def broken(mutant: Mutant, tree: Path) -> Iterator[None]:
    """The tree with the fault in it; afterwards as it was."""
    before = {edit.path: (tree / edit.path).read_bytes() for edit in mutant.edits}
    try:
        for edit in mutant.edits:
            edit.apply(tree)
        yield
    finally:
        for path, content in before.items():
            (tree / path).write_bytes(content)


async def catch(mutant: Mutant, tree: Path) -> bool:
    begun = time.monotonic()
    with broken(mutant, tree):
        result = await run(mutant.tests, mutant.named, tree)
    caught = f"caught by {result.broken_by}" if result.broken_by else "NOT CAUGHT"
    print(f"{mutant.invariant:4} {caught} ({time.monotonic() - begun:.0f} s): {mutant.fault}", flush=True)
    if not result.broken_by:
        print(result.output, file=sys.stderr)
    return bool(result.broken_by)


async def main(wanted: Sequence[str]) -> int:
    """How many were caught; 1 unless all were, or if a test fails without any mutant."""
    mutants = [mutant for mutant in MUTANTS if not wanted or mutant.invariant in wanted]
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        trees: asyncio.Queue[Path] = asyncio.Queue()
        for number in range(AT_ONCE):
            place = Path(folder) / str(number)
            place.mkdir()
            trees.put_nowait(copied(place))
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        tree = await trees.get()
        sound = await run(tests, "test_i", tree)
        trees.put_nowait(tree)
        if not sound.passed:
            print(sound.output, file=sys.stderr)
            print("the tests fail without any mutant", flush=True)
            return 1

        async def one(mutant: Mutant) -> bool:
            tree = await trees.get()
            try:
                return await catch(mutant, tree)
            finally:
                trees.put_nowait(tree)

        caught = await asyncio.gather(*map(one, mutants))
    print(f"{sum(caught)}/{len(mutants)}", flush=True)
    return 0 if all(caught) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
