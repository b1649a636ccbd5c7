"""Keys by hand: made, changed at any moment of a kill, destroyed only by name; and what a loss leaves."""

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot import keys_cli
from bot.base import Base
from storage import delivery_keys
from storage.contents import CONTENTS
from storage.delivery_keys import CURRENT, NEXT, OLD, PUBLIC, DeliveryKeys
from storage.domain.conversation import Account
from storage.domain.ids import CaseId
from storage.domain.outbox import Envelope, Notice, Priority
from storage.domain.permissions import Post, Role
from storage.sealing import AddressOpener, KeyFolder, KeySeals, MovedAddress
from storage.sql import schema
from storage.sql.leadership import OnlyProcess
from storage.sql.resealing import reseal, sealed_columns
from tests.bot.command import CommandLine, quick_data, refused, settings_in
from tests.builders import MONTH, make_case
from tests.journeys.steps import file_concern, reply_code_in
from tests.storage.databases import KINDS, migrated_database
from tests.world import World, open_world, world_on

CASES = 12
ANSWER = "Văn phòng cấp máy in mới trước ngày 30/11/2026."
LAN = Account("telegram", "100200300")


class Killed(BaseException):
    """The process ends here."""


ON_BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def kind() -> str:
    return "sqlite"


@pytest.fixture
async def base(kind: str) -> AsyncIterator[Base]:
    """An installation with cases of unnamed authors and one enrolled person."""
    with quick_data() as folder:
        async with migrated_database(kind) as url:
            made = await Base.open(settings_in(folder, database_url=url))
            try:
                await _fill(made)
                yield made
            finally:
                await made.close()


async def _fill(base: Base) -> None:
    async with base.store.writing() as uow:
        for number in range(CASES):
            case = make_case()
            sealed = base.seals.seal(Account("web", f"page {number}"), case.id)
            await uow.cases.add(case, return_address=sealed, reply_verifier=None, files=())
        key, sealed = base.seals.account_key(LAN), base.seals.seal(LAN, None)
        await uow.people.enrol(key, sealed, [Post(Role.STAFF)], name="", month=MONTH, channel=LAN.channel)
        await uow.commit()


async def addresses(base: Base) -> list[tuple[CaseId | None, bytes]]:
    """All sealed addresses with what they are bound to."""
    async with base.database.reader.connect() as connection:
        cases = (await connection.execute(select(schema.return_address))).all()
        accounts = (await connection.execute(select(schema.account.c.sealed_address))).all()
    return [*((CaseId(row.case_id), row.sealed) for row in cases), *((None, row.sealed_address) for row in accounts)]


async def opened(base: Base, private: Path) -> set[str]:
    opener = AddressOpener(DeliveryKeys(private))
    return {opener.open(sealed, case_id).key for case_id, sealed in await addresses(base)}


EVERYBODY = {f"page {number}" for number in range(CASES)} | {LAN.key}


@ON_BOTH
async def test_after_a_rotation_only_the_new_key_opens(base: Base, tmp_path: Path) -> None:
    """Every address is still its person's, of one length, and bound to its case; what was copied before is closed."""
    private = base.settings.keys
    before = await addresses(base)
    shutil.copy(private / CURRENT, tmp_path / CURRENT)
    resealed = await keys_cli.rotate_delivery(base, private)
    assert (resealed.done, resealed.unopened) == (CASES + 1, 0)
    assert await opened(base, private) == EVERYBODY
    assert sorted(path.name for path in private.glob("delivery*")) == [CURRENT, PUBLIC]
    after = await addresses(base)
    assert {len(sealed) for _, sealed in after} == {schema.SEALED_BYTES}
    old, new = AddressOpener(DeliveryKeys(tmp_path)), AddressOpener(DeliveryKeys(private))
    for opener, closed in ((old, after), (new, before)):  # I11: a backup of before the rotation does not open
        for case_id, sealed in closed:
            with pytest.raises(MovedAddress):
                opener.open(sealed, case_id)
    fresh = KeySeals(KeyFolder(private)).seal(LAN, None)
    assert new.open(fresh, None) == LAN


