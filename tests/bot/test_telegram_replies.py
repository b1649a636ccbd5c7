"""Replies are kept before an update is acknowledged, and are said in order, before or after a restart."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram_channel import CHANNEL
from bot.channels.telegram_replies import MOST, Cause
from storage.domain.conversation import Account, Reply
from storage.sessions import Sessions, session_key
from tests.bot.telegram_scene import CHAT, Scene, words
from tests.clock import FakeClock


class Mute:
    """A Telegram that takes no message for as long as it is ``silent``."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.silent = asyncio.Event()
        self.heard = scene.speak
        scene.speak = self.speak  # type: ignore[method-assign]

    async def speak(self, account: Account, reply: Reply) -> list[int]:
        await self.silent.wait()
        return list(await self.heard(account, reply))


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Nothing has been heard yet."""
    scene = Scene()
    yield scene
    scene.sessions.close()


def kept(scene: Scene) -> list[str]:
    sessions = scene.sessions
    return [sessions.reply_due(number)[1]["reply"]["text"] for number in sessions.replies_due()]


async def test_a_turn_is_acknowledged_before_its_reply_is_said(scene: Scene) -> None:
    """With Telegram silent, the turn is dealt with and its reply is kept; then it is said, and kept no longer."""
    telegram = Mute(scene)
    turns = scene.turns_on(scene)
    assert await turns.take(scene.heard("một"))
    assert await turns.take(scene.heard("hai"))
    assert (scene.texts, scene.said, kept(scene)) == (["một", "hai"], [], ["reply to một", "reply to hai"])
    telegram.silent.set()
    await turns.replies.idle()
    assert [text for _, text in scene.said] == ["reply to một", "reply to hai"]
    assert kept(scene) == []


async def test_what_was_not_said_is_said_after_a_restart(scene: Scene) -> None:
    """Whoever ended the program, each chat gets its replies in their order, and those of later turns behind them."""
    Mute(scene)
    before = scene.turns_on(scene)
    for chat in (CHAT, 6):
        await before.take(scene.heard("một", chat=chat))
        await before.take(scene.heard("hai", chat=chat))
    await before.replies.stop(0.01)
    assert scene.said == []
    again = scene.restarted()
    again.turns.replies.resume()
    await again.turns.take(again.heard("ba"))
    await again.turns.replies.idle()
    first = ["reply to một", "reply to hai"]
    assert [text for chat, text in again.said if chat == "5"] == [*first, "reply to ba"]
    assert [text for chat, text in again.said if chat == "6"] == first
    assert kept(scene) == []


async def test_a_silent_chat_keeps_no_other_waiting(scene: Scene) -> None:
    """While one chat's reply cannot be said, another's is."""
    silent, open_ = asyncio.Event(), scene.speak

    async def speak(account: Account, reply: Reply) -> list[int]:
        if account.key == str(CHAT):
            await silent.wait()
        return list(await open_(account, reply))

    scene.speak = speak  # type: ignore[method-assign]
    turns = scene.turns_on(scene)
    await turns.take(scene.heard("một"))
    await turns.take(scene.heard("hai", chat=6))
    async with asyncio.timeout(20):
        while not scene.said:
            await asyncio.sleep(0)
    assert scene.said == [("6", "reply to hai")]
    silent.set()
    await turns.replies.idle()


async def test_with_very_many_waiting_nothing_more_is_acknowledged(scene: Scene) -> None:
    """Who writes when thousands of replies wait is kept waiting, until there is room, and loses nothing."""
    telegram = Mute(scene)
    turns = scene.turns_on(scene)
    for number in range(MOST):
        await turns.take(scene.heard(f"ý {number}", chat=10 + number % 50))
    last = asyncio.create_task(turns.take(scene.heard("cuối")))
    while len(scene.texts) <= MOST:
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not last.done()
    telegram.silent.set()
    assert await last
    await turns.replies.idle()
    assert ("5", "reply to cuối") in scene.said
    assert len(scene.said) == MOST + 1


async def test_a_turn_that_is_broken_off_while_it_waits_for_room_is_answered_once() -> None:
    """Its replies are kept, and said after the restart; the update comes again, and they do not."""
    scene = Scene()
    Mute(scene)
    turns = scene.turns_on(scene)
    await turns.replies.put(10, Cause(), [Reply("chật")] * MOST)
    heard = scene.heard("một", not_taken=True)
    waiting = asyncio.create_task(turns.take(heard))
    async with asyncio.timeout(20):
        while not scene.texts:
            await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await turns.replies.stop(0.01)
    again = scene.restarted()
    again.turns.replies.resume()
    assert await again.turns.take(heard)
    await again.turns.replies.idle()
    assert [text for chat, text in again.said if chat == "5"] == [words("telegram-not-taken"), "reply to một"]
    scene.sessions.close()


async def test_what_is_heard_before_the_start_is_said_once_and_last(scene: Scene) -> None:
    """A call of Telegram's may come before the channel goes on with what was left."""
    Mute(scene)
    before = scene.turns_on(scene)
    await before.take(scene.heard("một"))
    await before.replies.stop(0.01)
    again = scene.restarted()
    await again.turns.take(again.heard("hai"))
    again.turns.replies.resume()
    await again.turns.replies.idle()
    assert [text for _, text in again.said] == ["reply to một", "reply to hai"]


