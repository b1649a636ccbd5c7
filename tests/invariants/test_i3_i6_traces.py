"""I3, I6: nothing on a disk names an author, and a draft that is over is nowhere."""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.logs import set_up_logs
from storage.domain.conversation import Account
from tests.handlers.changing_steps import change, write
from tests.invariants.searching import everything_on_disk, found_in, spellings
from tests.invariants.watching import database_of
from tests.journeys.steps import file_concern, reply_code_in
from tests.storage.databases import KINDS
from tests.talk import DirectPhone, Talk
from tests.telegram_world import TelegramPhone
from tests.world import World, open_world
from tests.zalo_world import ZaloPhone

NAME = "Bùi Thị Không Ai Biết"
SIGNED = "Ngô Thị Có Ký Tên"
MESSAGE, MESSAGE_DROPPED = "774411229", "774411230"  # keys of two messages
SENT, REPLACED, DROPPED = "con mèo xanh lá", "cái ghế tím than", "chậu hoa cam cháy"
OVER = {"web": "sqlite", "telegram": "sqlite", "zalo": "sqlite", "postgresql": "postgresql"}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """What the product logs, down to the last detail, in a file."""
    root = logging.getLogger()
    before = root.level, list(root.handlers)
    set_up_logs(logging.DEBUG)
    (formatter,) = [handler.formatter for handler in root.handlers]
    handler = logging.FileHandler(tmp_path / "log")
    handler.setFormatter(formatter)
    root.handlers[:] = [handler, *before[1]]
    yield tmp_path / "log"
    handler.close()
    root.handlers[:] = before[1]
    root.setLevel(before[0])


@pytest.fixture(params=OVER)
async def office(request: pytest.FixtureRequest, tmp_path: Path, log: Path) -> AsyncIterator[World]:
    """On every channel, and on both databases."""
    over = {name: request.param == name for name in ("telegram", "zalo")}
    async with open_world(OVER[request.param], tmp_path / "data", **over) as world:
        yield world


async def author_of(world: World) -> tuple[Talk, Account]:
    """Somebody with a name on the channel, and the address there."""
    author = await world.staff("KT")
    match author.phone:
        case TelegramPhone():
            author.phone.person.user.first_name = NAME
            return author, Account("telegram", str(author.phone.person.chat_id))
        case ZaloPhone():
            author.phone.person.chat.name = NAME
            return author, Account("zalo", author.phone.person.chat.chat_id)
        case DirectPhone():
            return author, author.phone.account
    raise AssertionError


async def test_i3_nothing_on_a_disk_names_the_author(
    office: World, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Database, its log, data folder, temporary folder and the product's log at DEBUG: in no spelling, anywhere."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    logging.getLogger("bot").debug("the log is kept")
    desk = await office.office()
    author, account = await author_of(office)
    await file_concern(author, f"Máy in hỏng, {SENT}.")
    await author.say(reply_code_in(author.expect("Mã nhận trả lời")))
    await desk.tap("Chọn đơn vị khác")
    await desk.say("VP")
    author.expect("DT-")
    everything = await everything_on_disk(office, tmp_path)
    assert b"the log is kept" in everything[log]
    assert found_in(everything, spellings(account, NAME)) == []


async def test_i6_a_draft_that_is_over_is_nowhere(world: World, tmp_path: Path) -> None:
    """A text that was dropped, or replaced before it was sent, is on no disk; no draft keeps one that was sent."""
    author = await world.staff("KT")
    await author.say(f"Bỏ đi: {DROPPED}, không gửi nữa.")
    await author.tap("Không ghi tên")
    await author.say("hủy")
    await author.tap("Bỏ ý kiến")
    await author.say(f"Viết lần đầu: {REPLACED}, sẽ sửa lại.")
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await author.tap("Sửa nội dung")
    await author.say(f"Viết lần sau: {SENT}.")
    await author.tap("Gửi")
    author.expect("Đã gửi")
    await database_of(world).checkpoint()
    planted = {text: text.encode() for text in (DROPPED, REPLACED)}
    planted |= {f"{text} in JSON": json.dumps(text).strip('"').encode() for text in (DROPPED, REPLACED)}
    assert found_in(await everything_on_disk(world, tmp_path), planted) == []
    assert isinstance(author.phone, DirectPhone)
    session = world.app.sessions.load(f"web:{author.phone.account.key}")
    assert session.drafts == {}
    assert not any(text in repr(session) for text in (SENT, REPLACED, DROPPED))


async def test_i6_the_message_a_draft_came_from_is_forgotten_with_it(world: World, tmp_path: Path) -> None:
    """What a message said before it was changed is on no disk, nor is its key; the session keeps neither."""
    author = await world.staff("KT")
    await write(world, author, f"Viết lần đầu: {REPLACED}, sẽ sửa lại.", key=MESSAGE)
    await author.tap("Không ghi tên")
    await author.tap("Tâm tư")
    await change(world, author, f"Viết lần sau: {SENT}.", key=MESSAGE)
    assert isinstance(author.phone, DirectPhone)
    key = f"web:{author.phone.account.key}"
    assert MESSAGE in repr(world.app.sessions.load(key))
    await author.tap("Gửi")
    author.expect("Đã gửi")
    await write(world, author, f"Bỏ đi: {DROPPED}.", key=MESSAGE_DROPPED)
    await author.say("hủy")
    await author.tap("Bỏ ý kiến")
    await database_of(world).checkpoint()
    planted = {word: word.encode() for word in (REPLACED, DROPPED, MESSAGE, MESSAGE_DROPPED)}
    assert found_in(await everything_on_disk(world, tmp_path), planted) == []
    session = repr(world.app.sessions.load(key))
    assert [word for word in (SENT, *planted) if word in session] == []


async def test_the_search_finds_what_is_there(world: World, tmp_path: Path) -> None:
    """Both searches can fail: what a named person signs is found, on both databases."""
    author = await world.staff("KT")
    await file_concern(author, f"Máy in hỏng, {SENT}.", name=SIGNED)
    account = Account("telegram", "7000000123")
    (tmp_path / "planted").write_bytes(b"..".join(spellings(account).values()))
    everything = await everything_on_disk(world, tmp_path)
    assert any("name 0" in where for where in found_in(everything, spellings(account, SIGNED)))
    assert {where.rsplit(" in ", 1)[0] for where in found_in(everything, spellings(account))} == set(spellings(account))
    assert set(KINDS) == set(OVER.values())
