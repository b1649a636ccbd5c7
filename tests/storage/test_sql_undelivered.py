"""Notices to named people that failed finally: seen, tried again, or handed over; never one of an anonymous author."""

import pytest

from storage.domain.broadcast import BroadcastState
from storage.domain.ids import AccountKey
from storage.domain.outbox import Envelope, Undelivered
from storage.domain.permissions import Post, Role
from storage.domain.ports import Recipient, Store
from tests.builders import MONTH, NOW, account_key, make_broadcast, make_case, make_envelope, make_notice, sealed

LAN, MINH = account_key("lan"), account_key("minh")
POSTS = (Post(Role.HEAD, "KT"), Post(Role.OFFICER, "KT"))


async def enrol(store: Store) -> None:
    async with store.writing() as unit:
        await unit.people.enrol(LAN, sealed("lan"), POSTS, name="Trần Thử Lan", month=MONTH, channel="telegram")
        await unit.people.enrol(MINH, sealed("minh"), [Post(Role.STAFF)], name="", month=MONTH)
        await unit.commit()


async def failed(store: Store, *envelopes: Envelope, reason: str = "blocked") -> None:
    """Written, and refused finally, in the order of each lane."""
    async with store.writing() as unit:
        await unit.outbox.put(envelopes)
        while heads := await unit.outbox.heads(NOW, 100, "telegram"):
            for head in heads:
                await unit.outbox.failed(head.id, reason)
        await unit.commit()


async def undelivered(store: Store) -> list[Undelivered]:
    async with store.reading() as unit:
        return list(await unit.outbox.undelivered(100))


def numbered(account: AccountKey, number: int) -> Envelope:
    return make_envelope(account, notice=make_notice(arguments={"number": str(number)}))


async def waiting(store: Store, account: AccountKey) -> list[str]:
    """The notices to an account in the order in which they go out."""
    found = []
    async with store.writing() as unit:
        while heads := await unit.outbox.heads(NOW, 100, "telegram"):
            found += [h.envelope.notice.arguments["number"] for h in heads if h.envelope.account == account]
            await unit.outbox.sent([head.id for head in heads])
    return found


async def test_it_says_who_why_and_about_what(store: Store) -> None:
    """The reason, the person with all posts, the case; who has no name keeps none, who is gone has no posts."""
    await enrol(store)
    await failed(store, make_envelope(LAN, notice=make_notice(case_ref="DT-7K3Q-9XMD")))
    await failed(store, make_envelope(MINH), make_envelope(account_key("gone")), reason="gone")
    found = {each.name or each.posts: each for each in await undelivered(store)}
    lan = found["Trần Thử Lan"]
    assert (lan.reason, lan.channel, lan.case_ref, lan.posts) == ("blocked", "telegram", "DT-7K3Q-9XMD", POSTS)
    assert found[(Post(Role.STAFF),)].reason == "gone"
    assert found[()].text_key == make_notice().text_key


async def test_an_anonymous_author_never_appears(store: Store) -> None:
    """Their notice ends alike, whatever became of it: there is no row to see, send again or settle."""
    case = make_case()
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=sealed("author"), reply_verifier=None, files=())
        await unit.outbox.put([make_envelope(author_of=case.id)])
        (head,) = await unit.outbox.heads(NOW, 10, "telegram")
        await unit.outbox.failed(head.id, "blocked")
        await unit.commit()
    assert await undelivered(store) == []
    async with store.writing() as unit:
        assert not await unit.outbox.requeue(head.id)
        assert not await unit.outbox.settle(head.id)


async def test_what_is_sent_or_waits_is_not_listed(store: Store) -> None:
    """Only what has failed finally, and it cannot be sent twice by a second press."""
    await enrol(store)
    await failed(store, numbered(LAN, 1))
    async with store.writing() as unit:
        await unit.outbox.put([numbered(MINH, 1)])
        await unit.commit()
    (one,) = await undelivered(store)
    async with store.writing() as unit:
        assert await unit.outbox.requeue(one.id)
        assert not await unit.outbox.requeue(one.id)
        await unit.commit()
    assert await undelivered(store) == []


async def test_what_is_sent_again_keeps_its_place(store: Store) -> None:
    """Of three, two failed: sent again, they go out in the order in which they were written, before what is newer."""
    await enrol(store)
    await failed(store, numbered(LAN, 1), numbered(LAN, 2))
    async with store.writing() as unit:
        await unit.outbox.put([numbered(LAN, 3)])
        await unit.commit()
    for notice in reversed(await undelivered(store)):
        async with store.writing() as unit:
            await unit.outbox.requeue(notice.id)
            await unit.commit()
    assert await waiting(store, LAN) == ["1", "2", "3"]


async def test_what_was_handed_over_is_done(store: Store) -> None:
    """It leaves the list, keeps no text, and cannot be sent any more."""
    await enrol(store)
    await failed(store, numbered(LAN, 1))
    (notice,) = await undelivered(store)
    async with store.writing() as unit:
        assert await unit.outbox.settle(notice.id)
        assert not await unit.outbox.settle(notice.id)
        assert not await unit.outbox.requeue(notice.id)
        await unit.commit()
    assert await undelivered(store) == []


@pytest.mark.parametrize("state", [BroadcastState.PAUSED, BroadcastState.WAITING, BroadcastState.STOPPED])
async def test_nothing_of_a_held_broadcast_is_sent_again(store: Store, state: BroadcastState) -> None:
    """Of one that is held it is listed but stays; of one that was stopped it is not even listed."""
    await enrol(store)
    broadcast = make_broadcast()
    async with store.writing() as unit:
        await unit.broadcasts.add(broadcast, [Recipient(LAN, "vi")])
        await unit.broadcasts.mark_queued(broadcast.id, [LAN])
        await unit.commit()
    await failed(store, make_envelope(LAN, broadcast_id=broadcast.id))
    (notice,) = await undelivered(store)
    async with store.writing() as unit:
        await unit.broadcasts.move(broadcast.id, [BroadcastState.CONFIRMED], state)
        assert not await unit.outbox.requeue(notice.id)
        assert not await unit.outbox.settle(notice.id)
        await unit.commit()
    assert len(await undelivered(store)) == (state is not BroadcastState.STOPPED)


async def test_a_broadcast_crowds_nobody_out(store: Store) -> None:
    """Whom a notice to many did not reach stands behind what was meant for one person: the list has an end."""
    await enrol(store)
    broadcast = make_broadcast()
    many = [account_key(str(number)) for number in range(20)]
    await failed(store, *(make_envelope(each, broadcast_id=broadcast.id) for each in many))
    await failed(store, make_envelope(LAN, notice=make_notice(case_ref="DT-7K3Q-9XMD")))
    async with store.reading() as unit:
        assert [each.case_ref for each in await unit.outbox.undelivered(1)] == ["DT-7K3Q-9XMD"]
