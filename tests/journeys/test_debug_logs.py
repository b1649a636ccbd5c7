"""The whole product at work with every logger at DEBUG: its log opens nothing, quotes nobody and names no account."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, redirect_stderr
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from tests.hostile import hostile_texts
from tests.journeys.steps import CONCERN, file_concern, photo, reply_code_in
from tests.talk import DirectPhone, HttpPhone, Talk
from tests.telegram_world import TOKEN, TelegramPhone
from tests.world import World, open_world
from tests.zalo_world import TOKEN as ZALO_TOKEN
from tests.zalo_world import ZaloPhone

TEXTS = 12
# As whole words: an account's number may stand inside a longer one.
_WORD = r"(?<![\w-]){}(?![\w-])"


@contextmanager
def everything_logged() -> Iterator[tuple[io.StringIO, io.StringIO]]:
    """What the product's log shows, and what it would show without its rules."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    shown, raw = io.StringIO(), io.StringIO()
    with redirect_stderr(shown):
        set_up_logs(logging.DEBUG)
    root.addHandler(logging.StreamHandler(raw))
    try:
        yield shown, raw
    finally:
        root.handlers, root.level = handlers, level


def open_channel(channel: str, folder: Path) -> AbstractAsyncContextManager[World]:
    """A world whose people have this messenger, or the page."""
    return open_world("sqlite", folder, http=channel == "http", telegram=channel == "telegram", zalo=channel == "zalo")


@contextmanager
def every_logger_open() -> Iterator[None]:
    """All at DEBUG, also those that the product has told to be quiet."""
    found = [logger for logger in logging.root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    before = [(logger, logger.level) for logger in found]
    for logger in found:
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)


async def converse(world: World) -> list[str]:
    """An office, a concern with a picture, hostile words; everything that must not be in a log."""
    office, author = await world.office(), await world.staff()
    for text in hostile_texts(TEXTS):
        await author.say(f"Phản ánh: {text}")
    await author.say("huỷ")
    await author.tap("Bỏ ý kiến")
    await author.say("Ảnh đây, do Ngô Thị Thử chụp.", files=[photo()])
    await author.say("huỷ")
    await author.tap("Bỏ ý kiến")
    await file_concern(author)
    code = reply_code_in(author.expect("Mã nhận trả lời"))
    await office.say("cần chuyển")
    return [CONCERN, "Ngô Thị Thử", code, *account_of(author), *account_of(office)]


def account_of(talk: Talk) -> list[str]:
    """What the channel knows somebody by."""
    match talk.phone:
        case TelegramPhone(person=person):
            return [str(person.user.user_id), person.user.first_name]
        case ZaloPhone(person=person):
            return [person.chat_id]
        case HttpPhone(token=token):
            return [token]
        case DirectPhone(account=account):
            return [account.key]
        case other:
            raise TypeError(type(other))


@pytest.mark.parametrize(
    ("channel", "token"), [("telegram", TOKEN), ("zalo", ZALO_TOKEN), ("http", "Bearer")], ids=lambda value: value[:8]
)
async def test_no_log_tells(channel: str, token: str, tmp_path: Path) -> None:
    """Not a token, not a word, not an account; a messenger's libraries would have told, but for the product's rules."""
    with everything_logged() as (shown, raw):
        async with open_channel(channel, tmp_path) as world:
            with every_logger_open():
                secrets = [token, token.partition(":")[2] or token, *await converse(world)]
    told = [secret for secret in secrets if re.search(_WORD.format(re.escape(secret)), shown.getvalue())]
    assert told == []
    assert channel == "http" or any(secret in raw.getvalue() for secret in secrets)
