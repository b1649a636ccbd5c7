"""Ceilings: so much at once, so much a second, each key for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import FILINGS_A_DAY, Filings, Limiter
from storage.domain.conversation import Account


class Seconds:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def allowed(limiter: Limiter, key: str, tries: int) -> int:
    """How many of so many tries go through."""
    return sum(limiter.allows(key) for _ in range(tries))


def test_a_burst_goes_through_and_no_more() -> None:
    """The first ones are let in at once, the next is not."""
    limiter = Limiter(burst=5, per_second=1, clock=Seconds())
    assert [limiter.allows("lan") for _ in range(7)] == [True] * 5 + [False] * 2


@pytest.mark.parametrize(
    ("waited", "regained"), [(0.0, 0), (0.4, 0), (0.5, 1), (1.0, 2), (2.25, 4), (3600.0, 5)], ids=str
)
def test_waiting_gives_back(waited: float, regained: int) -> None:
    """Two a second come back, up to the burst, however long one waits."""
    seconds = Seconds()
    limiter = Limiter(burst=5, per_second=2, clock=seconds)
    allowed(limiter, "lan", 5)
    seconds.now += waited
    assert allowed(limiter, "lan", 10) == regained


def test_being_refused_costs_nothing() -> None:
    """Who keeps trying is let in as soon as who waits."""
    seconds = Seconds()
    limiter = Limiter(burst=1, per_second=1, clock=seconds)
    limiter.allows("lan")
    for _ in range(3):
        seconds.now += 0.25
        assert not limiter.allows("lan")
    seconds.now += 0.25
    assert limiter.allows("lan")


def test_each_key_has_its_own_ceiling() -> None:
    """One who floods does not stand in the others' way."""
    limiter = Limiter(burst=2, per_second=0, clock=Seconds())
    allowed(limiter, "lan", 10)
    assert allowed(limiter, "minh", 10) == 2


@given(st.integers(1, 20), st.floats(0, 10), st.lists(st.tuples(st.floats(0, 5), st.integers(0, 30)), min_size=1))
def test_nobody_gets_more_than_the_ceiling(burst: int, per_second: float, visits: list[tuple[float, int]]) -> None:
    """Over any time at most the burst and what came back in that time goes through."""
    seconds = Seconds()
    limiter = Limiter(burst, per_second, seconds)
    through = 0
    for waited, tries in visits:
        seconds.now += waited
        through += allowed(limiter, "lan", tries)
    assert through <= burst + (seconds.now - 100.0) * per_second + 1e-6


@pytest.mark.parametrize("burst", [1, 2, 5])
def test_a_crowd_does_not_free_the_one_who_floods(burst: int) -> None:
    """However many others come, a used-up ceiling stays used up."""
    limiter = Limiter(burst, per_second=0, clock=Seconds())
    allowed(limiter, "lan", burst)
    for n in range(10_050):
        limiter.allows(f"other {n}")
    assert not limiter.allows("lan")


def test_a_past_crowd_is_forgotten() -> None:
    """Keys that have everything back take no room: a flood of addresses does not fill the memory for good."""
    seconds = Seconds()
    limiter = Limiter(burst=5, per_second=1, clock=seconds)
    for n in range(10_050):
        allowed(limiter, f"other {n}", 3)
    seconds.now += 3600
    limiter.allows("lan")
    assert len(limiter._buckets) <= 1


def test_concerns_without_a_name_have_two_ceilings() -> None:
    """Ten a day of one account, so many an hour of all; both come back with time, and nobody is written down."""
    clock = Seconds()
    filings = Filings(per_hour=25, clock=clock)
    lan, others = Account("web", "lan"), [Account("web", f"person {number}") for number in range(40)]
    assert sum(filings.allow(lan) for _ in range(15)) == FILINGS_A_DAY
    assert sum(map(filings.allow, others)) == 25 - FILINGS_A_DAY
    clock.now += 3_600
    assert not filings.allow(lan)
    assert sum(map(filings.allow, others)) == 25
    clock.now += 86_400
    assert sum(filings.allow(lan) for _ in range(15)) == FILINGS_A_DAY
    assert "lan" not in repr(vars(filings)["_of_one"].__dict__)


def test_a_flood_of_others_costs_nobody_the_own_share() -> None:
    """Who tries again and again while too much comes in has all ten left when that is over."""
    clock = Seconds()
    filings = Filings(per_hour=1, clock=clock)
    lan = Account("web", "lan")
    assert filings.allow(Account("web", "flooder"))
    assert not any(filings.allow(lan) for _ in range(20))
    clock.now += 3_600
    assert filings.allow(lan)
