"""A message to many: whom it is for and how far it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.broadcast import Audience, BroadcastState, Progress
from tests.builders import make_broadcast


@pytest.mark.parametrize(
    ("total", "sent", "failed", "waiting"),
    [(0, 0, 0, 0), (10, 0, 0, 10), (10, 6, 1, 3), (10, 9, 1, 0), (10_000, 9_999, 0, 1)],
)
def test_who_has_neither_got_it_nor_failed_is_waiting(total: int, sent: int, failed: int, waiting: int) -> None:
    """The three numbers of a report add up to everybody."""
    assert Progress(total, sent, failed).waiting == waiting


@given(st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000))
def test_nobody_is_counted_twice(sent: int, failed: int, waiting: int) -> None:
    """However far it is, the number of those who wait is the rest."""
    assert Progress(sent + failed + waiting, sent, failed).waiting == waiting


def test_everyone_is_the_audience_unless_a_unit_or_role_is_named() -> None:
    """An audience that names nothing leaves nobody out."""
    assert Audience() == Audience(unit="", role=None)


def test_a_broadcast_begins_as_confirmed() -> None:
    """What exists has been confirmed; sending and reporting come later."""
    assert make_broadcast().state is BroadcastState.CONFIRMED
    assert list(BroadcastState) == ["waiting", "confirmed", "sending", "reported", "paused", "stopped"]


@pytest.mark.parametrize(
    ("waiting_on", "minutes"),
    [
        ({}, 0),
        ({"web": 400, "": 3}, 0),
        ({"telegram": 1}, 1),
        ({"telegram": 28 * 60, "web": 10_000}, 1),
        ({"telegram": 28 * 60 + 1}, 2),
        ({"telegram": 10_000}, 6),
    ],
)
def test_the_remaining_time_is_that_of_the_channel_with_a_pace(waiting_on: dict[str, int], minutes: int) -> None:
    """Whole minutes, at Telegram's pace; who has yet to open a page cannot be counted in minutes."""
    assert Progress(20_000, 0, 0, waiting_on).minutes_left == minutes
