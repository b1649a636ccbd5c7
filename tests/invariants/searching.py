"""Searching everything that lies on a disk for what would name somebody."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from storage.domain.conversation import Account
from tests.invariants.watching import sqlite_file
from tests.storage.databases import postgresql_server
from tests.world import World


def spellings(account: Account, *names: str) -> Mapping[str, bytes]:
    """An account's address and names, in every spelling in which they are likely to be stored."""
    plain = account.key.encode()
    found = {"as it is": plain, "hexadecimal": plain.hex().encode()}
    # Base64 of it within something longer: one for each place at which it can begin, without the ends that may differ.
    for skipped in range(3):
        found[f"base64 from {skipped}"] = base64.b64encode(b"\0" * skipped + plain)[4 if skipped else 0 : -4]
    if account.key.isdecimal():
        number = int(account.key)
        found |= {
            "little endian": number.to_bytes(8, "little", signed=True),
            "big endian": number.to_bytes(8, "big", signed=True),
            "varint": bytes(_varint(number)),
        }
    return found | {f"name {n}": name.encode() for n, name in enumerate(names)}


def _varint(number: int) -> Iterator[int]:
    while number > 0x7F:
        yield number & 0x7F | 0x80
        number >>= 7
    yield number


async def everything_on_disk(world: World, *folders: Path) -> Mapping[Path, bytes]:
    """The bytes of the database, its log included, and of these folders; sessions live in memory, not there."""
    database = world.app.base.database
    if database.writer.dialect.name == "sqlite":
        of_database = sqlite_file(database).parent
    else:
        postgresql_server().run("CHECKPOINT")
        of_database = postgresql_server().folder
    return {path: path.read_bytes() for folder in (of_database, *folders) for path in _files(folder)}


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def found_in(content: Mapping[Path, bytes], wanted: Mapping[str, bytes]) -> list[str]:
    """Which of these stand where, in words."""
    return [
        f"{what} in {path.name}" for path, held in content.items() for what, sought in wanted.items() if sought in held
    ]
