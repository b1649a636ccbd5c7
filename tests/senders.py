"""An honest stand-in for a channel: it records, fails when its script says so, and refuses what it does not model."""

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass, field

from storage.domain.conversation import Account, Reply

CHANNEL = "test"


class Crash(BaseException):
    """The process ends between sending a notice and recording that it was sent."""


@dataclass(slots=True)
class FakeSender:
    """A channel's way out. ``tried``, ``sent`` and ``left`` hold (name, text) in the order of the calls.

    An outcome is None for a delivery, an error of ours (or any other) to be raised, or ``Crash`` after delivering.
    """

    channel: str = CHANNEL
    tried: list[tuple[str, str]] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    _people: set[str] = field(default_factory=set)
    _outcomes: dict[str, deque[BaseException | None]] = field(default_factory=lambda: defaultdict(deque))
    _held: dict[str, asyncio.Event] = field(default_factory=dict)
    _crashed: bool = False
    _arrival: asyncio.Condition = field(default_factory=asyncio.Condition)

    def knows(self, name: str) -> Account:
        """From now on this person has an account here."""
        self._people.add(name)
        return Account(self.channel, name)

    def will(self, name: str, *outcomes: BaseException | None) -> None:
        """What becomes of the next notices to this person; after these, everything is delivered."""
        self._outcomes[name].extend(outcomes)

    def hold(self, name: str) -> asyncio.Event:
        """Sending to this person takes until the event is set."""
        return self._held.setdefault(name, asyncio.Event())

    def texts(self, name: str) -> list[str]:
        """What this person got, in order."""
        return [text for receiver, text in self.sent if receiver == name]

    async def until(self, count: int) -> None:
        """Wait until so many notices have been delivered."""
        async with asyncio.timeout(20), self._arrival:
            await self._arrival.wait_for(lambda: len(self.sent) >= count)

    async def until_tried(self, count: int) -> None:
        """Wait until so many deliveries have been begun."""
        async with asyncio.timeout(20):
            while len(self.tried) < count:
                await asyncio.sleep(0.001)

    async def send(self, account: Account, reply: Reply) -> None:
        self._check(account, reply)
        if self._crashed:  # the process is no more, and nothing of it goes on
            await asyncio.Event().wait()
        self.tried.append((account.key, reply.text))
        await asyncio.sleep(0)  # a real channel takes its time, and others go on meanwhile
        if account.key in self._held:
            await self._held[account.key].wait()
        outcome = self._outcomes[account.key].popleft() if self._outcomes[account.key] else None
        if outcome is None or isinstance(outcome, Crash):
            await self._deliver(account, reply)
        self._crashed = self._crashed or isinstance(outcome, Crash)
        if outcome is not None:
            raise outcome

    def restart(self) -> None:
        """There is a process again."""
        self._crashed = False

    async def leave(self, account: Account, reply: Reply) -> None:
        self._check(account, reply)
        self.left.append((account.key, reply.text))

    async def _deliver(self, account: Account, reply: Reply) -> None:
        async with self._arrival:
            self.sent.append((account.key, reply.text))
            self._arrival.notify_all()

    def _check(self, account: Account, reply: Reply) -> None:
        if account.channel != self.channel or account.key not in self._people:
            raise AssertionError(f"nobody here is called {account}")
        if not reply.text:
            raise AssertionError("a notice without a text")
