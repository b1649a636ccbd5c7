"""The log while nonsense comes in: it holds nothing of what was sent."""

import json
import logging
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from aiohttp import ClientError, ClientSession, TCPConnector

from bot.logs import set_up_logs
from tests.bot.test_web_bad_input import EVIL, FORM, JSON, NO_FORM, NONSENSE, SECRET
from tests.bot.web_client import Client
from tests.browser.served import served


@pytest.fixture
def product_logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Logging as the command line sets it up."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    for handler in before:
        root.removeHandler(handler)
    set_up_logs()
    yield
    for handler in root.handlers[:]:
        root.removeHandler(handler)
    for handler in before:
        root.addHandler(handler)
    root.setLevel(level)


async def test_no_bad_request_leaves_a_trace_in_the_log(
    tmp_path: Path, product_logs: None, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever comes in: no text, token or code on standard error, nor in any record of ours."""
    async with served(tmp_path) as office, ClientSession() as http:
        logging.getLogger().addHandler(caplog.handler)
        client, code = Client(http, office.base), await office.invite()
        assert (await client.begin(invite=code)).status == 200
        for body in (*NONSENSE.values(), json.dumps({"id": "1", "text": SECRET}).encode()):
            await client.say(body, JSON)
        for body in NO_FORM.values():
            await client.say(body, FORM)
        await client.ask("POST", f"/api/chat/messages?text={quote(SECRET)}&token={client.token}", data=EVIL)
        await client.ask("POST", "/api/chat", data=EVIL, headers={"Content-Encoding": "gzip"})
        await client.ask("GET", f"/api/chat/files/{client.token}")
        await client.ask("GET", f"/{code}")
        await client.ask("BREW", f"/{quote(SECRET)}")

    ours = [record for record in caplog.records if not record.name.startswith(("aiohttp", "apscheduler"))]
    shown = capsys.readouterr().err + "".join(f"{r.getMessage()} {r.args} {r.exc_info}" for r in ours)
    for secret in (SECRET, quote(SECRET), client.token, code, code.replace("-", "")):
        assert secret not in shown


async def test_no_visit_is_written_down(tmp_path: Path, product_logs: None, capsys: pytest.CaptureFixture[str]) -> None:
    """There is no access log: whatever is asked for, even where all is logged, nobody's address is left in a line."""
    set_up_logs(logging.DEBUG)
    address = "127.0.0.23"
    async with served(tmp_path) as office, ClientSession(connector=TCPConnector(local_addr=(address, 0))) as http:
        client = Client(http, office.base)
        for path in ("/", "/static/chat.js", "/nirgends", "/api/chat/events", "/healthz"):
            await client.ask("GET", path)
        assert (await client.begin()).status == 200
        await client.post(text="Chào")
        await client.say(next(iter(NONSENSE.values())), JSON)
        with suppress(ClientError):
            await http.get(office.base, headers={"Cookie": "a" * 10_000})  # refused before there is a request
    shown = capsys.readouterr().err
    assert "Error handling request from ***" in shown
    for secret in (address, "aiohttp.access", client.token):
        assert secret not in shown
