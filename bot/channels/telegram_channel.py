"""Telegram as a whole, or nothing at all: where no token is set, neither of its libraries is imported."""

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web

from bot.channels.gate import Gate
from bot.channels.platform_settings import PlatformSettings
from bot.charting import OpenFigures
from bot.config import Settings
from bot.intake import Intake
from bot.link import ByCourier, DeliveryLink
from bot.link_format import Frame, as_text
from handlers.context import Office
from handlers.group_chats import GroupChats
from scheduler.carrying import Carrier, Told
from scheduler.relay import Flow
from storage.domain.conversation import Reply
from storage.domain.errors import NotFound
from storage.domain.pace import ALONE, Pace, PaceLimits
from storage.domain.ports import Seals, Sender, Store
from storage.sessions import Sessions

if TYPE_CHECKING:
    from bot.channels.telegram_group_news import GroupNews
    from bot.channels.telegram_in import TelegramListener
    from bot.channels.telegram_out import Contents, StoredContents, TelegramSender
    from bot.channels.telegram_webhook import Webhook

CHANNEL: Final = "telegram"
BULK_AT_ONCE: Final = 10  # 28 a second need nine under way where an answer takes a third of one
_SECRET: Final = re.compile(r"[\w-]{1,256}", re.ASCII)


class TelegramChannel:
    """Listens and speaks from ``start`` to ``stop``; ``close`` it when nothing is sent any more."""

    def __init__(self, settings: Settings, limits: PaceLimits = ALONE) -> None:
        """``limits``: this process's part of them. Raises SettingsError with all that is wrong."""
        self._settings, self.gate = settings, Gate(Pace(limits))
        self._listener: TelegramListener | None = None
        self._sender: TelegramSender | None = None
        self._contents: StoredContents | None = None
        self._groups: GroupChats | None = None
        self._news: GroupNews | None = None
        if self.is_on:
            _check(settings)

    @property
    def is_on(self) -> bool:
        return bool(self._settings.telegram_token.get_secret_value())

    @property
    def trouble(self) -> str:
        """Why nothing is heard or said there until somebody has looked; "" where all is well."""
        if self._sender is not None and self._sender.token_refused:
            return "token-refused"
        return self._listener.trouble if self._listener is not None else ""

    def senders(self, store: Store, figures: OpenFigures) -> Mapping[str, Sender]:
        """What speaks for this channel."""
        if not self.is_on:
            return {}
        from bot.channels.telegram_out import StoredContents, TelegramSender  # only who talks to Telegram waits for it

        self._contents = StoredContents(store, figures)
        self._sender = TelegramSender(self._token, self._base, self._contents, self.gate)
        return {CHANNEL: self._sender}

    def courier_senders(self, contents: "Contents") -> Mapping[str, Sender]:
        """What speaks for this channel in the delivery process, with files that come along with each notice."""
        if not self.is_on:
            return {}
        from bot.channels.telegram_group_news import GroupNews
        from bot.channels.telegram_out import TelegramSender

        self._sender, self._news = TelegramSender(self._token, self._base, contents, self.gate), GroupNews()
        self._sender.follow(self._news)
        return {CHANNEL: self._sender}

    def courier_notes(self) -> Mapping[str, Any]:
        """What goes back with the outcome of the notice that this task has sent."""
        return self._news.report() if self._news is not None else {}

    def carriers(self, link: DeliveryLink, told: Told) -> Mapping[str, Carrier]:
        """Its notices go by the delivery process, at a pace that knows of the replies; ``senders`` comes before."""
        if self._sender is None:
            return {}
        from bot.channels.telegram_out import messages_of

        def turn(reply: Reply) -> AbstractAsyncContextManager[None]:
            return self.gate.any_turn(messages_of(reply))

        return {CHANNEL: ByCourier(CHANNEL, link, told, enclose=self._enclose, heard=self._heard, turn=turn)}

    async def _enclose(self, reply: Reply) -> Mapping[str, Any]:
        """The contents of a notice's files; those that were erased are left out."""
        assert self._contents is not None
        enclosed = {}
        for file in reply.files:
            with suppress(NotFound):
                found = await self._contents.of_case(file)
                content = as_text(found.content)
                enclosed[file.file_id] = {"name": found.name, "type": found.media_type, "content": content}
        return enclosed

    async def _heard(self, outcome: Frame) -> None:
        from bot.channels.telegram_group_news import tell

        if outcome["outcome"] == "later" and outcome["wait"]:
            self.gate.refused(outcome["wait"])
        if self._groups is not None:
            await tell(outcome, self._groups)

    def flows(self) -> Mapping[str, Flow]:
        """How delivery uses it: answers one by one, bulk at Telegram's pace; ``senders`` comes before."""
        if self._sender is None:
            return {}
        flow = Flow(1, BULK_AT_ONCE, self.gate.bulk_turn, self.gate.silence)
        return {CHANNEL: flow}

    def connect(
        self,
        intake: Intake,
        store: Store,
        seals: Seals,
        sessions: Sessions,
        *,
        office: Callable[[], Office],
        now: Callable[[], datetime],
    ) -> None:
        """What is heard goes to this intake; ``senders`` comes before."""
        if self._sender is None:
            return
        from bot.channels.telegram_albums import Albums
        from bot.channels.telegram_buttons import ButtonMarks
        from bot.channels.telegram_client import TelegramClient  # aiogram: 2 seconds and 165 MB
        from bot.channels.telegram_hearing import Hearing
        from bot.channels.telegram_in import TelegramListener
        from bot.channels.telegram_menu import Menus
        from bot.channels.telegram_shelf import Shelf
        from bot.channels.telegram_turns import Turns

        self.gate.recall(sessions.sent(), sessions.keep_sent)
        client = TelegramClient(self._token, self._base)
        menus = Menus(client, store, seals, lambda: now().astimezone(office().calendar.zone).date())
        self._groups = groups = GroupChats(store, seals, office, now)
        self._sender.follow(groups)
        hearing = Hearing(
            line=client,
            receive=intake.receive,
            sender=self._sender,
            sessions=sessions,
            office=office,
            enrolled=menus.show_to,
            spoke=menus.keep_up,
            groups=groups,
        )
        turns = Turns(hearing, Albums())
        self._listener = TelegramListener(
            client, turns, Shelf(sessions), menus, self._webhook(), buttons=ButtonMarks(self._token)
        )

    def routes(self) -> list[web.RouteDef]:
        return self._listener.routes() if self._listener is not None else []

    def start(self) -> None:
        if self._listener is not None:
            self._listener.start()

    async def said(self) -> None:
        """Until all replies have been said."""
        if self._listener is not None:
            await self._listener.said()

    async def stop(self) -> None:
        """Hear nothing new, finish what is under way within ten seconds."""
        if self._listener is not None:
            await self._listener.stop()

    async def close(self) -> None:
        if self._sender is not None:
            await self._sender.close()

    def _webhook(self) -> "Webhook | None":
        from bot.channels.telegram_webhook import PATH, Webhook

        secret = self._settings.telegram_webhook_secret.get_secret_value()
        return Webhook(self._settings.page + PATH, secret) if secret else None

    @property
    def _token(self) -> str:
        return self._settings.telegram_token.get_secret_value()

    @property
    def _base(self) -> str:
        return self._settings.telegram_api_base.rstrip("/")


def _check(settings: Settings) -> None:
    token, secret = settings.telegram_token.get_secret_value(), settings.telegram_webhook_secret.get_secret_value()
    PlatformSettings(token, settings.telegram_api_base, secret, _SECRET).check(
        settings,
        ("settings-telegram-token", "settings-telegram-base", "settings-telegram-secret", "settings-telegram-webhook"),
    )
