"""``doithoai check`` on Zalo: how to get a bot, step by step, and what is wrong with the present settings."""

import logging
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest

from bot.channels.zalo_checking import Found, look_at_zalo, unhook
from bot.channels.zalo_client import ZaloClient
from bot.config import Settings
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_faults import Fault
from storage.domain.errors import SettingsError

TOKEN: Final = "700000024:checking"
SECRET: Final = "a-secret-of-tests"


@pytest.fixture
async def simulator() -> ZaloSimulator:
    return ZaloSimulator(TOKEN)


@pytest.fixture
async def base(simulator: ZaloSimulator) -> AsyncIterator[str]:
    async with simulator.serving() as base:
        yield base


def set_to(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


async def found_with(base: str, **values: Any) -> Found:
    return await look_at_zalo(set_to(**{"zalo_bot_token": TOKEN, "zalo_api_base": base, **values}))


async def test_without_a_token_the_steps_to_a_bot_are_told() -> None:
    """Nothing is wrong; a clerk reads what to do, one step after the other."""
    found = await look_at_zalo(set_to())
    assert found.bad == []
    (steps,) = found.good
    assert [f"{n}. " in steps for n in range(1, 6)] == [True] * 5
    assert "Zalo Bot Manager" in steps and "ZALO_BOT_TOKEN_FILE" in steps


async def test_a_bot_that_polls_is_in_order(base: str) -> None:
    """Its name, how it listens, and what is not possible without a public address."""
    found = await found_with(base)
    assert found.bad == []
    assert "Bot Đối Thoại" in found.good[0] and "tự hỏi tin" in found.good[1]
    assert "PUBLIC_URL" in found.good[2] and "3000" in found.good[3].replace(".", "").replace(",", "")


async def test_a_bot_with_a_webhook_is_in_order(simulator: ZaloSimulator, base: str) -> None:
    """Where Zalo will call; once it does, how its own trial went."""
    values = {"zalo_webhook_secret": SECRET, "public_url": "http://127.0.0.1:9"}
    found = await found_with(base, **values)
    assert found.bad == [] and "http://127.0.0.1:9/zalo" in found.good[1]
    client = ZaloClient(TOKEN, base)
    await client.set_webhook("http://127.0.0.1:9/zalo", SECRET)
    assert "webhook.err" in (await found_with(base, **values)).good[2]
    simulator.behaviour.webhook_calls_a_day = 0
    assert "426" in (await found_with(base, **values)).good[2]
    await client.close()


async def test_a_refused_token_is_told(base: str, caplog: pytest.LogCaptureFixture) -> None:
    """And where to look for the right one; the token itself is shown nowhere."""
    with caplog.at_level(logging.DEBUG):
        found = await found_with(base, zalo_bot_token="1:wrong-one")
    assert found.good == [] and "Zalo Bot Creator" in found.bad[0]
    assert "wrong-one" not in caplog.text + found.bad[0]


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.RESET, Fault.QUOTA])
async def test_a_zalo_that_does_not_answer_is_told(simulator: ZaloSimulator, base: str, fault: Fault) -> None:
    """With what it said, and no address in it."""
    simulator.faults.order(fault, "getMe")
    (line,) = (await found_with(base)).bad
    assert "Chưa hỏi được Zalo" in line and "http" not in line


async def test_another_program_s_webhook_is_told_and_can_be_taken_away(base: str) -> None:
    """Polling would hear nothing; one command mends it."""
    client = ZaloClient(TOKEN, base)
    await client.set_webhook(f"{base}/elsewhere", SECRET)
    (line,) = (await found_with(base)).bad
    assert "doithoai unhook" in line and f"{base}/elsewhere" in line
    await unhook(set_to(zalo_bot_token=TOKEN, zalo_api_base=base))
    assert (await found_with(base)).bad == []
    await client.close()


async def test_unhooking_says_what_is_wrong(simulator: ZaloSimulator, base: str) -> None:
    """No token, or no Zalo: a problem in words, never a traceback with an address."""
    with pytest.raises(SettingsError, match="settings-zalo-token"):
        await unhook(set_to())
    simulator.faults.order(Fault.BAD_GATEWAY, "deleteWebhook")
    with pytest.raises(SettingsError, match="check-zalo-away") as caught:
        await unhook(set_to(zalo_bot_token=TOKEN, zalo_api_base=base))
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"zalo_bot_token": "no colon"}, "settings-zalo-token"),
        ({"zalo_api_base": "ftp://x"}, "settings-zalo-base"),
        ({"zalo_webhook_secret": "short"}, "settings-zalo-secret"),
        ({"zalo_webhook_secret": SECRET, "zalo_api_base": ""}, "settings-zalo-webhook"),
    ],
)
async def test_wrong_settings_are_told_before_zalo_is_asked(base: str, values: dict[str, str], problem: str) -> None:
    """Each by its own sentence."""
    with pytest.raises(SettingsError, match=problem):
        await found_with(base, **values)
