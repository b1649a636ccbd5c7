"""The shelf: what was acknowledged early is not lost, and nothing of it stays."""

import asyncio
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram_reading import read
from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_work import UnderWay
from storage.sessions import Sessions
from tests.clock import FakeClock

SIZE = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}


def part(number: int) -> dict[str, Any]:
    person = {"id": 5, "is_bot": False, "first_name": "Ai Đó"}
    chat = {"id": 5, "type": "private", "first_name": "Ai Đó", "username": "ai_do"}
    message = {
        "message_id": number,
        "date": 1,
        "media_group_id": "77",
        "caption": "Ảnh",
        "photo": [SIZE],
        "from": person,
        "chat": chat,
    }
    return {"update_id": number, "message": message}


@pytest.fixture
def sessions(tmp_path: Path) -> Iterator[Sessions]:
    sessions = Sessions(tmp_path / "sessions.db", FakeClock().now)
    yield sessions
    sessions.close()


def test_a_restart_finds_the_parts_in_order(sessions: Sessions, tmp_path: Path) -> None:
    """What was kept and not dropped is there for the next process."""
    shelf = Shelf(sessions)
    for number in (1002, 1000, 1001, 999):
        shelf.keep(part(number))
    shelf.drop(1001)
    again = Sessions(tmp_path / "sessions.db", FakeClock().now)
    assert [raw["update_id"] for raw in Shelf(again).waiting()] == [999, 1000, 1002]
    again.close()


def test_what_is_kept_can_be_read_and_names_nobody(sessions: Sessions) -> None:
    """The message is whole but for the names in it."""
    Shelf(sessions).keep(part(1))
    (raw,) = Shelf(sessions).waiting()
    assert (raw["update_id"], raw["message"]["caption"]) == (1, "Ảnh")
    assert raw["message"]["chat"]["id"] == 5
    assert not [name for name in ("Ai Đó", "ai_do") if name in str(raw)]
    assert read(raw) is not None


def test_an_empty_shelf_holds_nothing(sessions: Sessions) -> None:
    """Dropping what was never kept is no mistake."""
    shelf = Shelf(sessions)
    shelf.drop(1)
    assert shelf.waiting() == []
    shelf.keep(part(1))
    shelf.drop(1)
    assert shelf.waiting() == []


@pytest.mark.parametrize("damage", ["{", "1", "[]", "{}", '{"drafts": {"update": null}}', '{"drafts": [7]}'])
def test_what_is_damaged_hides_no_other(
    sessions: Sessions, tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is left out, the log says so without a word of it, and more can be kept and dropped."""
    shelf = Shelf(sessions)
    for number in (1000, 1001):
        shelf.keep(part(number))
    with closing(sqlite3.connect(tmp_path / "sessions.db", isolation_level=None)) as file:
        file.execute("UPDATE session SET body = ? WHERE body LIKE '%\"message_id\": 1001,%'", (damage,))
    shelf.keep(part(1002))
    assert [raw["update_id"] for raw in shelf.waiting()] == [1000, 1002]
    assert "an update on the shelf cannot be read" in caplog.text
    for number in (1000, 1001, 1002):
        shelf.drop(number)
    assert shelf.waiting() == []


def test_what_nobody_finishes_goes_after_a_day() -> None:
    """However much others put on the shelf meanwhile."""
    clock = FakeClock()
    sessions = Sessions(None, clock.now)
    Shelf(sessions).keep(part(1))
    clock.advance(days=1, minutes=1)
    Shelf(sessions).keep(part(2))
    sessions.expire()
    assert [raw["update_id"] for raw in Shelf(sessions).waiting()] == [2]
    sessions.close()


async def test_what_has_just_been_dealt_with_is_not_kept(tmp_path: Path) -> None:
    """Nobody would take it off the shelf again, and after a restart it would be dealt with once more."""
    sessions = Sessions(tmp_path / "sessions.db", FakeClock().now)
    shelf = Shelf(sessions)

    async def take(raw: Mapping[str, Any], comes_again: bool) -> bool:
        return True

    under_way = UnderWay(shelf, take)
    dealt_with = under_way.begin({"update_id": 7})
    await asyncio.sleep(0)  # it has ended; nobody has been told yet
    assert dealt_with.done() and under_way.tasks
    under_way.make_way(-1.0)
    assert shelf.waiting() == []
    sessions.close()
