"""Notices to anonymous authors: later, in their order, and without their words where the office wants it so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.domain.ids import CaseId
from storage.domain.outbox import Envelope, Priority
from storage.domain.release import IMMEDIATE, ReleaseRules
from tests.scheduler.mailroom import Mailroom, notice
from tests.scheduler.office import demo_office

LATER = ReleaseRules(slots=(), delay=(5, 120), neutral=False)
UPDATE = "Có cập nhật. Bấm để xem."


@pytest.fixture
def mail(mail: Mailroom) -> Mailroom:
    """An office whose answers to anonymous authors leave later, with their words."""
    return with_rules(mail, LATER)


def with_rules(mail: Mailroom, rules: ReleaseRules) -> Mailroom:
    office = demo_office()
    mail.office = replace(office, organisation=replace(office.organisation, release=rules))
    return mail


async def test_a_notice_to_an_anonymous_author_leaves_after_a_while(mail: Mailroom) -> None:
    """Nothing goes within five minutes, all of it within two hours; a colleague's goes at once."""
    await mail.enrol("colleague")
    await mail.write("colleague", "1")
    await mail.anonymous_case("author", "1", "2")
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert (mail.numbers("colleague"), mail.numbers("author")) == (["1"], [])
    mail.clock.advance(minutes=4, seconds=59)
    await delivery.deliver_all()
    assert mail.numbers("author") == []
    mail.clock.advance(minutes=116)
    await delivery.deliver_all()
    assert mail.numbers("author") == ["1", "2"]


async def test_its_moment_is_drawn_once(mail: Mailroom) -> None:
    """A restart draws no second time: the moment lies with the notice."""
    await mail.anonymous_case("author", "1")
    await mail.delivery().deliver_all()
    (row,) = await mail.rows()
    assert timedelta(minutes=5) <= row.not_before - mail.clock.now() <= timedelta(minutes=120)
    for _ in range(3):
        await mail.delivery().deliver_all()
        (again,) = await mail.rows()
        assert again.not_before == row.not_before
    mail.clock.move_to(row.not_before)
    await mail.delivery().deliver_all()
    (done,) = await mail.rows()
    assert mail.numbers("author") == ["1"]
    assert (done.state, done.not_before) == ("done", None)


async def test_what_comes_meanwhile_goes_along_and_in_order(mail: Mailroom) -> None:
    """A later notice never leaves before an earlier one, and waits no second time."""
    case_id = await mail.anonymous_case("author", "1")
    delivery = mail.delivery()
    await delivery.deliver_all()
    (row,) = await mail.rows()
    mail.clock.move_to(row.not_before - timedelta(seconds=1))
    await mail.put(*further(case_id, "2", "3"))
    await delivery.deliver_all()
    assert mail.numbers("author") == []
    mail.clock.advance(seconds=1)
    await delivery.deliver_all()
    assert mail.numbers("author") == ["1", "2", "3"]


def further(case_id: CaseId, *texts: str) -> list[Envelope]:
    return [Envelope(notice(text), Priority.ANSWER, case_id=case_id) for text in texts]


async def test_one_author_s_wait_holds_up_no_other(mail: Mailroom) -> None:
    """Each case has a moment of its own."""
    for name in ("first", "second", "third"):
        await mail.anonymous_case(name, "1")
    await mail.delivery().deliver_all()
    moments = {row.not_before for row in await mail.rows()}
    assert len(moments) == 3
    mail.clock.move_to(min(moments))
    await mail.delivery().deliver_all()
    assert sorted(mail.numbers(name) for name in ("first", "second", "third")) == [[], [], ["1"]]


async def test_a_neutral_push_says_nothing_and_stands_for_all_that_waits(mail: Mailroom) -> None:
    """One message without a word of the case; a button with the author's proof opens it."""
    with_rules(mail, replace(LATER, neutral=True))
    await mail.anonymous_case("author", "1", "2", "3")
    delivery = mail.delivery()
    await delivery.deliver_all()
    mail.clock.advance(minutes=120)
    await delivery.deliver_all()
    assert mail.sender.texts("author") == [UPDATE]
    assert await mail.states() == ["done"] * 3
    assert {row.payload for row in await mail.rows()} == {None}


async def test_without_a_delay_it_leaves_at_once(mail: Mailroom) -> None:
    """As in the demo: the words, at once."""
    with_rules(mail, IMMEDIATE)
    await mail.anonymous_case("author", "1")
    await mail.delivery().deliver_all()
    assert mail.numbers("author") == ["1"]


async def test_a_delay_that_is_taken_out_keeps_no_notice(mail: Mailroom) -> None:
    """What has its moment keeps it; what comes then goes at once after it."""
    await mail.anonymous_case("author", "1")
    await mail.delivery().deliver_all()
    with_rules(mail, IMMEDIATE)
    await mail.anonymous_case("other", "1")
    await mail.delivery().deliver_all()
    assert (mail.numbers("author"), mail.numbers("other")) == ([], ["1"])
    mail.clock.advance(minutes=120)
    await mail.delivery().deliver_all()
    assert mail.numbers("author") == ["1"]
