"""The pace that the simulator enforces, what it records, and the faults that it serves on order."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_clock import SteppedClock
from bot.simulators.telegram_errors import ApiError
from bot.simulators.telegram_faults import ANY, Fault
from bot.simulators.telegram_limits import Limits, Meter
from bot.simulators.telegram_people import Person
from tests.bot.test_telegram_simulator import LIBRARIES, TOKEN, Scene, scene_of, until


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock()


@pytest.fixture(params=LIBRARIES)
async def strict(request: pytest.FixtureRequest, clock: SteppedClock) -> AsyncIterator[Scene]:
    """Limits on, time standing still."""
    async with scene_of(request.param, clock=clock, limits=Limits()) as made:
        yield made


@pytest.fixture(params=LIBRARIES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with scene_of(request.param) as made:
        yield made


@pytest.fixture
async def simulator(clock: SteppedClock) -> AsyncIterator[TelegramSimulator]:
    async with TelegramSimulator(clock=clock) as running:
        running.add_bot(TOKEN)
        yield running


def people(simulator: TelegramSimulator, number: int) -> list[Person]:
    found = [simulator.person(f"Người {at}") for at in range(number)]
    for person in found:
        person.start()
    return found


@pytest.fixture(autouse=True)
def _periods(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot warns at each 429 that the type of its seconds will change."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def seconds(refusal: Any) -> float:
    """What either library says about the wait."""
    wait = refusal.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


async def test_thirty_messages_a_second_over_all_chats(strict: Scene, clock: SteppedClock) -> None:
    """The 31st in one second gets 429 with the seconds to wait, whichever chat it goes to; after them it passes."""
    crowd = people(strict.simulator, 31)
    for person in crowd[:30]:
        await strict.call.send_message(chat_id=person.chat_id, text="Thông báo")

    with strict.refused("429") as refusal:
        await strict.call.send_message(chat_id=crowd[30].chat_id, text="Thông báo")
    assert seconds(refusal.value) == 1
    clock.advance(1)
    await strict.call.send_message(chat_id=crowd[30].chat_id, text="Thông báo")

    ledger = strict.simulator.ledger
    assert list(ledger.per_second().values()) == [30, 1]
    assert (ledger.most_in(1.0), len(ledger.refused)) == (30, 1)


async def test_one_message_a_second_to_a_person(strict: Scene, clock: SteppedClock) -> None:
    """A burst of three is tolerated, then one a second; edits count like messages, answers to presses do not."""
    [lan] = people(strict.simulator, 1)
    keyboard = strict.client.keyboard([[("Có", "1")]])
    sent = await strict.call.send_message(chat_id=lan.chat_id, text="?", reply_markup=keyboard)
    press = lan.press("Có")
    await strict.call.edit_message_text(chat_id=lan.chat_id, message_id=sent.message_id, text="a")
    await strict.call.send_message(chat_id=lan.chat_id, text="b")

    with strict.refused("429"):
        await strict.call.send_message(chat_id=lan.chat_id, text="c")
    await strict.call.answer_callback_query(callback_query_id=press.press_id)
    clock.advance(1)
    await strict.call.send_message(chat_id=lan.chat_id, text="c")
    with strict.refused("429"):
        await strict.call.send_message(chat_id=lan.chat_id, text="d")


async def test_twenty_messages_a_minute_to_a_group(strict: Scene, clock: SteppedClock) -> None:
    """The 21st waits until the first is a minute old; other chats go on."""
    [lan] = people(strict.simulator, 1)
    group = strict.simulator.group("Văn phòng", [lan])
    for number in range(20):
        await strict.call.send_message(chat_id=group.chat_id, text=f"Việc {number}")
        clock.advance(1)

    with strict.refused("429") as refusal:
        await strict.call.send_message(chat_id=group.chat_id, text="Việc 20")
    assert seconds(refusal.value) == 40
    await strict.call.send_message(chat_id=lan.chat_id, text="Trả lời")
    clock.advance(39)
    with strict.refused("429"):
        await strict.call.send_message(chat_id=group.chat_id, text="Việc 20")
    clock.advance(1)
    await strict.call.send_message(chat_id=group.chat_id, text="Việc 20")


async def test_an_album_counts_as_many_messages(strict: Scene, clock: SteppedClock) -> None:
    """Three photos use up what a person may get in three seconds."""
    [lan] = people(strict.simulator, 1)
    await strict.call.send_media_group(chat_id=lan.chat_id, media=strict.client.album([b"1", b"2", b"3"]))

    with strict.refused("429"):
        await strict.call.send_message(chat_id=lan.chat_id, text="x")
    clock.advance(1)
    await strict.call.send_message(chat_id=lan.chat_id, text="x")
    assert strict.simulator.ledger.most_in(1.0) == 3


async def test_limits_can_be_lifted(strict: Scene) -> None:
    """Without limits a bot sends as fast as it likes."""
    [lan] = people(strict.simulator, 1)
    strict.simulator.limit(None)

    for number in range(50):
        await strict.call.send_message(chat_id=lan.chat_id, text=str(number))

    assert len(lan.from_bot) == 50
    assert not strict.simulator.ledger.refused


async def test_a_429_carries_its_seconds_twice(simulator: TelegramSimulator) -> None:
    """In the header Retry-After and in the parameters of the body."""
    lan = people(simulator, 1)[0]
    body = {"chat_id": lan.chat_id, "text": "x"}
    async with ClientSession() as http:
        for _ in range(4):
            async with http.post(f"{simulator.url}/bot{TOKEN}/sendMessage", json=body) as response:
                answer = await response.json()

    assert (response.status, response.headers["Retry-After"]) == (429, "1")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


def test_no_pace_gets_past_the_meter() -> None:
    """Thirty a second pass for ever, whether evenly or all at once."""
    clock = SteppedClock()
    meter = Meter(clock, Limits())
    for step in range(300):
        meter.admit(1000 + step)
        clock.advance(1 / 30)

    meter = Meter(clock, Limits())
    for second in range(5):
        for number in range(30):
            meter.admit(1000 * second + number + 1)
        clock.advance(1)


def test_who_comes_back_too_early_is_refused_again() -> None:
    """The seconds that a 429 named are kept, though the window would be free before."""
    clock = SteppedClock()
    meter = Meter(clock, Limits(bot_per_second=1))
    meter.admit(1)
    clock.advance(0.5)
    with pytest.raises(ApiError, match="retry after 1"):
        meter.admit(2)

    clock.advance(0.5)
    with pytest.raises(ApiError, match="retry after 1"):
        meter.admit(2)
    clock.advance(0.5)
    meter.admit(2)


async def test_the_ledger_tells_repeats_from_messages(simulator: TelegramSimulator) -> None:
    """Each message is recorded with method, chat, text and time; a repeated one counts once in the distinct view."""
    lan = people(simulator, 1)[0]
    async with ClientSession() as http:
        for text in ("Trả lời 1", "Trả lời 1", "Trả lời 2"):
            body = {"chat_id": lan.chat_id, "text": text}
            async with http.post(f"{simulator.url}/bot{TOKEN}/sendMessage", json=body):
                pass

    ledger = simulator.ledger
    assert next((each.method, each.text) for each in ledger.to(lan.chat_id)) == ("sendmessage", "Trả lời 1")
    assert ledger.distinct() == [(lan.chat_id, "Trả lời 1"), (lan.chat_id, "Trả lời 2")]
    assert ledger.repeated() == {(lan.chat_id, "Trả lời 1"): 2}


# Faults


@pytest.mark.parametrize(
    ("fault", "code"), [(Fault.TOO_MANY, "429"), (Fault.SERVER_ERROR, "500"), (Fault.BAD_GATEWAY, "502")]
)
async def test_the_next_calls_fail_on_order(scene: Scene, fault: Fault, code: str) -> None:
    """So many calls of the method fail as ordered and do nothing; other methods and later calls succeed."""
    [lan] = people(scene.simulator, 1)
    scene.simulator.faults.order(fault, "sendMessage", times=2, seconds=3)

    for _ in range(2):
        with scene.refused(code) as refusal:
            await scene.call.send_message(chat_id=lan.chat_id, text="x")
    assert code != "429" or seconds(refusal.value) == 3
    await scene.call.get_me()
    assert not lan.from_bot
    await scene.call.send_message(chat_id=lan.chat_id, text="x")
    assert len(lan.from_bot) == 1


async def test_an_answer_can_be_lost(scene: Scene) -> None:
    """The message is there, but the sender meets a broken line and cannot know."""
    [lan] = people(scene.simulator, 1)
    scene.simulator.faults.order(Fault.LOST_ANSWER, "sendMessage")

    with scene.refused("line"):
        await scene.call.send_message(chat_id=lan.chat_id, text="Trả lời")

    assert lan.last.text == "Trả lời"


async def test_what_is_done_may_be_answered_later(strict: Scene, clock: SteppedClock) -> None:
    """The message is there at once, its answer after the seconds: a window in which a sender may be killed."""
    [lan] = people(strict.simulator, 1)
    strict.simulator.faults.order(Fault.LATE_ANSWER, "sendMessage", seconds=3)
    call = asyncio.create_task(strict.call.send_message(chat_id=lan.chat_id, text="x"))
    await until(lambda: clock.waits == [3.0])
    assert (lan.last.text, call.done()) == ("x", False)
    clock.advance(3)
    await call


async def test_an_answer_can_be_late(strict: Scene, clock: SteppedClock) -> None:
    """A delayed call is done after its seconds, by the simulator's clock."""
    [lan] = people(strict.simulator, 1)
    strict.simulator.faults.order(Fault.DELAY, ANY, seconds=3)
    call = asyncio.create_task(strict.call.send_message(chat_id=lan.chat_id, text="x"))
    await until(lambda: clock.waits == [3.0])
    assert not lan.from_bot

    clock.advance(3)

    await call
    assert len(lan.from_bot) == 1


async def test_orders_can_be_withdrawn(scene: Scene) -> None:
    """After clear nothing goes wrong any more; polling was never touched by an order for any method."""
    [lan] = people(scene.simulator, 1)
    scene.simulator.faults.order(Fault.SERVER_ERROR, times=5)
    assert len(await scene.updates()) == 1

    scene.simulator.faults.clear()

    await scene.call.send_message(chat_id=lan.chat_id, text="x")
