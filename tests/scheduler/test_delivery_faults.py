"""What delivery does when something fails: tried again, given up, recorded with its reason, and never told in a log."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from scheduler.carrying import all_here
from scheduler.delivery import Delivery
from storage.domain.conversation import Account, Reply
from storage.domain.errors import PermanentDelivery, TransientDelivery, WindowClosed
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.ports import Store, UnitOfWork
from storage.sealing import KeyFolder, KeySeals
from storage.sql import schema
from tests.scheduler.mailroom import WORDS, Mailroom, crash, running
from tests.scheduler.office import demo_office
from tests.senders import CHANNEL, Crash


@dataclass(slots=True)
class Failing:
    """A store whose first ``times`` readings find no database."""

    store: Store
    times: int

    def reading(self) -> UnitOfWork:
        if self.times:
            self.times -= 1
            raise ConnectionError(WORDS)
        return self.store.reading()

    def writing(self) -> UnitOfWork:
        return self.store.writing()


async def test_a_failed_try_is_made_again_and_not_overtaken(mail: Mailroom) -> None:
    """After a passing fault the notice waits for its time, what is behind it waits too, and then both go in order."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    mail.sender.will("lan", TransientDelivery())
    delivery = mail.delivery()
    await delivery.deliver_all()
    await delivery.deliver_all()
    assert (len(mail.sender.tried), mail.sender.sent) == (1, [])

    mail.clock.advance(seconds=2)
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["1", "2"]
    assert await mail.states() == ["sent", "sent"]


async def test_the_wish_of_a_channel_is_honoured(mail: Mailroom) -> None:
    """A channel that asks for 90 seconds gets them, and a tenth more, since its clock is not ours."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    mail.sender.will("lan", TransientDelivery(timedelta(seconds=90)))
    delivery = mail.delivery()
    await delivery.deliver_all()
    mail.clock.advance(seconds=98)
    await delivery.deliver_all()
    assert len(mail.sender.tried) == 1
    mail.clock.advance(seconds=1)
    await delivery.deliver_all()
    assert mail.numbers("lan") == ["1"]


async def test_a_notice_is_given_up_after_enough_tries(mail: Mailroom) -> None:
    """A fault that does not pass ends the notice after MAX_TRIES, and the next one of the lane is tried."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    mail.sender.will("lan", TransientDelivery())
    await mail.almost_given_up()
    await mail.delivery().deliver_all()

    first, second = await mail.rows()
    assert (first.state, first.reason) == ("failed", "gave-up")
    assert second.state == "sent"


async def test_a_blocked_account_is_not_tried_again(mail: Mailroom) -> None:
    """What can never be delivered to a named recipient is kept as failed with its reason, and the next one is tried."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    mail.sender.will("lan", PermanentDelivery("blocked"))
    await mail.delivery().deliver_all()

    first, second = await mail.rows()
    assert (first.state, first.reason, first.payload["arguments"]["text"]) == ("failed", "blocked", "1")
    assert second.state == "sent"
    assert len(mail.sender.tried) == 2


async def test_a_moved_address_is_refused(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """A return address copied to another case, by whoever can write to the database, opens nothing and is an alarm."""
    victim = await mail.anonymous_case("victim")
    other = await mail.anonymous_case("attacker", WORDS)
    addresses = schema.return_address
    async with mail.database.writer.begin() as connection:
        copied = await connection.scalar(select(addresses.c.sealed).where(addresses.c.case_id == victim))
        await connection.execute(update(addresses).where(addresses.c.case_id == other).values(sealed=copied))
    await mail.delivery().deliver_all()

    assert mail.sender.tried == []
    (alarm,) = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert alarm.getMessage() == "a sealed address lies on a case it was not made for"
    (row,) = await mail.rows()
    assert (row.state, row.reason) == ("done", None)


@pytest.mark.parametrize("how", ["restored", "garbled"])
async def test_what_no_key_opens_fails_for_a_named_recipient(mail: Mailroom, tmp_path: Path, how: str) -> None:
    """Sealed to a key from before a restore, or not at all: not guessed at; the office sees why nothing arrived."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", "1")
    await mail.write("minh", "1")
    accounts = schema.account
    lan = mail.seals.account_key(Account(CHANNEL, "lan"))
    before = KeySeals(KeyFolder(tmp_path)).seal(Account(CHANNEL, "lan"), None)
    found = before if how == "restored" else b"x" * len(before)
    async with mail.database.writer.begin() as connection:
        await connection.execute(update(accounts).where(accounts.c.key == lan).values(sealed_address=found))
    await mail.delivery().deliver_all()
    assert {row.lane: (row.state, row.reason) for row in await mail.rows()}[lan] == ("failed", "other-key")
    assert mail.numbers("minh") == ["1"]


