"""All benches, one after the other, each in a process of its own: python -m tests.bench."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Measurement = dict[str, Any]


def main() -> int:
    """Measurements to stdout, all else to stderr; 1 if a bench crashed, whatever it measured."""
    crashed, missed = [], []
    for name in benches():
        print(f"… {name}", file=sys.stderr, flush=True)
        with subprocess.Popen([sys.executable, "-m", f"tests.bench.{name}"], stdout=subprocess.PIPE, text=True) as run:
            missed += [one for one in measurements(run) if misses(one)]
        if run.returncode:
            crashed.append(name)
    for one in missed:
        print(f"missed: {one['name']} is {one['value']} {one['unit']}, the bar {one['bar']}", file=sys.stderr)
    for name in crashed:
        print(f"crashed: {name}", file=sys.stderr)
    return 1 if crashed else 0


def benches() -> list[str]:
    return sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))


def measurements(run: "subprocess.Popen[str]") -> Iterator[Measurement]:
    """The measurements as they come; every line is passed on."""
    assert run.stdout is not None
    for line in run.stdout:
        found = measurement(line)
        print(line, end="", file=sys.stdout if found else sys.stderr, flush=True)
        if found:
            yield found


def measurement(line: str) -> Measurement | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) and {"name", "value", "bar", "better"} <= found.keys() else None


def misses(one: Measurement) -> bool:
    if one["bar"] is None:
        return False
    return bool(one["value"] < one["bar"] if one["better"] == "higher" else one["value"] > one["bar"])


if __name__ == "__main__":
    sys.exit(main())
