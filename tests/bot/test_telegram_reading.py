"""What a Telegram update means to us: one table of updates, and what is read out of each."""

from typing import Any, Final

import pytest
from aiogram.types import ChatMemberRestricted

from bot.channels.telegram_reading import Heard, Upload, read

CHAT: Final = 5_000_000_001
WHEN: Final = 1_793_584_800
PERSON: Final = {"id": CHAT, "is_bot": False, "first_name": "Ai Đó", "username": "ai_do", "language_code": "en-GB"}
BOT: Final = {"id": 7_000_000_001, "is_bot": True, "first_name": "Đối Thoại"}
PRIVATE: Final = {"id": CHAT, "type": "private", "first_name": "Ai Đó"}
GROUP: Final = {"id": -4_000_000_001, "type": "group", "title": "Phòng"}
FILE: Final = {"file_id": "f1", "file_unique_id": "u1", "file_size": 7}
KEYBOARD: Final = {
    "inline_keyboard": [
        [{"text": "Đã rõ", "callback_data": "a.clear.X"}],
        [{"text": "Trang", "url": "https://a.example"}],
    ]
}


def message(**content: Any) -> dict[str, Any]:
    body = {"message_id": 12, "from": PERSON, "chat": PRIVATE, "date": WHEN, **content}
    return {"update_id": 100, "message": body}


def heard(**content: Any) -> Heard:
    return Heard(**{"update_ids": (100,), "chat_id": CHAT, "key": "12", "language": "en-GB", **content})


def text(words: str, **content: Any) -> dict[str, Any]:
    return message(text=words, **content)


def press(**content: Any) -> dict[str, Any]:
    under = {"message_id": 11, "from": BOT, "chat": PRIVATE, "date": WHEN, "text": "Chọn", "reply_markup": KEYBOARD}
    body = {"id": "901", "from": PERSON, "chat_instance": "1", "message": under, "data": "a.clear.X", **content}
    return {"update_id": 100, "callback_query": body}


def standing(chat: dict[str, Any], status: str, **rights: bool) -> dict[str, Any]:
    rest = {"until_date": 0} if status in ("kicked", "restricted") else {}
    new = {"user": BOT, "status": status, **rest, **rights}
    change = {"chat": chat, "from": PERSON, "date": WHEN, "old_chat_member": {"user": BOT, "status": "left"}}
    return {"update_id": 100, "my_chat_member": {**change, "new_chat_member": new}}