async def test_an_account_that_is_gone_fails_with_its_reason(mail: Mailroom) -> None:
    """Signed out since: kept as failed, and said why."""
    await mail.enrol("gone")
    async with mail.store.writing() as uow:
        await uow.people.forget_account(mail.seals.account_key(Account(CHANNEL, "gone")))
        await uow.commit()
    await mail.write("gone", "1")
    await mail.delivery().deliver_all()
    assert [(row.state, row.reason) for row in await mail.rows()] == [("failed", "no-address")]


async def test_a_crash_after_sending_repeats_the_notice(mail: Mailroom) -> None:
    """If the process ends before it has recorded the delivery, the next one sends again: twice rather than never."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    mail.sender.will("lan", Crash())
    await crash(mail.delivery())
    assert await mail.states() == ["queued", "queued"]

    await mail.delivery().deliver_all()
    assert mail.numbers("lan") == ["1", "1", "2"]
    assert await mail.states() == ["sent", "sent"]


async def test_a_stop_records_what_has_been_sent(mail: Mailroom) -> None:
    """The batch under way is finished, nothing more is begun, and after a restart everything comes once."""
    await mail.enrol("lan")
    await mail.write("lan", "1", "2")
    answered = mail.sender.hold("lan")
    delivery = mail.delivery()
    async with asyncio.timeout(20):
        loop = asyncio.create_task(delivery.run())
        while not mail.sender.tried:
            await asyncio.sleep(0)
        delivery.stop()
        answered.set()
        await loop
    assert await mail.states() == ["queued", "sent"]

    await mail.delivery().deliver_all()
    assert mail.numbers("lan") == ["1", "2"]


async def test_a_sender_that_fails_oddly_stops_nobody(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """An error nobody thought of is logged by its type, its notice tried again later, and the others go out."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", WORDS)
    await mail.write("minh", "1")
    mail.sender.will("lan", ZeroDivisionError(WORDS))
    delivery = mail.delivery()
    await delivery.deliver_all()
    assert mail.numbers("minh") == ["1"]
    mail.clock.advance(seconds=2)
    await delivery.deliver_all()
    assert mail.numbers("lan") == [WORDS]
    assert "ZeroDivisionError" in caplog.text
    assert WORDS not in caplog.text


async def test_an_odd_error_does_not_block_a_recipient_for_long(mail: Mailroom) -> None:
    """A notice that can never be put into words is given up within the hour; what is behind it arrives."""
    await mail.enrol("lan")
    nowhere = Notice("notice-of-an-older-program")
    await mail.put(Envelope(nowhere, Priority.TASK, account=mail.seals.account_key(Account(CHANNEL, "lan"))))
    await mail.write("lan", "2")
    delivery = mail.delivery()
    for _ in range(12):
        await delivery.deliver_all()
        mail.clock.advance(minutes=5)
    assert mail.numbers("lan") == ["2"]
    assert [(row.state, row.reason) for row in await mail.rows()] == [("failed", "gave-up"), ("sent", None)]


async def test_the_loop_survives_the_database(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of the database is logged by its type, and the next wake delivers."""
    await mail.enrol("lan")
    await mail.write("lan", "1")
    delivery = mail.delivery(Failing(mail.store, times=2))
    async with asyncio.timeout(20), running(delivery):
        while caplog.text.count("ConnectionError") < 2:
            delivery.wake()
            await asyncio.sleep(0)
        delivery.wake()
        await mail.sender.until(1)
    assert mail.numbers("lan") == ["1"]
    assert WORDS not in caplog.text


async def test_a_fault_after_sending_does_not_send_again(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """If the choices of a delivered notice cannot be remembered it still counts as delivered, once."""

    async def forgetful(account: Account, reply: Reply) -> None:
        raise LookupError(reply.text)

    await mail.enrol("lan")
    await mail.write("lan", WORDS)
    delivery = Delivery(
        store=mail.store,
        carriers=all_here(mail.opener, {CHANNEL: mail.sender}, forgetful),
        office=demo_office,
        seals=mail.seals,
        clock=mail.clock,
    )
    await delivery.deliver_all()
    assert await mail.states() == ["sent"]
    assert "LookupError" in caplog.text
    assert WORDS not in caplog.text


async def test_no_account_reaches_the_log(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever goes wrong on the way, neither the address nor the text is logged, at any level."""
    with caplog.at_level(logging.DEBUG):
        await mail.enrol("nguoi-nhan-thu-nhat")
        await mail.anonymous_case("nguoi-gui-thu-nhat", WORDS)
        outcomes = (TransientDelivery(), ValueError(WORDS), WindowClosed())
        mail.sender.will("nguoi-nhan-thu-nhat", *outcomes)
        mail.sender.will("nguoi-gui-thu-nhat", *outcomes)
        await mail.write("nguoi-nhan-thu-nhat", WORDS)
        delivery = mail.delivery()
        for _ in outcomes:
            await delivery.deliver_all()
            mail.clock.advance(minutes=1)
    for secret in (WORDS, "nguoi-nhan-thu-nhat", "nguoi-gui-thu-nhat"):
        assert secret not in caplog.text