@pytest.mark.parametrize("after", range(6))
async def test_a_kill_at_any_step_leaves_a_working_system(
    base: Base, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """Before, between and after the writes to the disk: all addresses open, new ones too, and once more ends it."""
    private = base.settings.keys
    with monkeypatch.context() as patch:
        _die_after(patch, after)
        with pytest.raises(Killed):
            await keys_cli.rotate_delivery(base, private)
    assert await opened(base, private) == EVERYBODY
    again = KeySeals(KeyFolder(private))
    assert AddressOpener(KeyFolder(private)).open(again.seal(LAN, None), None) == LAN
    await keys_cli.rotate_delivery(base, private)
    assert await opened(base, private) == EVERYBODY
    assert sorted(path.name for path in private.glob("delivery*")) == [CURRENT, PUBLIC]


def _die_after(patch: pytest.MonkeyPatch, steps: int) -> None:
    """The process ends at the step with this number, of those that change something that lasts."""
    left = [steps]

    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*given: Any, **named: Any) -> Any:
            if left[0] == 0:
                raise Killed
            left[0] -= 1
            return real(*given, **named)

        return step

    patch.setattr(keys_cli, "reseal", guarded(reseal))
    patch.setattr(Path, "rename", guarded(Path.rename))
    patch.setattr(delivery_keys, "write_new", guarded(delivery_keys.write_new))
    patch.setattr(delivery_keys, "destroy_file", guarded(delivery_keys.destroy_file))


@ON_BOTH
async def test_the_key_of_the_contents_is_changed(base: Base) -> None:
    """The same cases are read with the new key alone; the old file is gone, and a copy of the rows is closed."""
    before = (base.settings.keys / f"{CONTENTS}.key").read_bytes()
    assert await keys_cli.rotate_contents(base) >= CASES
    assert [path.name for path in base.settings.keys.glob(f"{CONTENTS}*")] == [f"{CONTENTS}.key"]
    assert (base.settings.keys / f"{CONTENTS}.key").read_bytes() != before
    renewed = await Base.open(base.settings)
    try:
        async with renewed.database.reader.connect() as connection:
            ids = [row.id for row in (await connection.execute(select(schema.case.c.id))).all()]
        async with renewed.store.reading() as reads:
            bodies = [(await reads.cases.get_by_id(CaseId(case_id))).body for case_id in ids]
        assert len(bodies) == CASES and all(bodies)
    finally:
        await renewed.close()


def test_every_sealed_address_is_known() -> None:
    """A table with addresses that a rotation forgot would be lost by it."""
    assert {(table.name, column.name) for table, column in sealed_columns()} == {
        ("return_address", "sealed"), ("account", "sealed_address"), ("group_chat", "sealed_address"),
    }  # fmt: skip


async def test_without_its_key_answers_are_read_by_code(tmp_path: Path) -> None:
    """Lost for good, the key is not made anew behind our backs; the product starts, takes concerns, and gives answers
    to whoever has the code.
    """
    async with open_world("sqlite", tmp_path) as world:
        author = await world.staff()
        await file_concern(author)
        keys = world.app.base.settings.keys
        keys_cli.destroy("delivery", keys)

        again = await world_on(world.app.base.database, tmp_path)
        try:
            author = await again.staff()
            await author.say("menu")
            ref = await file_concern(author)
            code = reply_code_in(author.phone.events[-1]["text"])
            await answer(again, ref)
            await again.settle()
            stranger = await again.stranger()
            await stranger.say(code)
            stranger.expect(ANSWER)
            assert [path.name for path in keys.glob("delivery*")] == [PUBLIC]
        finally:
            await again.app.stop()