PHOTO: Final = [
    {**FILE, "file_id": "small", "width": 90, "height": 67, "file_size": 9_000},
    {**FILE, "file_id": "large", "width": 1280, "height": 960, "file_size": 90_000},
    {**FILE, "file_id": "middle", "width": 320, "height": 240, "file_size": 20_000},
]
VIDEO: Final = {**FILE, "width": 1, "height": 1, "duration": 1}
STICKER: Final = {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}
CONTACT: Final = {"phone_number": "+84900000000", "first_name": "Ai"}
PLACE: Final = {"latitude": 16.05, "longitude": 108.2}
VENUE: Final = {"location": PLACE, "title": "a", "address": "b"}
CHOICE: Final = {"persistent_id": "1", "text": "a", "voter_count": 0}
POLL: Final = {
    "id": "1",
    "question": "?",
    "options": [CHOICE],
    "total_voter_count": 0,
    "is_closed": False,
    "type": "regular",
    "is_anonymous": True,
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
RIGHTS: Final = {name: True for name in ChatMemberRestricted.model_fields if name.startswith("can_")}
TASK: Final = {"message_id": 11, "from": BOT, "chat": GROUP, "date": WHEN, "text": "Việc mới DT-7K3Q-9XMD"}
IN_GROUP: Final = heard(chat_id=GROUP["id"], key="group-100", is_private=False, language="")
ONE: Final = (Upload("f1", 7, "u1"),)

READ: Final[dict[str, tuple[dict[str, Any], Heard | None]]] = {
    "text": (text("Máy hỏng"), heard(text="Máy hỏng")),
    "text-of-lines": (text("Máy hỏng\n\nPhòng 2"), heard(text="Máy hỏng\n\nPhòng 2")),
    "command": (text("/viec"), heard(text="/viec")),
    "command-to-this-bot": (text("/viec@doi_thoai_bot"), heard(text="/viec")),
    "no-command": (text("/nhà ai@đâu"), heard(text="/nhà ai@đâu")),
    "start": (text("/start"), heard(text="/start")),
    "link-with-invite": (text("/start K7QM-2XPA-9RTD"), heard(text="K7QM-2XPA-9RTD")),
    "link-with-reply-code": (text("/start 4T9BK2WMX7RA30HD"), heard(text="4T9BK2WMX7RA30HD")),
    "link-with-reference": (text("/start DT-7K3Q-9XMD"), heard(text="DT-7K3Q-9XMD")),
    "link-with-anything": (text("/start utm_source-1"), heard(text="/start")),
    "photo": (message(photo=PHOTO), heard(uploads=(Upload("large", 90_000, "u1"),))),
    "photo-with-caption": (
        message(photo=PHOTO, caption="Ghế gãy"),
        heard(text="Ghế gãy", uploads=(Upload("large", 90_000, "u1"),)),
    ),
    "album": (
        message(photo=PHOTO[:1], media_group_id="77"),
        heard(uploads=(Upload("small", 9_000, "u1"),), album="77"),
    ),
    "document": (message(document=FILE), heard(uploads=ONE)),
    "file-of-unknown-size": (
        message(document={"file_id": "f1", "file_unique_id": "u1"}),
        heard(uploads=(Upload("f1", 0, "u1"),)),
    ),
    "voice": (message(voice={**FILE, "duration": 1}), heard(uploads=ONE)),
    "video": (message(video=VIDEO, caption="Dột"), heard(text="Dột", uploads=ONE)),
    "round-video": (message(video_note={**FILE, "length": 1, "duration": 1}), heard(uploads=ONE)),
    "music": (message(audio={**FILE, "duration": 1}), heard(uploads=ONE)),
    "moving-picture": (message(animation=VIDEO, document=FILE), heard(uploads=ONE)),
    "sticker": (message(sticker=STICKER), heard(not_taken=True)),
    "location": (message(location=PLACE), heard(not_taken=True)),
    "venue": (message(venue=VENUE, location=PLACE), heard(not_taken=True)),
    "contact": (message(contact=CONTACT), heard(not_taken=True)),
    "poll": (message(poll=POLL), heard(not_taken=True)),
    "dice": (message(dice={"emoji": "🎲", "value": 1}), heard(not_taken=True)),
    "of-a-kind-to-come": (message(hologram={}), heard(not_taken=True)),
    "pinned": (message(pinned_message={"message_id": 1, "chat": PRIVATE, "date": 0}), None),
    "forwarded": (
        text("Của người khác", forward_origin={"type": "hidden_user", "sender_user_name": "X", "date": WHEN}),
        heard(text="Của người khác"),
    ),
    "forwarded-from-a-kind-to-come": (
        text("Của người khác", forward_origin={"type": "hologram"}, quote={}, link_preview_options=7),
        heard(text="Của người khác"),
    ),
    "in-reply-to-what-cannot-be-read": (text("Đúng", reply_to_message={"message_id": 1}), heard(text="Đúng")),
    "by-somebody-of-a-kind-to-come": (text("Đúng", **{"from": {"id": "x"}}), heard(text="Đúng", language="")),
    "number-in-reply-to-a-notice": (
        text(
            "1",
            reply_to_message={"message_id": 11, "from": BOT, "chat": PRIVATE, "date": WHEN, "reply_markup": KEYBOARD},
        ),
        heard(text="1", choice="a.clear.X"),
    ),
    "label-in-reply-to-a-notice": (
        text(
            "da ro",
            reply_to_message={"message_id": 11, "from": BOT, "chat": PRIVATE, "date": WHEN, "reply_markup": KEYBOARD},
        ),
        heard(text="da ro", choice="a.clear.X"),
    ),
    "words-in-reply-to-a-notice": (
        text(
            "Chưa đâu",
            reply_to_message={"message_id": 11, "from": BOT, "chat": PRIVATE, "date": WHEN, "reply_markup": KEYBOARD},
        ),
        heard(text="Chưa đâu"),
    ),
    "words-in-reply-to-words": (
        text("1", reply_to_message={"message_id": 11, "from": BOT, "chat": PRIVATE, "date": WHEN, "text": "a"}),
        heard(text="1"),
    ),
    "edited": (
        {"update_id": 100, "edited_message": {**text("Mới")["message"], "edit_date": WHEN + 5}},
        heard(key="edit-100", text="Mới", corrects="12"),
    ),
    "edited-caption": (
        {"update_id": 100, "edited_message": {**message(photo=PHOTO, caption="Mới")["message"], "edit_date": WHEN}},
        heard(key="edit-100", text="Mới", corrects="12", uploads=(Upload("large", 90_000, "u1"),)),
    ),
    "edited-to-a-command": (
        {"update_id": 100, "edited_message": {**text("/huy@doi_thoai_bot")["message"], "edit_date": WHEN}},
        heard(key="edit-100", text="/huy", corrects="12"),
    ),
    "caption-taken-away": (
        {"update_id": 100, "edited_message": {**message(photo=PHOTO)["message"], "edit_date": WHEN}},
        heard(key="edit-100", corrects="12", uploads=(Upload("large", 90_000, "u1"),)),
    ),
    "a-place-that-moves": (
        {"update_id": 100, "edited_message": {**message(location=PLACE)["message"], "edit_date": WHEN}},
        None,
    ),
    "edited-in-a-group": (
        {"update_id": 100, "edited_message": {**text("Mới", chat=GROUP)["message"], "edit_date": WHEN}},
        None,
    ),
    "press": (
        press(),
        heard(key="press-901", choice="a.clear.X", press_id="901", pressed_on=11, pressed_in=PRIVATE["id"]),
    ),
    "press-under-a-message-that-is-gone": (
        press(message={"chat": PRIVATE, "message_id": 3, "date": 0}),
        heard(key="press-901", choice="a.clear.X", press_id="901", pressed_on=3, pressed_in=PRIVATE["id"]),
    ),
    "press-of-a-game": ({**press(data=None), "callback_query": {**press()["callback_query"], "data": None}}, None),
    "press-in-a-group": (
        press(message={"chat": GROUP, "message_id": 3, "date": 0}),
        heard(key="press-901", choice="a.clear.X", press_id="901", pressed_on=3, pressed_in=GROUP["id"], in_group=True),
    ),
    "text-in-a-group": (text("Chào", chat=GROUP), IN_GROUP),
    "blanks-in-a-group": (text("\u00a0", chat=GROUP), IN_GROUP),
    "photo-in-a-group": (message(photo=PHOTO, caption="Chào", chat=GROUP), None),
    "answer-to-a-task-in-a-group": (
        message(photo=PHOTO, chat=GROUP, reply_to_message=TASK),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, language="", replies_to=("DT-7K3Q-9XMD",)),
    ),
    "somebody-joined-a-group": (message(chat=GROUP, new_chat_members=[PERSON]), None),
    "taken-into-a-group": (message(chat=GROUP, new_chat_members=[BOT]), IN_GROUP),
    "there-when-a-group-begins": (message(chat=GROUP, group_chat_created=True), IN_GROUP),
    "in-a-group": (standing(GROUP, "member"), None),
    "thrown-out-of-a-group": (
        standing(GROUP, "kicked"),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, left=True, language=""),
    ),
    "restricted-in-a-group": (standing(GROUP, "restricted", is_member=True, **RIGHTS), None),
    "silenced-in-a-group": (
        standing(GROUP, "restricted", is_member=True, **{**RIGHTS, "can_send_messages": False}),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, left=True, language=""),
    ),
    "restricted-and-thrown-out-of-a-group": (
        standing(GROUP, "restricted", is_member=False, **RIGHTS),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, left=True, language=""),
    ),
    "group-that-moves": (
        message(chat=GROUP, migrate_to_chat_id=-1_000_000_000_007),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, moved_to=-1_000_000_000_007, language=""),
    ),
    "code-in-a-group": (
        text("/noinhom@doithoai_bot k7qm 2xpa 9rtd", chat=GROUP),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, text="k7qm 2xpa 9rtd", language=""),
    ),
    "code-on-a-line-of-its-own-in-a-group": (
        text("/noinhom\nK7QM-2XPA-9RTD", chat=GROUP),
        heard(chat_id=GROUP["id"], key="group-100", is_private=False, text="K7QM-2XPA-9RTD", language=""),
    ),
    "code-in-what-people-say-to-each-other": (
        text("mã K7QM-2XPA-9RTD", chat=GROUP),
        IN_GROUP,
    ),
    "blocked": (standing(PRIVATE, "kicked"), None),
    "unblocked": (standing(PRIVATE, "member"), None),
    "taken-into-a-channel": (standing({"id": -100, "type": "channel", "title": "K"}, "member"), None),
    "update-of-another-kind": ({"update_id": 100, "poll": POLL}, None),
    "update-of-a-kind-to-come": ({"update_id": 100, "dream": {}}, None),
}


@pytest.mark.parametrize(("update", "said"), READ.values(), ids=READ)
def test_an_update_is_read(update: dict[str, Any], said: Heard | None) -> None:
    """Words, files, presses and changes come out as what they are; what is nothing to us comes out as nothing."""
    assert read(update) == said


def test_no_name_is_read() -> None:
    """Nothing that is read holds the person's name in Telegram."""
    said = [str(read(update)) for update, _ in READ.values()]
    assert [words for words in said if "Ai Đó" in words or "ai_do" in words] == []


@pytest.mark.parametrize(
    "update", [{}, {"update_id": 1, "message": {}}, {"update_id": 1, "message": "a"}, {"update_id": "x"}]
)
def test_what_is_no_update_is_refused(update: dict[str, Any]) -> None:
    """It raises ValueError."""
    with pytest.raises(ValueError, match="validation error"):
        read(update)
