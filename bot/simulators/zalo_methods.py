"""The eleven methods. Every other one is unknown, as it is to Zalo."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from aiohttp import ClientError

from bot.simulators.zalo_errors import ZaloRefusal, not_found, quota_exceeded, rejected, request_timeout, webhook_is_set
from bot.simulators.zalo_hosts import is_here
from bot.simulators.zalo_requests import Call
from bot.simulators.zalo_state import Chat, Sent, World
from bot.simulators.zalo_webhook import Webhook, check, verify

MOST_CHARACTERS: Final = 2000
_DEFAULT_POLL: Final = 30.0
BOT_NAME: Final = "Bot Đối Thoại"
_TOO_OFTEN: Final = ZaloRefusal(426, "Daily limit reached")

Result = dict[str, Any] | list[Any] | None


async def perform(world: World, call: Call) -> Result:
    """The result of the call, None where the answer has none; raises ZaloRefusal."""
    method = METHODS.get(call.method)
    if method is None or call.method in world.behaviour.missing_methods:
        raise not_found()
    return await method(world, call)


async def _get_me(world: World, _call: Call) -> Result:
    return {
        "id": world.token.partition(":")[0],
        "account_name": "bot.doithoai",
        "account_type": "BASIC",
        "can_join_groups": world.behaviour.can_join_groups,
        "display_name": BOT_NAME,
    }


# Receiving


async def _get_updates(world: World, call: Call) -> Result:
    if world.webhook is not None:
        raise webhook_is_set()
    update = await world.updates.poll(call.seconds("timeout", _DEFAULT_POLL))
    if update is not None:
        return [update.body] if world.behaviour.lists_updates or update.as_list else update.body
    if world.behaviour.idle_is_empty:
        return {}
    raise request_timeout()


async def _set_webhook(world: World, call: Call) -> Result:
    url, secret = call.text("url"), call.text("secret_token")
    check(world, url, secret)
    _count_webhook_call(world)
    await _replace(world, Webhook(world, url, secret))
    found = _webhook_info(world)
    if world.behaviour.verifies and world.webhook is not None:
        found["verification"] = await verify(world, world.webhook)
    world.updates.hand_over()
    return found


async def _delete_webhook(world: World, _call: Call) -> Result:
    await _replace(world, None)
    return _webhook_info(world)


async def _get_webhook_info(world: World, _call: Call) -> Result:
    if world.webhook is None and not world.behaviour.missing_webhook_is_empty:
        raise not_found()
    return _webhook_info(world)


async def _test_webhook(world: World, _call: Call) -> Result:
    if world.webhook is None:
        raise not_found()
    _count_webhook_call(world)
    return await verify(world, world.webhook)


async def _replace(world: World, webhook: Webhook | None) -> None:
    before, world.webhook = world.webhook, webhook
    world.updates.deliver = webhook.deliver if webhook is not None else None
    world.webhook_changed = world.milliseconds()
    if before is not None:
        world.updates.put_back(await before.stop())
    world.tell()


def _webhook_info(world: World) -> dict[str, Any]:
    return {"url": world.webhook.url if world.webhook is not None else "", "updated_at": world.webhook_changed}


def _count_webhook_call(world: World) -> None:
    limit, today = world.behaviour.webhook_calls_a_day, world.day()
    if limit is not None and world.webhook_calls.get(today, 0) >= limit:
        raise _TOO_OFTEN
    world.webhook_calls[today] = world.webhook_calls.get(today, 0) + 1


# Sending


async def _send_message(world: World, call: Call) -> Result:
    chat = _chat(world, call)
    text = _bounded(world, "text", call.text("text"), least=1)
    markup = call.text("parse_mode")
    if markup and (world.behaviour.refuses_markup or markup not in ("markdown", "html")):
        raise rejected("The parse_mode is invalid")
    return _send(world, call, chat, text=text, parse_mode=markup)


async def _send_photo(world: World, call: Call) -> Result:
    chat = _chat(world, call)
    url = call.text("photo")
    caption = _bounded(world, "caption", call.text("caption"), least=0)
    if not url:
        raise rejected("The photo must not be empty")
    if not url.startswith(("http://", "https://")):
        raise rejected("The photo must start with http:// or https://")
    return _send(world, call, chat, text=caption, photo=url, picture=await _fetched(world, url))


async def _fetched(world: World, url: str) -> bytes | None:
    """What the phone shows. The first fetch decides on the answer, further ones only on the picture."""
    picture: bytes | None = None
    for fetch in range(world.behaviour.photo_fetches):
        picture = await _fetch(world, url)
        if fetch == 0 and not picture:
            raise rejected("The photo URL is invalid")
    return picture


async def _fetch(world: World, url: str) -> bytes:
    assert world.http is not None, "the simulator is not running"
    if not is_here(url):
        return b""
    try:
        async with world.http.get(url) as response:
            good = response.status == 200 and response.content_type.startswith("image/")
            return await response.read() if good else b""
    except (ClientError, OSError):
        return b""


async def _send_sticker(world: World, call: Call) -> Result:
    chat = _chat(world, call)
    if not call.text("sticker"):
        raise rejected("The sticker must not be empty")
    return _send(world, call, chat, sticker=call.text("sticker"))


async def _send_voice(world: World, call: Call) -> Result:
    """To a group Zalo says yes and delivers nothing."""
    chat = _chat(world, call)
    url = call.text("voice_url")
    if not url.startswith(("http://", "https://")) or not url.endswith(".aac"):
        raise rejected("The voice_url is invalid")
    return _send(world, call, chat, voice=url, delivered=chat.kind == "PRIVATE")


async def _send_chat_action(world: World, call: Call) -> Result:
    chat = _chat(world, call)
    if call.text("action") != "typing":
        raise rejected("The action is invalid")
    world.actions.append((chat.chat_id, "typing"))
    return None


def _chat(world: World, call: Call) -> Chat:
    chat_id = call.text("chat_id")
    if not chat_id:
        raise rejected("The chat_id must not be empty")
    chat = world.chats.get(chat_id)
    if chat is None or chat.blocked or not (chat.wrote or world.behaviour.takes_strangers):
        raise rejected("The chat_id is invalid")
    return chat


def _bounded(world: World, name: str, text: str, *, least: int) -> str:
    length = len(text) if world.behaviour.counts_characters else len(text.encode("utf-16-le")) // 2
    if not least <= length <= MOST_CHARACTERS:
        raise rejected(f"The {name} must have {least} to {MOST_CHARACTERS} characters")
    return text


def _send(world: World, call: Call, chat: Chat, **content: Any) -> Result:
    users, messages = world.behaviour.user_limit, world.behaviour.message_limit
    if messages is not None and world.messages_this_month >= messages:
        raise quota_exceeded()
    if users is not None and chat.number > users:
        raise quota_exceeded()
    message = Sent(world.clock.time(), call.method, chat.chat_id, world.new_id(), **content)
    world.add_sent(message)
    return {"message_id": message.message_id, "date": world.milliseconds()}


METHODS: Final[dict[str, Callable[[World, Call], Awaitable[Result]]]] = {
    "getMe": _get_me,
    "getUpdates": _get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": _delete_webhook,
    "getWebhookInfo": _get_webhook_info,
    "testWebhook": _test_webhook,
    "sendMessage": _send_message,
    "sendPhoto": _send_photo,
    "sendSticker": _send_sticker,
    "sendVoice": _send_voice,
    "sendChatAction": _send_chat_action,
}
