"""Persons: enrolled by invite, known by any of their accounts, gone when they sign out."""

from collections.abc import Sequence

import pytest
from sqlalchemy import insert

from storage.domain.broadcast import Audience
from storage.domain.conversation import PAGE
from storage.domain.errors import NotFound
from storage.domain.ids import PersonId
from storage.domain.permissions import Actor, Post, Role
from storage.domain.ports import Recipient, Store
from storage.sql import schema
from storage.sql.engine import Database
from tests.builders import MONTH, NOW, account_key, make_case, make_envelope, person_id, sealed

OFFICER = Post(Role.OFFICER, "KT")
HEAD = Post(Role.HEAD, "KT")


async def enrol(store: Store, account: str, *posts: Post, name: str = "", address: str = "") -> PersonId:
    async with store.writing() as unit:
        person = await unit.people.enrol(
            account_key(account), sealed(address or account), posts, name=name, month=MONTH
        )
        await unit.commit()
    return person


async def forget(store: Store, account: str) -> None:
    async with store.writing() as unit:
        await unit.people.forget_account(account_key(account))
        await unit.commit()


async def actor(store: Store, account: str) -> Actor:
    async with store.reading() as unit:
        return await unit.people.actor(account_key(account))


async def test_an_unknown_account_has_no_posts(store: Store) -> None:
    """Somebody who never enrolled is an actor without person and posts."""
    assert await actor(store, "stranger") == Actor(account=account_key("stranger"))


async def test_an_enrolled_account_acts_with_its_posts(store: Store) -> None:
    """The actor carries the person and every post."""
    person = await enrol(store, "lan", OFFICER, HEAD)
    assert await actor(store, "lan") == Actor(frozenset({OFFICER, HEAD}), person, account_key("lan"), signed_in=MONTH)


async def test_a_person_may_hold_no_post(store: Store) -> None:
    """Enrolled without a post, an account is known all the same."""
    person = await enrol(store, "lan")
    assert await actor(store, "lan") == Actor(frozenset(), person, account_key("lan"), signed_in=MONTH)


async def test_posts_add_up(store: Store) -> None:
    """A second invite gives the same person further posts, and an old post twice is still one."""
    first = await enrol(store, "lan", OFFICER)
    second = await enrol(store, "lan", OFFICER, Post(Role.STAFF, ""))
    assert first == second
    assert (await actor(store, "lan")).posts == {OFFICER, Post(Role.STAFF, "")}


async def test_a_name_is_given_once_and_changed_by_hand(store: Store) -> None:
    """An invite names who has no name yet; afterwards only the person changes it."""
    person = await enrol(store, "lan", OFFICER)
    assert await name_of(store, person) == ""
    await enrol(store, "lan", name="Chị Lan")
    await enrol(store, "lan", name="Người khác")
    assert await name_of(store, person) == "Chị Lan"

    async with store.writing() as unit:
        await unit.people.set_name(person, "Cô Lan")
        await unit.commit()
    assert await name_of(store, person) == "Cô Lan"


async def test_an_unknown_person_has_no_name(store: Store) -> None:
    """Asking for the name of nobody says NotFound."""
    with pytest.raises(NotFound):
        await name_of(store, person_id("nobody"))


async def test_a_recipient_is_written_to_in_their_language(store: Store) -> None:
    """Vietnamese until the person chooses; unknown accounts are nobody."""
    person = await enrol(store, "lan", OFFICER)
    async with store.writing() as unit:
        assert await unit.people.recipient(account_key("lan")) == Recipient(account_key("lan"), "vi")
        await unit.people.set_language(person, "en")
        assert await unit.people.recipient(account_key("lan")) == Recipient(account_key("lan"), "en")
        assert await unit.people.recipient(account_key("stranger")) is None


async def test_the_address_is_renewed_by_enrolling_again(store: Store) -> None:
    """The latest sealed address is the one a notice goes to."""
    await enrol(store, "lan", OFFICER, address="old")
    await enrol(store, "lan", address="new")
    async with store.writing() as unit:
        await unit.outbox.put([make_envelope(account_key("lan"))])
        (head,) = await unit.outbox.heads(NOW, 10, "telegram")
    assert head.address == sealed("new")


async def test_holders_are_found_by_role_and_unit(store: Store) -> None:
    """Each person once, whatever number of matching posts; with a unit, only those of that unit."""
    await enrol(store, "lan", OFFICER, HEAD)
    await enrol(store, "minh", Post(Role.OFFICER, "CA"))
    await enrol(store, "hoa", Post(Role.LEADER, "UBND"))

    async with store.reading() as unit:
        assert names(await unit.people.holders([Role.OFFICER, Role.HEAD])) == {"lan", "minh"}
        assert names(await unit.people.holders([Role.OFFICER, Role.HEAD], "KT")) == {"lan"}
        assert names(await unit.people.holders([Role.HEAD], "CA")) == set()
        assert names(await unit.people.holders([])) == set()
        assert len(await unit.people.holders([Role.OFFICER, Role.HEAD], "KT")) == 1


