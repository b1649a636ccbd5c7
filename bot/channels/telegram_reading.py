"""What a Telegram update says, in the channel's own words: aiogram parses, nothing is fetched and nobody is told."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiogram.enums import ChatMemberStatus, ChatType, ContentType
from aiogram.types import (
    Audio,
    CallbackQuery,
    ChatMemberRestricted,
    ChatMemberUnion,
    ChatMemberUpdated,
    Document,
    InlineKeyboardMarkup,
    Message,
    PhotoSize,
    Update,
    Video,
    VideoNote,
    Voice,
)
from pydantic import ValidationError

from handlers import matching
from storage.domain.conversation import Part
from storage.domain.ids import parse_invite, parse_ref, parse_reply_code, refs_in

ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")
# What people send and we cannot take. A message of any other kind (somebody joined, something was pinned) is no word
# to us and gets no answer.
_NOT_TAKEN: Final = frozenset(
    {
        *(ContentType.STICKER, ContentType.LOCATION, ContentType.VENUE, ContentType.CONTACT, ContentType.POLL),
        *(ContentType.DICE, ContentType.GAME, ContentType.STORY, ContentType.CHECKLIST, ContentType.PAID_MEDIA),
        *(ContentType.RICH_MESSAGE, ContentType.GIVEAWAY, ContentType.INVOICE, ContentType.UNKNOWN),
    }
)
_COMMAND: Final = re.compile(r"(/\w{1,32})(?:@\w+)?(?: +(\S+))?", re.ASCII)
_START: Final = "/start"
_LONGEST_LABEL: Final = 60
_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that lies on Telegram's server. ``size`` in bytes, 0 if it was not said.

    ``file_id`` fetches it; ``name`` stays the same as long as it is the same file.
    """

    file_id: str
    size: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody did: wrote, sent files, pressed a button, changed a message. Or what became of a group.

    In a group (not ``is_private``) only this is heard: a code that links it, that somebody writes there or replies to
    a case, that we ``left``, that it ``moved_to`` another number.
    """

    update_ids: tuple[int, ...]  # of an album, those of all parts
    chat_id: int  # of a press in a group, that of the person's private chat
    key: str  # the same when the update comes again
    is_private: bool = True
    in_group: bool = False  # the button that was pressed
    left: bool = False
    moved_to: int | None = None
    text: str = ""
    choice: str | None = None
    uploads: tuple[Upload, ...] = ()
    not_taken: bool = False  # there is something in it of a kind that we cannot take
    corrects: str = ""  # the key of the changed message
    parts: tuple[Part, ...] = ()  # an album's messages
    album: str = ""
    press_id: str = ""
    pressed_on: int | None = None  # the message that shows the button
    pressed_in: int | None = None  # its chat
    old_button: bool = False  # none that we have sent there like this
    language: str = ""  # of the person's Telegram, as it names it
    replies_to: tuple[str, ...] = ()  # the cases that are named in the message of ours it replies to

    @property
    def message_ids(self) -> Sequence[int]:
        """The numbers of the messages it was written in; none of a press or a change."""
        return [int(part) for part in self.key.split("+") if part.isdigit()]

    @property
    def part(self) -> Part:
        """The one message it was written in, or that was changed."""
        return Part(self.corrects or self.key, self.text, self.uploads[0].name if self.uploads else "")


def read(raw: Mapping[str, Any]) -> Heard | None:
    """What the update says, None if it is nothing to us. Raises ValueError if it is no update at all."""
    try:
        update = Update.model_validate(raw)
    except ValidationError as error:
        update = Update.model_validate(_without_unreadable(raw, error))
    if update.message is not None:
        return _message(update.update_id, update.message)
    if update.edited_message is not None:
        return _correction(update.update_id, update.edited_message)
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    if update.my_chat_member is not None:
        return _standing(update.update_id, update.my_chat_member)
    return None


def _without_unreadable(raw: Mapping[str, Any], error: ValidationError) -> Mapping[str, Any]:
    """A newer Telegram may fill a field with what is unknown here. The words, most likely, are in another."""
    places = {each["loc"][:2] for each in error.errors(include_url=False, include_context=False, include_input=False)}
    log.warning("parts of an update cannot be read: %s", sorted(".".join(map(str, place)) for place in places))

    def rest(kind: str, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        return {name: value for name, value in body.items() if (kind, name) not in places}

    return {kind: rest(kind, body) for kind, body in raw.items()}


def _message(update_id: int, message: Message) -> Heard | None:
    if message.chat.type != ChatType.PRIVATE:
        return _in_group(update_id, message)
    text, uploads = _typed(message), _uploads(message)
    not_taken = message.content_type in _NOT_TAKEN
    if not (text or uploads or not_taken):
        return None
    return Heard(
        (update_id,),
        message.chat.id,
        str(message.message_id),
        text=text,
        choice=_pressed_by_word(message),
        uploads=uploads,
        not_taken=not_taken,
        album=message.media_group_id or "",
        language=_language(message),
        replies_to=_replied_about(message.reply_to_message),
    )


def _replied_about(replied: Message | None) -> tuple[str, ...]:
    if replied is None or replied.from_user is None or not replied.from_user.is_bot:
        return ()
    return refs_in(replied.text or replied.caption or "")


def _typed(message: Message) -> str:
    """The words, or the caption. A command comes without the bot's name; a link's code in place of its /start."""
    text = message.text or message.caption or ""
    command = _COMMAND.fullmatch(text)
    if command is None:
        return text
    name, payload = command[1], command[2] or ""
    if name != _START:
        return f"{name} {payload}".rstrip()
    is_ours = parse_invite(payload) or parse_ref(payload) or parse_reply_code(payload)
    return payload if is_ours else name


def _uploads(message: Message) -> tuple[Upload, ...]:
    """The file of the message; of a photo the largest size."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (_upload(largest),)
    kinds = (message.document, message.voice, message.video, message.audio, message.video_note)
    return tuple(_upload(found) for found in kinds if found is not None)


