"""The table of methods, with those about the bot itself, about chats and about files."""

import inspect
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from bot.simulators import telegram_editing, telegram_menus, telegram_sending, telegram_webhook
from bot.simulators.telegram_access import chat_to_read
from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_errors import ApiError, bad_request, conflict
from bot.simulators.telegram_objects import Object, bot_object, file_object, full_chat_object, member_object
from bot.simulators.telegram_requests import Call
from bot.simulators.telegram_state import Standing
from bot.simulators.telegram_updates import MAX_POLL_SECONDS

MAX_DOWNLOAD: Final = 20 * 2**20
_MOST_UPDATES: Final = 100


async def perform(bot: SimulatedBot, call: Call) -> Any:
    """The result of the call; ApiError if it is refused."""
    method = METHODS.get(call.method)
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    result = method(bot, call)
    return await result if inspect.isawaitable(result) else result


def get_me(bot: SimulatedBot, _call: Call) -> Object:
    return bot_object(bot.user, reads_all=bot.reads_all_group_messages)


def get_updates(bot: SimulatedBot, call: Call) -> Coroutine[Any, Any, list[Object]]:
    if bot.webhook is not None:
        text = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        raise conflict(text)
    bot.updates.allow(call.text("allowed_updates"))
    limit = min(max(call.integer("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    return _poll(bot, call.integer("offset"), limit, min(max(call.integer("timeout"), 0), MAX_POLL_SECONDS))


async def _poll(bot: SimulatedBot, offset: int, limit: int, seconds: float) -> list[Object]:
    return [update.json() for update in await bot.updates.poll(offset, limit, seconds)]


def get_chat(bot: SimulatedBot, call: Call) -> Object:
    return full_chat_object(chat_to_read(bot, call))


def get_chat_member(bot: SimulatedBot, call: Call) -> Object:
    chat = chat_to_read(bot, call)
    user_id = call.integer("user_id")
    if user_id == bot.user.user_id:
        return member_object(bot.user, chat.standing)
    user = chat.members.get(user_id) or bot.known_users.get(user_id)
    if user is None:
        raise bad_request("invalid user_id specified" if user_id <= 0 else "PARTICIPANT_ID_INVALID")
    present = user_id in chat.members or chat.user is user
    return member_object(user, Standing.MEMBER if present else Standing.LEFT)


def leave_chat(bot: SimulatedBot, call: Call) -> bool:
    chat = chat_to_read(bot, call)
    if chat.user is not None:
        raise bad_request("chat not found")
    bot.change_standing(chat, bot.user, Standing.LEFT)
    return True


def get_file(bot: SimulatedBot, call: Call) -> Object:
    file = bot.files.find(call.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id" if call.text("file_id") else "file_id not specified")
    if len(file.content) > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return file_object(file) | {"file_path": bot.files.link(file, bot.world.clock.time())}


METHODS: Final[Mapping[str, Callable[[SimulatedBot, Call], Any]]] = {
    "getme": get_me,
    "getupdates": get_updates,
    "getchat": get_chat,
    "getchatmember": get_chat_member,
    "leavechat": leave_chat,
    "getfile": get_file,
    **telegram_sending.METHODS,
    **telegram_editing.METHODS,
    **telegram_menus.METHODS,
    **telegram_webhook.METHODS,
}
