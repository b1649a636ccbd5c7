"""The process is killed again and again while people write on Telegram and while notices go out to them.

``make soak`` does the same two hundred times each.
"""

import os
import random
import secrets
from typing import Final

import pytest

from tests.soak.delivery import deliver_under_kills
from tests.soak.intake import file_under_kills
from tests.soak.nursery import Nursery

INTAKE_KILLS: Final = 5
DELIVERY_KILLS: Final = 6


@pytest.fixture
def chance() -> random.Random:
    """Random numbers; the seed of a run that failed is printed with it, and CRASH_SEED sets it."""
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(2**32))
    print(f"CRASH_SEED={seed}")
    return random.Random(seed)


@pytest.mark.parametrize("by_webhook", [False, True], ids=["polling", "webhook"])
async def test_kills_lose_no_filing_and_double_none(lives: Nursery, chance: random.Random, *, by_webhook: bool) -> None:
    """Every text that Telegram took for delivered lies in one case, once, and each author has one receipt."""
    found = await file_under_kills(lives, chance, kills=INTAKE_KILLS, by_webhook=by_webhook)
    print(f"acknowledged={len(found.acknowledged)} cases={len(found.bodies)}")
    assert (found.lost, found.twice, found.broken) == ([], [], [])
    assert found.bodies


@pytest.mark.parametrize("broadcast", [False, True], ids=["answers", "broadcast"])
async def test_kills_leave_out_no_notice_and_repeat_few(
    lives: Nursery, chance: random.Random, *, broadcast: bool
) -> None:
    """All arrive in order; a kill repeats one answer or reminder, ten messages of a broadcast; a stop nothing."""
    found = await deliver_under_kills(lives, chance, kills=DELIVERY_KILLS, broadcast=broadcast)
    print(f"lives={[len(life) for life in found.lives]} repeats={found.repeats}")
    assert (found.lost, found.twice, found.broken) == ([], 0, [])
    assert found.met > DELIVERY_KILLS / 2, "the kills met nothing"
