"""Making invites: a code for a person, its keyed hash for the database."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from scheduler.clock import Clock
from storage.domain.ids import grouped
from storage.domain.permissions import Post, Role
from storage.domain.ports import Invite, Store
from storage.sealing import KeySeals

STAFF_DAYS: Final = 30
DESK_DAYS: Final = 3


class Inviter:
    """Used by the command line and the demo page."""

    def __init__(self, store: Store, seals: KeySeals, clock: Clock) -> None:
        self._store, self._seals, self._clock = store, seals, clock

    async def invite(self, posts: Sequence[Post], *, uses: int, name: str = "", confirmed: bool = False) -> str:
        """A new code, shown once: ``K7QM-2XPA-9RTD``. Staff codes last a month, those of the desks three days.

        Posts of leaders and admins then wait for the office, unless they are ``confirmed``: the demo's phones are.
        """
        code = self._seals.new_invite_code()
        days = STAFF_DAYS if all(post.role is Role.STAFF for post in posts) else DESK_DAYS
        expires_on = self._clock.now().date() + timedelta(days=days)
        async with self._store.writing() as uow:
            verifier = self._seals.code_verifier(code)
            await uow.invites.add(Invite(verifier, tuple(posts), uses, expires_on, name, confirmed))
            await uow.commit()
        return grouped(code)

    async def revoke(self, code: str) -> bool:
        """From now on the code lets nobody in; False if there is no such code."""
        async with self._store.writing() as uow:
            done = await uow.invites.revoke(self._seals.code_verifier(code))
            await uow.commit()
        return done


def link(page: str, code: str) -> str:
    """The address that opens the page with this code; in the fragment, which no server and no log ever sees."""
    return f"{page}/#invite={code}"
