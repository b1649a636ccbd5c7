"""The accounts of people with posts: their PINs, devices, posts that wait for the office, and how they are cut off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from storage.domain.conversation import PAGE
from storage.domain.ids import AccountKey, PersonId
from storage.domain.permissions import Post


@dataclass(frozen=True, slots=True)
class PinTry:
    """What a typed PIN is compared with, and how many tries are left after this one."""

    hash: bytes
    left: int


class Pins(Protocol):
    """The PINs, as slow hashes that need a key besides."""

    async def is_set(self, person: PersonId) -> bool: ...
    async def put(self, person: PersonId, hashed: bytes) -> None: ...
    async def begin_try(self, person: PersonId, now: datetime) -> PinTry | None:
        """Count a try before it is looked at, so that none is free; None while the PIN is locked."""
        ...

    async def right(self, person: PersonId) -> None: ...
    async def clear(self, person: PersonId) -> None: ...


@dataclass(frozen=True, slots=True)
class Device:
    """An account as its person sees it: the channel and the month of the sign-in, no time."""

    key: AccountKey
    channel: str
    month: str

    @property
    def turn(self) -> tuple[bool, AccountKey]:
        """When its turn is where a person is written to: messengers first, for a page has to be opened."""
        return self.channel == PAGE, self.key


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with posts, or with posts that the office has yet to confirm."""

    person: PersonId
    name: str
    posts: tuple[Post, ...]
    pending: tuple[Post, ...] = ()


class Accounts(Protocol):
    """Who has posts, and by which accounts they come in."""

    async def holders(self) -> Sequence[Holder]:
        """Everybody with a post other than being of the staff, by name."""
        ...

    async def holder(self, person: PersonId) -> Holder | None: ...
    async def devices(self, person: PersonId) -> Sequence[Device]: ...
    async def end(self, person: PersonId, accounts: Sequence[AccountKey]) -> None:
        """These accounts are known no more; the person, the posts and what waits for them stay for a next account."""
        ...

    async def take_over(self, person: PersonId, account: AccountKey) -> None:
        """What waited for accounts that were ended goes to this one, and so does what is still to come."""
        ...

    async def wait_for_office(self, person: PersonId, posts: Sequence[Post]) -> None: ...
    async def pending(self, person: PersonId) -> tuple[Post, ...]: ...
    async def settle_pending(self, person: PersonId, *, confirmed: bool) -> tuple[Post, ...]:
        """The posts that waited: the person's from now on, or gone; empty if somebody was quicker."""
        ...


class SignInCodes(Protocol):
    """One-time codes for a further account, kept where conversations are: in memory, never on a disk."""

    def keep_code(self, verifier: bytes, person: PersonId, until: datetime) -> None: ...
    def take_code(self, verifier: bytes) -> PersonId | None:
        """Whose it is, once and in time."""
        ...

    def forget_codes(self, person: PersonId) -> None:
        """Whoever held a phone of this person that is cut off may have had it make one."""
        ...
