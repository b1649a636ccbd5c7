"""Quick messages of many people become one case each, with every word in it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from bot.exporting import COLUMNS, rows
from storage.domain.permissions import Post, Role
from tests.bench.bench_burst import PEOPLE, burst, texts_of
from tests.serving import ANONYMOUS, THOUGHT, send_choice, serving
from tests.soak.nursery import Nursery
from tests.talk import DirectPhone
from tests.world import World


async def test_every_word_of_a_crowd_is_kept(world: World) -> None:
    """Twenty people send three messages each at the same moment: twenty cases hold all sixty texts, in order."""
    code = await world.app.inviter.invite([Post(Role.STAFF)], uses=PEOPLE)
    crowd = [DirectPhone(world.app) for _ in range(PEOPLE)]
    await asyncio.gather(*(one.post(key="invite", text=code) for one in crowd))

    texts = [(n, one, texts_of(person)[n]) for n in range(3) for person, one in enumerate(crowd, 1)]
    await asyncio.gather(*(one.post(key=f"text-{n}", text=text) for n, one, text in texts))
    for choice in (ANONYMOUS, THOUGHT):
        await asyncio.gather(*(one.post(key=choice, text=choice) for one in crowd))
    await asyncio.gather(*(send(one) for one in crowd))

    body = COLUMNS.index("body")
    assert everybody([row[body] for row in await rows(world.app.base.store)]) == [
        texts_of(person) for person in range(1, PEOPLE + 1)
    ]


async def send(one: DirectPhone) -> None:
    await one.refresh()
    await one.post(key="send", choice=send_choice(one.events[-1]))


async def test_every_word_of_a_crowd_is_kept_over_http(tmp_path: Path, lives: Nursery) -> None:
    """The same against the served product, on a connection for each message: each text lies in its author's case."""
    async with serving(tmp_path, lives.demo) as server:
        await server.restart()
        bodies = await burst(server, gap=0.02)
    # Messages that travel at the same time may overtake each other.
    assert [sorted(texts) for texts in everybody(bodies)] == [texts_of(person) for person in range(1, PEOPLE + 1)]


def everybody(bodies: Sequence[str]) -> list[list[str]]:
    """The texts of each case, by the number of the person who wrote it."""
    return sorted((body.splitlines() for body in bodies), key=lambda texts: int(texts[0].split()[1].rstrip(",")))
