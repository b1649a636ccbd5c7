"""Notices on their way: who they are for, and when they are tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.errors import DeliveryError, PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.ids import CaseId
from storage.domain.outbox import MAX_TRIES, Envelope, Priority, retry_at, waited
from tests.builders import NOW, account_key, bytes_of, make_notice

LAN = account_key("lan")
CASE = CaseId(bytes_of("case"))
TRIES = st.integers(1, MAX_TRIES - 1)
CHANCE = st.floats(0, 1, exclude_max=True)


def wait(tries: int, chance: float = 0.0, asked: timedelta | None = None) -> timedelta:
    again = retry_at(NOW, tries, chance, asked)
    assert again is not None
    return again - NOW


@pytest.mark.parametrize(("tries", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 8), (9, 256), (10, 300), (99, 300)])
def test_the_wait_doubles(tries: int, seconds: int) -> None:
    """A second after the first failure, then twice as long each time, five minutes at most."""
    assert wait(tries) == timedelta(seconds=seconds)


@given(TRIES, CHANCE)
def test_many_do_not_come_back_at_one_moment(tries: int, chance: float) -> None:
    """Chance adds up to a tenth: what failed together is not tried again together."""
    assert wait(tries) <= wait(tries, chance) <= wait(tries) * 1.1
    assert (wait(tries, chance) > wait(tries)) == (wait(tries) * 0.1 * chance >= timedelta(microseconds=1))


def test_a_day_without_the_platform_is_outlived() -> None:
    """All tries together take a day, and not two."""
    whole = sum((wait(tries) for tries in range(1, MAX_TRIES)), timedelta())
    assert timedelta(hours=22) < whole < timedelta(hours=30)


@given(st.integers(MAX_TRIES, 1000), st.none() | st.timedeltas(timedelta(0), timedelta(days=1)))
def test_some_day_it_is_given_up(tries: int, asked: timedelta | None) -> None:
    """After the last try there is no other, whatever the channel wished."""
    assert retry_at(NOW, tries, 0.5, asked) is None


@given(TRIES, CHANCE, st.timedeltas(timedelta(0), timedelta(days=1)))
def test_the_wish_of_the_channel_is_kept(tries: int, chance: float, asked: timedelta) -> None:
    """Never earlier than the channel asked, never earlier than without its wish."""
    assert wait(tries, chance, asked) == max(asked, wait(tries, chance))


@given(TRIES, st.lists(CHANCE, min_size=MAX_TRIES, max_size=MAX_TRIES), st.floats(0, 3600))
def test_how_long_it_has_waited_can_be_told(tries: int, chances: list[float], later: float) -> None:
    """From the tries and the time of the next one: never too much, and a tenth too little at most."""
    at = NOW
    for number in range(1, tries + 1):
        tried, at = at, retry_at(at, number, chances[number]) or at
    now = tried + timedelta(seconds=later)
    told = waited(tries, at, now)
    assert (now - NOW) * 0.89 - timedelta(seconds=31) <= told <= now - NOW + timedelta(milliseconds=1)


def test_a_notice_is_for_one_addressee() -> None:
    """An account or the author of a case: both or neither is a fault of ours."""
    with pytest.raises(ValueError, match="account or"):
        Envelope(make_notice(), Priority.TASK)
    with pytest.raises(ValueError, match="account or"):
        Envelope(make_notice(), Priority.TASK, account=LAN, case_id=CASE)


def test_a_lane_is_a_recipient() -> None:
    """Notices to one account stand in one line, those to an anonymous author in the line of the case."""
    assert Envelope(make_notice(), Priority.TASK, account=LAN).lane == LAN
    assert Envelope(make_notice(), Priority.TASK, case_id=CASE).lane == CASE


def test_an_answer_goes_before_all_but_an_alarm() -> None:
    """Who may be in danger comes first, then who waits for an answer; a broadcast comes last."""
    assert sorted(Priority) == [
        Priority.ALARM,
        Priority.ANSWER,
        Priority.TASK,
        Priority.REMINDER,
        Priority.BROADCAST,
    ]


def test_a_sender_says_what_to_do_by_the_type_of_its_error() -> None:
    """Try again (when), never again (why), or wait for the person: three errors of one kind."""
    assert TransientDelivery(timedelta(seconds=3)).retry_after == timedelta(seconds=3)
    assert TransientDelivery().retry_after is None
    assert PermanentDelivery("blocked").reason == "blocked"
    assert all(issubclass(error, DeliveryError) for error in (TransientDelivery, PermanentDelivery, WindowClosed))
