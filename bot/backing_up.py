"""Backup and restore: one file that only the offline key opens, with neither sessions nor the key of addresses."""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from bot.backup_note import note_backup
from bot.config import Settings
from storage.backup_box import BACKUP_PUBLIC, NoBackup, SealedFile, read_sealed
from storage.contents import content_keys
from storage.delivery_keys import write_new
from storage.domain.errors import Problem, SettingsError
from storage.sealing import KeyFolder
from storage.sql.dumping import BrokenDump, Head, check, dump, is_empty, load, revision_of
from storage.sql.engine import Database, open_database
from storage.sql.migrate import migrate

# Never in a backup: what opens addresses has no copy, and the public half of backups is of no use in one.
_STAYS: Final = ("delivery", "backup")


@dataclass(frozen=True, slots=True)
class Done:
    """What a backup holds, or what was restored."""

    rows: int
    keys: int


async def back_up(settings: Settings, path: Path, today: date, *, with_keys: bool) -> Done:
    """Write the backup while the product runs. Raises SettingsError where it cannot; then there is no such file."""
    public = _public(settings)
    database = open_database(settings.database, content_keys(KeyFolder(settings.keys)))
    draft = path.with_name(f"{path.name}.part")
    try:
        await database.reach_reader()
        if await is_empty(database):  # another one than the program serves: a setting is missing here
            raise SettingsError(Problem("backup-nothing", {"path": str(settings.data_dir)}))
        with _new_file(draft) as file:
            done = await _write(SealedFile(file, public), database, settings if with_keys else None)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
        await database.close()
    note_backup(settings.data_dir, today)
    return done


async def restore(settings: Settings, path: Path, secret: Path) -> Done:
    """Into an empty database. Everything is read and counted before anything is written."""
    head, keys, rows = _verified(path, _secret(secret))
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = KeyFolder(settings.keys)
    clashing = [name for name, content in keys.items() if _is_other(settings.keys / name, content)]
    if clashing:
        raise SettingsError(Problem("backup-other-keys", {"path": str(settings.keys), "names": ", ".join(clashing)}))
    for name in sorted(keys.keys() - _there(settings.keys)):
        write_new(settings.keys / name, keys[name])
    database = open_database(settings.database, content_keys(folder))
    try:
        await database.reach()
        await migrate(database, head.revision)
        if await revision_of(database) != head.revision or not await is_empty(database):
            raise SettingsError(Problem("backup-not-empty", {"path": str(settings.data_dir)}))
        await load(database, _rows_of(path, _secret(secret)))
        await migrate(database)
        await database.checkpoint()
    finally:
        await database.close()
    return Done(rows, len(keys))


async def _write(sealed: SealedFile, database: Database, keys_of: Settings | None) -> Done:
    keys = _keys(keys_of.keys) if keys_of is not None else {}
    sealed.write(_line({name: base64.b64encode(content).decode() for name, content in keys.items()}))
    lines = 0
    async for line in dump(database):
        sealed.write(line)
        lines += 1
    sealed.end()
    return Done(lines - 2, len(keys))


def _keys(folder: Path) -> dict[str, bytes]:
    """The keys that belong to the database. Those of epochs do not: they are to be gone after two days."""
    found = sorted(path for path in folder.glob("*.key") if not path.name.startswith(_STAYS))
    return {path.name: path.read_bytes() for path in found}


def _verified(path: Path, secret: bytes) -> tuple[Head, dict[str, bytes], int]:
    """Read to the end, so that whatever was cut or changed is noticed now."""
    try:
        lines = read_sealed(path, secret)
        keys = {name: base64.b64decode(text) for name, text in json.loads(next(lines)).items()}
        head = Head.read(next(lines))
        return head, keys, sum(check(lines).values())
    except (NoBackup, BrokenDump, StopIteration, ValueError, AttributeError):
        raise SettingsError(Problem("backup-broken", {"path": str(path)})) from None
    except OSError as error:
        raise SettingsError(Problem("settings-file", {"path": str(path), "why": error.strerror or ""})) from None


def _rows_of(path: Path, secret: bytes) -> Iterator[bytes]:
    lines = read_sealed(path, secret)
    next(lines)
    next(lines)
    yield from lines


def _there(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.key")}


def _is_other(path: Path, content: bytes) -> bool:
    return path.exists() and path.read_bytes() != content


def _public(settings: Settings) -> bytes:
    path = settings.keys / BACKUP_PUBLIC
    if not path.exists():
        raise SettingsError(Problem("backup-no-key", {"path": str(settings.keys)}))
    return path.read_bytes()


def _secret(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(Problem("settings-file", {"path": str(path), "why": error.strerror or ""})) from None


def _new_file(path: Path) -> BinaryIO:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        why = error.strerror or ""
        raise SettingsError(Problem("settings-folder", {"path": str(path), "why": why, "name": "FILE"})) from None
    return os.fdopen(descriptor, "wb")


def _line(content: object) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"
