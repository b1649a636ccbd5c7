"""I9: an address that lies on a case it was not sealed for is refused, whoever put it there."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select, update

from storage.domain.conversation import Account
from storage.domain.ids import CaseId
from storage.sealing import AddressOpener, KeyFolder, KeySeals, MovedAddress
from storage.sql import schema as t
from tests.invariants.acts import Scene, file_one
from tests.invariants.watching import database_of
from tests.journeys.steps import file_concern
from tests.world import World

CASE_IDS = st.binary(min_size=16, max_size=16).map(CaseId)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFolder:
    return KeyFolder(tmp_path_factory.mktemp("keys"))


@given(made_for=st.none() | CASE_IDS, lies_on=st.none() | CASE_IDS)
def test_i9_an_address_opens_for_its_own_case_alone(
    keys: KeyFolder, made_for: CaseId | None, lies_on: CaseId | None
) -> None:
    """Moved between any two cases, or between a case and an account, it does not open."""
    assume(made_for != lies_on)
    sealed = KeySeals(keys).seal(Account("web", "somebody"), made_for)
    with pytest.raises(MovedAddress):
        AddressOpener(keys).open(sealed, lies_on)
    assert AddressOpener(keys).open(sealed, made_for) == Account("web", "somebody")


async def test_i9_delivery_tells_nobody(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """A victim's address copied onto a case that is then answered tells nobody anything, and is an alarm."""
    scene = await Scene.enter(world)
    victim, attacker = scene.author, await world.staff("YT")
    await file_one(scene)
    async with database_of(world).writer.begin() as connection:
        (copied,) = (await connection.execute(select(t.return_address.c.sealed))).scalars()
    await file_concern(attacker)
    async with database_of(world).writer.begin() as connection:
        await connection.execute(update(t.return_address).values(sealed=copied))
    victim.listen()
    await scene.office.tap("Chọn đơn vị khác")  # of the newest notice, which is about the attacker's case
    await scene.office.say("VP")
    victim.expect_silence()
    alarms = [record.getMessage() for record in caplog.records if record.levelname == "CRITICAL"]
    assert alarms == ["a sealed address lies on a case it was not made for"]
