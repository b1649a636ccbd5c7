"""The organisation: kept as one document, replaced as a whole."""

from dataclasses import replace

from storage.domain.ports import Store
from tests.domain.ward import demo_ward


async def test_there_is_no_organisation_at_first(store: Store) -> None:
    """A new database knows no organisation."""
    async with store.reading() as unit:
        assert await unit.organisations.load() is None


async def test_the_organisation_comes_back_the_same(store: Store) -> None:
    """Every unit, topic and rule survives, and the next one takes its place."""
    for organisation in (demo_ward(), replace(demo_ward(), name="Phường Khác", reminder_hour=9)):
        async with store.writing() as unit:
            await unit.organisations.store(organisation)
            await unit.commit()
        async with store.reading() as unit:
            assert await unit.organisations.load() == organisation
