"""The methods that send: sendMessage, sendPhoto and their like, sendMediaGroup, sendChatAction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.simulators.telegram_access import chat_to_write, message_in
from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_entities import Formatted, caption, message_text
from bot.simulators.telegram_errors import ApiError, bad_request, too_large
from bot.simulators.telegram_keyboards import inline_keyboard
from bot.simulators.telegram_objects import Object, message_object
from bot.simulators.telegram_requests import MAX_UPLOAD, Call, as_text
from bot.simulators.telegram_state import Chat, Kind, Message, StoredFile

_MAX_PHOTO: Final = 10 * 2**20
_MAX_ALBUM: Final = 10
_ALONE: Final = {Kind.DOCUMENT}  # kinds that share an album with their own only
_ACTIONS: Final = {
    *("typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"),
    *("upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"),
}


@dataclass(frozen=True, slots=True)
class _Item:
    file: StoredFile
    words: Formatted


def send_message(bot: SimulatedBot, call: Call) -> Object:
    words = message_text(call.text("text"), call.text("parse_mode"), call.text("entities"))
    preview = link_preview(call)
    return _send(bot, call, text=words.text, entities=words.entities, extra=preview)


def link_preview(call: Call) -> Mapping[str, Any]:
    options = call.json("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options} if options else {}


def _sender_of(kind: Kind) -> Callable[[SimulatedBot, Call], Object]:
    def send_file(bot: SimulatedBot, call: Call) -> Object:
        words = caption(call.text("caption"), call.text("parse_mode"), call.text("caption_entities"))
        file = _file(bot, call, kind, call.text(kind), kind)
        return _send(bot, call, text=words.text, entities=words.entities, file=file)

    return send_file


def _send(bot: SimulatedBot, call: Call, **content: Any) -> Object:
    keyboard = inline_keyboard(call)
    chat = chat_to_write(bot, call)
    reply_to = _reply_to(chat, call)
    bot.admit(chat)
    silent = call.flag("disable_notification")
    extra = {**content.pop("extra", {}), **_protection(call)}
    message = bot.add_message(
        chat, bot.user, keyboard=keyboard, reply_to=reply_to, silent=silent, extra=extra, **content
    )
    bot.record(call.method, message)
    return message_object(message)


def _protection(call: Call) -> Mapping[str, Any]:
    return {"has_protected_content": True} if call.flag("protect_content") else {}


def _reply_to(chat: Chat, call: Call) -> Message | None:
    wanted = call.json("reply_parameters", "reply parameters") or {}
    message_id = wanted.get("message_id") or call.integer("reply_to_message_id")
    if not message_id:
        return None
    try:
        return message_in(chat, message_id, "message to be replied")
    except ApiError:
        if wanted.get("allow_sending_without_reply"):
            return None
        raise


def _file(bot: SimulatedBot, call: Call, kind: Kind, reference: str, field: str) -> StoredFile:
    """A file that comes with the call, or one that the bot has seen before."""
    upload = call.uploads.get(reference.removeprefix("attach://") if reference else field)
    if upload is None:
        return _known_file(bot, kind, reference)
    if not upload.content:
        raise bad_request("file must be non-empty")
    if len(upload.content) > MAX_UPLOAD:
        raise too_large()
    if kind is Kind.PHOTO and len(upload.content) > _MAX_PHOTO:
        raise bad_request("PHOTO_SAVE_FILE_INVALID")
    return bot.files.keep(kind, upload.content, name=upload.name, media_type=upload.media_type)


def _known_file(bot: SimulatedBot, kind: Kind, reference: str) -> StoredFile:
    if not reference:
        raise bad_request(f"there is no {kind} in the request")
    if "://" in reference:
        raise bad_request("failed to get HTTP URL content")  # the simulator fetches nothing
    file = bot.files.find(reference)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind is not kind:
        raise bad_request(f"can't use file of type {file.kind.capitalize()} as {kind.capitalize()}")
    return file


def send_media_group(bot: SimulatedBot, call: Call) -> list[Object]:
    items = [_item(bot, call, media) for media in _album(call)]
    kinds = {item.file.kind for item in items}
    if len(kinds) > 1 and kinds & _ALONE:
        raise bad_request("can't use the media of the specified type in the album")
    chat = chat_to_write(bot, call)
    reply_to = _reply_to(chat, call)
    bot.admit(chat, len(items))
    album, extra, silent = new_album(bot), _protection(call), call.flag("disable_notification")
    messages = []
    for item in items:
        content = {"text": item.words.text, "entities": item.words.entities, "file": item.file, "album": album}
        message = bot.add_message(chat, bot.user, reply_to=reply_to, silent=silent, extra=extra, **content)
        bot.record(call.method, message)
        messages.append(message)
    return [message_object(message) for message in messages]


def new_album(bot: SimulatedBot) -> str:
    return str(13_000_000_000_000_000 + next(bot.world.numbers))


def _album(call: Call) -> list[Any]:
    media = call.json("media", "media")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if not media:
        raise bad_request("there are no messages to send")
    if len(media) > _MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    return media


def _item(bot: SimulatedBot, call: Call, media: Any) -> _Item:
    try:
        kind = Kind(media["type"])
        if kind not in (Kind.PHOTO, Kind.VIDEO, Kind.DOCUMENT):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise bad_request("can't parse InputMedia: type must be one of photo, video, document") from None
    entities = as_text(media.get("caption_entities", []))
    words = caption(media.get("caption") or "", media.get("parse_mode") or "", entities)
    return _Item(_file(bot, call, kind, media.get("media", ""), ""), words)


def send_chat_action(bot: SimulatedBot, call: Call) -> bool:
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    bot.actions.append((chat_to_write(bot, call).chat_id, call.text("action")))
    return True


METHODS: Final = {
    "sendmessage": send_message,
    "sendphoto": _sender_of(Kind.PHOTO),
    "senddocument": _sender_of(Kind.DOCUMENT),
    "sendvoice": _sender_of(Kind.VOICE),
    "sendvideo": _sender_of(Kind.VIDEO),
    "sendmediagroup": send_media_group,
    "sendchataction": send_chat_action,
}
