"""How fast a bot speaks: within the platform's limits whatever comes, evenly in bulk, replies first."""

from itertools import pairwise
from math import inf

import pytest

from storage.domain.pace import Limit, Pace, PaceLimits, Window

LIMITS = PaceLimits()


def test_bulk_is_spaced_evenly() -> None:
    """A thousand messages begin in a thousand times a 28th of a second, none of them in a rush at the beginning."""
    pace = Pace()
    times = [pace.bulk_at(100.0) for _ in range(1000)]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert times[0] == 100.0
    assert min(gaps) == pytest.approx(1 / 28)
    assert times[-1] == pytest.approx(100.0 + 999 / 28)


def test_a_reply_takes_the_place_of_one_bulk_message() -> None:
    """The rate over all stays that of bulk alone."""
    pace = Pace()
    at = pace.bulk_at(0.0)
    pace.give_way(at, 1)
    assert pace.bulk_at(at) == pytest.approx(at + 2 / 28)


def test_what_has_arrived_counts_until_its_time_is_up() -> None:
    """Two in a second: the third goes a second after the first at the latest has arrived."""
    window = Window(Limit(2, 1.0))
    window.leave(2)
    window.arrived(by=10.0)
    window.arrived(by=10.4)
    assert [window.free_at(now) for now in (10.5, 10.9, 11.0)] == [11.0, 11.0, 11.0]
    assert window.free_at(10.5, places=2) == 11.4


def test_what_is_under_way_counts_without_end() -> None:
    """It may arrive at any moment, also long after it left; only an answer frees its place."""
    window = Window(Limit(2, 1.0))
    window.leave(2)
    assert window.free_at(1_000.0) == inf
    window.arrived(by=1_000.0)
    assert (window.free_at(1_000.0), window.free_at(1_000.0, places=2)) == (1_001.0, inf)


def test_answers_that_come_out_of_order_are_put_in_order() -> None:
    """One that was given up counts longer than one that was answered after it."""
    window = Window(Limit(2, 1.0))
    window.leave(2)
    window.arrived(by=10.0)
    window.arrived(by=9.8)
    assert window.free_at(10.1) == pytest.approx(10.8)


def test_a_chat_has_a_window_of_its_own() -> None:
    """A person gets two messages at once, a group twenty; neither counts for another chat."""
    pace = Pace()
    assert [pace.chat(0.0, chat_id).most for chat_id in (7, -7)] == [LIMITS.chat.most, LIMITS.group.most]
    pace.chat(0.0, 7).leave(2)
    assert (pace.chat(0.0, 7).free_at(0.0), pace.chat(0.0, 8).free_at(0.0)) == (inf, 0.0)


def test_chats_at_rest_are_forgotten_and_no_others() -> None:
    """After thousands of people those are kept whose messages still count."""
    pace = Pace()
    for chat_id in range(1, 2_000):
        window = pace.chat(float(chat_id), chat_id)
        window.leave()
        if chat_id != 7:
            window.arrived(by=float(chat_id))
    assert pace.chat(2_000.0, 7).free_at(2_000.0, places=2) == inf
    assert len(pace._chats) < 1_100


def test_the_shortest_trip_is_used_after_many() -> None:
    """One answer says little of how short the way may be; of thirty the shortest does, for the most part."""
    pace = Pace()
    for seconds in range(2, 31):
        pace.trip(float(seconds))
    assert pace.way == 0.0
    pace.trip(5.0)
    assert pace.way == pytest.approx(1.6)


def test_a_refusal_silences_the_bot_and_slows_bulk_for_a_while() -> None:
    """Nothing begins before the time that was named; bulk is a fifth slower, and regains one a second each minute."""
    pace = Pace()
    pace.refused(0.0, 30.0)
    assert (pace.silent_until, pace.bulk_at(1.0)) == (30.0, 30.0)
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
