"""Users, chats, messages as the Bot API's JSON objects, with the fields that the real server always fills."""

from typing import Any, Final

from bot.simulators.telegram_state import Chat, Kind, Message, Press, Standing, StoredFile, User

Object = dict[str, Any]

_PHOTO_SIZES: Final = ((90, 67), (1280, 960))  # the simulator does not look into pictures
_VIDEO_SIZE: Final = {"width": 1280, "height": 720}
_GIFTS: Final = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_MAY: Final = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics"),
)
_BOT_CAN: Final = (
    *("can_connect_to_business", "has_main_web_app", "has_topics_enabled", "allows_users_to_create_topics"),
    *("supports_inline_queries", "supports_guest_queries", "can_manage_bots"),
)


def user_object(user: User) -> Object:
    found: Object = {"id": user.user_id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.username:
        found["username"] = user.username
    if user.language:
        found["language_code"] = user.language
    return found


def bot_object(user: User, *, reads_all: bool) -> Object:
    """The fuller answer of getMe."""
    abilities = dict.fromkeys(_BOT_CAN, False)
    return user_object(user) | {"can_join_groups": True, "can_read_all_group_messages": reads_all} | abilities


def chat_object(chat: Chat) -> Object:
    found: Object = {"id": chat.chat_id, "type": chat.type}
    if chat.user is not None:
        name = {"first_name": chat.user.first_name}
        return found | name | ({"username": chat.user.username} if chat.user.username else {})
    found["title"] = chat.title
    if chat.type == "group":
        found |= {"all_members_are_administrators": False, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    return found


def full_chat_object(chat: Chat) -> Object:
    """The answer of getChat."""
    gifts = dict.fromkeys(_GIFTS, chat.type == "private")
    found = chat_object(chat) | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return found if chat.user is not None else found | {"permissions": dict.fromkeys(_MAY, True)}


def member_object(user: User, standing: Standing) -> Object:
    found: Object = {"user": user_object(user), "status": str(standing)}
    return found | ({"until_date": 0} if standing is Standing.KICKED else {})


def membership_object(chat: Chat, by: User, date: int, bot: User, *, before: Standing) -> Object:
    """That the bot's standing in a chat has changed."""
    return {
        "chat": chat_object(chat),
        "from": user_object(by),
        "date": date,
        "old_chat_member": member_object(bot, before),
        "new_chat_member": member_object(bot, chat.standing),
    }


def message_object(message: Message, *, with_reply: bool = True) -> Object:
    found: Object = {
        "message_id": message.message_id,
        "from": user_object(message.sender),
        "chat": chat_object(message.chat),
        "date": message.date,
    }
    if message.edit_date:
        found["edit_date"] = message.edit_date
    if with_reply and message.reply_to is not None and not message.reply_to.deleted:
        found["reply_to_message"] = message_object(message.reply_to, with_reply=False)
    if message.album:
        found["media_group_id"] = message.album
    if message.keyboard:
        found["reply_markup"] = {"inline_keyboard": [list(row) for row in message.keyboard]}
    return found | _content(message) | dict(message.extra)


def _content(message: Message) -> Object:
    found: Object = {}
    if message.text:
        found["text" if message.file is None else "caption"] = message.text
    if message.entities:
        found["entities" if message.file is None else "caption_entities"] = [dict(e) for e in message.entities]
    if message.file is not None:
        found[message.file.kind] = _media(message.file)
    return found


def file_object(file: StoredFile) -> Object:
    return {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": len(file.content)}


def _media(file: StoredFile) -> object:
    match file.kind:
        case Kind.PHOTO:
            sizes = zip((file.preview or file, file), _PHOTO_SIZES, strict=True)
            return [file_object(size) | {"width": width, "height": height} for size, (width, height) in sizes]
        case Kind.VOICE:
            return file_object(file) | {"duration": file.seconds, "mime_type": file.media_type or "audio/ogg"}
        case Kind.VIDEO:
            details = {"duration": file.seconds, "mime_type": file.media_type or "video/mp4"}
            return file_object(file) | _VIDEO_SIZE | details
        case Kind.STICKER:
            look = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
            return file_object(file) | look
    named = {"file_name": file.name, "mime_type": file.media_type or "application/octet-stream"}
    return file_object(file) | {key: value for key, value in named.items() if value}


def press_object(press: Press) -> Object:
    """A callback query; of a message that is gone only the place is told."""
    message = press.message
    seen = message_object(message)
    if message.deleted:
        seen = {"chat": chat_object(message.chat), "message_id": message.message_id, "date": 0}
    return {
        "id": press.press_id,
        "from": user_object(press.user),
        "message": seen,
        "chat_instance": str(message.chat.chat_id * 1_000_003),
        "data": press.data,
    }
