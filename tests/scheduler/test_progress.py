"""How far a long broadcast is, told to its sender every ten seconds, in the place of what was told before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers.notice_words import in_words
from scheduler.progress import EVERY, ProgressNews
from storage.domain.broadcast import BroadcastState
from storage.domain.conversation import Reply
from storage.domain.outbox import Envelope, Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Recipient
from tests.builders import NOW, account_key, make_broadcast, make_notice
from tests.scheduler.mailroom import Mailroom
from tests.scheduler.office import demo_office, enrol


async def confirm(mail: Mailroom) -> bytes:
    """A broadcast to three people, by somebody who can be told; its id."""
    sender = await enrol(mail.store, "leader", Post(Role.LEADER, "UBND"))
    broadcast = make_broadcast(sender=sender)
    async with mail.store.writing() as uow:
        await uow.broadcasts.add(broadcast, [Recipient(account_key(str(n)), "vi") for n in range(3)])
        await uow.commit()
    return broadcast.id


async def told(mail: Mailroom, now: datetime) -> Sequence[Reply]:
    """What waits to be said, taken out of the outbox."""
    async with mail.store.writing() as uow:
        heads = await uow.outbox.heads(now, 10, "telegram")
        await uow.outbox.sent([head.id for head in heads])
        await uow.commit()
    return [in_words(head.envelope.notice, "vi", demo_office().texts, mail.seals) for head in heads]


async def arrive(mail: Mailroom, broadcast: bytes) -> None:
    """One more recipient of the broadcast has it."""
    async with mail.store.writing() as uow:
        account = (await uow.broadcasts.unsent(broadcast, 1))[0].account
        await uow.broadcasts.mark_queued(broadcast, [account])
        await uow.outbox.put([Envelope(make_notice(), Priority.BROADCAST, account=account, broadcast_id=broadcast)])
        await uow.outbox.sent([head.id for head in await uow.outbox.heads(NOW, 10, "telegram")])
        await uow.commit()


async def test_progress_comes_every_ten_seconds(mail: Mailroom) -> None:
    """Not at once, for a short one is through by then; and always under the same mark, with what can be done."""
    broadcast = await confirm(mail)
    news = ProgressNews(mail.store)
    for seconds, arrived, expected in ((0, 0, 0), (9, 0, 0), (10, 0, 1), (15, 1, 0), (20, 2, 1)):
        if arrived:
            await arrive(mail, broadcast)
        now = NOW + timedelta(seconds=seconds)
        await news.sweep(now)
        replies = await told(mail, now)
        assert len(replies) == expected
        for reply in replies:
            assert f"đã gửi {arrived}/3" in reply.text
            assert "phút" not in reply.text  # nobody waits on a channel with a pace
            assert reply.replaces == make_broadcast().id.hex()
            assert [choice.label for choice in reply.choices] == ["Tạm dừng", "Dừng hẳn"]


async def test_a_broadcast_that_rests_is_not_told_of(mail: Mailroom) -> None:
    """Paused, stopped or through: nothing changes, so nothing is said."""
    broadcast = await confirm(mail)
    news = ProgressNews(mail.store)
    await news.sweep(NOW)
    async with mail.store.writing() as uow:
        await uow.broadcasts.move(broadcast, [BroadcastState.CONFIRMED], BroadcastState.PAUSED)
        await uow.commit()
    await news.sweep(NOW + EVERY)
    assert await told(mail, NOW + EVERY) == []


async def test_what_stands_still_is_not_told_again(mail: Mailroom) -> None:
    """While a platform takes nothing for an hour, its sender's lane does not fill with the same numbers."""
    await confirm(mail)
    news = ProgressNews(mail.store)
    for minute in range(60):
        await news.sweep(NOW + timedelta(minutes=minute))
    async with mail.store.reading() as reads:
        assert await reads.outbox.waiting() == 1
