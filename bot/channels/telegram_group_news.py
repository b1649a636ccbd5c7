"""What the delivery process learns of groups while it speaks to them: it has no database, the front keeps it."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Final, Protocol

from bot.channels.telegram_channel import CHANNEL
from storage.domain.conversation import Account

_NEWS: Final = "groups"  # in an outcome
_noted: Final[ContextVar[Sequence[Mapping[str, str]]]] = ContextVar("noted", default=())


class Groups(Protocol):
    """Whoever keeps what is learned of groups."""

    async def moved(self, chat: Account, to: Account) -> None: ...
    async def lost(self, chat: Account) -> None: ...


class GroupNews:
    """Noted by the task that sends; ``report`` in the same task says what goes back with the outcome."""

    async def moved(self, chat: Account, to: Account) -> None:
        _noted.set([*_noted.get(), {"chat": chat.key, "to": to.key}])

    async def lost(self, chat: Account) -> None:
        _noted.set([*_noted.get(), {"chat": chat.key}])

    def report(self) -> Mapping[str, Any]:
        return {_NEWS: noted} if (noted := _noted.get()) else {}


async def tell(outcome: Mapping[str, Any], groups: Groups) -> None:
    """What came back with an outcome, to who keeps it."""
    for news in outcome.get(_NEWS, ()):
        chat = Account(CHANNEL, news["chat"])
        if "to" in news:
            await groups.moved(chat, Account(CHANNEL, news["to"]))
        else:
            await groups.lost(chat)
