"""Invites: ways in, stored by the keyed hash of their code."""

from datetime import date

from sqlalchemy import update

from storage.domain.ids import PersonId
from storage.domain.permissions import Post, Role
from storage.domain.ports import Invite
from storage.sql import schema as t
from storage.sql.transaction import Transaction


class SqlInvites:
    """``ports.Invites``."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, invite: Invite) -> None:
        row = {
            "verifier": invite.verifier,
            "posts": [[post.role, post.unit] for post in invite.posts],
            "name": invite.name,
            "uses_left": invite.uses_left,
            "expires_on": invite.expires_on,
            "confirmed": invite.confirmed,
            "person_id": invite.person,
        }
        if invite.person is not None:
            earlier = update(t.invite).where(t.invite.c.person_id == invite.person)
            await self._transaction.execute(earlier.values(uses_left=0, name=""))
        await self._transaction.add(t.invite, row)

    async def redeem(self, verifier: bytes, today: date) -> Invite | None:
        c = t.invite.c
        # One statement checks and counts, so that two people cannot both have the last use.
        use = update(t.invite).where(c.verifier == verifier, c.uses_left > 0, c.expires_on >= today)
        used = await self._transaction.execute(use.values(uses_left=c.uses_left - 1).returning(*c))
        row = used.one_or_none()
        if row is None:
            return None
        if not row.uses_left:  # whose it was is in the person's own row now, where they can have it deleted
            await self._transaction.execute(update(t.invite).where(c.verifier == verifier).values(name=""))
        posts = tuple(Post(Role(role), unit) for role, unit in row.posts)
        person = None if row.person_id is None else PersonId(row.person_id)
        return Invite(row.verifier, posts, row.uses_left, row.expires_on, row.name, row.confirmed, person)

    async def revoke(self, verifier: bytes) -> bool:
        """True if there is such an invite."""
        none_left = update(t.invite).where(t.invite.c.verifier == verifier).values(uses_left=0, name="")
        return (await self._transaction.execute(none_left)).rowcount == 1
