"""The attacks in small, and whether they could tell: the whole of it is ``make attack``."""

import random
from pathlib import Path

import pytest

from tests.attack.__main__ import SEED, controls, judged, live
from tests.attack.judging import at_least, first_improbable, judge, kolmogorov
from tests.attack.population import Deed, plan

AUTHORS, CONCERNS, OTHERS = 10, 120, 0.3


async def test_no_attack_finds_more_authors_than_chance(tmp_path: Path) -> None:
    """Ten people, 120 concerns on the web: sixteen attacks on everything that is stored."""
    evidence = await live("sqlite", "web", plan(AUTHORS, CONCERNS, seed=SEED, others=OTHERS), tmp_path / "run")
    assert len(evidence.truth) == len(evidence.of_cases) == CONCERNS
    assert len(evidence.of_people) == AUTHORS
    verdicts = judged("sqlite", evidence)
    assert len(verdicts) > 10
    assert [verdict.line() for verdict in verdicts if verdict.succeeded] == []


async def test_careless_designs_are_found_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table of processed updates gives away 95 of 100, drafts in the database 40: else the attacks are broken."""
    assert await controls(tmp_path, AUTHORS, 20, others=0.2)
    assert capsys.readouterr().out.count('"found_out": true') == 2


@pytest.mark.parametrize(
    ("authors", "concerns", "bar"),
    [(50, 2_000, 74), (10, 400, 72), (20, 400, 45), (50, 400, 25), (200, 4_000, 45)],
)
def test_from_so_many_hits_on_it_is_no_chance(authors: int, concerns: int, bar: int) -> None:
    """The first number of hits that is less probable than one in a million."""
    assert first_improbable(concerns, 1 / authors) == bar
    assert at_least(bar, concerns, 1 / authors) < 1e-6 <= at_least(bar - 1, concerns, 1 / authors)


def test_a_guess_that_knows_is_told_from_one_that_does_not() -> None:
    """Always right; right a little more often than chance; never more than a lot; and by ranks without any hit."""
    lot = random.Random(1)
    truth = [lot.randrange(50) for _ in range(2_000)]
    blind = judge("blind", [{lot.randrange(50): 1.0} for _ in truth], truth, 50)
    assert not blind.succeeded and blind.hits < 74
    assert judge("silent", [{} for _ in truth], truth, 50).hits < 74
    assert judge("right", [{author: 1.0} for author in truth], truth, 50).hits == 2_000
    hint = [{author: 1.0} if lot.random() < 0.05 else {lot.randrange(50): 1.0} for author in truth]
    assert judge("hint", hint, truth, 50).succeeded
    second = [{author: 1.0, (author + 1) % 50: 2.0} for author in truth]
    ranked = judge("second", second, truth, 50)
    assert ranked.hits == 0 and ranked.ranks_p < 1e-6 and ranked.succeeded
    assert not judge("known", [{author: 1.0} for author in truth], truth, 50, inherent=True).succeeded


def test_even_values_are_even() -> None:
    """Kolmogorov and Smirnov: a grid is as even as can be, half of it is not."""
    assert kolmogorov([n / 500 for n in range(500)]) > 0.99
    assert kolmogorov([n / 1_000 for n in range(500)]) < 1e-6
    assert 0.001 < kolmogorov([random.Random(2).random() for _ in range(1)]) <= 1.0


def test_concerns_come_from_all_alike_and_all_else_does_not() -> None:
    """Else a guess of whoever is there most often would hit without any leak."""
    events = plan(50, 2_000, seed=1).events
    for deed, most in ((Deed.CONCERN, 70), (Deed.MENU, 1_000)):
        counts = [sum(event.author == author and event.deed is deed for event in events) for author in range(50)]
        assert max(counts) < most
    menus = sorted(sum(e.author == author and e.deed is Deed.MENU for e in events) for author in range(50))
    assert menus[-1] > 10 * max(1, menus[0])
    assert len(events) == 5_000
