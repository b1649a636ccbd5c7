"""What is done with keys by hand: made, changed, destroyed."""

from dataclasses import dataclass
from pathlib import Path

from bot.base import Base
from bot.config import Settings
from storage.backup_box import BACKUP_KEY, BACKUP_PUBLIC, new_pair
from storage.contents import CONTENTS, content_keys
from storage.delivery_keys import PUBLIC, DeliveryKeys, KeyChange, destroy_file, replace_key, write_new
from storage.domain.errors import Problem, SettingsError
from storage.sealing import KeyFolder, Resealer, public_half
from storage.sql.leadership import OnlyProcess
from storage.sql.resealing import Resealed, forget_return_addresses, reseal, rewrap_all


@dataclass(frozen=True, slots=True)
class Stopped:
    """The right to change keys: no process of the product runs on this folder."""

    lock: OnlyProcess

    @classmethod
    def of(cls, settings: Settings) -> "Stopped":
        """Raises SettingsError while something runs: it would seal to a key that is about to go."""
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = OnlyProcess(settings.data_dir / "running.lock")
        if not lock.acquire():
            raise SettingsError(Problem("keys-running", {"path": str(settings.data_dir)}))
        return cls(lock)

    def release(self) -> None:
        self.lock.release()


def new_delivery(settings: Settings, private: Path) -> None:
    """The pair that seals and opens addresses: the public half for the front, the private one into ``private``."""
    if DeliveryKeys(private).is_there or (settings.keys / PUBLIC).exists():
        raise SettingsError(Problem("keys-there", {"path": str(settings.keys)}))
    _make(private)
    KeyFolder(settings.keys)
    change = KeyChange(private, settings.keys)
    change.publish(public_half(change.begin()))
    change.finish()


def new_backup(settings: Settings, private: Path) -> None:
    """The pair of backups: what they are sealed to, and what alone opens them, to be taken away from the server."""
    if (settings.keys / BACKUP_PUBLIC).exists() or (private / BACKUP_KEY).exists():
        raise SettingsError(Problem("keys-there", {"path": str(settings.keys)}))
    _make(private)
    KeyFolder(settings.keys)
    secret, public = new_pair()
    write_new(private / BACKUP_KEY, secret)
    write_new(settings.keys / BACKUP_PUBLIC, public)


async def rotate_delivery(base: Base, private: Path) -> Resealed:
    """Every address sealed to a new key, the old one destroyed. After a kill, do it again: it goes on where it was."""
    keys = DeliveryKeys(private)
    if not keys.is_there:
        raise SettingsError(Problem("settings-delivery-no-key", {"path": str(private)}))
    change = KeyChange(private, base.settings.keys)
    change.clear_up()
    secret = change.begin()
    resealed = await reseal(base.database, Resealer(keys.delivery_secrets(), secret).reseal)
    change.publish(public_half(secret))
    change.finish()
    await base.database.checkpoint()  # the log still holds the addresses as they were
    return resealed


async def replace_lost(base: Base, private: Path) -> int:
    """After a loss: a new pair, and return addresses that nobody can open any more are forgotten; how many."""
    if DeliveryKeys(private).is_there:
        raise SettingsError(Problem("keys-not-lost", {"path": str(private)}))
    forgotten = await forget_return_addresses(base.database)
    _make(private)
    change = KeyChange(private, base.settings.keys)
    change.publish(public_half(change.begin()))
    change.finish()
    return forgotten


async def rotate_contents(base: Base) -> int:
    """The keys of all cases wrapped by a new key, the old one destroyed; how many. It goes on where a kill left it."""
    folder = base.settings.keys
    replaced = list(folder.glob(f"{CONTENTS}.*.key"))
    if not replaced:
        replaced = [replace_key(folder / f"{CONTENTS}.key")]
    done = await rewrap_all(base.database, content_keys(base.keys))
    for path in replaced:
        destroy_file(path)
    await base.database.checkpoint()
    return done


def destroy(pair: str, private: Path) -> int:
    """The private half is overwritten and removed; how many files there were. Raises SettingsError if none."""
    files = [private / BACKUP_KEY] if pair == "backup" else DeliveryKeys(private).files()
    found = [path for path in files if path.exists()]
    if not found:
        raise SettingsError(Problem("keys-none", {"path": str(private)}))
    for path in found:
        destroy_file(path)
    return len(found)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        why, path = error.strerror or "", str(folder)
        raise SettingsError(Problem("settings-folder", {"path": path, "why": why, "name": "--private"})) from None
