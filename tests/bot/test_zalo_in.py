"""Listening to Zalo by polling: repeats, conflicts, refused tokens, ends of the process, turns that fail."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Final

import pytest

from bot.channels.zalo_client import ZaloClient
from bot.channels.zalo_shelf import Shelf
from bot.simulators.zalo_faults import Fault
from handlers.texts.catalog import say
from storage.sessions import Session
from tests.bot.zalo_scene import PATIENCE, TOKEN, Scene, listening_scene

SECRET: Final = "a-secret-of-tests"


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with listening_scene() as made:
        yield made


async def test_what_is_heard_becomes_a_turn_and_is_answered(scene: Scene) -> None:
    """Texts of two people, in order within each chat."""
    scene.listener().start()
    first, second = scene.simulator.person("Một"), scene.simulator.person("Hai")
    for n in range(3):
        await first.say(f"a{n}")
        await second.say(f"b{n}")
    await scene.until(6)
    assert [text for text in scene.texts if text[0] == "a"] == ["a0", "a1", "a2"]
    assert [sent.text for sent in await second.until(3)] == [f"Đã nghe: b{n}" for n in range(3)]


@pytest.mark.parametrize("fault", [Fault.BAD_GATEWAY, Fault.BUSY_PAGE, Fault.PAGE, Fault.RESET, Fault.SERVER_ERROR])
async def test_a_line_that_breaks_is_asked_again(scene: Scene, fault: Fault, caplog: pytest.LogCaptureFixture) -> None:
    """Gateway's pages and broken polls: said once in the log, and people are heard afterwards."""
    scene.simulator.faults.order(fault, "getUpdates", times=3)
    with caplog.at_level(logging.INFO):
        scene.listener().start()
        await scene.simulator.person("Một").say("Chào.")
        await scene.until(1)
    assert [line for line in caplog.messages if "does not answer" in line][1:] == []
    assert "Zalo answers again" in caplog.messages


async def test_another_program_s_webhook_is_told_of_and_left_alone(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    """Polling is refused while it is set; when it is gone, everything is heard, without a restart."""
    client = ZaloClient(TOKEN, scene.base)
    await client.set_webhook(f"{scene.base}/elsewhere", SECRET)
    scene.listener().start()
    async with asyncio.timeout(PATIENCE):
        while "a webhook is set for this bot" not in caplog.text:
            await asyncio.sleep(0.005)
    assert await client.webhook_url() == f"{scene.base}/elsewhere"
    await client.delete_webhook()
    await client.close()
    await scene.simulator.person("Một").say("Chào.")
    await scene.until(1)


async def test_a_refused_token_ends_the_listening(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """One line says so; Zalo is not asked again and again."""
    scene.listener(token="1:wrong").start()
    async with asyncio.timeout(PATIENCE):
        while "refuses ZALO_BOT_TOKEN" not in caplog.text:
            await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    assert len(scene.simulator.calls) == 1
    assert "wrong" not in caplog.text


async def test_what_zalo_repeats_is_one_turn(scene: Scene) -> None:
    """Read updates come again at once, for seconds: one turn each, one answer, and new ones are heard all the same."""
    scene.simulator.behaviour.replays_for = 60.0
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await scene.until(1)
    await person.say("b")
    await scene.until(2)
    await asyncio.sleep(0.2)
    assert scene.texts == ["a", "b"] and len(person.messages) == 2
    assert len([call for call in scene.simulator.calls if call.method == "getUpdates"]) < 20


async def test_what_was_done_before_a_restart_is_not_done_again(scene: Scene) -> None:
    """A new process knows the ids of the old one's work."""
    scene.simulator.behaviour.replays_for = 60.0
    before = scene.listener()
    before.start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await person.until(1)
    await before.stop()
    scene.listener().start()
    await person.say("b")
    await scene.until(2)
    assert scene.texts == ["a", "b"] and len(await person.until(2)) == 2


async def test_what_was_under_way_at_the_end_is_done_by_the_next(scene: Scene) -> None:
    """It was read from Zalo, which will not hand it out again: it waits on the shelf, without the sender's name."""
    scene.held = asyncio.Event()
    before = scene.listener()
    before.start()
    person = scene.simulator.person("Người Không Ai Biết")
    await person.say("a")
    shelf = Shelf(scene.sessions)
    async with asyncio.timeout(PATIENCE):
        while not shelf.waiting():
            await asyncio.sleep(0.002)
    await before.stop()
    assert "Không Ai Biết" not in json.dumps(shelf.waiting(), ensure_ascii=False)
    scene.held = None
    scene.listener().start()
    assert (await person.until(1))[0].text == "Đã nghe: a"
    async with asyncio.timeout(PATIENCE):
        while shelf.waiting():
            await asyncio.sleep(0.002)


async def test_a_number_dealt_with_before_a_kill_means_what_it_meant(scene: Scene) -> None:
    """Committed but not answered: the next process finds another menu, and still gives the same reply."""
    person = scene.simulator.person("Một")
    key = f"zalo:{person.chat_id}"
    scene.sessions.save_handled(key, Session(), "m7", [])
    update = {"message_id": "m7", "chat": {"id": person.chat_id, "chat_type": "PRIVATE"}, "text": "2"}
    Shelf(scene.sessions).keep("m7", {"event_name": "message.text.received", "message": update})
    person.chat.wrote = True
    scene.listener().start()
    await scene.until(1)
    assert scene.texts == ["2"]


async def test_a_failing_turn_is_tried_again(scene: Scene) -> None:
    """Twice it fails, then it is made; the chat's next message waits for it."""
    scene.fails = [RuntimeError("a"), RuntimeError("b")]
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("a")
    await person.say("b")
    await scene.until(2)
    assert scene.texts == ["a", "b"]


async def test_a_turn_that_could_not_be_stored_is_tried_again(scene: Scene) -> None:
    """The engine then has an apology, and would try the same message afresh; only the last try's is said."""
    scene.not_stored = 2
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("a")
    assert [message.text for message in await person.until(1)] == ["Đã nghe: a"]
    scene.not_stored = 3
    await person.say("b")
    assert (await person.until(2))[1].text == "Xin lỗi: b"
    assert scene.texts == ["a", "a", "a", "b", "b", "b"]


async def test_a_turn_that_never_works_is_given_up_kindly(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """After three tries the person is told, and the next message is heard; the log shows no word of it."""
    scene.fails = [RuntimeError("Chuyện bí mật.")] * 3
    scene.listener().start()
    person = scene.simulator.person("Một")
    await person.say("Chuyện bí mật.")
    await person.say("b")
    await scene.until(1)
    assert [sent.text for sent in await person.until(2)] == [say("vi", "zalo-given-up"), "Đã nghe: b"]
    assert "bí mật" not in caplog.text and person.chat_id not in caplog.text
