"""I4, I5: sizes and times in the rows of anonymous cases tell nothing."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage.domain.conversation import Account
from storage.domain.ids import CaseId
from storage.domain.lifecycle import Status
from storage.sealing import SEALED_BYTES, KeyFolder, KeySeals
from storage.sql import schema as t
from storage.sql.payloads import SIZES
from tests.builders import make_envelope, make_notice
from tests.invariants.acts import Scene, file_one
from tests.invariants.two_worlds import live, seeded
from tests.invariants.watching import OF_CASES, database_of, dump
from tests.storage.databases import KINDS
from tests.talk import Talk
from tests.world import World

LONGEST_ADDRESS = 100  # of any channel: Telegram has at most 16 digits, Zalo some 20, the page 32 letters
SEAL_BYTES = 24 + 16  # nonce and tag
TIME_OF_DAY = re.compile(r"(?<!\d)[0-2]\d:[0-5]\d(?!\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def seals(tmp_path_factory: pytest.TempPathFactory) -> KeySeals:
    return KeySeals(KeyFolder(tmp_path_factory.mktemp("keys")))


@given(
    channel=st.sampled_from(["web", "telegram", "zalo"]),
    key=st.text("0123456789abcdef", min_size=1, max_size=LONGEST_ADDRESS),
    case_id=st.none() | st.binary(min_size=16, max_size=16).map(CaseId),
)
def test_i4_every_sealed_address_has_one_length(
    seals: KeySeals, channel: str, key: str, case_id: CaseId | None
) -> None:
    """Whatever channel and address are inside, and whether for a case or for notices: 240 bytes."""
    assert len(seals.seal(Account(channel, key), case_id)) == SEALED_BYTES == 240


async def test_i4_the_database_holds_no_other_length(world: World) -> None:
    """After filings and enrolments all sealed addresses in it are 240 bytes, and each is unlike the others."""
    scene = await Scene.enter(world)
    for _ in range(2):
        await file_one(scene)
    async with database_of(world).writer.connect() as connection:
        found = [*(await connection.execute(select(t.return_address.c.sealed))).scalars()]
        found += (await connection.execute(select(t.account.c.sealed_address))).scalars()
    assert {len(each) for each in found} == {SEALED_BYTES}
    assert len(set(found)) == len(found) == 6


async def test_i4_what_waits_for_anonymous_authors_has_one_of_four_lengths(world: World) -> None:
    """Short or long, what is to be said to them lies there in one of few sizes, none of them its own."""
    scene = await Scene.enter(world)
    await scene.author.phone.close_page()
    await file_one(scene)
    async with world.app.base.store.writing() as uow:
        case = (await uow.cases.in_status(list(Status), 1))[0]
        for text in ("Ngắn.", "Dài hơn một chút. " * 40, "Rất dài. " * 300, "Dài nhất. " * 990):
            said = make_notice(arguments={"text": text})
            await uow.outbox.put([make_envelope(author_of=case.id, notice=said)])
        await uow.commit()
    async with database_of(world).writer.connect() as connection:
        to_author = select(t.outbox.c.payload).where(t.outbox.c.case_id.is_not(None), t.outbox.c.payload.is_not(None))
        found = [len(payload) for payload in (await connection.execute(to_author)).scalars()]
    assert len(found) >= 4
    assert {length - SEAL_BYTES for length in found} <= set(SIZES)
    assert len(SIZES) == 4


async def test_i5_an_anonymous_case_has_days_only_and_nobody(world: World) -> None:
    """No person, no account, no name; and in no column of its tables, whatever its type, a time of day."""
    scene = await Scene.enter(world)
    for _ in range(2):
        world.clock.advance(minutes=7, seconds=3)
        await file_one(scene)
    people = select(t.case.c.person_id, t.case.c.account_key)
    async with database_of(world).writer.connect() as connection:
        assert {tuple(row) for row in await connection.execute(people)} == {(None, None)}
    tables = await dump(database_of(world))
    values = [value for name in OF_CASES for row in tables[name] for value in row]
    assert [value for value in values if isinstance(value, datetime) or TIME_OF_DAY.search(str(value))] == []
    assert any(isinstance(value, date) or DAY.fullmatch(str(value)) for value in values)


@pytest.mark.parametrize("kind", KINDS)
async def test_i5_the_hour_of_filing_leaves_no_trace(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Filed at nine or at half past ten of the same day: all rows are equal."""
    worlds = []
    for minutes in (0, 97):

        async def script(world: World, minutes: int = minutes) -> list[Talk]:
            scene = await Scene.enter(world)
            world.clock.advance(minutes=minutes, seconds=minutes)
            await file_one(scene)
            return []

        with seeded(monkeypatch, seed=5):
            worlds.append(await live(kind, tmp_path / str(minutes), script, caplog))
    early, late = worlds
    assert {n: rows for n, rows in late.rows.items() if rows != early.rows[n]} == {}
    assert late.places == early.places
