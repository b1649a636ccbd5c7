"""Inline keyboards as a bot sends them."""

from typing import Any, Final

from bot.simulators.telegram_errors import bad_request
from bot.simulators.telegram_requests import Call

Keyboard = tuple[tuple[dict[str, Any], ...], ...]  # rows of InlineKeyboardButton objects

MAX_DATA: Final = 64  # bytes
_MAX_BUTTONS: Final = 100  # undocumented
_ACTIONS: Final = {
    *("url", "web_app", "copy_text", "login_url", "callback_game", "pay"),
    *("switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat"),
}


def inline_keyboard(call: Call) -> Keyboard:
    """The keyboard under the message; other kinds of reply markup leave none."""
    markup = call.json("reply_markup", "reply keyboard markup")
    if markup is None:
        return ()
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    rows = markup.get("inline_keyboard", [])
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    keyboard = tuple(tuple(_button(button) for button in row) for row in rows if row)
    if sum(len(row) for row in keyboard) > _MAX_BUTTONS:
        raise bad_request("reply markup is too long")
    return keyboard


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not button.get("text"):
        raise _unreadable('Field "text" must be of type String')
    data = button.get("callback_data", "")
    if not data and not _ACTIONS & button.keys():
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(data.encode()) > MAX_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def _unreadable(text: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {text}")
