"""A ward over a long time: nothing is forgotten, said twice, or said at night. ``make simulate`` runs three years."""

import pytest

from tests.scheduler.simulation import simulate


@pytest.mark.parametrize(("kind", "cases", "days", "seed"), [("sqlite", 12, 60, 1), ("postgresql", 5, 20, 4)])
async def test_a_ward_over_a_long_time(kind: str, cases: int, days: int, seed: int) -> None:
    """Clock jumps, crashes and three schedulers at once: each reminder once, each case answered or at the top."""
    ward = await simulate(kind, cases, days=days, seed=seed)
    assert ward.examples == []
    assert ward.seen["crashes"]
    assert ward.seen["lines"] > cases
