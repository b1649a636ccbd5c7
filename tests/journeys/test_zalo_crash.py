"""The process is killed while people write on Zalo: by webhook nothing is lost, by polling one message a kill."""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from bot.simulators.zalo import ZaloSimulator
from bot.simulators.zalo_behaviour import Behaviour
from bot.simulators.zalo_people import Person
from tests.serving import Server, serving
from tests.soak.nursery import Nursery
from tests.zalo_office import SECRET
from tests.zalo_world import TOKEN

KILLS: Final = 2
PEOPLE: Final = 3
PATIENCE: Final = 30.0
_MARK: Final = re.compile(r"Ý \d+-\d+\.")


async def writes_on(person: Person, number: int, enough: asyncio.Event) -> list[str]:
    """Short messages without a pause, into one draft; what was written."""
    written: list[str] = []
    while not enough.is_set():
        written.append(f"Ý {number}-{len(written)}.")
        await person.say(f"Máy hỏng. {written[-1]}")
        await asyncio.sleep(0.15)
    return written


async def files(person: Person) -> None:
    """Without a name, of the kind that needs no further question."""
    for typed, answer in (("không ghi tên", "2."), ("tâm tư, nguyện vọng", "Gửi"), ("gửi", "Đã gửi")):
        after = len(person.messages)
        await person.say(typed)
        await person.see(answer, after=after, patience=PATIENCE)


async def lives_and_dies(server: Server, settings: Mapping[str, str]) -> None:
    await asyncio.sleep(random.uniform(0.1, 0.6))
    server.kill()
    server.start(**settings)
    await server.ready()


@pytest.mark.parametrize("listening", ["webhook", "polling"])
async def test_kills_lose_next_to_nothing(tmp_path: Path, lives: Nursery, listening: str) -> None:
    """Every message by webhook, all but one a kill by polling; none is taken twice, and each author gets a receipt."""
    simulator = ZaloSimulator(TOKEN, behaviour=Behaviour(retries=(0.2,) * 100))
    async with simulator.serving() as base, serving(tmp_path, lives.demo) as server:
        settings = {"ZALO_BOT_TOKEN": TOKEN, "ZALO_API_BASE": base, "PUBLIC_URL": server.base}
        settings |= {"ZALO_WEBHOOK_SECRET": SECRET} if listening == "webhook" else {}
        server.start(**settings)
        await server.ready()
        people = [simulator.person(f"Người {n}") for n in range(PEOPLE)]
        for person in people:
            await person.say(f"start {await server.invite('staff')}")
            await person.see("0. Quay lại", patience=PATIENCE)
        enough = asyncio.Event()
        writing = [asyncio.create_task(writes_on(person, n, enough)) for n, person in enumerate(people)]
        for _ in range(KILLS):
            await lives_and_dies(server, settings)
        enough.set()
        written = [text for each in writing for text in await each]
        await simulator.settled(patience=PATIENCE)
        for person in people:
            await files(person)
        assert await server.stop() == 0
        kept = Counter(mark for body in (await server.bodies()).values() for mark in _MARK.findall(body))
    lost = sorted(set(written) - set(kept))
    print(f"written={len(written)} lost={lost}")
    assert set(kept.values()) == {1} and set(kept) <= set(written)
    assert len(lost) <= (KILLS if listening == "polling" else 0)
