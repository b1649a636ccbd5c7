"""Which chat a call means, and whether the bot may write there. The words are those of the real server."""

from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_errors import ApiError, bad_request, forbidden
from bot.simulators.telegram_requests import Call
from bot.simulators.telegram_state import Chat, Message, Standing


def chat_to_read(bot: SimulatedBot, call: Call) -> Chat:
    reference = call.text("chat_id")
    if not reference:
        raise bad_request("chat_id is empty")
    chat = bot.chats.get(call.integer("chat_id"))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def chat_to_write(bot: SimulatedBot, call: Call) -> Chat:
    """The chat, if messages may be sent and edited there."""
    # The bot has met this person in a group only; a chat that never began is not found, and so says "chat not found".
    if call.integer("chat_id") in bot.known_users and call.integer("chat_id") not in bot.chats:
        raise forbidden("bot can't initiate conversation with a user")
    chat = chat_to_read(bot, call)
    if chat.user is not None:
        _check_person(chat)
    else:
        _check_group(chat)
    return chat


def _check_person(chat: Chat) -> None:
    if chat.user is not None and chat.user.deactivated:
        raise forbidden("user is deactivated")
    if chat.standing is Standing.KICKED:
        raise forbidden("bot was blocked by the user")


def _check_group(chat: Chat) -> None:
    if chat.upgraded_to is not None:
        text = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, text, migrate_to_chat_id=chat.upgraded_to)
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    if chat.standing is Standing.KICKED:
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    if chat.standing is Standing.LEFT:
        raise forbidden(f"bot is not a member of the {chat.type} chat")


def message_in(chat: Chat, message_id: int, purpose: str) -> Message:
    """``purpose`` is named if it is not there: "message to edit"."""
    message = chat.messages.get(message_id)
    if message is None or message.deleted:
        raise bad_request(f"{purpose} not found")
    return message
