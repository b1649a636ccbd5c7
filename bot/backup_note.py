"""The day of the last backup, beside the data: for whoever watches over the server."""

from datetime import date
from pathlib import Path
from typing import Final

_NOTE: Final = "last-backup"


def note_backup(folder: Path, today: date) -> None:
    """There is a backup of this day."""
    (folder / _NOTE).write_text(today.isoformat(), encoding="ascii")


def last_backup(folder: Path) -> date | None:
    """None if there has been none."""
    try:
        return date.fromisoformat((folder / _NOTE).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
