"""The process is killed again and again while people file: nothing may be lost, nothing may happen twice."""

import asyncio
import os
import random
import secrets
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

import pytest

from tests.journeys.steps import ref_in, reply_code_in
from tests.serving import Server, StubbornPhone, phone, serving, write
from tests.soak.nursery import Nursery
from tests.talk import Event

KILLS: Final = 12
AUTHORS: Final = 8
PARTS: Final = 3
DELIVERY_SECONDS: Final = 20.0
LONGEST_LIFE: Final = 0.6  # seconds from a start to the kill


@dataclass(slots=True)
class Author:
    """Somebody who files one concern after the other, and what came of each: its mark to its receipts' texts."""

    number: int
    phone: StubbornPhone
    chance: random.Random
    receipts: dict[str, set[str]] = field(default_factory=dict)

    async def file_until(self, enough: asyncio.Event) -> None:
        while not enough.is_set():
            mark = f"{self.number}-{len(self.receipts)}"
            self.receipts[mark] = await self._file(mark)

    async def _file(self, mark: str) -> set[str]:
        after = len(self.phone.events)
        send = await write(self.phone, *parts_of(mark))
        await self._press(send)
        if self.chance.random() < 0.4:  # a finger that presses twice
            await self._press(send)
        receipt = ref_in((await self.phone.see(self._is_new_receipt, after))["text"])
        return {event["text"] for event in self.phone.events[after:] if receipt in event["text"]}

    async def _press(self, send: str) -> None:
        key = secrets.token_hex(8)
        await self.phone.post(key=key, choice=send)
        if self.chance.random() < 0.4:  # a network that loses the answer
            await self.phone.post(key=key, choice=send)

    def _is_new_receipt(self, event: Event) -> bool:
        known = {ref_in(text) for texts in self.receipts.values() for text in texts}
        return "Mã nhận trả lời" in event["text"] and ref_in(event["text"]) not in known


def parts_of(mark: str) -> list[str]:
    """The messages of the concern with this mark; each text is met once in all."""
    return [f"Việc số {mark}: phòng họp quá nóng.", *(f"Ý {n} của việc {mark}." for n in range(2, PARTS + 1))]


@pytest.fixture
def chance() -> random.Random:
    """Random numbers; the seed of a run that failed is printed with it, and CRASH_SEED sets it."""
    seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(2**32))
    print(f"CRASH_SEED={seed}")
    return random.Random(seed)


async def test_a_process_killed_under_load_loses_nothing_and_doubles_nothing(
    tmp_path: Path, chance: random.Random, lives: Nursery
) -> None:
    """Drafts survive each kill, filings exist once with one receipt, and the office hears of each in order."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(tmp_path, lives.demo))
        await server.restart()
        office = await stack.enter_async_context(phone(server, "office"))
        phones = [await stack.enter_async_context(phone(server, "staff")) for _ in range(AUTHORS)]
        authors = [Author(n, phone, random.Random(chance.random())) for n, phone in enumerate(phones)]

        enough = asyncio.Event()
        async with asyncio.TaskGroup() as work:
            for author in authors:
                work.create_task(author.file_until(enough))
            for _ in range(KILLS):
                await live_and_die(server, chance)
            enough.set()
        await heard_of_all(office, authors)
        assert await server.stop() == 0

        check_filings(authors, dict(await server.bodies()))
        check_notices(office, authors)


async def live_and_die(server: Server, chance: random.Random) -> None:
    """A kill at a random moment, in a fifth of the cases of the start itself; then it serves again."""
    if chance.random() < 0.8:
        await server.ready()
    await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
    server.kill()
    await server.restart()


async def heard_of_all(office: StubbornPhone, authors: list[Author]) -> None:
    """Until the office has been told of every case, or nothing more can be hoped for."""
    with suppress(TimeoutError):
        async with asyncio.timeout(DELIVERY_SECONDS):
            for author in authors:
                for ref in refs_of(author):
                    await office.see(lambda event, ref=ref: is_triage(event) and ref in event["text"])  # type: ignore[misc]


def check_filings(authors: list[Author], bodies: dict[str, str]) -> None:
    receipts = [(mark, texts) for author in authors for mark, texts in author.receipts.items()]
    print(f"filings={len(receipts)}")
    for mark, texts in receipts:
        assert len(texts) == 1, f"{mark} got different receipts: {texts}"
        receipt = next(iter(texts))
        assert bodies.pop(ref_in(receipt)) == "\n".join(parts_of(mark))
    assert not bodies, "filed, but nobody got a receipt for it"
    codes = [reply_code_in(next(iter(texts))) for _, texts in receipts]
    assert len(set(codes)) == len(codes)


def check_notices(office: StubbornPhone, authors: list[Author]) -> None:
    heard = [ref_in(event["text"]) for event in office.events if is_triage(event)]
    order = [ref for ref, _ in groupby(heard)]
    repeated = len(heard) - len(order)
    print(f"notices={len(heard)} repeated={repeated}")
    assert set(order) == {ref for author in authors for ref in refs_of(author)}, "the office was not told of all"
    assert repeated <= KILLS
    assert max(Counter(order).values()) == 1, "a repeat comes at once, not after others"
    place = {ref: n for n, ref in enumerate(order)}
    for author in authors:
        assert all(place[earlier] < place[later] for earlier, later in pairwise(refs_of(author)))


def refs_of(author: Author) -> Iterator[str]:
    """The references of an author's concerns, in the order in which they were filed."""
    return (ref_in(next(iter(texts))) for texts in author.receipts.values())


def is_triage(event: Event) -> bool:
    return "Ý kiến mới" in event["text"]
