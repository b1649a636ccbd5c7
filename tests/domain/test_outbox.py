"""Notices on their way: who they are for, and when they are tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.domain.errors import DeliveryError, PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.ids import CaseId
from storage.domain.outbox import MAX_TRIES, Envelope, Priority, retry_at
from tests.builders import NOW, account_key, bytes_of, make_notice

LAN = account_key("lan")
CASE = CaseId(bytes_of("case"))
TRIES = st.integers(1, MAX_TRIES - 1)


def wait(tries: int, asked: timedelta | None = None) -> timedelta:
    again = retry_at(NOW, tries, asked)
    assert again is not None
    return again - NOW


@pytest.mark.parametrize(("tries", "seconds"), [(1, 2), (2, 4), (3, 8), (4, 16)])
def test_the_wait_doubles(tries: int, seconds: int) -> None:
    """Two seconds after the first failure, then twice as long each time."""
    assert wait(tries) == timedelta(seconds=seconds)


@given(TRIES)
def test_the_wait_never_shrinks_and_has_an_end(tries: int) -> None:
    """Between two failures lies more than nothing, no less than before, and a quarter of an hour at most."""
    assert timedelta(0) < wait(max(tries - 1, 1)) <= wait(tries) <= timedelta(minutes=15)


@given(st.integers(MAX_TRIES, 1000), st.none() | st.timedeltas(timedelta(0), timedelta(days=1)))
def test_some_day_it_is_given_up(tries: int, asked: timedelta | None) -> None:
    """After the last try there is no other, whatever the channel wished."""
    assert retry_at(NOW, tries, asked) is None


@given(TRIES, st.timedeltas(timedelta(0), timedelta(days=1)))
def test_the_wish_of_the_channel_is_kept(tries: int, asked: timedelta) -> None:
    """Never earlier than the channel asked, never earlier than without its wish."""
    assert wait(tries, asked) == max(asked, wait(tries))


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


def test_an_answer_goes_before_everything() -> None:
    """Who waits for an answer is told first, a broadcast comes last."""
    assert sorted(Priority) == [Priority.ANSWER, Priority.TASK, Priority.REMINDER, Priority.BROADCAST]


def test_a_sender_says_what_to_do_by_the_type_of_its_error() -> None:
    """Try again (when), never again (why), or wait for the person: three errors of one kind."""
    assert TransientDelivery(timedelta(seconds=3)).retry_after == timedelta(seconds=3)
    assert TransientDelivery().retry_after is None
    assert PermanentDelivery("blocked").reason == "blocked"
    assert all(issubclass(error, DeliveryError) for error in (TransientDelivery, PermanentDelivery, WindowClosed))