async def test_a_person_with_two_accounts_is_written_to_at_one(database: Database, store: Store) -> None:
    """Of several accounts of a person the smallest key is taken, every time."""
    person = await enrol(store, "lan", OFFICER)
    await second_account(database, person, "lan at the counter")
    smallest = min(account_key("lan"), account_key("lan at the counter"))

    async with store.reading() as unit:
        assert await unit.people.holders([Role.OFFICER]) == [Recipient(smallest, "vi")]
        assert await unit.people.audience(Audience()) == [Recipient(smallest, "vi")]


@pytest.mark.parametrize("on_page", [0, 1])
async def test_who_has_a_messenger_is_not_written_to_on_a_closed_page(store: Store, on_page: int) -> None:
    """A page has to be opened, whichever key is the smaller one; who has nothing else is written to there."""
    keys = sorted(account_key(name) for name in ("lan", "lan at the counter"))
    channels = ["telegram", "telegram"]
    channels[on_page] = PAGE
    async with store.writing() as unit:
        person = None
        for key, channel in zip(keys, channels, strict=True):
            way = {"name": "", "month": MONTH, "channel": channel, "person": person}
            person = await unit.people.enrol(key, sealed(channel), [OFFICER], **way)  # type: ignore[arg-type]
        only = await unit.people.enrol(
            account_key("minh"), sealed("minh"), [OFFICER], name="", month=MONTH, channel=PAGE
        )
        assert only != person
        found = {each.account for each in await unit.people.holders([Role.OFFICER])}
        devices = await unit.accounts.devices(person)  # type: ignore[arg-type]
    assert found == {keys[1 - on_page], account_key("minh")}
    assert min(devices, key=lambda device: device.turn).key == keys[1 - on_page]


async def test_an_audience_is_everyone_a_unit_or_a_role(store: Store) -> None:
    """A broadcast reaches everyone enrolled, those of one unit, or those of one role."""
    await enrol(store, "lan", OFFICER)
    await enrol(store, "minh", Post(Role.STAFF, "KT"))
    await enrol(store, "hoa", Post(Role.STAFF, ""))
    await enrol(store, "an")

    async with store.reading() as unit:
        assert names(await unit.people.audience(Audience())) == {"lan", "minh", "hoa", "an"}
        assert names(await unit.people.audience(Audience(unit="KT"))) == {"lan", "minh"}
        assert names(await unit.people.audience(Audience(role=Role.STAFF))) == {"minh", "hoa"}


async def test_signing_out_removes_the_person(store: Store) -> None:
    """With the last account the person and the posts go."""
    person = await enrol(store, "lan", OFFICER, name="Chị Lan")
    await forget(store, "lan")

    assert await actor(store, "lan") == Actor(account=account_key("lan"))
    with pytest.raises(NotFound):
        await name_of(store, person)
    async with store.reading() as unit:
        assert await unit.people.holders([Role.OFFICER]) == []


async def test_signing_out_of_one_account_keeps_the_other(database: Database, store: Store) -> None:
    """The person stays as long as one account is left."""
    person = await enrol(store, "lan", OFFICER)
    await second_account(database, person, "lan at the counter")
    await forget(store, "lan")

    assert (await actor(store, "lan at the counter")).person == person
    assert await actor(store, "lan") == Actor(account=account_key("lan"))


async def test_a_person_with_named_cases_stays(store: Store) -> None:
    """A named case still knows its person after the account has gone."""
    person = await enrol(store, "lan", OFFICER, name="Chị Lan")
    case = make_case(person=person, account=account_key("lan"), signature="Chị Lan")
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    await forget(store, "lan")

    assert await name_of(store, person) == "Chị Lan"
    async with store.reading() as unit:
        assert (await unit.cases.get(case.ref)).person == person


async def test_a_case_loses_an_owner_who_signs_out(store: Store) -> None:
    """When the officer who took a case on goes, the case has no owner."""
    person = await enrol(store, "lan", OFFICER)
    case = make_case()
    case.owner = person
    async with store.writing() as unit:
        await unit.cases.add(case, return_address=None, reply_verifier=None, files=())
        await unit.commit()
    await forget(store, "lan")

    async with store.reading() as unit:
        assert (await unit.cases.get(case.ref)).owner is None


async def test_signing_out_an_unknown_account_does_nothing(store: Store) -> None:
    """Nobody is removed for an account nobody has."""
    person = await enrol(store, "lan", OFFICER)
    await forget(store, "stranger")
    assert (await actor(store, "lan")).person == person


async def second_account(database: Database, person: PersonId, name: str) -> None:
    row = {"key": account_key(name), "person_id": person, "sealed_address": sealed(name)}
    async with database.writer.begin() as connection:
        await connection.execute(insert(schema.account), row)


async def name_of(store: Store, person: PersonId) -> str:
    async with store.reading() as unit:
        return await unit.people.name(person)


def names(recipients: Sequence[Recipient]) -> set[str]:
    known = {account_key(name): name for name in ("lan", "minh", "hoa", "an")}
    return {known[recipient.account] for recipient in recipients}
