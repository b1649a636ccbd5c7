"""Accounts of people with posts: ended, followed by another one, waiting for the office; and their PINs."""

import asyncio
from datetime import timedelta

from storage.domain.accounts import PinTry
from storage.domain.ids import AccountKey, PersonId
from storage.domain.outbox import Priority
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.domain.staff_rules import PIN_LOCK, PIN_TRIES
from tests.builders import MONTH, NOW, account_key, make_case, make_envelope, make_notice, person_id, sealed

OFFICER, LEADER = Post(Role.OFFICER, "KT"), Post(Role.LEADER, "UBND")
OLD, NEW = account_key("old"), account_key("new")


async def enrol(store: Store, key: AccountKey, *posts: Post, person: PersonId | None = None) -> PersonId:
    async with store.writing() as unit:
        who = await unit.people.enrol(
            key, sealed(), posts, name="Lê Thị Ví Dụ", month=MONTH, channel="web", person=person
        )
        await unit.accounts.take_over(who, key)
        await unit.commit()
    return who


async def put(store: Store, to: AccountKey, *texts: str, priority: Priority = Priority.TASK) -> None:
    async with store.writing() as unit:
        envelopes = [make_envelope(to, notice=make_notice(text_key=text), priority=priority) for text in texts]
        await unit.outbox.put(envelopes)
        await unit.commit()


async def deliver_all(store: Store) -> list[tuple[AccountKey | None, str]]:
    """To whom which notices go, in order."""
    sent: list[tuple[AccountKey | None, str]] = []
    while True:
        async with store.writing() as unit:
            heads = await unit.outbox.heads(NOW, 50, "web")
            if not heads:
                return sent
            sent += [(head.envelope.account, head.envelope.notice.text_key) for head in heads]
            await unit.outbox.sent([head.id for head in heads])
            await unit.commit()


async def end(store: Store, person: PersonId, *keys: AccountKey) -> None:
    async with store.writing() as unit:
        await unit.accounts.end(person, keys)
        await unit.commit()


async def test_an_ended_account_is_known_no_more(store: Store) -> None:
    """No posts, no notices, no recipient; the person and the posts are kept for the next account."""
    person = await enrol(store, OLD, OFFICER)
    await end(store, person, OLD)
    async with store.reading() as reads:
        assert (await reads.people.actor(OLD)).person is None
        assert await reads.people.recipient(OLD) is None
        assert await reads.people.holders([Role.OFFICER]) == []
        [holder] = await reads.accounts.holders()
    assert (holder.person, holder.posts) == (person, (OFFICER,))
    await enrol(store, NEW, person=person)
    async with store.reading() as reads:
        assert (await reads.people.actor(NEW)).posts == {OFFICER}


async def test_what_waits_follows_in_its_order(store: Store) -> None:
    """Nothing goes out to an ended account; all of it comes to the next, before what is written later, once."""
    person = await enrol(store, OLD, OFFICER)
    await put(store, OLD, "notice-one", "notice-two")
    await end(store, person, OLD)
    assert await deliver_all(store) == []
    await enrol(store, NEW, person=person)
    await put(store, NEW, "notice-three")
    assert await deliver_all(store) == [(NEW, "notice-one"), (NEW, "notice-two"), (NEW, "notice-three")]


async def test_with_another_account_it_follows_at_once(store: Store) -> None:
    """Who has a second account gets there what waited for the first."""
    person = await enrol(store, OLD, OFFICER)
    await enrol(store, NEW, person=person)
    await put(store, NEW, "notice-zero")
    await put(store, OLD, "notice-one")
    await end(store, person, OLD)
    assert await deliver_all(store) == [(NEW, "notice-zero"), (NEW, "notice-one")]


