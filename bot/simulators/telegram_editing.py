"""The methods that change what was sent, and that answer button presses."""

from dataclasses import replace
from typing import Final

from bot.simulators.telegram_access import chat_to_read, chat_to_write, message_in
from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_entities import message_text
from bot.simulators.telegram_errors import bad_request
from bot.simulators.telegram_keyboards import inline_keyboard
from bot.simulators.telegram_objects import Object, message_object
from bot.simulators.telegram_requests import Call
from bot.simulators.telegram_sending import link_preview
from bot.simulators.telegram_state import Message
from bot.simulators.telegram_updates import PRESS_SECONDS

_DELETE_SECONDS: Final = 48 * 3600
_MAX_TOAST: Final = 200
_MOST_DELETED: Final = 100
_NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_TOO_OLD: Final = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(bot: SimulatedBot, call: Call) -> Object:
    words = message_text(call.text("text"), call.text("parse_mode"), call.text("entities"))
    keyboard, preview = inline_keyboard(call), link_preview(call)
    message = _own(bot, call)
    if message.file is not None:
        raise bad_request("there is no text in the message to edit")
    if (message.text, message.entities, message.keyboard) == (words.text, words.entities, keyboard):
        raise bad_request(_NOT_MODIFIED)
    bot.admit(message.chat)
    message.earlier.append(message.text)
    message.text, message.entities, message.keyboard = words.text, words.entities, keyboard
    message.extra = {k: v for k, v in message.extra.items() if k != "link_preview_options"} | dict(preview)
    return _edited(bot, call, message)


def edit_message_reply_markup(bot: SimulatedBot, call: Call) -> Object:
    keyboard = inline_keyboard(call)
    message = _own(bot, call)
    if message.keyboard == keyboard:
        raise bad_request(_NOT_MODIFIED)
    bot.admit(message.chat)
    message.keyboard = keyboard
    return _edited(bot, call, message)


def _own(bot: SimulatedBot, call: Call) -> Message:
    """The bot's message that is to be edited."""
    message = message_in(chat_to_write(bot, call), call.integer("message_id"), "message to edit")
    if message.sender is not bot.user:
        raise bad_request("message can't be edited")
    return message


def _edited(bot: SimulatedBot, call: Call, message: Message) -> Object:
    message.edit_date = bot.world.now()
    bot.record(call.method, message)
    bot.world.tell()
    return message_object(message)


def delete_message(bot: SimulatedBot, call: Call) -> bool:
    """In private chats anybody's, in groups only the bot's own: here it is never an administrator."""
    chat = chat_to_read(bot, call)
    if chat.user is None:
        chat_to_write(bot, call)
    message = message_in(chat, call.integer("message_id"), "message to delete")
    if chat.user is None and message.sender is not bot.user:
        raise bad_request("message can't be deleted")
    if bot.world.now() - message.date >= _DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    bot.world.tell()
    return True


def delete_messages(bot: SimulatedBot, call: Call) -> bool:
    """Up to a hundred at once; those that are not there are passed over."""
    wanted = call.json("message_ids", "message identifiers") or []
    if not 1 <= len(wanted) <= _MOST_DELETED:
        raise bad_request("message identifiers are not specified" if not wanted else "too many message identifiers")
    there = chat_to_read(bot, call).messages
    for message_id in wanted:
        if message_id in there and not there[message_id].deleted:
            delete_message(bot, replace(call, params={**call.params, "message_id": str(message_id)}))
    return True


def answer_callback_query(bot: SimulatedBot, call: Call) -> bool:
    press = bot.presses.get(call.text("callback_query_id"))
    if press is None or press.answered or bot.world.clock.time() - press.at > PRESS_SECONDS:
        raise bad_request(_TOO_OLD)
    if len(call.text("text")) > _MAX_TOAST:
        raise bad_request("MESSAGE_TOO_LONG")
    press.answered, press.answer, press.alert = True, call.text("text"), call.flag("show_alert")
    bot.world.tell()
    return True


METHODS: Final = {
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "answercallbackquery": answer_callback_query,
}
