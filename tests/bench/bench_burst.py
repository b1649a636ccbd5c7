"""Everybody writes at once, in several quick messages: is every word kept? python -m tests.bench.bench_burst."""

import asyncio
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

from tests.bench.measuring import report
from tests.serving import Server, StubbornPhone, choose_way, phone, press, serving, tell

PEOPLE: Final = 20
MESSAGES: Final = 3
GAP_SECONDS: Final = 0.3  # people send the next message before the first is answered


def texts_of(person: int) -> list[str]:
    return [f"Người {person}, ý {message}: bàn ghế hỏng." for message in range(1, MESSAGES + 1)]


async def burst(server: Server, gap: float) -> list[str]:
    """Everybody writes and files; the bodies of the cases that came of it."""
    async with AsyncExitStack() as stack:
        phones = [await stack.enter_async_context(phone(server, "staff")) for _ in range(PEOPLE)]
        await asyncio.gather(*(_file(each, person, gap) for person, each in enumerate(phones, 1)))
    return list((await server.bodies()).values())


async def _file(by: StubbornPhone, person: int, gap: float) -> None:
    after = len(by.events)
    async with asyncio.TaskGroup() as sending:
        for text in texts_of(person):
            sending.create_task(tell(by, text))
            await asyncio.sleep(gap)
    await press(by, await choose_way(by, after))


def kept(bodies: list[str]) -> int:
    """How many texts lie in a case, beside all others of their author."""
    everybody = [texts_of(person) for person in range(1, PEOPLE + 1)]
    return sum(sum(text in body for text in texts) for texts in everybody for body in bodies if texts[0] in body)


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as server:
            await server.restart()
            bodies = await burst(server, GAP_SECONDS)
    report("burst.texts-kept", kept(bodies), "texts", PEOPLE * MESSAGES, "higher")
    report("burst.concerns-filed", len(bodies), "cases", PEOPLE, "higher")


if __name__ == "__main__":
    asyncio.run(main())
