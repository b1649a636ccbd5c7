"""Where the conversations may lie: in memory, and nowhere else."""

import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from storage.domain.errors import SettingsError
from storage.sessions import memory_folder

SHARED_MEMORY = Path("/dev/shm")

needs_shared_memory = pytest.mark.skipif(not SHARED_MEMORY.is_dir(), reason="/dev/shm is Linux's")


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        yield Path(folder)


def test_a_folder_on_a_disk_is_refused() -> None:
    """What must not outlive a reboot may not be written beside the program; the error names the folder."""
    disk = Path(__file__).parent
    with pytest.raises(SettingsError, match=re.escape(str(disk))):
        memory_folder(disk, "doithoai")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    """A wish that cannot be fulfilled is said at the start, by its path."""
    wanted = tmp_path / "file" / "sessions"
    wanted.parent.touch()
    with pytest.raises(SettingsError, match=re.escape(str(wanted))):
        memory_folder(wanted, "doithoai")


@needs_shared_memory
def test_a_folder_in_memory_is_taken(folder: Path) -> None:
    """A folder on tmpfs is made if need be, for its owner alone."""
    wanted = folder / "a" / "sessions"
    assert memory_folder(wanted, "doithoai") == wanted
    assert stat.S_IMODE(wanted.stat().st_mode) == 0o700


@needs_shared_memory
def test_without_a_wish_there_is_a_folder_in_shared_memory() -> None:
    """It bears the installation's name, is its owner's alone, and is the same at the next start."""
    name = f"doithoai-test-{uuid4().hex}"
    folder = memory_folder(None, name)
    assert folder == SHARED_MEMORY / name
    try:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert memory_folder(None, name) == folder
    finally:
        folder.rmdir()


@needs_shared_memory
@pytest.mark.parametrize("target", ["a folder", "nothing"])
def test_a_link_laid_in_our_way_is_refused(folder: Path, target: str) -> None:
    """Everybody may write to shared memory: a link of our name could lead our sessions astray."""
    link = SHARED_MEMORY / f"doithoai-test-{uuid4().hex}"
    link.symlink_to(folder if target == "a folder" else folder / "nothing")
    try:
        with pytest.raises(SettingsError, match=link.name):
            memory_folder(None, link.name)
    finally:
        link.unlink()
