"""What a channel refuses for good goes to the person's next channel; where there is none, others hear of it once."""

import asyncio

import pytest

from storage.domain.errors import PermanentDelivery
from storage.domain.ids import PersonId
from storage.domain.outbox import DeliveryState, Envelope, Priority
from storage.domain.permissions import Post, Role
from tests.builders import MONTH
from tests.scheduler.mailroom import Mailroom, notice
from tests.scheduler.test_delivery_contents import swap

BLOCKED = PermanentDelivery("blocked")


async def sign_in(mail: Mailroom, name: str, *posts: Post, person: PersonId | None = None) -> PersonId:
    """An account of somebody with these posts, or a further one."""
    account = mail.sender.knows(name)
    async with mail.store.writing() as uow:
        key, sealed = mail.seals.account_key(account), mail.seals.seal(account, None)
        channel = mail.sender.channel
        found = await uow.people.enrol(
            key, sealed, posts, name=f"Trần Thử {name.title()}", month=MONTH, channel=channel, person=person
        )
        await uow.commit()
    return found


async def deliver(mail: Mailroom) -> None:
    """Also what is written meanwhile, of which the app's relays are woken."""
    delivery = mail.delivery()
    for _ in range(3):
        await delivery.deliver_all()


async def broadcast_to(mail: Mailroom, name: str) -> None:
    """One more recipient of a notice to many."""
    key = mail.seals.account_key(mail.sender.knows(name))
    await mail.put(Envelope(notice("Thông báo"), Priority.BROADCAST, account=key, broadcast_id=bytes(16)))


def in_order(mail: Mailroom, *names: str) -> list[str]:
    """The names by their accounts' keys; a post's notices go to the first."""
    return sorted(names, key=lambda name: mail.seals.account_key(mail.sender.knows(name)))


async def on_two_channels(mail: Mailroom) -> tuple[str, str]:
    """Somebody's accounts in their order."""
    first, second = in_order(mail, "zalo", "telegram")
    person = await sign_in(mail, first, Post(Role.STAFF))
    await sign_in(mail, second, person=person)
    return first, second


@pytest.mark.parametrize(("blocked", "other"), [(0, 1), (1, 0)])
async def test_the_next_channel_gets_it(mail: Mailroom, blocked: int, other: int) -> None:
    """Whoever has blocked one channel reads it on another, whichever it was written to: an answer goes where the

    concern came from. Nothing is left for the office to do.
    """
    ways = in_order(mail, "zalo", "telegram")
    person = await sign_in(mail, ways[0], Post(Role.OFFICER, "KT"))
    await sign_in(mail, ways[1], person=person)
    mail.sender.will(ways[blocked], BLOCKED)
    await mail.write(ways[blocked], "Việc mới")
    await deliver(mail)
    assert mail.numbers(ways[other]) == ["Việc mới"]
    assert await mail.states() == ["done", "sent"]


async def test_each_channel_is_tried_once(mail: Mailroom) -> None:
    """Of three, the last is reached from the middle one; the words are the same, and none is asked twice."""
    ways = in_order(mail, "zalo", "telegram", "page")
    person = await sign_in(mail, ways[1], Post(Role.STAFF))
    for way in (ways[0], ways[2]):
        await sign_in(mail, way, person=person)
    mail.sender.will(ways[1], BLOCKED)
    mail.sender.will(ways[0], BLOCKED)
    await mail.write(ways[1], "Trả lời")
    await deliver(mail)
    assert [name for name, _ in mail.sender.tried] == [ways[1], ways[0], ways[2]]
    assert mail.numbers(ways[2]) == ["Trả lời"]


async def test_it_ends_with_the_last_channel(mail: Mailroom) -> None:
    """Where none takes it, it has failed once, for the office to see."""
    first, second = await on_two_channels(mail)
    mail.sender.will(first, BLOCKED)
    mail.sender.will(second, BLOCKED)
    await mail.write(first, "Trả lời")
    await deliver(mail)
    assert await mail.states() == ["done", "failed"]


async def test_a_notice_to_many_reaches_a_person_by_their_next_channel(mail: Mailroom) -> None:
    """Whoever blocked Telegram reads it on Zalo, and counts as one recipient, reached."""
    first, second = await on_two_channels(mail)
    mail.sender.will(first, BLOCKED)
    await broadcast_to(mail, first)
    await deliver(mail)
    assert mail.numbers(second) == ["Thông báo"]
    async with mail.store.reading() as reads:
        progress = await reads.broadcasts.progress(bytes(16))
    assert (progress.total, progress.sent, progress.failed) == (1, 1, 0)


async def test_what_is_paused_while_it_is_refused_goes_nowhere_else(mail: Mailroom) -> None:
    """A notice to many that its sender holds back is not sent by another channel meanwhile."""
    first, second = await on_two_channels(mail)
    mail.sender.will(first, BLOCKED)
    await broadcast_to(mail, first)
    under_way = mail.sender.hold(first)
    going = asyncio.create_task(deliver(mail))
    await mail.sender.until_tried(1)
    await mail.turn_all(DeliveryState.HELD)
    under_way.set()
    await going
    assert mail.numbers(second) == [] and await mail.states() == ["failed"]


