"""Zalo as a whole, or nothing at all: where no token is set, its HTTP library is not imported."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from aiohttp import web

from bot.channels.platform_settings import PlatformSettings
from bot.channels.zalo_names import CHANNEL, WEBHOOK
from bot.charting import OpenFigures
from bot.config import Settings
from bot.intake import Intake
from bot.link import ByCourier, DeliveryLink
from bot.link_format import Frame
from handlers.context import Office
from handlers.texts.catalog import say
from scheduler.carrying import Carrier, Told
from scheduler.clock import Clock
from scheduler.jobs import Job
from scheduler.relay import Flow
from storage.domain.conversation import Account, Reply
from storage.domain.ports import Sender, Store
from storage.sessions import Sessions

if TYPE_CHECKING:
    from bot.channels.zalo_client import ZaloClient
    from bot.channels.zalo_files import Files
    from bot.channels.zalo_in import Webhook, ZaloListener
    from bot.channels.zalo_media import Media
    from bot.channels.zalo_out import ZaloSender
    from bot.channels.zalo_quota import Quota, Tally
    from bot.channels.zalo_turns import Turns
    from bot.channels.zalo_uploads import Uploads
    from bot.courier import Enclosed

_SECRET: Final = re.compile(r"[!-~]{8,256}")
_SWEEP_SECONDS: Final = 60.0
NOTICES_AT_ONCE: Final = 2


class ZaloChannel:
    """Listens and speaks from ``start`` to ``stop``; ``close`` it when nothing is sent any more."""

    def __init__(self, settings: Settings, clock: Clock, key: bytes) -> None:
        """``key`` signs the addresses of files. Raises SettingsError with all that is wrong."""
        self._settings, self._clock, self._key = settings, clock, key
        self._parts: _Parts | None = None
        self._turns: Turns | None = None
        self._speaking: ZaloClient | None = None
        self.tally: Tally | None = None
        self._listener: ZaloListener | None = None
        if self.is_on:
            check_settings(settings)

    @property
    def is_on(self) -> bool:
        return bool(self._token)

    def senders(
        self, store: Store, sessions: Sessions, office: Callable[[], Office], figures: OpenFigures
    ) -> Mapping[str, Sender]:
        """What speaks for this channel."""
        if not self.is_on:
            return {}
        from bot.channels.zalo_client import ZaloClient  # httpx: only who talks to Zalo waits for it
        from bot.channels.zalo_files import Files
        from bot.channels.zalo_media import Media
        from bot.channels.zalo_out import ZaloSender
        from bot.channels.zalo_quota import Quota
        from bot.channels.zalo_uploads import Uploads

        settings, now = self._settings, self._clock.now
        client = ZaloClient(self._token, self._base)
        files = Files(self._key, settings.public_url, store, now)
        quota = Quota(settings.zalo_monthly_messages, store, now, settings.zone)
        sender = ZaloSender(
            client=client,
            files=files,
            quota=quota,
            sessions=sessions,
            office=office,
            page=settings.public_url,
            figures=figures,
        )
        media = Media(settings.zalo_media_hosts.split(), self._base)
        uploads = Uploads(settings.public_url, sessions, now)
        self._parts = _Parts(client, files, uploads, quota, sender, media, sessions)
        return {CHANNEL: sender}

    def courier_senders(self, enclosed: "Enclosed") -> Mapping[str, Sender]:
        """What speaks for this channel in the delivery process."""
        if not self.is_on:
            return {}
        from bot.channels.zalo_client import ZaloClient
        from bot.channels.zalo_out import ZaloSpeaker
        from bot.channels.zalo_quota import Tally

        self.tally = Tally(self._clock.now)
        self._speaking = ZaloClient(self._token, self._base)

        def words(account: Account) -> Callable[..., str]:
            return partial(say, enclosed.language)

        return {CHANNEL: ZaloSpeaker(client=self._speaking, addresses=enclosed, plan=self.tally, words=words)}

    def carriers(self, link: DeliveryLink, told: Told) -> Mapping[str, Carrier]:
        """Its notices go by the delivery process, which reports what the plan's messages are counted by."""
        if self._parts is None:
            return {}
        parts = self._parts

        async def enclose(reply: Reply) -> Mapping[str, str]:
            return {file.file_id: parts.files.address(file.file_id) for file in reply.files}

        async def heard(outcome: Frame) -> None:
            parts.quota.heard(outcome["taken"], outcome["refusals"])

        return {CHANNEL: ByCourier(CHANNEL, link, told, enclose=enclose, heard=heard)}

    def flows(self) -> Mapping[str, Flow]:
        """How delivery uses it: few at a time, for how many Zalo bears is not known."""
        return {CHANNEL: Flow(at_once=NOTICES_AT_ONCE)} if self.is_on else {}

    def connect(self, intake: Intake) -> None:
        """What is heard goes to this intake; ``senders`` comes before."""
        if self._parts is None:
            return
        from bot.channels.zalo_in import ZaloListener
        from bot.channels.zalo_shelf import Shelf
        from bot.channels.zalo_turns import Turns

        parts = self._parts
        shelf = Shelf(parts.sessions)
        self._turns = turns = Turns(
            fetch=parts.media.fetch,
            typing=parts.client.send_typing,
            receive=intake.receive,
            sender=parts.sender,
            sessions=parts.sessions,
            shelf=shelf,
            upload_link=parts.uploads.link,
            today=lambda: self._clock.now().astimezone(self._settings.zone).date(),
        )
        self._listener = ZaloListener(parts.client, turns, shelf, self._webhook())

    def routes(self) -> list[web.RouteDef]:
        if self._parts is None or self._listener is None or self._turns is None:
            return []
        uploads = self._parts.uploads.routes(self._turns.take_files)
        return [*self._listener.routes(), *self._parts.files.routes(), *uploads]

    def jobs(self) -> Sequence[Job]:
        return [Job("zalo", _SWEEP_SECONDS, self.sweep)] if self.is_on else []

    async def sweep(self) -> None:
        """Count what was sent, warn the office where that is due, send what is owed."""
        if self._parts is not None and self._listener is not None:
            await self._parts.quota.save()
            await self._listener.send_owed()

    def start(self) -> None:
        if self._listener is not None:
            self._listener.start()

    async def stop(self) -> None:
        """Hear nothing new, finish what is under way within ten seconds."""
        if self._listener is not None:
            await self._listener.stop()

    async def close(self) -> None:
        if self._speaking is not None:
            await self._speaking.close()
        if self._parts is None:
            return
        try:
            await self._parts.quota.save()
        finally:
            await self._parts.client.close()
            await self._parts.media.close()

    def _webhook(self) -> "Webhook | None":
        from bot.channels.zalo_in import Webhook

        url, secret = webhook_url(self._settings), self._settings.zalo_webhook_secret.get_secret_value()
        return Webhook(url, secret) if url else None

    @property
    def _token(self) -> str:
        return self._settings.zalo_bot_token.get_secret_value()

    @property
    def _base(self) -> str:
        return self._settings.zalo_api_base.rstrip("/")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What speaking and listening share."""

    client: "ZaloClient"
    files: "Files"
    uploads: "Uploads"
    quota: "Quota"
    sender: "ZaloSender"
    media: "Media"
    sessions: Sessions


def webhook_url(settings: Settings) -> str:
    """Where Zalo is to call; empty: we ask Zalo."""
    return settings.page + WEBHOOK if settings.zalo_webhook_secret.get_secret_value() else ""


def check_settings(settings: Settings) -> None:
    """Raises SettingsError with all that is wrong."""
    token, secret = settings.zalo_bot_token.get_secret_value(), settings.zalo_webhook_secret.get_secret_value()
    PlatformSettings(token, settings.zalo_api_base, secret, _SECRET).check(
        settings,
        ("settings-zalo-token", "settings-zalo-base", "settings-zalo-secret", "settings-zalo-webhook"),
    )
