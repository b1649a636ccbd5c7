"""Listening to Telegram by polling: what is not dealt with is not confirmed, and what goes with an update."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import pytest

from bot.channels.telegram_buttons import ButtonMarks
from bot.channels.telegram_client import HeardElsewhere, TelegramClient
from bot.channels.telegram_menu import commands
from bot.channels.telegram_turns import AT_ONCE
from bot.simulators.telegram_faults import Fault, UpdateFault
from handlers import registry
from storage.domain.permissions import Actor, Post, Role
from tests.bot.telegram_line import PHOTO, SECRET, Line, line_to
from tests.bot.telegram_scene import PATIENCE, words
from tests.telegram_world import TOKEN

registry.load_flows()


@pytest.fixture
async def line(tmp_path: Any) -> AsyncIterator[Line]:
    """Nobody listens yet."""
    async with AsyncExitStack() as stack, line_to(stack, tmp_path) as line:
        yield line


async def test_an_update_is_confirmed_when_its_turn_is_over(line: Line) -> None:
    """While the turn is under way Telegram keeps the update; afterwards it is gone there."""
    line.listen()
    over = line.hold()
    line.person.write("Máy hỏng")
    await asyncio.sleep(0.3)
    assert line.pending == 1
    over.set()
    await line.all_confirmed()
    assert line.scene.texts == ["Máy hỏng"]
    assert line.scene.said == [(str(line.person.chat_id), "reply to Máy hỏng")]


async def test_a_slow_chat_keeps_no_other_waiting(line: Line) -> None:
    """Others are heard and answered while one turn takes its time, and that one is not heard twice."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("chậm")
    await asyncio.sleep(0.05)
    for number in range(3):
        other.write(f"nhanh {number}")
        await line.scene.until(number + 1)
    over.set()
    await line.all_confirmed()
    assert line.scene.texts == ["nhanh 0", "nhanh 1", "nhanh 2", "chậm"]


async def test_a_hundred_people_are_heard_each_in_order(line: Line) -> None:
    """Three messages each, all at once: every one is heard, each person's in the order they were sent."""
    people = [line.simulator.person(f"Người {number}") for number in range(100)]
    for number in range(3):
        for person in people:
            person.write(f"ý {number}")
    line.listen()
    await line.all_confirmed()
    assert len(line.scene.received) == 300
    for person in people:
        own = [m.text for m, _ in line.scene.received if m.account.key == str(person.chat_id)]
        assert own == ["ý 0", "ý 1", "ý 2"]


async def test_a_repeated_update_is_heard_once(line: Line) -> None:
    """Telegram may send an update again though it was confirmed."""
    line.simulator.faults.order_update(UpdateFault.DUPLICATE)
    line.person.write("một lần")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["một lần"]
    assert len(line.scene.said) == 1


async def test_updates_out_of_order_are_all_heard(line: Line) -> None:
    """The offset does not run past what has not been heard."""
    line.simulator.faults.order_update(UpdateFault.REORDER)
    line.person.write("trước")
    line.person.write("sau")
    line.listen()
    await line.all_confirmed()
    assert sorted(line.scene.texts) == ["sau", "trước"]


@pytest.mark.parametrize("number", [7, 900_000_001])
async def test_after_a_week_of_silence_people_are_heard(line: Line, number: int) -> None:
    """Telegram then numbers its updates anew, from anywhere."""
    line.listen()
    line.person.write("trước Tết")
    await line.all_confirmed()
    line.simulator.bot.updates.renumber(number)
    for text in ("sau Tết", "và nữa"):
        line.person.write(text)
        await line.all_confirmed()
    await line.stop()
    line.listen()
    line.person.write("sau khi chạy lại")
    await line.all_confirmed()
    assert line.scene.texts == ["trước Tết", "sau Tết", "và nữa", "sau khi chạy lại"]


async def test_a_webhook_from_before_is_removed(line: Line) -> None:
    """Who changed from webhook to polling is heard without a step by hand."""
    client = TelegramClient(TOKEN, line.simulator.url)
    await client.call_from_now_on("http://127.0.0.1:9/telegram", SECRET)
    await client.close()
    line.listen()
    line.person.write("nghe thấy")
    await line.scene.until(1)
    assert line.simulator.bot.webhook is None


