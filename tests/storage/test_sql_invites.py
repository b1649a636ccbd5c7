"""Invites: used as often as they allow, until they expire or are revoked."""

import asyncio
from dataclasses import replace
from datetime import date

from storage.domain.permissions import Post, Role
from storage.domain.ports import Invite, Store
from tests.builders import make_invite, verifier

TODAY = date(2026, 11, 2)


async def add(store: Store, invite: Invite) -> None:
    async with store.writing() as unit:
        await unit.invites.add(invite)
        await unit.commit()


async def redeem(store: Store, invite: Invite, today: date = TODAY) -> Invite | None:
    async with store.writing() as unit:
        redeemed = await unit.invites.redeem(invite.verifier, today)
        await unit.commit()
    return redeemed


async def test_an_invite_tells_what_it_grants(store: Store) -> None:
    """Redeemed, an invite gives its posts, name and expiry, with one use less."""
    invite = make_invite(posts=(Post(Role.HEAD, "KT"), Post(Role.STAFF)), name="Chị Lan", uses_left=3)
    await add(store, invite)
    assert await redeem(store, invite) == replace(invite, uses_left=2)


async def test_an_invite_is_used_up(store: Store) -> None:
    """An invite for two is refused to the third."""
    invite = make_invite(uses_left=2)
    await add(store, invite)
    assert [await redeem(store, invite) is not None for _ in range(3)] == [True, True, False]


async def test_the_last_use_is_had_by_one(store: Store) -> None:
    """Of ten people at the same moment one gets the last use."""
    invite = make_invite(uses_left=1)
    await add(store, invite)
    results = await asyncio.gather(*(redeem(store, invite) for _ in range(10)))
    assert sum(result is not None for result in results) == 1


async def test_an_invite_is_good_on_its_last_day(store: Store) -> None:
    """It works on the day it expires on, and no longer the day after."""
    invite = make_invite(uses_left=5, expires_on=date(2026, 11, 2))
    await add(store, invite)
    assert await redeem(store, invite, date(2026, 11, 2)) is not None
    assert await redeem(store, invite, date(2026, 11, 3)) is None


async def test_a_revoked_invite_is_refused(store: Store) -> None:
    """Revoking takes back all the uses left, and says whether there is such an invite."""
    invite = make_invite(uses_left=5)
    await add(store, invite)
    async with store.writing() as unit:
        assert await unit.invites.revoke(invite.verifier)
        assert not await unit.invites.revoke(verifier("unknown"))
        await unit.commit()
    assert await redeem(store, invite) is None


async def test_an_unknown_invite_is_refused(store: Store) -> None:
    """A code nobody gave out opens nothing."""
    assert await redeem(store, make_invite("unknown")) is None


async def test_a_use_undone_is_there_again(store: Store) -> None:
    """When the turn that redeemed an invite fails, the use is not lost."""
    invite = make_invite()
    await add(store, invite)
    async with store.writing() as unit:
        assert await unit.invites.redeem(invite.verifier, TODAY) is not None
    assert await redeem(store, invite) is not None
