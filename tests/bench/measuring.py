"""How the benches report, and the few numbers they make of many."""

import json
from collections.abc import Sequence
from statistics import quantiles
from typing import Literal


def report(name: str, value: float, unit: str, bar: float | None, better: Literal["higher", "lower"]) -> None:
    """One measurement for machines, on stdout; no bar: it is to be known, and cannot miss."""
    line = {"name": name, "value": round(value, 3), "unit": unit, "bar": bar, "better": better}
    print(json.dumps(line), flush=True)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many percent of the others do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]