async def answer(world: World, ref: str) -> None:
    """The office's answer is released, and its author is to be told."""
    today = world.clock.now().date()
    async with world.app.base.store.writing() as uow:
        case = await uow.cases.get(ref)
        case.route("VP", by="VP", on=today)
        case.publish(ANSWER, by="UBND", on=today)
        await uow.cases.save(case)
        told = Notice("notice-broadcast", {"text": ANSWER, "unit": "VP"}, (), ref)
        await uow.outbox.put([Envelope(told, Priority.ANSWER, case_id=case.id)])
        await uow.commit()


# The command line


def test_a_new_pair_is_parted(line: CommandLine) -> None:
    """The front gets the public half only, the private one lies where it was asked for."""
    private = line.folder / "elsewhere"
    assert line.run("keys", "new", "delivery", "--private", str(private)).code == 0
    assert [path.name for path in private.iterdir()] == [CURRENT]
    assert [path.name for path in (line.folder / "data" / "keys").glob("delivery*")] == [PUBLIC]
    sealed = KeySeals(KeyFolder(line.folder / "data" / "keys")).seal(LAN, None)
    assert AddressOpener(DeliveryKeys(private)).open(sealed, None) == LAN
    refused(line.run("keys", "new", "delivery", "--private", str(private)), "keys rotate")


def test_a_lost_pair_is_replaced(ward: CommandLine) -> None:
    """Only where it is really gone; addresses that nobody can open are removed."""
    keys = ward.folder / "data" / "keys"
    refused(ward.run("keys", "new", "delivery", "--lost"), "keys rotate")
    (keys / CURRENT).unlink()
    assert ward.run("keys", "new", "delivery", "--lost").code == 0
    assert AddressOpener(KeyFolder(keys)).open(KeySeals(KeyFolder(keys)).seal(LAN, None), None) == LAN


def test_no_key_is_changed_under_a_running_product(ward: CommandLine) -> None:
    """It would go on sealing to a key that is about to be destroyed."""
    only = OnlyProcess(ward.folder / "data" / "running.lock")
    assert only.acquire()
    try:
        refused(ward.run("keys", "rotate", "delivery"), str(ward.folder / "data"))
        refused(ward.run("keys", "rotate", "contents"), str(ward.folder / "data"))
    finally:
        only.release()
    assert ward.run("keys", "rotate", "delivery").code == 0


def test_a_key_is_destroyed_by_its_name_only(ward: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is lost is said first; any other word keeps it."""
    key = ward.folder / "data" / "keys" / CURRENT
    for typed, gone in (("yes", False), ("delivery", True)):
        monkeypatch.setattr("typer.prompt", lambda *_, typed=typed, **__: typed)
        ran = ward.run("keys", "destroy", "delivery")
        assert "mã nhận trả lời" in ran.out
        assert key.exists() is not gone
    refused(ward.run("run", "--role", "delivery", KEYS_DIR=str(key.parent)), "delivery.key")


def test_a_destroyed_file_is_overwritten_first(tmp_path: Path) -> None:
    """Another name for the same bytes of the disk shows what is left there."""
    key, other = tmp_path / CURRENT, tmp_path / "hardlink"
    key.write_bytes(b"\x07" * 32)
    other.hardlink_to(key)
    delivery_keys.destroy_file(key)
    assert not key.exists()
    assert len(other.read_bytes()) == 32 and other.read_bytes() != b"\x07" * 32


def test_files_of_a_credential_are_found(tmp_path: Path) -> None:
    """The service manager puts the credential's name before the names of a folder's files."""
    (tmp_path / f"keys_{CURRENT}").write_bytes(b"a" * 32)
    (tmp_path / f"keys_{NEXT}").write_bytes(b"b" * 32)
    assert sorted(DeliveryKeys(tmp_path).delivery_secrets()) == [b"a" * 32, b"b" * 32]
    assert not (tmp_path / OLD).exists()