async def test_alarms_follow_as_alarms(store: Store) -> None:
    """They go before all else on the other account too, behind the alarms that wait there, and none is lost."""
    person = await enrol(store, OLD, OFFICER)
    await enrol(store, NEW, person=person)
    await put(store, NEW, "notice-four")
    await put(store, OLD, "notice-five")
    await put(store, NEW, "notice-zero", "notice-one", priority=Priority.ALARM)
    await put(store, OLD, "notice-two", "notice-three", priority=Priority.ALARM)
    await end(store, person, OLD)
    wanted = ["notice-zero", "notice-one", "notice-two", "notice-three", "notice-four", "notice-five"]
    assert await deliver_all(store) == [(NEW, text) for text in wanted]


async def test_what_waited_for_a_closed_page_waits_no_more(store: Store) -> None:
    """On the next account it goes out by itself: nobody opens the old page again."""
    person = await enrol(store, OLD, OFFICER)
    await put(store, OLD, "notice-one")
    async with store.writing() as unit:
        await unit.outbox.park(OLD)
        await unit.commit()
    await end(store, person, OLD)
    await enrol(store, NEW, person=person)
    assert await deliver_all(store) == [(NEW, "notice-one")]


async def test_what_comes_in_between_follows_too(store: Store) -> None:
    """A notice to the author of a named case, written for the ended account and failed, is tried on the next one."""
    person = await enrol(store, OLD, OFFICER)
    case = make_case(person=person, account=OLD, signature="Lê Thị Ví Dụ")
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    await end(store, person, OLD)
    await put(store, OLD, "notice-answered")
    async with store.writing() as unit:
        [head] = await unit.outbox.heads(NOW, 50, "web")
        assert head.address is None
        await unit.outbox.failed(head.id, "no-address")
        await unit.commit()
    await enrol(store, NEW, person=person)
    async with store.reading() as reads:
        assert (await reads.cases.get(case.ref)).account == NEW
    assert await deliver_all(store) == [(NEW, "notice-answered")]


async def test_only_the_own_accounts_are_ended(store: Store) -> None:
    """Somebody else's account is not ended by naming it, and what waits for it stays there."""
    person, other = await enrol(store, OLD, OFFICER), await enrol(store, NEW, OFFICER)
    assert person != other
    await end(store, person, OLD)
    await put(store, NEW, "notice-one")
    assert await deliver_all(store) == [(NEW, "notice-one")]
    async with store.reading() as reads:
        assert (await reads.people.actor(NEW)).person == other


async def test_an_account_can_become_another_persons(store: Store) -> None:
    """A page that was enrolled as plain staff signs in as the officer: it is the officer's, the other person gone."""
    officer = await enrol(store, OLD, OFFICER)
    staff = await enrol(store, NEW, Post(Role.STAFF))
    assert await enrol(store, NEW, person=officer) == officer
    async with store.reading() as reads:
        assert (await reads.people.actor(NEW)).posts == {OFFICER}
        assert [device.key for device in await reads.accounts.devices(staff)] == []
        assert {device.month for device in await reads.accounts.devices(officer)} == {MONTH}


async def test_posts_wait_for_a_word(store: Store) -> None:
    """Pending, they allow nothing; said yes to once, they count; said no to, they are gone."""
    person = await enrol(store, OLD, OFFICER)
    for confirmed in (False, True):
        async with store.writing() as unit:
            await unit.accounts.wait_for_office(person, [LEADER])
            await unit.accounts.wait_for_office(person, [LEADER])
            await unit.commit()
        async with store.reading() as reads:
            assert (await reads.people.actor(OLD)).posts == {OFFICER}
            assert await reads.accounts.pending(person) == (LEADER,)
        async with store.writing() as unit:
            assert await unit.accounts.settle_pending(person, confirmed=confirmed) == (LEADER,)
            assert await unit.accounts.settle_pending(person, confirmed=True) == ()
            await unit.commit()
        async with store.reading() as reads:
            held = (await reads.people.actor(OLD)).posts
            assert held == ({OFFICER, LEADER} if confirmed else {OFFICER})


