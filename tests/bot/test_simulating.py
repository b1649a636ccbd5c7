"""``doithoai simulate``: a channel's server with its page, and the settings that lead there."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import pytest

from bot.config import Settings
from bot.simulating import Simulated, simulate
from tests.bot.command import CommandLine, refused

CHANNELS: Final = ("Zalo", "Telegram")
VARIABLES: Final = {
    "Zalo": ["ZALO_API_BASE", "ZALO_BOT_TOKEN"],
    "Telegram": ["TELEGRAM_API_BASE", "TELEGRAM_TOKEN"],
}


@asynccontextmanager
async def simulated(channel: str) -> AsyncIterator[tuple[Simulated, httpx.AsyncClient]]:
    started: asyncio.Future[Simulated] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    serving = asyncio.create_task(simulate(channel, 0, started.set_result, stop))
    try:
        running = await started
        async with httpx.AsyncClient(base_url=running.address, verify=False) as http:  # noqa: S501  there is no TLS
            yield running, http
    finally:
        stop.set()
        await serving


async def played(http: httpx.AsyncClient, text: str) -> Any:
    """A person who has written this."""
    person = (await http.post("/control/people", json={"name": "Người 1"})).json()["id"]
    return (await http.post(f"/control/people/{person}/write", json={"text": text})).json()


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_channel_is_simulated_with_a_page(channel: str) -> None:
    """The address has a page in Vietnamese with all its texts, and people can be played there."""
    async with simulated(channel) as (running, http):
        page = await http.get("/")
        assert page.headers["Content-Type"].startswith("text/html")
        assert "Điện thoại thử" in page.text
        assert "{{" not in page.text

        seen = await played(http, "xin chào")
        assert [(each["from_bot"], each["text"]) for each in seen["messages"]] == [(False, "xin chào")]
        assert running.lines[0].startswith(f"Máy chủ {channel} giả lập đã sẵn sàng.")


@pytest.mark.parametrize("channel", CHANNELS)
async def test_the_settings_lead_to_the_server(channel: str) -> None:
    """They are settings of the product, and the bot of that token knows itself there."""
    async with simulated(channel) as (running, http):
        base, token = (running.settings[name] for name in VARIABLES[channel])
        assert running.lines[1:] == [f"{name}={running.settings[name]}" for name in VARIABLES[channel]]
        assert {name.lower() for name in running.settings} <= Settings.model_fields.keys()

        me = await http.post(f"{base}/bot{token}/getMe")
        assert me.json()["ok"] is True


@pytest.mark.parametrize("channel", CHANNELS)
def test_it_serves_until_it_is_stopped(line: CommandLine, channel: str) -> None:
    """The command says where the page is, and ends without complaint."""
    told = line.serve("simulate", channel.lower(), "--port", "0", lines=4)
    assert told[0].startswith(f"Máy chủ {channel} giả lập đã sẵn sàng. Mở http://127.0.0.1:")
    assert "doithoai run" in told[1]
    assert [each.partition("=")[0] for each in told[2:]] == VARIABLES[channel]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_port_that_is_taken_is_said(line: CommandLine, channel: str) -> None:
    """One line with the port, without a traceback."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(line.run("simulate", channel.lower(), "--port", port), port, "--port")
