"""I11: what was erased is read by nobody any more, not even from an older copy once the keys have been changed."""

import base64
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.base import Base
from bot.config import Settings
from bot.keys_cli import rotate_contents
from storage.contents import LostKey, content_keys
from storage.domain.ids import CaseId
from tests.builders import make_case, sealed, verifier
from tests.invariants.acts import Scene, answered_case, file_one
from tests.invariants.searching import everything_on_disk, found_in
from tests.invariants.watching import Rows, database_of, dump
from tests.journeys.steps import REF
from tests.storage.databases import CONTENT_KEYS, KINDS, migrated_database
from tests.world import World

SEALED_ADDRESS = 240
SEALED_AT_LEAST = 24 + 16  # nonce and tag
WRAPPED = 8 + 24 + 32 + 16  # id of the wrapping key, nonce, key, tag


def values_of(tables: Mapping[str, Rows], about: bytes | None = None) -> set[bytes]:
    """All that is or may be sealed in these rows, or in those of one case: bytes, and what texts are the base64 of."""
    rows = (
        tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for found in tables.values() for row in found
    )
    found = {bytes_of(v) for row in rows if about is None or about in row for v in row if isinstance(v, bytes | str)}
    return {each for each in found if len(each) > SEALED_AT_LEAST}


def bytes_of(value: bytes | str) -> bytes:
    if isinstance(value, bytes):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except ValueError:
        return b""


async def life_of_a_case(world: World) -> tuple[str, CaseId]:
    """Filed, added to and answered."""
    scene = await Scene.enter(world)
    await answered_case(scene)
    ref = REF.search("\n".join(event["text"] for event in scene.author.phone.events))
    assert ref is not None
    async with world.app.base.store.reading() as reads:
        return ref[0], (await reads.cases.get(ref[0])).id


async def test_i11_nothing_of_an_erased_case_decrypts(world: World) -> None:
    """No sealed value of it is left in a row or, on SQLite, in a file; its key is gone, the other case's is not."""
    ref, case_id = await life_of_a_case(world)
    other = await Scene.enter(world)
    await file_one(other)
    held = values_of(await dump(database_of(world)), case_id)
    (wrapped,) = [each for each in held if len(each) == WRAPPED and CONTENT_KEYS.knows(each)]
    case_key = CONTENT_KEYS.unwrap(wrapped, case_id)
    assert len(held) > 5
    async with world.app.base.store.writing() as uow:
        assert await uow.contents.erase(case_id)
        await uow.commit()

    left = values_of(await dump(database_of(world)))
    assert left & {each for each in held if len(each) != SEALED_ADDRESS} == set()
    if database_of(world).writer.dialect.name == "sqlite":
        await database_of(world).checkpoint()
        everything = await everything_on_disk(world)
        assert found_in(everything, {"the wrapped key": wrapped, "the key": case_key}) == []
    async with world.app.base.store.reading() as reads:
        assert not (await reads.cases.get(ref)).body
    await other.author.say(other.codes[-1])
    other.author.expect("Máy tính")


@pytest.mark.parametrize("kind", KINDS)
async def test_i11_an_older_backup_does_not_open_after_the_keys_were_changed(kind: str, tmp_path: Path) -> None:
    """The copy still holds the wrapped key; the key that wrapped it has been destroyed, and today's database opens."""
    async with migrated_database(kind) as url:
        settings = Settings(_env_file=None, data_dir=tmp_path, database_url=SecretStr(url))  # type: ignore[call-arg]
        base = await Base.open(settings)
        case = make_case()
        async with base.store.writing() as uow:
            await uow.cases.add(case, return_address=sealed(), reply_verifier=verifier(case.ref), files=())
            await uow.commit()
        (wrapped,) = [each for each in values_of(await dump(base.database)) if len(each) == WRAPPED]
        assert content_keys(base.keys).unwrap(wrapped, case.id)
        assert await rotate_contents(base) == 1
        with pytest.raises(LostKey):
            content_keys(base.keys).unwrap(wrapped, case.id)
        await base.close()
        base = await Base.open(settings)
        async with base.store.reading() as reads:
            assert (await reads.cases.get(case.ref)).body == case.body
        await base.close()
