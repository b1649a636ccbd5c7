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


TOO_MANY_BUTTONS = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 101]}
STICKER_ID = "the file_id of a sticker"


@pytest.mark.parametrize(
    ("method", "params", "complaint"),
    [
        ("sendMessage", {"chat_id": ""}, "chat_id is empty"),
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": "x" * 2**15 + "y"}, "text is too long"),
        ("sendMessage", {"parse_mode": "BBCode"}, "unsupported parse_mode"),
        ("sendMessage", {"text": "<span>x</span>", "parse_mode": "HTML"}, 'Tag "span" must have class "tg-spoiler"'),
        ("sendMessage", {"reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ("sendMessage", {"reply_markup": []}, "object expected as reply markup"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [1]}}, "must be an Array of Arrays"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[1]]}}, "InlineKeyboardButton must be an Object"),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"url": "x"}]]}}, 'Field "text" must be'),
        ("sendMessage", {"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}, "Text buttons are unallowed"),
        ("sendMessage", {"reply_markup": TOO_MANY_BUTTONS}, "reply markup is too long"),
        ("sendMessage", {"link_preview_options": 1}, "object expected as link preview options"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "https://a.vn/a.jpg"}, "failed to get HTTP URL content"),
        ("sendPhoto", {"photo": "unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": STICKER_ID}, "can't use file of type Sticker as Photo"),
        ("sendMediaGroup", {"media": {}}, "expected an Array of InputMedia"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        ("sendMediaGroup", {"media": [1] * 11}, "too many messages to send as an album"),
        ("sendMediaGroup", {"media": [{"type": "sticker"}]}, "can't parse InputMedia"),
        ("setMyCommands", {"commands": {}}, "expected an Array of BotCommand"),
        ("setMyCommands", {"commands": [1]}, "can't parse BotCommand"),
        ("setMyCommands", {"commands": [1] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("getMyCommands", {"scope": {"type": "planet"}}, "can't parse BotCommandScope"),
        ("getMyCommands", {"scope": {"type": "chat", "chat_id": 1}}, "chat not found"),
        ("getChatMember", {"user_id": 1}, "PARTICIPANT_ID_INVALID"),
        ("leaveChat", {}, "chat not found"),
        ("getFile", {}, "file_id not specified"),
        ("answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ],
)
async def test_a_wrong_request_is_refused_in_telegrams_words(
    simulator: TelegramSimulator, method: str, params: dict[str, Any], complaint: str
) -> None:
    """Each mistake gets 400 and says what is wrong; nothing is sent."""
    lan = simulator.person("Lan")
    lan.start()
    sticker = lan.send_sticker().file
    assert sticker is not None
    press = simulator.bot.hear_press(lan.user, lan.messages[0], "x")
    asked = {"chat_id": lan.chat_id, "text": "x", "callback_query_id": press.press_id} | params
    if asked.get("photo") == STICKER_ID:
        asked["photo"] = sticker.file_id

    async with ClientSession() as http, http.post(f"{simulator.url}/bot{TOKEN}/{method}", json=asked) as response:
        answer = await response.json()

    assert answer["error_code"] == 400
    assert complaint in answer["description"]
    assert not lan.from_bot


@pytest.mark.parametrize(
    ("files", "media", "complaint"),
    [
        ({"photo": b""}, None, "file must be non-empty"),
        ({"photo": b"x" * (10 * 2**20 + 1)}, None, "PHOTO_SAVE_FILE_INVALID"),
        (
            {"a": b"x", "b": b"y"},
            '[{"type": "photo", "media": "attach://a"}, {"type": "document", "media": "attach://b"}]',
            "album",
        ),
    ],
)
async def test_a_wrong_upload_is_refused(
    simulator: TelegramSimulator, files: dict[str, bytes], media: str | None, complaint: str
) -> None:
    """Empty files, photos over ten mebibytes, and albums of photos and documents together."""
    lan = simulator.person("Lan")
    lan.start()
    form = FormData({"chat_id": str(lan.chat_id)} | ({"media": media} if media else {}))
    for name, content in files.items():
        form.add_field(name, io.BytesIO(content), filename="a.jpg")
    url = f"{simulator.url}/bot{TOKEN}/{'sendMediaGroup' if media else 'sendPhoto'}"

    async with ClientSession() as http, http.post(url, data=form) as response:
        answer = await response.json()

    assert answer["error_code"] == 400
    assert complaint in answer["description"]


@pytest.mark.parametrize("body", ["{", "[]"])
async def test_a_body_that_is_no_json_object_is_refused(simulator: TelegramSimulator, body: str) -> None:
    """400 rather than a guess."""
    headers = {"Content-Type": "application/json"}
    url = f"{simulator.url}/bot{TOKEN}/getMe"
    async with ClientSession() as http, http.post(url, data=body, headers=headers) as response:
        assert (response.status, (await response.json())["ok"]) == (400, False)
