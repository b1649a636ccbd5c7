"""People as a test or a demo moves them, marked text, time, and the remote control."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.simulators.telegram import DEMO_TOKEN, TelegramSimulator, serve
from bot.simulators.telegram_clock import RunningClock, SteppedClock
from bot.simulators.telegram_entities import caption, message_text
from bot.simulators.telegram_errors import ApiError
from tests.bot.test_telegram_simulator import TOKEN
from tests.serving import free_port


@pytest.fixture
async def simulator() -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(limits=None) as running:
        running.add_bot(TOKEN)
        yield running


async def test_a_button_is_found_on_the_newest_message_that_has_it(simulator: TelegramSimulator) -> None:
    """A person presses what they see last, or a button of an older message that they point at."""
    lan = simulator.person("Lan")
    lan.start()
    older, newer = [
        simulator.bot.add_message(
            lan.chat, simulator.bot.user, text=text, keyboard=(({"text": "Gửi", "callback_data": text},),)
        )
        for text in ("cũ", "mới")
    ]
    simulator.bot.add_message(lan.chat, simulator.bot.user, text="không có nút")

    assert lan.press("Gửi").data == "mới"
    assert lan.press("Gửi", on=older).data == "cũ"
    assert older.buttons == newer.buttons == ("Gửi",)
    with pytest.raises(LookupError, match="Sửa"):
        lan.press("Sửa")


async def test_a_person_can_wait_for_what_they_want_to_see(simulator: TelegramSimulator) -> None:
    """``see`` waits for the message, finds one that is there, and gives up after its patience."""
    lan = simulator.person("Lan")
    lan.start()
    waiting = asyncio.create_task(lan.see("nhận"))
    await asyncio.sleep(0)

    simulator.bot.add_message(lan.chat, simulator.bot.user, text="Đã nhận.")

    assert (await waiting).text == "Đã nhận."
    assert await lan.see(lambda message: message.text.startswith("Đã")) is lan.last
    with pytest.raises(TimeoutError):
        await lan.see("nhận", after=1, patience=0.01)


async def test_people_cannot_do_what_the_apps_forbid(simulator: TelegramSimulator) -> None:
    """No payload that a link cannot hold, no message over the limit, none to a bot that is blocked."""
    lan = simulator.person("Lan")

    with pytest.raises(ValueError, match="payload"):
        lan.start("có dấu")
    with pytest.raises(AssertionError):
        lan.write("x" * 4097)
    lan.start()
    lan.block()
    with pytest.raises(AssertionError):
        lan.write("x")


async def test_two_bots_do_not_share_chats(simulator: TelegramSimulator) -> None:
    """Each bot has its own people, updates and numbers."""
    other = simulator.add_bot("7000000010:other")
    lan = simulator.person("Lan", bot=other)

    lan.start()

    assert (len(simulator.bot.updates), len(other.updates)) == (0, 1)
    assert lan.chat_id not in simulator.bot.chats


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<STRONG>a</STRONG> &amp; &nbsp;&#272;", "a & &nbsp;Đ", [("bold", 0, 1)]),
        ("<a href='https://a.vn/?x=1&amp;y=2'>đây</a>", "đây", [("text_link", 0, 3)]),
        ("<a href='nowhere'>đây</a>", "đây", []),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", "x", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span>', "x", [("spoiler", 0, 1)]),
        ("<i></i>x", "x", []),
        ("  \n x <b> y </b> ", "x  y", [("bold", 2, 2)]),
        ("&lt;b&gt; 2 &lt 3", "<b> 2 < 3", []),
    ],
)
def test_html_is_read_as_telegram_reads_it(html: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    """Names in any case, four named references, links only to addresses, white space cut at the ends."""
    found = message_text(html, "HTML", "")

    assert found.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in found.entities] == entities


def test_given_entities_are_kept_within_the_text() -> None:
    """Entities beyond the end are dropped without a word; a broken one is refused."""
    given = '[{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 9}]'

    assert [e["type"] for e in message_text("abc", "", given).entities] == ["bold"]
    assert caption("", "", "").text == ""
    with pytest.raises(ApiError):
        message_text("abc", "", '[{"type": "bold"}]')


async def test_time_can_run_faster() -> None:
    """At a thousandfold speed a minute passes in the twinkling of an eye."""
    clock = RunningClock(speed=1000)
    before = clock.time()

    await clock.sleep(60)

    assert clock.time() - before >= 60


async def test_time_can_stand_still() -> None:
    """Sleepers wake when the time is moved past their hour, not before."""
    clock = SteppedClock()
    sleeper = asyncio.create_task(clock.sleep(10))
    await asyncio.sleep(0)

    clock.advance(9)
    await asyncio.sleep(0)
    assert clock.waits == [1.0]
    clock.advance(1)
    await sleeper
    assert clock.waits == []


async def test_the_control_moves_people_and_groups() -> None:
    """Over HTTP somebody opens the chat, writes, presses, blocks; a group is made, upgraded and left."""
    port = free_port()
    running = asyncio.create_task(serve("127.0.0.1", port))
    async with ClientSession(f"http://127.0.0.1:{port}") as http:
        await _serves(http)

        lan = (await _post(http, "/control/people", name="Lan"))["id"]
        await _post(http, f"/control/people/{lan}/start", payload="K7QM")
        await _post(http, f"/bot{DEMO_TOKEN}/sendMessage", chat_id=lan, text="?", reply_markup=KEYBOARD)
        await _post(http, f"/control/people/{lan}/press", label="Có")
        seen = await _post(http, f"/control/people/{lan}/write", text="Chào")
        assert [(m["text"], m["buttons"]) for m in seen["messages"]] == [
            ("/start K7QM", []),
            ("?", ["Có"]),
            ("Chào", []),
        ]
        group = (await _post(http, "/control/groups", title="Văn phòng", members=[lan]))["id"]
        await _post(http, f"/control/groups/{group}/write", person=lan, text="/viec")
        moved = (await _post(http, f"/control/groups/{group}/upgrade"))["id"]
        await _post(http, f"/control/groups/{group}/remove-bot")
        answer = await _post(http, f"/bot{DEMO_TOKEN}/sendMessage", chat_id=moved, text="x")
        assert answer["description"] == "Forbidden: bot was kicked from the supergroup chat"
        await _post(http, f"/control/people/{lan}/block")
        updates = (await _post(http, f"/bot{DEMO_TOKEN}/getUpdates"))["result"]
        assert len(updates) == 12
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


KEYBOARD = {"inline_keyboard": [[{"text": "Có", "callback_data": "1"}]]}


async def _serves(http: ClientSession) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                async with http.get("/control/histogram"):
                    return
            except OSError:
                await asyncio.sleep(0.01)


async def _post(http: ClientSession, path: str, **body: Any) -> Any:
    async with http.post(path, json=body) as response:
        return await response.json()


async def test_the_control_orders_faults_and_shows_the_ledger(simulator: TelegramSimulator) -> None:
    """Faults, limits and the histogram are within reach of another process; nonsense is refused."""
    lan = simulator.person("Lan")
    lan.start()
    message = {"chat_id": lan.chat_id, "text": "x"}
    async with ClientSession(simulator.url) as http:
        await _post(http, "/control/faults", kind="429", method="sendMessage", seconds=9)
        await _post(http, "/control/faults", kind="drop")
        lan.write("Chào")
        assert len(simulator.bot.updates) == 1
        assert (await _post(http, f"/bot{TOKEN}/sendMessage", **message))["parameters"] == {"retry_after": 9}
        await _post(http, "/control/limits", on=True)
        answers = [await _post(http, f"/bot{TOKEN}/sendMessage", **message) for _ in range(4)]
        assert [answer["ok"] for answer in answers] == [True, True, True, False]
        await _post(http, "/control/faults", kind="500", times=3)
        async with http.delete("/control/faults") as response:
            assert response.status == 200
        async with http.get("/control/sent", params={"after": "2"}) as response:
            assert [each["text"] for each in await response.json()] == ["x"]
        async with http.get("/control/histogram") as response:
            found = await response.json()
        assert (sum(found["per_second"].values()), found["most"], found["refused"]) == (3, 3, 1)
        assert (await _post(http, "/control/bots", token="7000000011:third"))["id"] == 7_000_000_011
        for path, body, status in (
            ("/control/faults", {"kind": "earthquake"}, 400),
            ("/control/people/1/write", {"text": "x"}, 404),
            (f"/control/people/{lan.chat_id}/dance", {}, 404),
            ("/control/people", {}, 404),
        ):
            async with http.post(path, json=body) as response:
                assert response.status == status
