"""The commands for keys and backups."""

import asyncio
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.command_tools import with_base
from bot.config import load_settings
from handlers.texts.catalog import DEFAULT_LANGUAGE, say
from storage.domain.errors import Problem, SettingsError

Private = Annotated[
    Path | None,
    typer.Option("--private", help="Folder of the private half: that of the role delivery, or one off this machine."),
]
keys_cli: Final = typer.Typer(no_args_is_help=True, help="Keys: made, changed, destroyed.")


class Pair(StrEnum):
    """Keys in two halves."""

    DELIVERY = "delivery"
    BACKUP = "backup"


class Changed(StrEnum):
    """Keys that are changed from time to time."""

    DELIVERY = "delivery"
    CONTENTS = "contents"


@keys_cli.command("new")
def new_key(
    pair: Pair,
    private: Private = None,
    lost: Annotated[bool, typer.Option("--lost", help="The old private half is lost for good.")] = False,
) -> None:
    """A new pair: delivery (seals and opens addresses) or backup (the private half opens backups)."""
    from bot.keys_cli import Stopped, new_backup, new_delivery, replace_lost

    settings = load_settings()
    if pair is Pair.BACKUP:
        if private is None:
            raise SettingsError(Problem("keys-where"))
        new_backup(settings, private)
        print(say(DEFAULT_LANGUAGE, "keys-new-backup", path=str(private)))
        return
    folder = private or settings.keys
    if not lost:
        new_delivery(settings, folder)
        print(say(DEFAULT_LANGUAGE, "keys-new-delivery", path=str(folder)))
        return
    stopped = Stopped.of(settings)
    try:
        forgotten = with_base(settings, lambda base: replace_lost(base, folder))
    finally:
        stopped.release()
    print(say(DEFAULT_LANGUAGE, "keys-replaced", path=str(folder), count=forgotten))


@keys_cli.command("rotate")
def rotate_key(key: Changed, private: Private = None) -> None:
    """A new key in place of the old one, which is destroyed. The product must be stopped."""
    from bot.keys_cli import Stopped, rotate_contents, rotate_delivery

    settings = load_settings()
    stopped = Stopped.of(settings)
    try:
        if key is Changed.CONTENTS:
            count = with_base(settings, rotate_contents)
            print(say(DEFAULT_LANGUAGE, "keys-rotated-contents", count=count))
            return
        resealed = with_base(settings, lambda base: rotate_delivery(base, private or settings.keys))
    finally:
        stopped.release()
    print(say(DEFAULT_LANGUAGE, "keys-rotated-delivery", count=resealed.done, unopened=resealed.unopened))


@keys_cli.command("destroy")
def destroy_key(key: Annotated[Pair, typer.Argument()], private: Private = None) -> None:
    """Overwrite and remove a private half. Asks for its name first, after saying what is lost by it."""
    from bot.keys_cli import destroy

    folder = private or load_settings().keys
    print(say(DEFAULT_LANGUAGE, f"keys-destroy-{key.value}", path=str(folder)))
    if typer.prompt(say(DEFAULT_LANGUAGE, "keys-destroy-prompt", name=key.value)).strip() != key.value:
        raise SettingsError(Problem("keys-kept"))
    print(say(DEFAULT_LANGUAGE, "keys-destroyed", count=destroy(key.value, folder)))


def backup(
    file: Path,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="Also the keys of codes, texts and marks; never that of addresses.")
    ] = False,
) -> None:
    """Everything in one file that only the offline backup key opens; while the product runs."""
    from bot.backing_up import back_up

    settings = load_settings()
    today = datetime.now(settings.zone).date()
    done = asyncio.run(back_up(settings, file, today, with_keys=with_keys))
    print(say(DEFAULT_LANGUAGE, "backup-done", path=str(file), rows=done.rows, keys=done.keys))


def restore(file: Path, private: Annotated[Path, typer.Option("--private", help="The file backup.key.")]) -> None:
    """Read a backup into an empty database, and bring its tables up to date."""
    from bot.backing_up import restore as read_back
    from bot.keys_cli import Stopped

    settings = load_settings()
    stopped = Stopped.of(settings)
    try:
        done = asyncio.run(read_back(settings, file, private))
    finally:
        stopped.release()
    print(say(DEFAULT_LANGUAGE, "backup-restored", rows=done.rows, keys=done.keys))
