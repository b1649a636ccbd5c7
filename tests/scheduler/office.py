"""The demo ward at work, and people in its database."""

from functools import cache

from handlers.context import Office
from handlers.texts.catalog import Texts
from storage.domain.ids import AccountKey
from storage.domain.permissions import Post
from storage.domain.ports import Store
from storage.domain.routing import Guesser
from tests.builders import MONTH, account_key, sealed
from tests.domain.ward import demo_calendar, demo_ward


@cache
def demo_office() -> Office:
    ward = demo_ward()
    return Office(ward, demo_calendar(), Guesser(ward), Texts(ward), range(2025, 2033))


async def enrol(store: Store, name: str, *posts: Post) -> AccountKey:
    """Somebody with these posts, whose address nobody can open."""
    account = account_key(name)
    async with store.writing() as uow:
        await uow.people.enrol(account, sealed(name), posts, name="", month=MONTH)
        await uow.commit()
    return account
