"""What ``doithoai check`` says of Zalo: how to get a bot, and what is wrong with the present settings."""

from dataclasses import dataclass, field

from bot.channels.zalo_channel import check_settings, webhook_url
from bot.channels.zalo_client import Away, Busy, Rejected, TokenRefused, ZaloClient, ZaloError
from bot.config import Settings
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import Problem, SettingsError


@dataclass(slots=True)
class Found:
    """Lines that say what is in place or worth knowing, and lines that stand in the way."""

    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


async def look_at_zalo(settings: Settings) -> Found:
    """Asks Zalo who the bot is. Raises SettingsError if the settings are wrong in themselves."""
    found = Found()
    token = settings.zalo_bot_token.get_secret_value()
    if not token:
        found.good.append(_line("check-zalo-off"))
        return found
    check_settings(settings)
    client = ZaloClient(token, settings.zalo_api_base.rstrip("/"))
    try:
        await _ask(client, settings, found)
    except TokenRefused:
        found.bad.append(_line("check-zalo-token"))
    except (Away, Busy, Rejected) as error:
        found.bad.append(_line("check-zalo-away", why=error.why))
    finally:
        await client.close()
    return found


async def unhook(settings: Settings) -> None:
    """From now on nobody is called. Raises SettingsError that says what Zalo said, if it did not."""
    if not settings.zalo_bot_token.get_secret_value():
        raise SettingsError(Problem("settings-zalo-token"))
    check_settings(settings)
    client = ZaloClient(settings.zalo_bot_token.get_secret_value(), settings.zalo_api_base.rstrip("/"))
    try:
        await client.delete_webhook()
    except ZaloError as error:
        problem = Problem("check-zalo-away", {"why": error.why})
    else:
        return
    finally:
        await client.close()
    raise SettingsError(problem)


async def _ask(client: ZaloClient, settings: Settings, found: Found) -> None:
    me = await client.get_me()
    found.good.append(_line("check-zalo-ok", name=str(me.get("display_name") or me.get("account_name") or "?")[:60]))
    await _listening(client, webhook_url(settings), found)
    if not settings.public_url:
        found.good.append(_line("check-zalo-no-files"))
    if settings.zalo_monthly_messages:
        found.good.append(_line("check-zalo-plan", limit=settings.zalo_monthly_messages))


async def _listening(client: ZaloClient, wanted: str, found: Found) -> None:
    present = await client.webhook_url()
    if not wanted:
        if present:
            found.bad.append(_line("check-zalo-hooked", url=present))
        else:
            found.good.append(_line("check-zalo-polling"))
        return
    found.good.append(_line("check-zalo-webhook", url=wanted))
    if present == wanted:
        found.good.append(_line("check-zalo-webhook-tried", url=wanted, outcome=await _tried(client)))


async def _tried(client: ZaloClient) -> str:
    """Zalo says so a few times a day only, and not on every plan."""
    try:
        return str((await client.test_webhook()).get("outcome") or "?")[:40]
    except (Away, Busy, Rejected) as error:
        return error.why


def _line(key: str, **arguments: str | int) -> str:
    return say(DEFAULT_LANGUAGE, key, **arguments)