async def test_a_damaged_reply_keeps_no_other_from_being_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """After a restart it is set aside, with a line in the log that holds nothing of it; the others are said."""
    path = tmp_path / "sessions"
    sessions = Sessions(path, FakeClock().now)
    before = Scene(sessions=sessions)
    Mute(before)
    for number in range(1, 7):
        await before.turns_on(before).take(before.heard(f"ý {number}"))
    await before.turns.replies.stop(0.01)
    damaged: list[str | bytes] = ["{bí mật", "[]", body_with_choice("x" * 60), b"\xff\xfe bytes"]
    with sqlite3.connect(path) as connection:
        for number, body in enumerate(damaged, 1):
            connection.execute("UPDATE due SET body = CAST(? AS TEXT) WHERE number = ?", (body, number))
        connection.execute("UPDATE due SET account = 'telegram:bí mật' WHERE number = 5")
    connection.close()
    again = before.restarted()
    again.turns.replies.resume()
    await again.take("mới")
    assert [text for _, text in again.said] == ["reply to ý 6", "reply to mới"]
    assert caplog.text.count("a reply that was kept cannot be read") == 5
    assert "bí mật" not in caplog.text
    sessions.close()


def body_with_choice(value: str) -> str:
    reply = {"text": "bí mật", "choices": [{"label": "bí mật", "value": value}], "files": [], "tag": ""}
    return json.dumps({"reply": reply, "message_ids": [], "pressed_on": None})


async def test_what_a_later_reply_says_as_well_is_said_once(scene: Scene) -> None:
    """Of replies with one mark that wait one after the other the last is said; what is under way stays."""
    telegram = Mute(scene)
    replies = scene.turns_on(scene).replies
    await replies.put(CHAT, Cause(), [again("một")])
    await asyncio.sleep(0)
    for text in ("hai", "ba", "bốn"):
        await replies.put(CHAT, Cause((1,)), [again(text), again(f"hỏi {text}", "question")], nothing)
    assert kept(scene) == ["một", "bốn", "hỏi bốn"]
    telegram.silent.set()
    await replies.idle()
    assert [text for _, text in scene.said] == ["một", "bốn", "hỏi bốn"]


