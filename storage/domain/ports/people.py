"""Persons, how they get in, and the chats of departments."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from storage.domain.broadcast import Audience
from storage.domain.ids import AccountKey, PersonId
from storage.domain.permissions import Actor, Post, Role


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account a notice can be written to, with its language."""

    account: AccountKey
    language: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person of a unit, as somebody who names a stand-in sees them."""

    person: PersonId
    name: str


@dataclass(frozen=True, slots=True)
class Absence:
    """A person away from a unit, the last day included, and who has their posts there meanwhile."""

    person: PersonId
    unit: str
    substitute: PersonId
    from_on: date
    until_on: date


@dataclass(frozen=True, slots=True)
class Invite:
    """A way in: ``verifier`` is the keyed hash of its code."""

    verifier: bytes
    posts: tuple[Post, ...]
    uses_left: int
    expires_on: date
    name: str = ""
    confirmed: bool = False  # its posts wait for nobody's word
    person: PersonId | None = None  # a new way in for this person, after a lost phone


class People(Protocol):
    """Persons, their posts and their accounts."""

    async def actor(self, account: AccountKey, on: date | None = None) -> Actor:
        """The actor behind an account, with the posts it stands in for on that day; without posts if it is unknown."""
        ...

    async def enrol(
        self,
        account: AccountKey,
        sealed_address: bytes,
        posts: Sequence[Post],
        *,
        name: str,
        month: str,
        channel: str | None = None,
        person: PersonId | None = None,
    ) -> PersonId:
        """Give the account's person these posts, making the person if need be. ``month`` is "2026-11": never a day.

        With ``person``, it is this person's account from now on, whosever it was.
        """
        ...

    async def name(self, person: PersonId) -> str: ...
    async def set_name(self, person: PersonId, name: str) -> None: ...
    async def set_language(self, person: PersonId, language: str) -> None: ...
    async def holders(
        self, roles: Iterable[Role], unit: str | None = None, *, on: date | None = None, but: Collection[str] = ()
    ) -> Sequence[Recipient]:
        """The accounts of those who hold one of the roles (in this unit), one account a person.

        On a given day, who is away is left out and who stands in is there. Nobody of the units ``but`` is among them,
        nor who stands in there.
        """
        ...

    async def at_work(self, person: PersonId, unit: str, on: date, *, but: Collection[str] = ()) -> Sequence[Recipient]:
        """This person if at work in the unit on that day, or who stands in; nobody if the person has left it."""
        ...

    async def named_posts(self, keys: Collection[str]) -> Sequence[tuple[str, Post]]:
        """Those whose names have one of these keys (``guard_names.name_keys``), with each post."""
        ...

    async def colleagues(self, unit: str) -> Sequence[Colleague]:
        """Who has a post in the unit other than being of its staff, by name."""
        ...

    async def stand_in(self, absence: Absence) -> None:
        """Name who stands in; a later word about the same person and unit replaces the earlier one."""
        ...

    async def recipient(self, account: AccountKey) -> Recipient | None: ...
    async def audience(self, audience: Audience) -> Sequence[Recipient]: ...
    async def forget_account(self, account: AccountKey) -> None:
        """Sign out: the account goes; a person without accounts and named cases goes too."""
        ...


class Invites(Protocol):
    async def add(self, invite: Invite) -> None:
        """A way in; one for a person ends the earlier ones of that person."""
        ...

    async def redeem(self, verifier: bytes, today: date) -> Invite | None:
        """Use the invite once; None if it is unknown, used up, expired or revoked."""
        ...

    async def revoke(self, verifier: bytes) -> bool: ...


class GroupChats(Protocol):
    """Chats of departments: told of tasks and reminders, without the words of a case."""

    async def add_code(self, verifier: bytes, unit: str, expires_on: date) -> None:
        """A code, known by its keyed hash, that links one chat with the unit."""
        ...

    async def redeem(self, verifier: bytes, today: date) -> str | None:
        """The unit of a code, which is used up by this; None if it is unknown, used or expired."""
        ...

    async def link(self, chat: AccountKey, unit: str, channel: str, sealed_address: bytes) -> None:
        """The chat is the unit's from now on, whosever it was."""
        ...

    async def unlink(self, chat: AccountKey) -> str | None:
        """The unit that has lost the chat, None if it was nobody's. What waits for it is dropped."""
        ...

    async def move(self, chat: AccountKey, to: AccountKey, sealed_address: bytes) -> bool:
        """The chat has another address, also for what waits; False if it is not linked."""
        ...

    async def unit_of(self, chat: AccountKey) -> str | None: ...
    async def of_unit(self, unit: str) -> Sequence[Recipient]: ...
    async def linked_units(self) -> Sequence[str]: ...
