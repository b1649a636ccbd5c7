"""The commands menu by scope and language, and the menu button."""

import re
from typing import Any, Final

from bot.simulators.telegram_bot import SimulatedBot
from bot.simulators.telegram_errors import bad_request
from bot.simulators.telegram_requests import Call

# Scope, chat, person, language: zero or empty where the scope has none.
Scope = tuple[str, int, int, str]

_WIDE: Final = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
_OF_CHAT: Final = {"chat", "chat_administrators", "chat_member"}
_NAME: Final = re.compile(r"[a-z0-9_]{1,32}")
_MAX_DESCRIPTION: Final = 256
_MAX_COMMANDS: Final = 100


def set_my_commands(bot: SimulatedBot, call: Call) -> bool:
    commands = call.json("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > _MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    bot.commands[_scope(bot, call)] = [_command(each) for each in commands]
    return True


def _command(given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or not {"command", "description"} <= given.keys():
        raise bad_request("can't parse BotCommand: a command and a description are needed")
    name = str(given["command"]).removeprefix("/")
    if not _NAME.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 0 < len(given["description"]) <= _MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": given["description"]}


def get_my_commands(bot: SimulatedBot, call: Call) -> list[dict[str, str]]:
    return bot.commands.get(_scope(bot, call), [])


def delete_my_commands(bot: SimulatedBot, call: Call) -> bool:
    bot.commands.pop(_scope(bot, call), None)
    return True


def _scope(bot: SimulatedBot, call: Call) -> Scope:
    given = call.json("scope", "BotCommandScope") or {"type": "default"}
    kind, language = given.get("type", ""), call.text("language_code")
    if kind in _WIDE:
        return (kind, 0, 0, language)
    if kind not in _OF_CHAT:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat_id = int(given.get("chat_id", 0))
    if chat_id not in bot.chats:
        raise bad_request("chat not found")
    return (kind, chat_id, int(given.get("user_id", 0)), language)


def commands_seen(bot: SimulatedBot, chat_id: int, user_id: int, language: str) -> list[dict[str, str]]:
    """The menu that this person sees in this chat: the narrowest scope, and in it the own language, goes first."""
    wide = "all_private_chats" if chat_id > 0 else "all_group_chats"
    scopes = [("chat_member", chat_id, user_id), ("chat", chat_id, 0), (wide, 0, 0), ("default", 0, 0)]
    for kind, chat, user in scopes:
        for spoken in (language, ""):
            if (kind, chat, user, spoken) in bot.commands:
                return bot.commands[kind, chat, user, spoken]
    return []


def set_chat_menu_button(bot: SimulatedBot, call: Call) -> bool:
    bot.menu_buttons[call.integer("chat_id")] = call.json("menu_button", "menu button") or {"type": "default"}
    return True


def get_chat_menu_button(bot: SimulatedBot, call: Call) -> dict[str, Any]:
    general = bot.menu_buttons.get(0, {"type": "commands"})
    return bot.menu_buttons.get(call.integer("chat_id"), general)


METHODS: Final = {
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "deletemycommands": delete_my_commands,
    "setchatmenubutton": set_chat_menu_button,
    "getchatmenubutton": get_chat_menu_button,
}