async def test_nothing_else_gives_way(scene: Scene) -> None:
    """Neither a reply without a mark, nor what was said before one, nor another chat's."""
    Mute(scene)
    replies = scene.turns_on(scene).replies
    await replies.put(6, Cause(), [Reply("đầu"), again("của người khác")])
    await replies.put(CHAT, Cause(), [Reply("đầu"), again("một"), Reply("biên nhận"), again("hai", "question")])
    await replies.put(CHAT, Cause(), [Reply("biên nhận")])
    await replies.put(CHAT, Cause(), [again("ba"), again("bốn", "question")])
    assert len(kept(scene)) == 9
    await replies.stop(0.01)


async def test_what_gives_way_does_so_after_a_restart(scene: Scene) -> None:
    """The mark is kept with the reply."""
    telegram = Mute(scene)
    before = scene.turns_on(scene).replies
    await before.put(CHAT, Cause(), [Reply("đầu"), again("một")])
    await before.stop(0.01)
    after = scene.turns_on(scene).replies
    await after.put(CHAT, Cause(), [again("hai")])
    telegram.silent.set()
    await after.idle()
    assert [text for _, text in scene.said] == ["đầu", "hai"]


async def test_what_gives_way_makes_room(scene: Scene) -> None:
    """However much one chat writes, nobody waits for the replies that are not said."""
    Mute(scene)
    replies = scene.turns_on(scene).replies
    await replies.put(6, Cause(), [Reply("chật")] * (MOST - 3))
    async with asyncio.timeout(20):
        for _ in range(10):
            await replies.put(CHAT, Cause(), [again("một")])
    await replies.stop(0.01)


def again(text: str, mark: str = "added") -> Reply:
    return Reply(text, gives_way=mark)


async def nothing() -> None:
    """After a turn."""


async def test_a_forgotten_chats_reply_takes_no_other_with_it(scene: Scene) -> None:
    """What was lined up for it is said; what another chat got meanwhile is still kept until it is said as well."""
    telegram, other = Mute(scene), Scene(sessions=scene.sessions)
    silent, turns = Mute(other), other.turns_on(other)
    turns.replies.resume()
    await scene.turns_on(scene).take(scene.heard("một"))
    scene.sessions.forget(session_key(Account(CHANNEL, str(CHAT))))
    await turns.take(other.heard("hai", chat=6))
    telegram.silent.set()
    async with asyncio.timeout(20):
        while not scene.said:
            await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert kept(scene) == ["reply to hai"]
    silent.silent.set()
    await turns.replies.idle()


class Full(Sessions):
    """Sessions whose memory is full at times: nothing can be kept then, or nothing deleted."""

    keeps, deletes = True, True

    def keep_replies(self, account: str, bodies: Sequence[dict[str, Any]], answers: str) -> Sequence[int]:
        if not self.keeps:
            raise sqlite3.OperationalError("database or disk is full")
        return super().keep_replies(account, bodies, answers)

    def reply_said(self, number: int) -> None:
        if not self.deletes:
            raise sqlite3.OperationalError("database or disk is full")
        super().reply_said(number)


async def test_what_could_not_be_kept_does_not_wait_for_ever() -> None:
    """However often the sessions' memory is full, there is room for the replies of later turns."""
    sessions = Full(None, FakeClock().now)
    scene = Scene(sessions=sessions)
    sessions.keeps = False
    for _ in range(MOST + 1):
        with pytest.raises(sqlite3.Error):
            await scene.turns.replies.put(CHAT, Cause(), [Reply("đầy")])
    sessions.keeps = True
    async with asyncio.timeout(20):
        assert await scene.take("rỗi")
    assert [text for _, text in scene.said] == ["reply to rỗi"]
    sessions.close()


async def test_a_reply_that_cannot_be_deleted_silences_no_chat() -> None:
    """What comes after it is said, and no other waits for it."""
    sessions = Full(None, FakeClock().now)
    scene = Scene(sessions=sessions)
    sessions.deletes = False
    async with asyncio.timeout(20):
        await scene.take("một")
        await scene.take("hai")
    assert [text for _, text in scene.said] == ["reply to một", "reply to hai"]
    sessions.close()
