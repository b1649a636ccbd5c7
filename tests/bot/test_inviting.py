"""Invites: a code is shown once and lets in; the database knows only its keyed hash."""

import tempfile
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.inviting import DESK_DAYS, STAFF_DAYS, Inviter, link
from storage.domain.ids import parse_invite
from storage.domain.permissions import Post, Role
from storage.domain.ports import Invite, Store
from storage.sealing import KeyFolder, KeySeals
from storage.sql import schema
from storage.sql.engine import Database
from tests.clock import FakeClock
from tests.storage.databases import quick_folder, sqlite_database

TODAY = FakeClock().now().date()
OFFICER = (Post(Role.OFFICER, "KT"), Post(Role.OFFICER, "VHXH"))


@pytest.fixture
async def database() -> AsyncIterator[Database]:
    async with sqlite_database() as database:
        yield database


@pytest.fixture
def store(database: Database) -> Store:
    return database.store


@pytest.fixture
async def seals() -> AsyncIterator[KeySeals]:
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        yield KeySeals(KeyFolder(Path(folder)))


@pytest.fixture
def inviter(store: Store, seals: KeySeals) -> Inviter:
    return Inviter(store, seals, FakeClock())


async def redeem(store: Store, seals: KeySeals, typed: str, on: date = TODAY) -> Invite | None:
    """What a person gets who types this."""
    code = parse_invite(typed)
    assert code is not None
    async with store.writing() as uow:
        found = await uow.invites.redeem(seals.code_verifier(code), on)
        await uow.commit()
    return found


async def test_a_code_gives_the_posts(inviter: Inviter, store: Store, seals: KeySeals) -> None:
    """With the name the person is called by; typed with or without its groups, in any case."""
    code = await inviter.invite(OFFICER, uses=3, name="Phòng Kinh tế")
    for typed in (code, code.lower(), code.replace("-", " ")):
        found = await redeem(store, seals, typed)
        assert found is not None
        assert (found.posts, found.name) == (OFFICER, "Phòng Kinh tế")


async def test_a_code_works_as_often_as_it_says(inviter: Inviter, store: Store, seals: KeySeals) -> None:
    """Used up, it is as if it had never been."""
    code = await inviter.invite(OFFICER, uses=2)
    assert [await redeem(store, seals, code) is not None for _ in range(4)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("posts", "days"),
    [
        ((Post(Role.STAFF),), STAFF_DAYS),
        ((Post(Role.STAFF, "TYT"), Post(Role.STAFF, "KT")), STAFF_DAYS),
        ((Post(Role.LEADER, "UBND"),), DESK_DAYS),
        ((Post(Role.STAFF), Post(Role.OFFICE, "VP")), DESK_DAYS),
    ],
    ids=["staff", "staff-of-units", "leader", "staff-and-office"],
)
async def test_a_code_ends_by_itself(
    inviter: Inviter, store: Store, seals: KeySeals, posts: tuple[Post, ...], days: int
) -> None:
    """One for a poster lasts a month; one that opens a desk three days, even if it gives a staff post as well."""
    code = await inviter.invite(posts, uses=9)
    assert await redeem(store, seals, code, TODAY + timedelta(days=days)) is not None
    assert await redeem(store, seals, code, TODAY + timedelta(days=days + 1)) is None


async def test_a_revoked_code_lets_nobody_in(inviter: Inviter, store: Store, seals: KeySeals) -> None:
    """Withdrawing says whether there was such a code; others go on working."""
    code, other = [await inviter.invite(OFFICER, uses=5) for _ in range(2)]
    assert await inviter.revoke(parse_invite(code) or "")
    assert await redeem(store, seals, code) is None
    assert await redeem(store, seals, other) is not None
    assert not await inviter.revoke("0000000000A1")


async def test_the_database_does_not_hold_the_code(inviter: Inviter, database: Database) -> None:
    """Whoever reads the database can let nobody in: there is a hash made with a key that lies elsewhere."""
    code = await inviter.invite(OFFICER, uses=1)
    async with database.writer.connect() as connection:
        (row,) = (await connection.execute(select(schema.invite))).all()
    assert code not in str(row)
    assert code.replace("-", "") not in str(row)
    assert len(row.verifier) == 32


async def test_codes_are_not_alike(inviter: Inviter) -> None:
    """Each is new, in three groups of four, with a digit, so that none is a word."""
    codes = {await inviter.invite(OFFICER, uses=1) for _ in range(20)}
    assert len(codes) == 20
    for code in codes:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert any(letter.isdigit() for letter in code)


def test_a_link_keeps_the_code_to_the_browser() -> None:
    """It stands in the fragment, which a browser sends to no server."""
    assert link("https://doithoai.example", "K7QM-2XPA-9RTD") == "https://doithoai.example/#invite=K7QM-2XPA-9RTD"
