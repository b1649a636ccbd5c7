"""Delivery meets a notice that does not open where it lies: it is refused, said aloud, and holds up nobody."""

import logging

import pytest
from sqlalchemy import text

from storage.domain.ids import CaseId
from tests.builders import make_case
from tests.scheduler.mailroom import WORDS, Mailroom


async def swap(mail: Mailroom, one: bytes, other: bytes) -> None:
    """Somebody copies one person's notice into another's row."""
    moved = "UPDATE outbox SET payload = (SELECT payload FROM outbox WHERE lane = :b), key_wrap = "
    moved += "(SELECT key_wrap FROM outbox WHERE lane = :b) WHERE lane = :a"
    async with mail.database.writer.begin() as connection:
        await connection.execute(text(moved), {"a": one, "b": other})


async def test_a_notice_that_was_moved_is_not_sent(mail: Mailroom, caplog: pytest.LogCaptureFixture) -> None:
    """Neither its words nor whose they are reach anybody; the next person's notice does."""
    await mail.enrol("lan", "minh")
    await mail.write("lan", WORDS)
    await mail.write("minh", "1")
    keys = [mail.seals.account_key(mail.sender.knows(name)) for name in ("lan", "minh")]
    await swap(mail, keys[1], keys[0])
    caplog.set_level(logging.CRITICAL)
    await mail.delivery().deliver_all()
    assert len(mail.sender.texts("lan")) == 1 and mail.sender.texts("minh") == []
    assert sorted((row["state"], row["reason"]) for row in await states(mail)) == [
        ("failed", "moved-contents"),
        ("sent", None),
    ]
    assert "does not open where it lies" in caplog.text and WORDS not in caplog.text


async def test_a_notice_of_an_erased_case_is_dropped_in_silence(
    mail: Mailroom, caplog: pytest.LogCaptureFixture
) -> None:
    """It was written the moment the case went: nothing to alarm anybody about."""
    caplog.set_level(logging.CRITICAL)
    case = make_case()
    async with mail.store.writing() as uow:
        await uow.cases.add(case, return_address=None, reply_verifier=None, files=())
        await uow.commit()
    await mail.enrol("lan")
    await mail.write("lan", WORDS)
    await tie(mail, case.id)
    await mail.delivery().deliver_all()
    assert mail.sender.texts("lan") == []
    assert [(row["state"], row["reason"]) for row in await states(mail)] == [("failed", "erased")]
    async with mail.store.reading() as reads:  # the office's list shows that there was one
        assert [(each.reason, each.case_ref) for each in await reads.outbox.undelivered(10)] == [("erased", "")]
    assert caplog.text == ""


async def tie(mail: Mailroom, case_id: CaseId) -> None:
    """The notice is about this case, whose key has been destroyed."""
    async with mail.database.writer.begin() as connection:
        await connection.execute(text("UPDATE outbox SET about_id = :id, key_wrap = NULL"), {"id": case_id})
        await connection.execute(text('UPDATE "case" SET key_wrap = NULL'))


async def states(mail: Mailroom) -> list[dict[str, object]]:
    async with mail.database.writer.connect() as connection:
        rows = await connection.execute(text("SELECT state, reason FROM outbox"))
        return [dict(row._mapping) for row in rows]
