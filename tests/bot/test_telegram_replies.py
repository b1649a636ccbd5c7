"""Replies are kept before an update is acknowledged, and are said in order, before or after a restart."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram_replies import MOST
from storage.domain.conversation import Account, Reply
from tests.bot.telegram_scene import CHAT, Scene


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
    return [body["reply"]["text"] for _, _, body in scene.sessions.replies_due()]


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
    again = Scene(sessions=scene.sessions)
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
