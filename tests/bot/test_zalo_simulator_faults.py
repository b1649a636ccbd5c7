"""What goes wrong on order in the Zalo simulator: calls, media, and the limits of the plan."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.simulators.telegram_clock import SteppedClock
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_faults import Fault, MediaFault
from bot.simulators.zalo_state import NO_JSON
from tests.bot.test_zalo_simulator import PICTURE, Scene, scene_of


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with scene_of() as made:
        yield made


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [(Fault.QUOTA, 429, "Quota exceeded"), (Fault.SERVER_ERROR, 500, "Internal Server Error")],
)
async def test_a_call_is_refused_on_order(scene: Scene, fault: Fault, code: int, words: str) -> None:
    """In JSON, as often as was ordered; nothing is sent."""
    person = await scene.known_person()
    scene.simulator.faults.order(fault, "sendMessage", times=2)

    for _ in range(2):
        assert await scene.refused("sendMessage", chat_id=person.chat_id, text="x") == (code, words)
    await scene.call("sendMessage", chat_id=person.chat_id, text="y")

    assert [each.text for each in person.messages] == ["y"]


@pytest.mark.parametrize("code", [400, 401, 403, 404, 408, 429, 500])
async def test_any_code_can_be_ordered(scene: Scene, code: int) -> None:
    """With its words; the real 403 means an internal error."""
    scene.simulator.faults.refuse(code, "getMe", description="Words")

    assert await scene.refused("getMe") == (code, "Words")
    assert (await scene.call("getMe"))["account_type"] == "BASIC"


@pytest.mark.parametrize(("fault", "status"), [(Fault.BUSY_PAGE, 429), (Fault.BAD_GATEWAY, 502), (Fault.PAGE, 200)])
async def test_a_page_comes_instead_of_json(scene: Scene, fault: Fault, status: int) -> None:
    """From the gateway, with whatever status."""
    person = await scene.known_person()
    scene.simulator.faults.order(fault)

    response = await scene.ask("sendMessage", chat_id=person.chat_id, text="x")

    assert (response.status_code, response.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert "<html>" in response.text
    assert person.messages == []
    assert scene.simulator.calls[-1].code == NO_JSON


@pytest.mark.parametrize(("fault", "arrived"), [(Fault.RESET, 0), (Fault.LOST_ANSWER, 1)])
async def test_the_line_breaks(scene: Scene, fault: Fault, arrived: int) -> None:
    """Before the message was sent, or after it: the caller cannot tell."""
    person = await scene.known_person()
    scene.simulator.faults.order(fault, "sendMessage")

    with pytest.raises(httpx.RemoteProtocolError):
        await scene.ask("sendMessage", chat_id=person.chat_id, text="x")

    assert len(person.messages) == arrived


@pytest.mark.parametrize("fault", [Fault.SLOW, Fault.LOST_ANSWER])
async def test_an_answer_comes_late_or_breaks_off_late(fault: Fault) -> None:
    """The message is sent at once: whoever gives up waiting has sent it all the same."""
    clock = SteppedClock()
    async with scene_of(clock=clock) as scene:
        person = await scene.known_person()
        scene.simulator.faults.order(fault, "sendMessage", seconds=30)
        sending = asyncio.create_task(scene.ask("sendMessage", chat_id=person.chat_id, text="x"))
        await person.until(1)
        await asyncio.sleep(0.01)
        clock.advance(29)
        await asyncio.sleep(0.01)
        assert not sending.done()

        clock.advance(1)

        [ended] = await asyncio.gather(sending, return_exceptions=True)
        assert isinstance(ended, httpx.Response if fault is Fault.SLOW else httpx.RemoteProtocolError)


async def test_orders_for_any_method_spare_polling(scene: Scene) -> None:
    """A poll meets only what was ordered for it."""
    scene.simulator.faults.order(Fault.QUOTA)
    assert (await scene.refused("getUpdates", timeout=0))[0] == 408
    assert (await scene.refused("getMe"))[0] == 429

    scene.simulator.faults.order(Fault.BAD_GATEWAY, "getUpdates")

    assert (await scene.ask("getUpdates", timeout=0)).status_code == 502


async def test_orders_can_be_taken_back(scene: Scene) -> None:
    """After that everything goes well."""
    scene.simulator.faults.order(Fault.QUOTA, times=5)
    scene.simulator.faults.clear()

    await scene.call("getMe")


async def photo_link(scene: Scene) -> str:
    await scene.simulator.person("Người 1").send_photo(PICTURE)
    return str((await scene.poll())["message"]["photo_url"])


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [(MediaFault.GONE, 404, "text/html"), (MediaFault.PAGE, 200, "text/html"), (MediaFault.REDIRECTS, 302, "")],
)
async def test_media_go_wrong_on_order(scene: Scene, fault: MediaFault, status: int, kind: str) -> None:
    """Gone, a page, or a redirect to itself; then the same link works."""
    url = await photo_link(scene)
    scene.simulator.faults.order_media(fault)

    response = await scene.http.get(url)

    assert response.status_code == status
    assert response.headers.get("Content-Type", "").startswith(kind)
    assert response.headers.get("Location", url) == url
    assert (await scene.http.get(url)).content == PICTURE


async def test_media_break_off(scene: Scene) -> None:
    """The length was promised, half of it comes."""
    url = await photo_link(scene)
    scene.simulator.faults.order_media(MediaFault.CUT)

    with pytest.raises(httpx.RemoteProtocolError):
        await scene.http.get(url)


async def test_media_may_be_slow(scene: Scene) -> None:
    """They come after the seconds ordered."""
    url = await photo_link(scene)
    scene.simulator.faults.order_media(MediaFault.SLOW, seconds=30)

    with pytest.raises(httpx.ReadTimeout):
        await scene.http.get(url, timeout=0.05)


async def test_media_may_never_end(scene: Scene) -> None:
    """No length is given; whoever reads must know when to stop."""
    url = await photo_link(scene)
    scene.simulator.faults.order_media(MediaFault.ENDLESS)
    size = 0

    async with scene.http.stream("GET", url) as response:
        assert "Content-Length" not in response.headers
        async for chunk in response.aiter_raw():
            size += len(chunk)
            if size > 2**21:
                break

    assert size > 2**21


async def test_links_die() -> None:
    """After an hour, or as many seconds as wanted."""
    clock = SteppedClock()
    async with scene_of(clock=clock, behaviour=Behaviour(media_seconds=60)) as scene:
        url = await photo_link(scene)
        assert (await scene.http.get(url)).status_code == 200

        clock.advance(60)

        assert (await scene.http.get(url)).status_code == 404


async def test_the_month_has_a_quota() -> None:
    """Then 429 for everything that is sent, until the next month in Việt Nam; typing is free."""
    clock = SteppedClock()  # 2 November
    async with scene_of(clock=clock, behaviour=Behaviour(message_limit=2)) as scene:
        person = await scene.known_person()
        message = {"chat_id": person.chat_id, "text": "x"}
        for _ in range(2):
            await scene.call("sendMessage", **message)
        await scene.call("sendChatAction", chat_id=person.chat_id, action="typing")
        assert await scene.refused("sendMessage", **message) == (429, "Quota exceeded")
        assert (await scene.refused("sendSticker", chat_id=person.chat_id, sticker="1"))[0] == 429
        assert (await scene.refused("sendMessage", **message | {"text": ""}))[0] == 400

        clock.advance(29 * 24 * 3600)

        await scene.call("sendMessage", **message)


async def test_what_people_write_may_count_too() -> None:
    """The plan does not say whose messages it counts."""
    async with scene_of(behaviour=Behaviour(message_limit=2, received_count=True)) as scene:
        person = await scene.known_person()
        message = {"chat_id": person.chat_id, "text": "x"}
        await scene.call("sendMessage", **message)

        assert (await scene.refused("sendMessage", **message))[0] == 429


@pytest.mark.parametrize("mute", [False, True])
async def test_only_so_many_people_have_the_bot(mute: bool) -> None:
    """Who comes later cannot be written to; by the other reading they are not heard either."""
    async with scene_of(behaviour=Behaviour(user_limit=1, late_users_are_mute=mute)) as scene:
        first, late = await scene.known_person(), scene.simulator.person("Người 2")
        await late.say("chào")
        heard = (await scene.ask("getUpdates", timeout=0)).json()["ok"]

        assert heard is not mute
        assert (await scene.refused("sendMessage", chat_id=late.chat_id, text="x"))[0] == 429
        await scene.call("sendMessage", chat_id=first.chat_id, text="x")


async def test_one_can_wait_for_messages(scene: Scene) -> None:
    """For a number of them, or for one that fits; never for longer than patience lasts."""
    person = await scene.known_person()
    waiting = asyncio.create_task(person.until(2)), asyncio.create_task(person.see("hai"))
    for text in ("một", "hai"):
        await scene.call("sendMessage", chat_id=person.chat_id, text=text)

    assert [each.text for each in await waiting[0]] == ["một", "hai"]
    assert (await waiting[1]).text == "hai"
    assert (await person.see(lambda message: message.text == "hai", after=1)).text == "hai"
    with pytest.raises(TimeoutError):
        await person.see("một", after=1, patience=0.01)
