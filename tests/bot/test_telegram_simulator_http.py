"""What any other client may do: encodings, unknown addresses, file links, large uploads."""

import io
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_clock import SteppedClock
from tests.bot.test_telegram_simulator import TOKEN


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture
async def simulator(clock: SteppedClock) -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(clock=clock, limits=None) as running:
        running.add_bot(TOKEN)
        yield running


@pytest.mark.parametrize("encoding", ["query", "urlencoded", "multipart", "json"])
async def test_every_encoding_is_read_alike(simulator: TelegramSimulator, encoding: str) -> None:
    """Parameters may come in the address, as a form, as multipart or as JSON; the method's case does not matter."""
    lan = simulator.person("Lan")
    lan.start()
    fields: dict[str, Any] = {"chat_id": str(lan.chat_id), "text": "Đường phố"}
    form = FormData(fields)
    form.add_field("reply_markup", '{"inline_keyboard": [[{"text": "Có", "callback_data": "1"}]]}')
    if encoding == "multipart":
        form.add_field("unused", io.BytesIO(b"x"), filename="x.txt")
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}]]}
    bodies: dict[str, dict[str, Any]] = {
        "query": {"params": fields},
        "json": {"json": fields | {"reply_markup": keyboard}},
        "urlencoded": {"data": form},
        "multipart": {"data": form},
    }
    verb, url = "GET" if encoding == "query" else "POST", f"{simulator.url}/bot{TOKEN}/SENDMESSAGE"
    async with ClientSession() as http, http.request(verb, url, **bodies[encoding]) as response:
        assert (await response.json())["ok"]

    assert lan.last.text == "Đường phố"
    assert encoding == "query" or lan.last.buttons == ("Có",)


async def test_what_does_not_exist_is_not_found(simulator: TelegramSimulator) -> None:
    """Unknown methods, paths and files get 404 in JSON; forwarding is among the methods that are missing on purpose."""
    paths = (f"/bot{TOKEN}/forwardMessage", "/nothing", f"/file/bot{TOKEN}/photos/file_9.jpg")
    async with ClientSession() as http:
        for path in paths:
            async with http.get(f"{simulator.url}{path}") as response:
                assert (response.status, (await response.json())["ok"]) == (404, False)


async def test_a_file_link_opens_for_an_hour(simulator: TelegramSimulator, clock: SteppedClock) -> None:
    """The path from getFile stops working after an hour, and never works with another bot's token."""
    simulator.add_bot("7000000010:other")
    message = simulator.person("Lan").send_photo(b"jpeg")
    assert message.file is not None
    async with ClientSession() as http:
        asked = {"file_id": message.file.file_id}
        async with http.get(f"{simulator.url}/bot{TOKEN}/getFile", params=asked) as response:
            path = (await response.json())["result"]["file_path"]
        statuses = []
        for token, wait in ((TOKEN, 3599), ("7000000010:other", 0), (TOKEN, 2), (TOKEN, 0)):
            async with http.get(f"{simulator.url}/file/bot{token}/{path}") as response:
                statuses.append(response.status)
            clock.advance(wait)

    assert statuses == [200, 404, 200, 404]


async def test_an_upload_over_50_mebibytes_is_refused(simulator: TelegramSimulator) -> None:
    """413, as from the real server."""
    lan = simulator.person("Lan")
    lan.start()
    form = FormData({"chat_id": str(lan.chat_id)})
    form.add_field("document", io.BytesIO(b"x" * (50 * 2**20 + 1)), filename="big.bin")
    url = f"{simulator.url}/bot{TOKEN}/sendDocument"
    async with ClientSession() as http, http.post(url, data=form) as response:
        assert (response.status, (await response.json())["ok"]) == (413, False)

    assert not lan.from_bot
