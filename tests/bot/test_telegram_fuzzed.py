"""Updates that nobody should send: whatever comes with the secret is dealt with, and holds up nothing after it."""

import json
import logging
import random
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import ClientSession

from bot.channels.telegram_shelf import Shelf
from bot.channels.telegram_webhook import PATH, SECRET_HEADER, Webhook
from tests.bot.telegram_line import SECRET, line_to
from tests.bot.test_telegram_reading import READ
from tests.bot.test_telegram_webhook import Hook
from tests.serving import free_port
from tests.telegram_world import TOKEN

ODD: Final[tuple[Any, ...]] = (
    None,
    "",
    0,
    -1,
    True,
    [],
    {},
    "x",
    "\u200b",
    "😀" * 3,
    10**20,
    1.5,
    [[]],
    {"a": 1},
    ["x"],
    "\x00",
)
MUTANTS: Final = 6  # of each update


def places(value: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in it."""
    yield here
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from places(each, (*here, name))


def mutant(update: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    """The update with one thing in it taken away, or something odd in its place."""
    changed = deepcopy(dict(update))
    *way, name = chance.choice([place for place in places(changed) if place and place != ("update_id",)])
    inside: Any = changed
    for step in way:
        inside = inside[step]
    if chance.random() < 0.3:
        del inside[name]
    else:
        inside[name] = chance.choice(ODD)
    return changed


async def test_whatever_is_sent_is_acknowledged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing comes again for ever or stays on the shelf; nothing of it is logged, and the next message is heard."""
    caplog.set_level(logging.DEBUG)
    chance = random.Random(20261122)
    url = f"http://127.0.0.1:{free_port()}{PATH}"
    async with AsyncExitStack() as stack, line_to(stack, tmp_path, Webhook(url, SECRET)) as line:
        hook = Hook(line, url, await stack.enter_async_context(ClientSession()))
        await hook.serve(stack)
        updates = [mutant(update, chance) for update, _ in READ.values() for _ in range(MUTANTS)]
        for number, update in enumerate(updates):
            body = json.dumps({**update, "update_id": number}).encode()
            assert await hook.post(body, **{SECRET_HEADER: SECRET}) == 200, update
        line.person.write("nghe thấy")
        await line.all_confirmed()
        assert line.scene.texts[-1] == "nghe thấy"
        await line.stop()
        assert Shelf(line.scene.sessions).waiting() == []
    logged = "\n".join(f"{record.getMessage()} {record.exc_info}" for record in caplog.records)
    assert [word for word in (TOKEN, SECRET, "Máy hỏng", "Ai Đó", "ai_do") if word in logged] == []
