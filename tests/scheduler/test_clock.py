"""The two clocks: the system's, and the demo's that can be put forward."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.clock import Clock, DemoClock, SystemClock


@pytest.mark.parametrize("clock", [SystemClock(), DemoClock()], ids=["system", "demo"])
def test_a_clock_tells_the_present_in_utc(clock: Clock) -> None:
    """An aware moment in UTC, between those just before and just after."""
    before = datetime.now(UTC)
    now = clock.now()
    assert now.tzinfo is UTC
    assert before <= now <= datetime.now(UTC)


def test_the_demo_clock_goes_on_from_where_it_was_put() -> None:
    """It jumps to the moment it is given and runs on from there, also after a second jump."""
    clock = DemoClock()
    for days in (1, 3):
        target = datetime.now(UTC) + timedelta(days=days)
        clock.put_forward_to(target)
        assert target <= clock.now() < target + timedelta(minutes=1)


def test_the_demo_clock_never_goes_back() -> None:
    """An earlier moment changes nothing: what has been promised for a day stays promised."""
    clock = DemoClock()
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    clock.put_forward_to(tomorrow)
    clock.put_forward_to(tomorrow - timedelta(hours=5))
    assert clock.now() >= tomorrow
