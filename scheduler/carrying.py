"""From a sealed address to the person: opened, sent, forgotten. Here, or in the process that alone holds the key."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from storage.domain.conversation import Account, Reply
from storage.domain.errors import DeliveryError, WindowClosed
from storage.domain.ids import CaseId
from storage.domain.ports import Sender

log = logging.getLogger(__name__)
Told: TypeAlias = Callable[[Account, Reply], Awaitable[None]]


class Opener(Protocol):
    """What opens sealed addresses."""

    def open(self, sealed: bytes, case_id: CaseId | None) -> Account: ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """A notice in words, and the sealed address it goes to."""

    address: bytes
    case_id: CaseId | None
    reply: Reply
    language: str


class Elsewhere(DeliveryError):
    """The address is one of another channel."""


class Carrier(Protocol):
    """One channel's way from parcel to person."""

    @property
    def is_there(self) -> bool:
        """False while nothing can be carried at all, and nothing shall be tried."""
        ...

    async def carry(self, parcel: Parcel) -> None:
        """Raises Elsewhere, MovedAddress, WindowClosed (to named people only), Transient- or PermanentDelivery."""
        ...


class Here:
    """Opens and sends in this process."""

    is_there = True

    def __init__(self, channel: str, opener: Opener, sender: Sender, told: Told) -> None:
        self._channel, self._opener, self._sender, self._told = channel, opener, sender, told

    async def carry(self, parcel: Parcel) -> None:
        account = self._opener.open(parcel.address, parcel.case_id)
        if account.channel != self._channel:
            raise Elsewhere
        await hand_over(parcel, account, self._sender, self._told)


def all_here(opener: Opener, senders: Mapping[str, Sender], told: Told) -> Mapping[str, Carrier]:
    """A carrier in this process for each channel."""
    return {channel: Here(channel, opener, sender, told) for channel, sender in senders.items()}


async def hand_over(parcel: Parcel, account: Account, sender: Sender, told: Told) -> None:
    """Send; what finds an anonymous author's page closed is left for a return, else for the reply code."""
    try:
        await sender.send(account, parcel.reply)
    except WindowClosed:
        if parcel.case_id is None:
            raise
        await sender.leave(account, parcel.reply)
    await note(account, parcel.reply, told)


async def note(account: Account, reply: Reply, told: Told) -> None:
    """Its choices can be typed from now on. It has been sent, and no fault here may send it again."""
    try:
        await told(account, reply)
    except Exception as error:
        log.error("a notice's choices cannot be typed error=%s", type(error).__name__)
