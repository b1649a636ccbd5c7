"""Empties the outbox: a relay for each channel."""

import asyncio
from collections.abc import Callable, Mapping, Set
from datetime import datetime
from random import Random, SystemRandom
from typing import Final

from handlers.context import Office
from scheduler.carrying import Carrier
from scheduler.clock import Clock
from scheduler.outcomes import Surroundings
from scheduler.relay import BATCH, Flow, Relay
from storage.domain.conversation import Account
from storage.domain.ports import Seals, Store

_CHANCE: Final = SystemRandom()
OURS: Final = Flow(at_once=BATCH, bulk_at_once=BATCH)  # a channel of our own: there is nobody to be gentle with


class Delivery:
    """All relays. A channel that is silent or slow holds up no other; one that is not set up keeps its notices."""

    def __init__(
        self,
        *,
        store: Store,
        carriers: Mapping[str, Carrier],
        office: Callable[[], Office],
        seals: Seals,
        clock: Clock,
        flows: Mapping[str, Flow] | None = None,
        chance: Random = _CHANCE,
    ) -> None:
        """``chance`` says how long notices to anonymous authors wait."""
        self._clock = clock
        around = Surroundings(store=store, office=office, seals=seals, clock=clock, chance=chance)
        self._relays = {
            channel: Relay(channel, carrier, (flows or {}).get(channel, Flow()), around)
            for channel, carrier in carriers.items()
        }

    def now(self) -> datetime:
        """By the clock of delivery."""
        return self._clock.now()

    @property
    def idle(self) -> bool:
        """Everything that can go out now has gone."""
        return all(relay.idle for relay in self._relays.values())

    def held_up(self) -> Set[str]:
        """The channels on which what waits now will go out later by itself."""
        return {channel for channel, relay in self._relays.items() if relay.held_up_since}

    def failing_seconds(self) -> Mapping[str, float]:
        """For how long nothing has arrived on a channel though it was tried, or could have been; 0 where it works."""
        since = {channel: relay.held_up_since for channel, relay in self._relays.items()}
        now = self._clock.now()
        return {channel: (now - at).total_seconds() if at else 0.0 for channel, at in since.items()}

    def wake(self) -> None:
        """Something new is in the outbox."""
        for relay in self._relays.values():
            relay.wake()

    def silence(self, channel: str, seconds: float) -> None:
        """The platform has refused something there, be it a reply."""
        self._relays[channel].silence(seconds)

    def opened(self, account: Account) -> None:
        """The person is back: what waited for them goes out now."""
        self._relays[account.channel].opened(account)

    def stop(self) -> None:
        """Come to an end after what is under way."""
        for relay in self._relays.values():
            relay.stop()

    async def run(self) -> None:
        """Deliver until stopped. Cancelled, it ends when all relays have: none has the database after that."""
        async with asyncio.TaskGroup() as relays:
            for relay in self._relays.values():
                relays.create_task(relay.run())

    async def deliver_all(self) -> None:
        """Until nothing is left that can go out now."""
        await asyncio.gather(*(relay.deliver_all() for relay in self._relays.values()))