async def test_a_person_who_is_not_there_has_nothing(store: Store) -> None:
    """No card, no devices, no PIN."""
    async with store.reading() as reads:
        assert await reads.accounts.holder(person_id("nobody")) is None
        assert await reads.accounts.devices(person_id("nobody")) == []
        assert not await reads.pins.is_set(person_id("nobody"))


async def test_tries_are_counted_before_they_are_looked_at(store: Store) -> None:
    """However many come at once, five are let through; the lock ends, and a right one forgives."""
    person = await enrol(store, OLD, OFFICER)
    async with store.writing() as unit:
        await unit.pins.put(person, b"hash")
        await unit.commit()

    async def one_try(later: timedelta = timedelta()) -> PinTry | None:
        async with store.writing() as unit:
            begun = await unit.pins.begin_try(person, NOW + later)
            await unit.commit()
        return begun

    begun = await asyncio.gather(*(one_try() for _ in range(12)))
    assert sorted(each.left for each in begun if each is not None) == list(range(PIN_TRIES))
    assert await one_try(PIN_LOCK - timedelta(seconds=1)) is None
    assert await one_try(PIN_LOCK) == PinTry(b"hash", PIN_TRIES - 1)
    async with store.writing() as unit:
        await unit.pins.right(person)
        await unit.commit()
    assert await one_try() == PinTry(b"hash", PIN_TRIES - 1)


async def test_a_pin_can_be_changed_and_taken_away(store: Store) -> None:
    """A new one takes the place of the old; removed, there is nothing to compare with."""
    person = await enrol(store, OLD, OFFICER)
    async with store.writing() as unit:
        await unit.pins.put(person, b"old")
        await unit.pins.put(person, b"new")
        assert await unit.pins.begin_try(person, NOW) == PinTry(b"new", PIN_TRIES - 1)
        await unit.pins.clear(person)
        assert await unit.pins.begin_try(person, NOW) is None
        assert not await unit.pins.is_set(person)


async def test_only_the_persons_own_cases_follow(store: Store) -> None:
    """A phone that has had two people: what the second one filed from it does not go where the first one is now."""
    first = await enrol(store, OLD, OFFICER)
    await end(store, first, OLD)
    second = await enrol(store, OLD, Post(Role.STAFF))
    case = make_case(person=second, account=OLD, signature="Phạm Thị Ví Dụ")
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    await enrol(store, NEW, person=first)
    async with store.reading() as reads:
        assert (await reads.cases.get_by_id(case.id)).account == OLD


async def test_who_lends_the_page_keeps_the_posts(store: Store) -> None:
    """Somebody else comes in by their own code on a page: the post of who was there waits for a new way in."""
    await enrol(store, OLD, OFFICER)
    second = await enrol(store, NEW, LEADER)
    await enrol(store, OLD, person=second)
    async with store.reading() as reads:
        assert (await reads.people.actor(OLD)).person == second
        assert {post for holder in await reads.accounts.holders() for post in holder.posts} == {OFFICER, LEADER}


async def test_what_waits_for_one_is_not_told_to_the_next(store: Store) -> None:
    """Whoever comes in on somebody else's page gets nothing that was meant for them, now or after it was ended."""
    await enrol(store, OLD, OFFICER)
    second = await enrol(store, NEW, LEADER)
    await put(store, OLD, "for the first")
    await enrol(store, OLD, person=second)
    assert await deliver_all(store) == []
    await put(store, OLD, "for the second")
    assert await deliver_all(store) == [(OLD, "for the second")]


async def test_a_page_that_two_have_ended_on_leads_to_the_later(store: Store) -> None:
    """What waited there when it was ended is the later one's, on their next account."""
    first = await enrol(store, OLD, OFFICER)
    await end(store, first, OLD)
    second = await enrol(store, OLD, LEADER)
    await put(store, OLD, "for the second")
    await end(store, second, OLD)
    await enrol(store, NEW, person=first)
    assert await deliver_all(store) == []
    third = account_key("third")
    await enrol(store, third, person=second)
    assert await deliver_all(store) == [(third, "for the second")]
