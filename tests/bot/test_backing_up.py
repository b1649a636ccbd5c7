"""Backups: whole while people write, closed to everybody but the offline key, in an order that tells nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.backing_up import back_up, restore
from bot.backup_note import last_backup
from bot.base import Base
from bot.config import Settings
from bot.keys_cli import new_backup
from storage.backup_box import BACKUP_KEY, read_sealed
from storage.delivery_keys import CURRENT
from storage.domain.conversation import Account
from storage.domain.errors import SettingsError
from storage.domain.ids import CaseId
from storage.domain.permissions import Post, Role
from storage.sealing import AddressOpener, KeyFolder
from storage.sql.dumping import dump
from storage.sql.schema import return_address
from tests.bot.command import CommandLine, quick_data, refused, settings_in
from tests.builders import MONTH, make_case
from tests.storage.databases import KINDS, migrated_database

TODAY = date(2026, 11, 2)
LAN = Account("telegram", "100200300")
BODY = "Mái nhà kho dột từ tháng 9, hồ sơ ướt hết."


@dataclass(slots=True)
class Office:
    """An installation to be backed up, and an empty one beside it."""

    folder: Path
    settings: Settings
    empty: Settings
    filed: list[str]

    @property
    def secret(self) -> Path:
        return self.folder / "offline" / BACKUP_KEY

    @property
    def file(self) -> Path:
        return self.folder / "office.backup"

    async def file_cases(self, count: int) -> None:
        base = await Base.open(self.settings)
        for _ in range(count):
            await file_one(base, self.filed)
        await base.close()


async def file_one(base: Base, filed: list[str]) -> None:
    case = make_case(body=BODY)
    async with base.store.writing() as uow:
        sealed = base.seals.seal(LAN, case.id)
        await uow.cases.add(case, return_address=sealed, reply_verifier=case.id * 2, files=())
        await uow.commit()
    filed.append(case.ref)


ON_BOTH = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def kind() -> str:
    return "sqlite"


@pytest.fixture
async def office(kind: str) -> AsyncIterator[Office]:
    with quick_data() as folder:
        async with migrated_database(kind) as url, migrated_database(kind) as other:
            settings = settings_in(folder, database_url=url)
            empty = settings_in(folder / "new", database_url=other)
            (folder / "new").mkdir()
            new_backup(settings, folder / "offline")
            yield Office(folder, settings, empty, [])


@ON_BOTH
async def test_what_was_backed_up_answers_again(office: Office) -> None:
    """Cases are read, codes open them, enrolled people are known; the address opens with the key that stayed behind."""
    await office.file_cases(30)
    base = await Base.open(office.settings)
    async with base.store.writing() as uow:
        key, sealed = base.seals.account_key(LAN), base.seals.seal(LAN, None)
        await uow.people.enrol(key, sealed, [Post(Role.OFFICER, "VP")], name="Lan", month=MONTH)
        first, second = [await uow.cases.get(ref) for ref in office.filed[:2]]
        first.merged_into = second.id
        await uow.cases.save(first)
        await uow.commit()
    await base.close()
    done = await back_up(office.settings, office.file, TODAY, with_keys=True)
    assert await restore(office.empty, office.file, office.secret) == done
    assert last_backup(office.settings.data_dir) == TODAY

    again = await Base.open(office.empty)
    try:
        async with again.store.reading() as reads:
            cases = [await reads.cases.get(ref) for ref in office.filed]
            assert {case.body for case in cases} == {BODY}
            assert cases[0].merged_into == cases[1].id
            assert (await reads.cases.get_by_reply_code(cases[2].id * 2)).ref == cases[2].ref
            assert (await reads.people.actor(again.seals.account_key(LAN))).posts == {Post(Role.OFFICER, "VP")}
    finally:
        await again.close()
    kept = AddressOpener(KeyFolder(office.settings.keys))
    assert {kept.open(sealed, case_id).key for case_id, sealed in await sealed_in(office)} == {LAN.key}


async def sealed_in(office: Office) -> list[tuple[CaseId, bytes]]:
    """The return addresses of the restored database."""
    base = await Base.open(office.empty)
    try:
        async with base.database.reader.connect() as connection:
            rows = (await connection.execute(select(return_address))).all()
    finally:
        await base.close()
    assert len(rows) == len(office.filed)
    return [(CaseId(row.case_id), row.sealed) for row in rows]


@ON_BOTH
async def test_a_backup_is_whole_while_people_write(office: Office) -> None:
    """It holds a moment: every case with all its parts, or not at all; and nobody who writes waits or fails."""
    await office.file_cases(20)
    base = await Base.open(office.settings)
    stop = asyncio.Event()

    async def go_on() -> None:
        while not stop.is_set():
            await file_one(base, office.filed)
            await asyncio.sleep(0)

    writing = asyncio.create_task(go_on())
    await asyncio.sleep(0.05)
    done = await back_up(office.settings, office.file, TODAY, with_keys=True)
    stop.set()
    await writing
    await base.close()
    assert len(office.filed) > 21
    await restore(office.empty, office.file, office.secret)
    lines = [json.loads(line) for line in read_sealed(office.file, office.secret.read_bytes())]
    counts = lines[-1]["counts"]
    assert counts["case"] == counts["return_address"] == counts["reply_code"]
    assert 20 <= counts["case"] <= len(office.filed)
    assert sum(counts.values()) == done.rows


@ON_BOTH
async def test_its_order_is_not_the_order_of_arrival(office: Office) -> None:
    """Neither that of the keys: two backups of the same rows differ in their order, and in nothing else."""
    await office.file_cases(40)
    base = await Base.open(office.settings)
    try:
        one, other = [[line async for line in dump(base.database)] for _ in range(2)]
    finally:
        await base.close()
    assert one != other
    assert sorted(one) == sorted(other)
    kept = [line for line in one if line.startswith(b'["return_address"')]
    assert len(kept) == 40 and kept != sorted(kept)


@pytest.mark.parametrize("harm", ["cut", "cut early", "changed", "longer", "other key", "no backup"])
async def test_a_backup_that_is_not_whole_is_refused(office: Office, harm: str) -> None:
    """Before a single row is written, in one kind sentence."""
    await office.file_cases(3)
    await back_up(office.settings, office.file, TODAY, with_keys=True)
    content, secret = bytearray(office.file.read_bytes()), office.secret
    if harm == "cut":
        del content[-1]
    if harm == "cut early":
        del content[150:]
    if harm == "changed":
        content[len(content) // 2] ^= 1
    if harm == "longer":
        content += b"\x00"
    if harm == "other key":
        new_backup(office.empty, office.folder / "other")
        secret = office.folder / "other" / BACKUP_KEY
    if harm == "no backup":
        content[:] = b"PK" + content
    office.file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        await restore(office.empty, office.file, secret)
    assert [problem.text_key for problem in caught.value.problems_found] == ["backup-broken"]
    if harm != "other key":
        assert not office.empty.data_dir.exists()


async def test_nothing_is_restored_over_something(office: Office) -> None:
    """An office that has data, or other keys, keeps them."""
    await office.file_cases(2)
    await back_up(office.settings, office.file, TODAY, with_keys=False)
    with pytest.raises(SettingsError) as caught:
        await restore(office.settings, office.file, office.secret)
    assert [problem.text_key for problem in caught.value.problems_found] == ["backup-not-empty"]
    await back_up(office.settings, office.folder / "second.backup", TODAY, with_keys=True)
    KeyFolder(office.empty.keys).secret("codes")
    with pytest.raises(SettingsError) as caught:
        await restore(office.empty, office.folder / "second.backup", office.secret)
    assert [problem.text_key for problem in caught.value.problems_found] == ["backup-other-keys"]


async def test_a_backup_of_nothing_is_refused(office: Office) -> None:
    """Where the database is not the one that is served, nobody is left to believe that there is a backup."""
    with pytest.raises(SettingsError, match="backup-nothing"):
        await back_up(office.settings, office.file, TODAY, with_keys=False)
    assert not office.file.exists()
    assert last_backup(office.settings.data_dir) is None


async def test_a_backup_says_nothing_to_others(office: Office) -> None:
    """No text of a case, no name of a table, no key and no session can be found in the file."""
    await office.file_cases(2)
    await back_up(office.settings, office.file, TODAY, with_keys=True)
    content = office.file.read_bytes()
    keys = [path.read_bytes() for path in office.settings.keys.rglob("*.key")]
    for said in (BODY.encode(), b"return_address", LAN.key.encode(), *keys):
        assert said not in content
    assert office.file.stat().st_mode & 0o777 == 0o600


async def test_some_keys_have_no_copy(office: Office) -> None:
    """Not even a backup with keys holds that of addresses, or those of the days; one without holds none."""
    await office.file_cases(1)
    KeyFolder(office.settings.keys).new_epoch(TODAY)
    for with_keys in (True, False):
        file = office.folder / f"{with_keys}.backup"
        await back_up(office.settings, file, TODAY, with_keys=with_keys)
        lines = b"\n".join(read_sealed(file, office.secret.read_bytes()))
        names = set(json.loads(lines.split(b"\n", 1)[0]))
        assert ("codes.key" in names) is with_keys
        assert CURRENT not in names and not any(name[0].isdigit() for name in names)


def test_it_is_a_command(ward: CommandLine) -> None:
    """From the first key to the restored office, as an operator types it."""
    offline, file = ward.folder / "offline", ward.folder / "phuong.backup"
    refused(ward.run("backup", str(file)), "keys new backup")
    assert ward.run("keys", "new", "backup", "--private", str(offline)).code == 0
    made = ward.run("backup", str(file), "--with-keys")
    assert made.code == 0 and str(file) in made.out
    refused(ward.run("restore", str(file), "--private", str(offline / BACKUP_KEY)), "DATA_DIR")
    new = {"DATA_DIR": str(ward.folder / "new")}
    assert ward.run("restore", str(file), "--private", str(offline / BACKUP_KEY), **new).code == 0
    assert "Phường Hoa Sen" in ward.run("org", "show", **new).out
