"""The same office lived through twice with the same random numbers: what differs, differs because of the author."""

import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from bot.exporting import rows as exported
from tests.invariants.watching import Rows, database_of, dump, pages, sqlite_file
from tests.talk import Talk
from tests.world import World, open_world

# Sealed with libsodium's own randomness, which cannot be seeded; their length is looked at instead.
SEALED: Final = 240
_MARKS_OF_POSTGRESQL: Final = 2  # xmin and xmax, the numbers of transactions
_OURS: Final = ("bot", "handlers", "scheduler", "storage", "aiohttp", "py.warnings")  # who talk of what people do


@dataclass(frozen=True, slots=True)
class Seen:
    """All that anybody but the author can see of a world."""

    rows: Mapping[str, list[tuple[Any, ...]]]
    places: Mapping[str, list[int]]
    told: list[list[str]]
    export: list[tuple[str, ...]]
    log: list[str]


@contextmanager
def seeded(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[None]:
    """Everything random in Python, keys and codes included, begins alike: ``secrets`` draws from this one place."""
    with monkeypatch.context() as patched:
        patched.setattr("random._urandom", random.Random(seed).randbytes)
        yield


async def live(
    kind: str,
    folder: Path,
    script: Callable[[World], Awaitable[list[Talk]]],
    caplog: pytest.LogCaptureFixture,
    channel: str = "",
) -> Seen:
    """What others see after the script, which returns the phones of these others."""
    caplog.clear()
    async with open_world(kind, folder, telegram=channel == "telegram", zalo=channel == "zalo") as world:
        others = await script(world)
        database = database_of(world)
        rows = masked(await dump(database), kind)
        places: dict[str, list[int]] = {}
        if kind == "sqlite":
            await database.checkpoint()
            places = {name: [number for number, _ in pages(sqlite_file(database), name)] for name in rows}
        return Seen(
            rows,
            places,
            [[repr(sorted(event.items())) for event in talk.phone.events] for talk in others],
            [tuple(row) for row in await exported(world.app.base.store)],
            [_line(record) for record in caplog.records if record.name.startswith(_OURS)],
        )


def masked(tables: Mapping[str, Rows], kind: str) -> dict[str, list[tuple[Any, ...]]]:
    """Sealed bytes as their length; PostgreSQL's transactions by their order, for all databases count them together."""
    if kind == "postgresql":
        numbers = sorted({int(mark) for rows in tables.values() for row in rows for mark in row[:_MARKS_OF_POSTGRESQL]})
        place = {str(number): at for at, number in enumerate(numbers)}
        tables = {
            name: [(*(place[mark] for mark in row[:_MARKS_OF_POSTGRESQL]), *row[_MARKS_OF_POSTGRESQL:]) for row in rows]
            for name, rows in tables.items()
        }
    return {name: sorted((_bare(row) for row in rows), key=repr) for name, rows in tables.items()}


def _bare(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(len(v) if isinstance(v, bytes) and len(v) == SEALED else v for v in row)


def _line(record: logging.LogRecord) -> str:
    return f"{record.levelname} {record.name} {record.getMessage()}"
