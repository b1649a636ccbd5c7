"""Every object that the simulator answers, field by field, against the types of both libraries."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, Final

import pytest
from aiohttp import ClientSession, FormData

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_methods import METHODS
from bot.simulators.telegram_people import Media
from bot.simulators.telegram_state import Kind
from tests.bot.test_telegram_simulator import TOKEN

# The real server sends them too, though they are in no documentation of today.
UNDOCUMENTED: Final = {"all_members_are_administrators", "accepted_gift_types"}
# python-telegram-bot 22.8 knows the Bot API 10.0.
YOUNGER_THAN_10_0: Final = {"supports_guest_queries", "can_manage_bots"}


class Api:
    """Calls methods without any library, and keeps each result with the method that gave it."""

    def __init__(self, simulator: TelegramSimulator, http: ClientSession) -> None:
        self._simulator, self._http = simulator, http
        self.results: list[tuple[str, Any]] = []

    async def __call__(self, method: str, **params: Any) -> Any:
        url = f"{self._simulator.url}/bot{TOKEN}/{method}"
        form = FormData()
        for name, value in params.items():
            if isinstance(value, bytes):
                form.add_field(name, value, filename="tep.bin")
            else:
                form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        async with self._http.post(url, data=form) as response:
            answer = await response.json()
        assert answer["ok"], answer
        self.results.append((method, answer["result"]))
        return answer["result"]


@pytest.fixture
async def simulator() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(limits=None) as running:
        running.add_bot(TOKEN)
        yield running


@pytest.fixture
async def results(simulator: TelegramSimulator) -> AsyncIterator[list[tuple[str, Any]]]:
    """At least one result of every method, and updates of every kind."""
    async with ClientSession() as http:
        api = Api(simulator, http)
        await _talk(simulator, api)
        await _keep_company(simulator, api)
        await api("getUpdates", limit=100)
        await api("setWebhook", url="http://127.0.0.1:1/", allowed_updates=["message"])
        await api("getWebhookInfo")
        await api("deleteWebhook")
        yield api.results


async def _talk(simulator: TelegramSimulator, api: Api) -> None:
    lan = simulator.person("Lan")
    lan.start("K7QM")
    chat = {"chat_id": lan.chat_id}
    await api("getMe")
    await _send_all_kinds(api, lan.chat_id)
    keyboard = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}, {"text": "Trang", "url": "https://a.vn"}]]}
    reply = {"message_id": lan.messages[0].message_id}
    html = (
        '<b>A</b> <a href="https://a.vn">B</a> <pre><code class="language-py">C</code></pre> <tg-spoiler>D</tg-spoiler>'
    )
    options = {"is_disabled": True}
    sent = await api(
        "sendMessage",
        **chat,
        text=html,
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters=reply,
        link_preview_options=options,
        protect_content=True,
    )
    press = lan.press("Có")
    await api("answerCallbackQuery", callback_query_id=press.press_id, text="x")
    await api("editMessageText", **chat, message_id=sent["message_id"], text="b", reply_markup=keyboard)
    await api("editMessageReplyMarkup", **chat, message_id=sent["message_id"])
    gone = lan.last
    gone.keyboard = (({"text": "Có", "callback_data": "1"},),)
    await api("deleteMessage", **chat, message_id=sent["message_id"])
    await api("deleteMessages", **chat, message_ids=[sent["message_id"]])
    simulator.bot.hear_press(lan.user, gone, "1")
    await api("sendChatAction", **chat, action="typing")
    await _menus(api, lan.chat_id)
    lan.edit(lan.write("a", reply_to=lan.last), "b")
    _send_everything(lan)
    file = lan.messages[-1].file
    assert file is not None
    await api("getFile", file_id=file.file_id)
    lan.block()
    lan.unblock()


async def _send_all_kinds(api: Api, chat_id: int) -> None:
    for kind in ("photo", "document", "voice", "video"):
        await api(
            f"send{kind.capitalize()}", **{"chat_id": chat_id, kind: b"x", "caption": "<i>a</i>", "parse_mode": "HTML"}
        )
    await api("sendMediaGroup", chat_id=chat_id, media=[{"type": "photo", "media": "attach://a"}], a=b"x")


async def _menus(api: Api, chat_id: int) -> None:
    await api("setMyCommands", commands=[{"command": "viec", "description": "Ý kiến của tôi"}])
    await api("getMyCommands")
    await api("deleteMyCommands")
    await api("setChatMenuButton", chat_id=chat_id, menu_button={"type": "commands"})
    await api("getChatMenuButton", chat_id=chat_id)


def _send_everything(person: Any) -> None:
    person.send_sticker()
    person.send_location()
    person.send_contact()
    person.send_voice(b"x")
    person.send_video(b"x")
    person.send_photo(b"x", "y")
    person.send_album([Media(Kind.PHOTO, b"x"), Media(Kind.VIDEO, b"x")], "y")
    person.send_document(b"x")


async def _keep_company(simulator: TelegramSimulator, api: Api) -> None:
    lan, minh = simulator.person("Lan"), simulator.person("Minh")
    lan.start()
    group = simulator.group("Văn phòng", [lan])
    group.join(minh)
    group.write(lan, "/viec")
    group.upgrade()
    for chat_id in (lan.chat_id, group.chat_id):
        await api("getChat", chat_id=chat_id)
    for user_id in (minh.user.user_id, simulator.bot.user.user_id):
        await api("getChatMember", chat_id=group.chat_id, user_id=user_id)
    group.remove_bot()
    group.add_bot()
    await api("leaveChat", chat_id=group.chat_id)
    await api("getChatMember", chat_id=group.chat_id, user_id=simulator.bot.user.user_id)


async def test_aiogram_knows_every_field(results: list[tuple[str, Any]]) -> None:
    """Each result has all fields that aiogram requires and none that it does not know, at any depth."""
    from aiogram import methods
    from pydantic import TypeAdapter

    types = {
        each.__api_method__: each
        for name in methods.__all__
        if hasattr(each := getattr(methods, name), "__api_method__")
    }
    assert {name.lower() for name, _ in results} == set(METHODS)
    for name, result in results:
        parsed = TypeAdapter(types[name].__returning__).validate_python(result)
        assert set(_required(parsed)) <= set(_names(result)), name
        assert not set(_extras(parsed)) - UNDOCUMENTED, name


def _required(parsed: Any) -> Iterator[str]:
    """The names of all fields that the types of these objects require."""
    for model in _models(parsed):
        for name, known in type(model).model_fields.items():
            if known.is_required():
                yield known.alias or name


def _extras(parsed: Any) -> Iterator[str]:
    for model in _models(parsed):
        yield from model.model_extra or {}


def _models(parsed: Any) -> Iterator[Any]:
    from pydantic import BaseModel

    if isinstance(parsed, list):
        for each in parsed:
            yield from _models(each)
    elif isinstance(parsed, BaseModel):
        yield parsed
        for name in parsed.model_fields_set:
            yield from _models(getattr(parsed, name))


def _names(result: Any) -> Iterator[str]:
    if isinstance(result, list):
        for each in result:
            yield from _names(each)
    elif isinstance(result, dict):
        yield from result
        for each in result.values():
            yield from _names(each)


async def test_python_telegram_bot_knows_every_field(results: list[tuple[str, Any]]) -> None:
    """Each result is parsed by the other library too, and holds nothing that it does not know."""
    import telegram

    parsers: dict[str, Any] = {
        "getMe": telegram.User,
        "getUpdates": telegram.Update,
        "getChat": telegram.ChatFullInfo,
        "getChatMember": telegram.ChatMember,
        "getFile": telegram.File,
        "getMyCommands": telegram.BotCommand,
        "getChatMenuButton": telegram.MenuButton,
        "getWebhookInfo": telegram.WebhookInfo,
    }
    for name, result in results:
        if result is True:
            continue
        parser = parsers.get(name, telegram.Message)
        for each in result if isinstance(result, list) else [result]:
            unknown = set(_unknown(parser.de_json(each, None)))
            assert not unknown - UNDOCUMENTED - YOUNGER_THAN_10_0, name


def _unknown(parsed: Any) -> Iterator[str]:
    import telegram

    if isinstance(parsed, (list, tuple)):
        for each in parsed:
            yield from _unknown(each)
    elif isinstance(parsed, telegram.TelegramObject):
        yield from parsed.api_kwargs
        for name in _slots(type(parsed)):
            yield from _unknown(getattr(parsed, name, None))


def _slots(kind: type) -> Iterable[str]:
    return {name for base in kind.__mro__ for name in getattr(base, "__slots__", ()) if not name.startswith("_")}


async def test_every_kind_of_update_arises(results: list[tuple[str, Any]]) -> None:
    """Messages, edits, presses and memberships are among the updates; their numbers rise by one."""
    [updates] = [result for name, result in results if name == "getUpdates"]

    kinds = {name for update in updates for name in update if name != "update_id"}
    assert kinds == {"message", "edited_message", "callback_query", "my_chat_member"}
    numbers = [update["update_id"] for update in updates]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


async def test_dates_are_whole_seconds(results: list[tuple[str, Any]]) -> None:
    """Every date is an integer number of seconds, or 0 for a message that is gone."""
    dates = [value for name, value in _items(results) if name in ("date", "edit_date")]

    assert all(isinstance(date, int) and (date == 0 or 1.7e9 < date < 1e10) for date in dates)
    assert 0 in dates


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _items(each)
    elif isinstance(value, dict):
        yield from value.items()
        for each in value.values():
            yield from _items(each)
