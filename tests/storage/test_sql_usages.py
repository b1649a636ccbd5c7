"""A channel's monthly numbers, on both databases."""

from storage.domain.ports import Usage
from storage.sql.engine import Database


async def test_messages_are_counted_by_channel_and_month(database: Database) -> None:
    """Each has its own number, and a step that was warned of stays with it."""
    async with database.store.writing() as uow:
        assert await uow.usages.add("zalo", "2026-11", 3) == Usage(3, 0)
        assert await uow.usages.add("zalo", "2026-11", 4) == Usage(7, 0)
        await uow.usages.set_warned("zalo", "2026-11", 70)
        await uow.commit()
    async with database.store.writing() as uow:
        assert await uow.usages.add("zalo", "2026-11", 0) == Usage(7, 70)
        assert await uow.usages.add("zalo", "2026-12", 1) == Usage(1, 0)
        assert await uow.usages.add("other", "2026-11", 2) == Usage(2, 0)
