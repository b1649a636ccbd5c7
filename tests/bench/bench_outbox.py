"""Is a look at the outbox as quick with 10,000 notices in it as with 100? python -m tests.bench.bench_outbox."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy import text, update

from scheduler.relay import BATCH
from storage.domain.outbox import Envelope, Priority
from storage.sql import schema
from storage.sql.engine import Database
from tests.bench.measuring import report
from tests.builders import NOW, account_key, make_envelope
from tests.storage.databases import KINDS, fresh_database

FEW, MANY = 100, 10_000
OTHERS: Final = 100  # recipients besides
LOOKS: Final = 40
BAR: Final = 2.0
CHANNEL: Final = "web"


def flood(waiting: int) -> Sequence[Envelope]:
    """So many to one recipient, and one to each of some others."""
    return [make_envelope(account_key("office"))] * waiting + _one_each(OTHERS, Priority.TASK)


def broadcast(recipients: int) -> Sequence[Envelope]:
    return _one_each(recipients, Priority.BROADCAST)


def _one_each(recipients: int, priority: Priority) -> list[Envelope]:
    return [make_envelope(account_key(f"person {number}"), priority=priority) for number in range(recipients)]


async def look(kind: str, envelopes: Sequence[Envelope]) -> float:
    """Milliseconds of one, the quickest, while these wait."""
    async with fresh_database(kind) as database:
        async with database.store.writing() as uow:
            await uow.outbox.put(envelopes)
            await uow.commit()
        await _settle(database)
        return min([await _timed(database) for _ in range(LOOKS)])  # the others say what else the machine did


async def _settle(database: Database) -> None:
    """All on one channel, and known to the planner, as it is before long by itself."""
    async with database.writer.begin() as connection:
        await connection.execute(update(schema.outbox).values(channel=CHANNEL))
    async with database.writer.connect() as connection:
        tuned = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await tuned.execute(text("ANALYZE"))


async def _timed(database: Database) -> float:
    began = time.perf_counter()
    async with database.store.reading() as reads:
        found = await reads.outbox.heads(NOW, BATCH, CHANNEL)
    took = (time.perf_counter() - began) * 1000
    assert len(found) == BATCH
    return took


async def main() -> None:
    for kind in KINDS:
        for waiting in (flood, broadcast):
            few, many = await look(kind, waiting(FEW)), await look(kind, waiting(MANY))
            report(f"outbox.{kind}.{waiting.__name__}.10000-to-100", many / few, "ratio", BAR, "lower")
            report(f"outbox.{kind}.{waiting.__name__}.10000", many, "ms", 20, "lower")


if __name__ == "__main__":
    asyncio.run(main())
