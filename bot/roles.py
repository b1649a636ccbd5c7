"""The product in two processes: the front, which cannot open an address, and delivery, which can do nothing else."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.channels.telegram_channel import CHANNEL as TELEGRAM
from bot.channels.telegram_channel import TelegramChannel
from bot.channels.zalo_channel import ZaloChannel
from bot.channels.zalo_names import CHANNEL as ZALO
from bot.config import Settings
from bot.courier import Courier, Enclosed
from scheduler.clock import SystemClock
from storage.delivery_keys import PUBLIC, DeliveryKeys
from storage.domain.errors import Problem, SettingsError
from storage.domain.pace import DELIVERY
from storage.sealing import AddressOpener


def check_front(settings: Settings) -> None:
    """Raises SettingsError if this process could open addresses, or could not even seal them."""
    if DeliveryKeys(settings.keys).is_there:
        raise SettingsError(Problem("settings-front-has-key", {"path": str(settings.keys)}))
    if not (settings.keys / PUBLIC).exists():
        raise SettingsError(Problem("settings-front-no-public-key", {"path": str(settings.keys)}))


async def run_delivery(
    settings: Settings, ready: Callable[[], None], until: asyncio.Event, *, is_first: bool = False
) -> None:
    """Deliver what the front hands out, until the event is set. Raises SettingsError before anything is opened.

    ``is_first``: no process before this one has sent anything to anybody.
    """
    opener, enclosed = _opener(settings), Enclosed()
    telegram, zalo = TelegramChannel(settings, DELIVERY), ZaloChannel(settings, SystemClock(), b"")
    if not is_first:
        telegram.gate.recall_nothing()
    senders = {**telegram.courier_senders(enclosed), **zalo.courier_senders(enclosed)}

    def notes(channel: str) -> Mapping[str, Any]:
        if channel == TELEGRAM:
            return telegram.courier_notes()
        return zalo.tally.report() if channel == ZALO and zalo.tally is not None else {}

    courier = Courier(opener, senders, opens=opener.public_halves, by_buttons=frozenset({TELEGRAM}), notes=notes)
    ready()
    try:
        await courier.run(settings.link, until)
    finally:
        await telegram.close()
        await zalo.close()


def _opener(settings: Settings) -> AddressOpener:
    try:
        keys = DeliveryKeys(settings.keys)
        if not keys.is_there:
            raise SettingsError(Problem("settings-delivery-no-key", {"path": str(settings.keys)}))
        return AddressOpener(keys)
    except OSError as error:
        why, path = error.strerror or "", str(settings.keys)
        raise SettingsError(Problem("settings-folder", {"path": path, "why": why, "name": "KEYS_DIR"})) from None