async def test_a_second_listener_is_told_of_in_the_log(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Two programs with one token disturb each other: the log says so, and it goes on when the other one ends."""
    line.listen()
    other = TelegramClient(TOKEN, line.simulator.url)
    async with asyncio.timeout(PATIENCE):
        while "another program listens" not in caplog.text:
            with suppress(HeardElsewhere):
                await other.updates(None, 1)
    await other.close()
    line.person.write("nghe thấy")
    await line.scene.until(1)
    assert TOKEN not in caplog.text


async def test_a_refused_token_stops_the_channel(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """One clear line in the log, without the token, and no more asking."""
    listener = line.listen("7000000011:wrong")
    async with asyncio.timeout(PATIENCE):
        while "refuses TELEGRAM_TOKEN" not in caplog.text:
            await asyncio.sleep(0.002)
    await line.stop()
    assert listener not in line.listeners
    assert "wrong" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.CRITICAL]


async def test_telegram_may_be_away_for_a_while(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """Errors of the server and broken lines are waited out, with one line in the log for all of them."""
    for kind in (Fault.SERVER_ERROR, Fault.BAD_GATEWAY, Fault.TOO_MANY, Fault.LOST_ANSWER):
        line.simulator.faults.order(kind, "getUpdates", seconds=1 if kind is Fault.TOO_MANY else 0)
    line.person.write("vẫn nghe thấy")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["vẫn nghe thấy"]
    assert caplog.text.count("does not answer") == 1


async def test_an_update_that_cannot_be_read_stops_no_other(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    """New or changed: its person is told to send again, the log has no word of it, and the next is heard."""
    chat = {"id": line.person.chat_id, "type": "private"}
    line.simulator.bot.updates.add("message", {"chat": chat, "text": "bí mật"}, ("chat", line.person.chat_id))
    line.simulator.bot.updates.add("edited_message", {"chat": chat, "text": "bí mật"}, ("chat", line.person.chat_id))
    line.simulator.bot.updates.add("message", {"text": "bí mật"}, ("chat", 1))
    line.person.write("nghe thấy")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["nghe thấy"]
    told = (str(line.person.chat_id), words("telegram-given-up"))
    assert [each for each in line.scene.said if each == told] == [told, told]
    assert "bí mật" not in caplog.text


async def test_a_stop_finishes_what_has_begun(line: Line) -> None:
    """The turn under way is ended and answered, Telegram learns of it, and the next listener does not hear it again."""
    line.listen()
    over = line.hold()
    line.person.write("dở dang")
    await asyncio.sleep(0.1)
    stopping = asyncio.create_task(line.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    over.set()
    await stopping
    assert line.pending == 0
    assert line.scene.texts == ["dở dang"]
    assert len(line.scene.said) == 1


async def test_a_turn_that_does_not_end_is_heard_again(line: Line) -> None:
    """A stop does not wait for ever; what it broke off is not confirmed, and the next listener hears it."""
    line.listen()
    over, other = line.hold(), line.simulator.person("Người Khác")
    line.person.write("dở dang")
    other.write("xong")
    await line.scene.until(1)
    await line.stop()
    assert line.pending == 2
    over.set()
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts.count("dở dang") == 1


async def test_what_comes_while_it_is_stopped_is_heard_afterwards(line: Line) -> None:
    """Telegram keeps what nobody confirmed."""
    line.listen()
    line.person.write("trước")
    await line.all_confirmed()
    await line.stop()
    line.person.write("giữa")
    line.listen()
    await line.all_confirmed()
    assert line.scene.texts == ["trước", "giữa"]


async def test_a_stop_before_the_first_word_is_quick(line: Line) -> None:
    """Nothing has to be heard for it to end."""
    line.listen()
    await line.stop()


# What goes with an update


async def test_files_are_fetched(line: Line) -> None:
    """A photo in its largest size, a document, a voice, a video, each with its caption; an album as one message."""
    line.listen()
    line.person.send_photo(PHOTO, "Ghế gãy")
    line.person.send_document(b"%PDF-1.7", text="Công văn")
    line.person.send_voice(b"OggS")
    line.person.send_video(b"mp4", "Dột")
    line.person.send_album([PHOTO, PHOTO + b"2"], "Hai ảnh")
    await line.all_confirmed()
    assert [(message.text, list(files)) for message, files in line.scene.received] == [
        ("Ghế gãy", [PHOTO]),
        ("Công văn", [b"%PDF-1.7"]),
        ("", [b"OggS"]),
        ("Dột", [b"mp4"]),
        ("Hai ảnh", [PHOTO, PHOTO + b"2"]),
    ]


async def test_a_file_that_telegram_keeps_to_itself_comes_empty(line: Line) -> None:
    """It is then refused like any file that cannot be read."""
    client = TelegramClient(TOKEN, line.simulator.url)
    assert await client.fetch("no such file") == b""
    await client.close()


async def test_a_file_that_cannot_be_had_now_is_had_later(line: Line) -> None:
    """Errors on the way do not lose it."""
    line.simulator.faults.order(Fault.SERVER_ERROR, "getFile", times=4)
    line.listen()
    line.person.send_photo(PHOTO, "Ghế gãy")
    await line.all_confirmed()
    assert line.scene.received[0][1] == [PHOTO]


async def test_files_that_are_put_off_keep_nobody_waiting(line: Line) -> None:
    """However many photos Telegram wants to be asked for later, others are heard meanwhile; then so are these."""
    line.simulator.faults.order(Fault.TOO_MANY, "getFile", times=AT_ONCE, seconds=2)
    line.listen()
    for number in range(AT_ONCE):
        line.simulator.person(f"Người {number}").send_photo(PHOTO, "Ghế gãy")
    await asyncio.sleep(0.5)
    line.person.write("trong khi đó")
    await line.all_confirmed()
    assert line.scene.texts == ["trong khi đó", *["Ghế gãy"] * AT_ONCE]


async def test_a_pressed_button_stops_turning(line: Line) -> None:
    """The press is answered, and one that is too old for that is a turn all the same."""
    bot = line.simulator.bot
    line.listen()
    line.person.write("Chào")
    await line.all_confirmed()
    message = bot.add_message(line.person.chat, bot.user, text="Chọn")
    data = ButtonMarks(bot.token).marked("c.new", line.person.chat_id)
    press = bot.hear_press(line.person.user, message, data)
    await line.all_confirmed()
    assert press.answered
    line.simulator.faults.order(Fault.SERVER_ERROR, "answerCallbackQuery")
    bot.hear_press(line.person.user, message, data)
    await line.all_confirmed()
    assert [message.choice for message, _ in line.scene.received] == [None, "c.new", "c.new"]


async def test_everybody_sees_the_commands(line: Line) -> None:
    """In the language of their Telegram; Vietnamese where that is none of ours."""
    line.listen()
    async with asyncio.timeout(PATIENCE):
        while len(line.simulator.bot.commands) < 3:
            await asyncio.sleep(0.002)
    assert line.person.commands == [name for name, _ in commands("vi")]
    shown = line.simulator.bot.commands
    assert {scope: [each["description"] for each in menu] for scope, menu in shown.items()} == {
        ("all_private_chats", 0, 0, language): [text for _, text in commands(language or "vi")]
        for language in ("", "vi", "en")
    }


def test_commands_follow_the_posts() -> None:
    """Staff have what everybody has; each desk has its own words besides."""
    everybody = [name for name, _ in commands("vi")]
    assert everybody == ["start", "gui", "viec", "tracuu", "trogiup", "aibiet", "dulieu", "ngonngu", "huy"]
    own = {
        role: [name for name, _ in commands("vi", Actor(posts=frozenset({Post(role, "VP")}))) if name not in everybody]
        for role in (Role.STAFF, Role.OFFICER, Role.OFFICE, Role.LEADER)
    }
    assert own[Role.STAFF] == []
    assert own[Role.OFFICER] == ["donvi"]
    assert "phanloai" in own[Role.OFFICE]
    assert {"duyet", "thongbao", "tiendo"} <= set(own[Role.LEADER])


async def test_without_a_webhook_there_is_no_address_to_call(line: Line) -> None:
    """Who polls serves no such route."""
    assert line.listen().routes() == []