def _upload(found: PhotoSize | Document | Voice | Video | Audio | VideoNote) -> Upload:
    return Upload(found.file_id, found.file_size or 0, found.file_unique_id)


def _pressed_by_word(message: Message) -> str | None:
    """The button that was meant by a number or a label, typed in reply to the very message that shows it."""
    replied = message.reply_to_message
    if replied is None or replied.reply_markup is None or not message.text or len(message.text) > _LONGEST_LABEL:
        return None
    return matching.offered(message.text, _buttons(replied.reply_markup))


def _buttons(keyboard: InlineKeyboardMarkup) -> Sequence[tuple[str, str]]:
    return [(each.text, each.callback_data) for row in keyboard.inline_keyboard for each in row if each.callback_data]


def _correction(update_id: int, message: Message) -> Heard | None:
    """Words or a file that were changed; a place that moves is neither."""
    text, uploads = _typed(message), _uploads(message)
    if message.chat.type != ChatType.PRIVATE or not (text or uploads):
        return None
    return Heard(
        (update_id,),
        message.chat.id,
        f"edit-{update_id}",  # not by its date, which is the same for a whole second
        text=text,
        uploads=uploads,
        corrects=str(message.message_id),
        language=_language(message),
    )


def _language(message: Message) -> str:
    return (message.from_user.language_code or "") if message.from_user is not None else ""


def _press(update_id: int, press: CallbackQuery) -> Heard | None:
    """A button under a message of the bot; in a group it is pressed by one person, with whom we go on in private."""
    if press.data is None:
        return None
    chat = press.message.chat if press.message is not None else None
    return Heard(
        (update_id,),
        press.from_user.id,
        f"press-{press.id}",
        in_group=chat is not None and chat.type != ChatType.PRIVATE,
        choice=press.data,
        press_id=press.id,
        pressed_on=press.message.message_id if press.message is not None else None,
        pressed_in=chat.id if chat is not None else None,
        language=press.from_user.language_code or "",
    )


def _standing(update_id: int, change: ChatMemberUpdated) -> Heard | None:
    """The bot was taken out of a group. That somebody blocked it is learned from what cannot be sent."""
    if change.chat.type not in _GROUPS or _may_speak(change.new_chat_member):
        return None
    return _group(update_id, change.chat.id, left=True)


def _may_speak(ours: ChatMemberUnion) -> bool:
    if isinstance(ours, ChatMemberRestricted):
        return ours.is_member and ours.can_send_messages
    return ours.status in (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


def _in_group(update_id: int, message: Message) -> Heard | None:
    """Something in a group; channels are not spoken to."""
    if message.chat.type not in _GROUPS:
        return None
    if message.migrate_to_chat_id is not None:
        return _group(update_id, message.chat.id, moved_to=message.migrate_to_chat_id)
    replies_to = _replied_about(message.reply_to_message)
    if not (message.text or replies_to or _is_new_there(message)):
        return None
    return _group(update_id, message.chat.id, text=_linking_code(message.text or ""), replies_to=replies_to)


def _is_new_there(message: Message) -> bool:
    """Whether a bot was taken into the group. Of our standing in it we also hear when it becomes a supergroup."""
    begins = message.group_chat_created or message.supergroup_chat_created
    return bool(begins) or any(member.is_bot for member in message.new_chat_members or ())


def _linking_code(text: str) -> str:
    """The code of "/noinhom K7QM-2XPA-9RTD", or of one that comes after the bot's name; else people talk."""
    words = text.split(maxsplit=1)
    typed = words[1].strip() if len(words) == 2 and words[0].startswith(("/", "@")) else ""
    return typed if parse_invite(typed) else ""


def _group(update_id: int, chat_id: int, **what: Any) -> Heard:
    return Heard((update_id,), chat_id, f"group-{update_id}", is_private=False, **what)
