"""The commands that Telegram shows beside the text field: those of everybody, and those of a person's posts."""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from bot.channels.telegram_client import Away, HeardElsewhere, TelegramClient, TokenRefused
from handlers import registry
from handlers.texts.catalog import DEFAULT_LANGUAGE, LANGUAGES, say
from storage.domain.conversation import Account
from storage.domain.permissions import Action, Actor, Post, may
from storage.domain.ports import Seals, Store

_FOR_ALL: Final = ("start", "new", "mine", "code", "help", "privacy", "mydata", "language", "cancel")
_IN_ORDER: Final = (
    *("start", "new", "mine", "code", "work", "triage", "approvals", "numbers", "broadcast", "progress", "calendar"),
    *("help", "privacy", "mydata", "language", "cancel"),
)
_CHATS_KEPT: Final = 10_000
_TYPED: Final = re.compile(r"/[a-z0-9_]{1,32}")

log = logging.getLogger(__name__)


def commands(language: str, actor: Actor | None = None) -> Sequence[tuple[str, str]]:
    """(command, description): one of its typed forms that Telegram takes, and what its button says."""
    names = [name for name in _IN_ORDER if name in _FOR_ALL or (actor is not None and _may(actor, name))]
    return [(_slash_form(name), say(language, f"button-{name}")) for name in names]


def _may(actor: Actor, name: str) -> bool:
    action = registry.COMMANDS[name].action
    return not isinstance(action, Action) or may(actor, action)


def _slash_form(name: str) -> str:
    """The same in every language: what is typed is understood in all of them."""
    forms = say("vi", f"command-{name}").split("|")
    return next(form.removeprefix("/") for form in forms if _TYPED.fullmatch(form))


class Menus:
    """Puts the commands beside the text field."""

    def __init__(self, client: TelegramClient, store: Store, seals: Seals, today: Callable[[], date]) -> None:
        self._client, self._store, self._seals, self._today = client, store, seals, today
        # By chat: the posts by which its menu was made, None if that failed.
        self._shown: dict[str, frozenset[Post] | None] = {}

    async def show_to_all(self) -> None:
        """Those of everybody, in each language; raises what the client raises."""
        await self._client.set_commands(commands(DEFAULT_LANGUAGE))
        for language in LANGUAGES:
            await self._client.set_commands(commands(language), language)

    async def keep_up(self, account: Account) -> None:
        """Who may do more or less than before is shown other commands: confirmed, cut off, standing in for somebody.

        After a restart the menu is taken to be that of the person's own posts.
        """
        posts = (await self._actor(account, self._today())).posts
        if account.key not in self._shown:
            self._remember(account, (await self._actor(account)).posts)
        if posts != self._shown[account.key]:
            await self.show_to(account, though_few=True)

    async def show_to(self, account: Account, *, though_few: bool = False) -> None:
        """Those that this person's posts allow, if they are more than everybody's (or were); never raises.

        If Telegram does not take them, they are shown when the person next says something.
        """
        actor = await self._actor(account, self._today())
        self._remember(account, actor.posts)
        try:
            for language in LANGUAGES:
                if len(own := commands(language, actor)) > len(_FOR_ALL) or though_few:
                    await self._client.set_commands(own, language, int(account.key))
        except (Away, HeardElsewhere, TokenRefused) as error:
            self._remember(account, None)
            log.info("somebody's commands could not be shown error=%s", type(error).__name__)

    def _remember(self, account: Account, posts: frozenset[Post] | None) -> None:
        self._shown[account.key] = posts
        while len(self._shown) > _CHATS_KEPT:
            del self._shown[next(iter(self._shown))]

    async def _actor(self, account: Account, on: date | None = None) -> Actor:
        async with self._store.reading() as reads:
            return await reads.people.actor(self._seals.account_key(account), on)
