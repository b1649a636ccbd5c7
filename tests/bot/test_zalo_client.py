"""The line to Zalo, on a simulator that behaves in every way Zalo is said to behave; the token is never shown."""

import logging
import traceback
from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo_client import Away, Busy, Rejected, TokenRefused, ZaloClient, ZaloError
from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_faults import Fault

TOKEN = "700000021:never-shown"
SECRET = "secret-of-eight"


@pytest.fixture
async def simulator() -> ZaloSimulator:
    return ZaloSimulator(TOKEN)


@pytest.fixture
async def base(simulator: ZaloSimulator) -> AsyncIterator[str]:
    async with simulator.serving() as base:
        yield base


@pytest.fixture
async def client(base: str) -> AsyncIterator[ZaloClient]:
    client = ZaloClient(TOKEN, base)
    yield client
    await client.close()


async def known_chat(simulator: ZaloSimulator, client: ZaloClient) -> str:
    """A chat of somebody who has written, and whose words the bot has had."""
    person = simulator.person("Người Một")
    await person.say("Chào bot.")
    await client.get_updates(1)
    return person.chat_id


async def test_it_learns_who_it_is(client: ZaloClient) -> None:
    """getMe tells the bot's name."""
    assert (await client.get_me())["display_name"] == "Bot Đối Thoại"


async def test_what_people_send_comes_one_by_one(simulator: ZaloSimulator, client: ZaloClient) -> None:
    """Each poll brings one update; an idle one brings none and is no error."""
    person = simulator.person("Người Một")
    first, second = await person.say("Một."), await person.say("Hai.")
    heard = [update["message"]["message_id"] for _ in range(3) for update in await client.get_updates(0)]
    assert heard == [first, second]


@pytest.mark.parametrize("status_tells", [False, True])
@pytest.mark.parametrize("name", ["idle_is_empty", "lists_updates", "camel_case_codes", "text_codes", "success_code"])
async def test_each_way_to_answer_is_understood(
    simulator: ZaloSimulator, client: ZaloClient, name: str, status_tells: bool
) -> None:
    """Errors by status or in the body, under two names, as number or text; updates bare or in a list."""
    setattr(simulator.behaviour, name, True)
    simulator.behaviour.status_tells = status_tells
    await simulator.person("Người Một").say("Một.")
    assert len(await client.get_updates(0)) == 1
    assert len(await client.get_updates(0)) == 0
    simulator.faults.order(Fault.QUOTA, "sendMessage")
    with pytest.raises(Busy):
        await client.send_message("x", "y")
    assert await client.webhook_url() == ""


async def test_every_way_to_send_arrives(simulator: ZaloSimulator, client: ZaloClient) -> None:
    """Text, photo, voice, sticker and "typing": each with what belongs to it, and the id of the new message."""
    chat = await known_chat(simulator, client)
    ids = [
        await client.send_message(chat, "Đã nhận *nguyên văn*."),
        await client.send_photo(chat, "https://anh.example/1.jpg", "Ảnh 1"),
        await client.send_voice(chat, "https://anh.example/1.aac"),
        await client.send_sticker(chat, "4a5b6c"),
    ]
    await client.send_typing(chat)
    assert ids == [sent.message_id for sent in simulator.sent]
    text, photo, voice, sticker = simulator.sent
    assert (text.text, text.parse_mode) == ("Đã nhận *nguyên văn*.", "")
    assert (photo.photo, photo.text) == ("https://anh.example/1.jpg", "Ảnh 1")
    assert (voice.voice, sticker.sticker) == ("https://anh.example/1.aac", "4a5b6c")
    assert simulator.actions == [(chat, "typing")]


async def test_a_webhook_is_set_asked_for_tried_and_taken_away(
    simulator: ZaloSimulator, client: ZaloClient, base: str
) -> None:
    """Where updates go is known at each step; while a webhook is set, polling is refused."""
    url = f"{base}/nobody"
    assert await client.webhook_url() == ""
    assert (await client.set_webhook(url, SECRET))["verification"]["ok"] is False
    assert await client.webhook_url() == url
    assert (await client.test_webhook())["outcome"].startswith("webhook.")
    with pytest.raises(Rejected, match="webhook is set"):
        await client.get_updates(0)
    await client.delete_webhook()
    await client.delete_webhook()
    simulator.behaviour.missing_webhook_is_empty = True
    assert await client.webhook_url() == ""


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.QUOTA, Busy),
        (Fault.BUSY_PAGE, Busy),
        (Fault.SERVER_ERROR, Away),
        (Fault.BAD_GATEWAY, Away),
        (Fault.PAGE, Away),
        (Fault.RESET, Away),
        (Fault.LOST_ANSWER, Away),
    ],
)
async def test_each_fault_is_one_of_four(
    simulator: ZaloSimulator, client: ZaloClient, fault: Fault, error: type[ZaloError]
) -> None:
    """Quota, gateway's pages and broken lines: each is known for what is to be done about it."""
    chat = await known_chat(simulator, client)
    simulator.faults.order(fault, "sendMessage")
    with pytest.raises(error):
        await client.send_message(chat, "Thử.")
    await client.send_message(chat, "Thử lại.")


@pytest.mark.parametrize(
    ("code", "error"), [(400, Rejected), (403, Away), (404, Rejected), (408, Away), (500, Away), (503, Away)]
)
async def test_each_code_is_one_of_four(
    simulator: ZaloSimulator, client: ZaloClient, code: int, error: type[ZaloError]
) -> None:
    """403 is documented as an internal error and passes; 400 and 404 do not."""
    chat = await known_chat(simulator, client)
    simulator.faults.refuse(code, "sendMessage")
    with pytest.raises(error):
        await client.send_message(chat, "Thử.")


async def test_a_message_of_exactly_the_limit_is_taken(simulator: ZaloSimulator, client: ZaloClient) -> None:
    """2,000 units of UTF-16, of which an emoji takes two; one more is refused."""
    chat = await known_chat(simulator, client)
    await client.send_message(chat, "🙂" * 1000)
    with pytest.raises(Rejected):
        await client.send_message(chat, "🙂" * 1000 + "a")


async def test_an_answer_without_end_is_cut(simulator: ZaloSimulator) -> None:
    """More than a megabyte is no answer of Zalo's, and is not kept."""
    from aiohttp import web

    async def endless(request: web.Request) -> web.Response:
        return web.Response(body=b'{"ok": true, "x": "' + b"x" * 3 * 2**20 + b'"}', content_type="application/json")

    async with simulator.serving([web.post("/far/bot{token}/getMe", endless)]) as base:
        client = ZaloClient(TOKEN, f"{base}/far")
        with pytest.raises(Away):
            await client.get_me()
        await client.close()


@pytest.mark.parametrize("way", ["refused token", "nobody there", "no address", "broken line", "rejected"])
async def test_the_token_is_shown_nowhere(
    simulator: ZaloSimulator, base: str, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in a log line at the lowest level, nor in the error, what caused it, or its traceback."""
    token = "111:another-token" if way == "refused token" else TOKEN
    wrong_base = {"nobody there": "http://127.0.0.1:9", "no address": "http://[broken"}
    if way == "broken line":
        simulator.faults.order(Fault.RESET, "sendMessage")
    with caplog.at_level(logging.DEBUG):
        client = ZaloClient(token, wrong_base.get(way, base))
        with pytest.raises(ZaloError) as caught:
            await client.send_message("chat", "chữ")
        await client.close()
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(caught.value.__context__)
    assert token.partition(":")[2] not in shown
    assert isinstance(caught.value, TokenRefused) == (way == "refused token")
