"""The people who are reminded, and the mornings on which the sweep runs."""

from scheduler.reminders import sweep
from storage.domain.ids import AccountKey
from storage.domain.permissions import Post, Role
from storage.domain.ports import Store
from storage.sql.engine import Database
from tests.scheduler.desk import (
    accepted,
    at,
    november,
    outbox,
    routed,
)
from tests.scheduler.office import demo_office, enrol

IN_HAND = (routed(), accepted())


async def ward(store: Store) -> dict[str, AccountKey]:
    """An office, two leaders, and the people of the economic department."""
    return {
        "office": await enrol(store, "office", Post(Role.OFFICE, "VP")),
        "chair": await enrol(store, "chair", Post(Role.LEADER, "UBND")),
        "secretary": await enrol(store, "secretary", Post(Role.LEADER, "TTDU")),
        "head": await enrol(store, "head", Post(Role.HEAD, "KT")),
        "officer": await enrol(store, "officer", Post(Role.OFFICER, "KT")),
    }


async def readers(database: Database, people: dict[str, AccountKey]) -> list[str]:
    """Who has a digest, once for each."""
    names = {key: name for name, key in people.items()}
    return sorted(names[row.account_key] for row in await outbox(database))


async def run(store: Store, *days: int, hour: int = 8) -> list[int]:
    """How many reminders are new on each of these days of November."""
    return [await sweep(store, demo_office(), at(november(day), hour)) for day in days]
