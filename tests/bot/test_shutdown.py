"""The process ends when it is asked to, and never shares its folder."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from handlers.texts.catalog import say
from tests.serving import STOP_SECONDS, StubbornPhone, phone, press, serving, tell, write
from tests.soak.nursery import Nursery
from tests.world import open_world

STOPS: Final = 5
PEOPLE: Final = 6


async def test_a_stop_ends_the_process_in_time_and_loses_nothing(tmp_path: Path, lives: Nursery) -> None:
    """SIGTERM ends it with code 0 within 15 seconds, pages listening and people writing; after it, all is there."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(tmp_path, lives.demo))
        await server.restart()
        people = [await stack.enter_async_context(phone(server, "staff")) for _ in range(PEOPLE)]
        for turn in range(STOPS):
            async with asyncio.TaskGroup() as writing:
                for person, one in enumerate(people):
                    writing.create_task(file(one, f"Người {person}, lần {turn}: đèn hỏng."))
                await asyncio.sleep(0.02 * turn)
                assert await server.stop() == 0
                await server.restart()
        assert await server.stop() == 0
        bodies = sorted((await server.bodies()).values())
    expected = [f"Người {person}, lần {turn}: đèn hỏng." for person in range(PEOPLE) for turn in range(STOPS)]
    assert bodies == expected


async def file(one: StubbornPhone, text: str) -> None:
    await press(one, await write(one, text))


async def test_a_second_process_on_the_same_folder_refuses_to_start(tmp_path: Path, lives: Nursery) -> None:
    """It ends with code 2 and one line that names the folder; the first one goes on serving."""
    async with serving(tmp_path, lives.demo) as server:
        await server.restart()
        log = tmp_path / "second.log"
        second = server.launch(log)
        assert await asyncio.to_thread(second.wait, STOP_SECONDS) == 2
        assert log.read_text(encoding="utf-8").splitlines() == [say("vi", "settings-running", path=str(tmp_path))]

        async with phone(server, "staff") as one:
            await tell(one, "Vẫn chạy.")
            await one.see(lambda event: "muốn gửi thế nào" in event["text"])
        assert await server.stop() == 0


async def test_a_stop_that_meets_a_wake_ends_delivery(tmp_path: Path) -> None:
    """Something new in the outbox at the moment of the stop does not keep the loop alive."""
    async with open_world("sqlite", tmp_path) as world:
        delivery = world.app.delivery
        running = asyncio.create_task(delivery.run())
        while not delivery.idle:
            await asyncio.sleep(0.01)
        delivery.wake()
        running.cancel()
        ended, _ = await asyncio.wait([running], timeout=STOP_SECONDS)
    assert ended == {running}