async def test_head_and_office_hear_of_it_once(mail: Mailroom) -> None:
    """Who works on cases and cannot be reached: the head and the office are told the name, not each message."""
    for name, post in (("lan", Post(Role.OFFICER, "KT")), ("head", Post(Role.HEAD, "KT"))):
        await sign_in(mail, name, post)
    await sign_in(mail, "office", Post(Role.OFFICE, "VP"))
    mail.sender.will("lan", BLOCKED, BLOCKED)
    await mail.write("lan", "Lời riêng thứ nhất", "Lời riêng thứ hai")
    await deliver(mail)
    for name in ("head", "office"):
        (told,) = mail.sender.texts(name)
        assert "Trần Thử Lan" in told and "Lời riêng" not in told


async def test_who_could_not_be_reached_in_bulk_is_told_of_with_the_first_task(mail: Mailroom) -> None:
    """A broadcast tells nobody, and does not stand for the task that comes after it."""
    await sign_in(mail, "lan", Post(Role.OFFICER, "KT"))
    await sign_in(mail, "office", Post(Role.OFFICE, "VP"))
    mail.sender.will("lan", BLOCKED, BLOCKED)
    await broadcast_to(mail, "lan")
    await mail.write("lan", "Việc mới")
    await deliver(mail)
    assert len(mail.sender.texts("office")) == 1


async def test_whom_no_channel_reaches_has_not_been_told(mail: Mailroom) -> None:
    """Asked of the account that tasks are written to, though the last refusal was another's: the ladder asks so."""
    ways = in_order(mail, "zalo", "telegram")
    person = await sign_in(mail, ways[0], Post(Role.HEAD, "KT"))
    await sign_in(mail, ways[1], person=person)
    for way in ways:
        mail.sender.will(way, BLOCKED)
    await mail.write(ways[0], "Việc trễ hạn")
    await deliver(mail)
    async with mail.store.reading() as reads:
        (head,) = await reads.people.holders([Role.HEAD], "KT")
        assert await reads.outbox.has_failed(head.account)


async def test_of_plain_staff_and_of_bulk_nobody_hears(mail: Mailroom) -> None:
    """The office's list holds them; what became of a broadcast its sender reads in the report."""
    await sign_in(mail, "staff", Post(Role.STAFF))
    await sign_in(mail, "lan", Post(Role.OFFICER, "KT"))
    await sign_in(mail, "office", Post(Role.OFFICE, "VP"))
    mail.sender.will("staff", BLOCKED)
    mail.sender.will("lan", BLOCKED)
    await mail.write("staff", "Trả lời")
    await broadcast_to(mail, "lan")
    await deliver(mail)
    assert mail.sender.texts("office") == []


async def test_what_cannot_be_read_goes_no_other_way(mail: Mailroom) -> None:
    """Its words lie where they were not written: there is nothing to be said on another channel."""
    first, second = in_order(mail, "zalo", "telegram")
    person = await sign_in(mail, first, Post(Role.OFFICER, "KT"))
    await sign_in(mail, second, person=person)
    await sign_in(mail, "minh", Post(Role.STAFF))
    await mail.write(first, "Việc mới")
    await mail.write("minh", "Việc khác")
    keys = [mail.seals.account_key(mail.sender.knows(name)) for name in (first, "minh")]
    await swap(mail, keys[0], keys[1])
    await deliver(mail)
    async with mail.store.reading() as reads:
        assert [each.reason for each in await reads.outbox.undelivered(10)] == ["moved-contents"]
    assert mail.sender.texts(second) == []


async def test_of_an_anonymous_author_nobody_hears(mail: Mailroom) -> None:
    """A refused answer to somebody unnamed ends as a delivered one, and says nothing to anybody."""
    await sign_in(mail, "office", Post(Role.OFFICE, "VP"))
    await mail.anonymous_case("lan", "Trả lời")
    mail.sender.will("lan", BLOCKED)
    await deliver(mail)
    assert (await mail.states(), mail.sender.texts("office")) == (["done"], [])


async def test_what_was_taken_back_meanwhile_goes_no_other_way(mail: Mailroom) -> None:
    """A case is kept from the reader while its notice is under way: refused, it is neither sent on nor told of."""
    first, second = in_order(mail, "zalo", "telegram")
    person = await sign_in(mail, first, Post(Role.OFFICER, "KT"))
    await sign_in(mail, second, person=person)
    await sign_in(mail, "office", Post(Role.OFFICE, "VP"))
    mail.sender.will(first, BLOCKED)
    under_way = mail.sender.hold(first)
    await mail.write(first, "Việc mới")
    delivering = asyncio.create_task(deliver(mail))
    async with asyncio.timeout(20):
        while not mail.sender.tried:
            await asyncio.sleep(0)
    await mail.turn_all(DeliveryState.DROPPED)
    under_way.set()
    await delivering
    assert (await mail.states(), mail.sender.sent) == (["dropped"], [])
    async with mail.store.reading() as reads:
        assert await reads.outbox.undelivered(10) == []
