"""How fast a bot speaks: within the platform's limits whatever comes, evenly in bulk, replies first."""

import random
from itertools import pairwise

import pytest

from storage.domain.pace import Pace, PaceLimits

LIMITS = PaceLimits()


def most_within(times: list[float], seconds: float) -> int:
    """The greatest number of times in any window of this length, its end not counted."""
    return max(sum(start <= at < start + seconds - 1e-9 for at in times) for start in times)


def bulk(pace: Pace, now: float, chats: range) -> list[float]:
    """One bulk message to each chat, begun as soon as it may be."""
    times = []
    for chat_id in chats:
        now = pace.bulk_at(now)
        times.append(pace.bot_at(pace.chat_at(now, chat_id), bulk=True))
    return times


def test_bulk_is_spaced_evenly() -> None:
    """A thousand messages take a thousand times a 28th of a second, none of them in a rush at the beginning."""
    times = bulk(Pace(), 100.0, range(1, 1001))
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert times[0] == 100.0
    assert min(gaps) == pytest.approx(1 / 28)
    assert times[-1] == pytest.approx(100.0 + 999 / 28)


def test_a_reply_goes_at_once_and_takes_the_place_of_one_bulk_message() -> None:
    """It waits for nothing, and the rate over all stays that of bulk alone."""
    pace = Pace()
    times = bulk(pace, 0.0, range(1, 29))
    reply = pace.bot_at(pace.chat_at(times[-1], 1000))
    assert reply == times[-1]
    assert pace.bulk_at(times[-1]) == pytest.approx(times[-1] + 2 / 28)


def test_a_third_message_in_a_row_waits() -> None:
    """A person gets two at once, then one a second; after a pause two again."""
    pace = Pace()
    assert [pace.chat_at(50.0, 7) for _ in range(4)] == pytest.approx([50.0, 50.0, 51.05, 52.1])
    assert [pace.chat_at(60.0, 7) for _ in range(3)] == pytest.approx([60.0, 60.0, 61.05])


def test_a_group_gets_twenty_a_minute() -> None:
    """The twenty-first waits until the first is a minute old."""
    pace = Pace()
    times = [pace.chat_at(10.0 + number / 100, -5) for number in range(21)]
    assert times[19] == pytest.approx(10.19)
    assert times[20] == pytest.approx(70.5)


def test_a_refusal_silences_the_bot_and_slows_bulk_for_a_while() -> None:
    """Nothing goes before the time that was named; bulk is a fifth slower, and regains one a second each minute."""
    pace = Pace()
    pace.refused(0.0, 30.0)
    assert pace.bot_at(1.0) == 30.0
    assert pace.bulk_rate(30.0) == pytest.approx(28 * 0.8)
    assert pace.bulk_rate(90.0) == pytest.approx(28 * 0.8 + 1)
    assert pace.bulk_rate(3_600.0) == 28.0


def test_what_was_under_way_when_it_was_refused_counts_as_one_refusal() -> None:
    """Eight messages that meet the same limit slow bulk by a fifth, not by five sixths."""
    pace = Pace()
    for message in range(8):
        pace.refused(message / 100, 30.0)
    assert pace.bulk_rate(30.0) == pytest.approx(28 * 0.8)


def test_refusals_never_end_all_bulk() -> None:
    """However often it is refused, one message a second is still tried."""
    pace = Pace()
    for second in range(100):
        pace.refused(float(second), 1.0)
    assert pace.bulk_rate(100.0) == 1.0


def test_a_person_who_waits_holds_up_nobody_else() -> None:
    """A minute's wait of one group is not the bot's: others go on at once."""
    pace = Pace()
    for number in range(21):
        pace.chat_at(number / 100, -5)
    assert [pace.bot_at(pace.chat_at(1.0, chat_id)) for chat_id in range(1, 25)] == [1.0] * 24


@pytest.mark.parametrize("seed", range(20))
def test_no_limit_is_ever_passed(seed: int) -> None:
    """Whatever mixture of bulk and replies comes: 30 in any second, 20 a minute to a group, a person's own pace."""
    chance, pace, now = random.Random(seed), Pace(), 0.0
    chats: list[tuple[float, int, bool]] = []
    for _ in range(600):
        now += chance.expovariate(60)
        if is_bulk := chance.random() < 0.5:
            now = pace.bulk_at(now)
        chat_id = chance.choice([-1, -2, *range(1, 60)])
        chats.append((pace.chat_at(now, chat_id), chat_id, is_bulk))
    sent = [pace.bot_at(at, bulk=is_bulk) for at, _, is_bulk in sorted(chats)]
    assert sent == sorted(sent)
    assert most_within(sent, 1.0) <= LIMITS.per_second
    for chat_id in {chat for _, chat, _ in chats}:
        own = [at for at, chat, _ in chats if chat == chat_id]
        if chat_id < 0:
            assert most_within(own, 60.0) <= LIMITS.group_per_minute
        else:
            assert most_within(own, 1.0) <= LIMITS.chat_burst
