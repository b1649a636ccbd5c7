"""Zalo within the whole product: on or off, its settings, its library, its place in the command line."""

import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from bot.channels.zalo_channel import ZaloChannel
from bot.config import Settings
from storage.domain.errors import SettingsError
from tests.clock import FakeClock
from tests.world import open_world

TOKEN: Final = "700000026:channel"
SECRET: Final = "a-secret-of-tests"
_LOADED: Final = """
import sys
import bot.app
from bot.channels.zalo_channel import ZaloChannel
print(sorted({"httpx", "telegram", "aiogram"} & set(sys.modules)))
"""


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, set()),
        ({"zalo_webhook_secret": "+", "zalo_api_base": "x"}, set()),
        ({"zalo_bot_token": TOKEN}, set()),
        ({"zalo_bot_token": TOKEN, "zalo_webhook_secret": SECRET, "public_url": "https://a.example"}, set()),
        ({"zalo_bot_token": TOKEN, "zalo_webhook_secret": SECRET, "zalo_api_base": "http://a.example"}, set()),
        ({"zalo_bot_token": TOKEN, "zalo_webhook_secret": SECRET}, {"settings-zalo-webhook"}),
        (
            {"zalo_bot_token": "token", "zalo_webhook_secret": "seven77", "zalo_api_base": "a.example"},
            {"settings-zalo-token", "settings-zalo-base", "settings-zalo-secret"},
        ),
        ({"zalo_bot_token": "7:a/b"}, {"settings-zalo-token"}),
        (
            {"zalo_bot_token": TOKEN, "zalo_webhook_secret": "eight 88", "zalo_api_base": "http://a"},
            {"settings-zalo-secret"},
        ),
    ],
)
def test_wrong_settings_are_told_all_at_once(given: dict[str, Any], wrong: set[str]) -> None:
    """Nothing is said while Zalo is off."""
    try:
        ZaloChannel(settings(**given), FakeClock(), b"key")
    except SettingsError as error:
        assert {problem.text_key for problem in error.problems_found} == wrong
    else:
        assert wrong == set()


async def test_without_a_token_there_is_nothing(tmp_path: Path) -> None:
    """No sender, no route, no job; and starting, sweeping and stopping do nothing."""
    async with open_world("sqlite", tmp_path) as world:
        channel = world.app.zalo
        assert not channel.is_on
        assert [*channel.routes(), *channel.jobs(), *channel.flows()] == []
        await channel.sweep()


def test_without_a_token_its_library_is_not_loaded() -> None:
    """An office without messengers does not pay for them."""
    ended = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"
